"""Papers to PDF: the only module that imports the PDF engine.

User text is text. The page is read as strict XML from autoescaped templates, the style sheets are our own files, and
the engine gets a fetcher that refuses every address, so nothing written in a name can fetch, include or mark up.
Same context, same fonts: same bytes.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relief.memory import collection_waits
from relief.notices import fonts
from relief.notices.fontfolder import ready_folder
from relief.notices.paperdata import Paper
from relief.notices.papers import PAPERS
from relief.notices.preflight import GlyphProblem, preflight_paper

LETTER = "official"  # style sheet of the letters, class of their root element

_lock = threading.Lock()  # Pango's font map must not be used by two threads at once


class RenderError(Exception):
    """The paper cannot be made; the message says why."""


class GlyphsMissing(RenderError):
    """The paper holds characters that its fonts cannot print; ``problems`` names each."""

    def __init__(self, problems: list[GlyphProblem]) -> None:
        super().__init__("；".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class _Engine:
    """The imported engine with what all papers share: the font map, the closed fetcher and the error it raises."""

    module: ModuleType
    font_config: Any
    fetcher: Any
    refusal: type[BaseException]


def render_paper(kind: str, paper: Paper, *, draft: bool = False) -> bytes:
    """A registered paper as PDF bytes, after the glyph preflight of everything it prints."""
    row = PAPERS[kind]
    if not isinstance(paper, row.content):
        raise TypeError(f"{kind}: {type(paper).__name__}")
    if problems := preflight_paper(paper):
        raise GlyphsMissing(problems)
    return render_pdf(row.template, {"paper": paper, "title": row.title}, draft=draft)


def render_pdf(template: str, context: Mapping[str, Any], *, draft: bool = False) -> bytes:
    """One paper as PDF bytes; ``draft`` prints 草稿 across every page."""
    source = render_to_string(template, {**context, "draft": draft})
    try:
        root = ElementTree.fromstring(source)  # our own template's output, user text escaped
    except ElementTree.ParseError as error:
        raise RenderError(_("文书模板 %(name)s 不能解析：%(error)s") % {"name": template, "error": error}) from error
    with _lock, collection_waits():
        return _write(root)


def _write(root: ElementTree.Element) -> bytes:
    engine = _engine()
    try:
        document = _laid_out(engine, root)
        pdf = document.write_pdf()
    except engine.refusal as error:
        raise RenderError(_("文书不得引用外部内容：%(url)s") % {"url": error}) from error
    missing = sorted({point for font in document.fonts.values() for point in font.missing})
    if missing:
        signs = "、".join(f"U+{point:04X}" for point in missing)
        raise RenderError(_("配置的字体中没有这些字符：%(signs)s") % {"signs": signs})
    return pdf


def _laid_out(engine: _Engine, root: ElementTree.Element) -> Any:
    """The paper in pages. Where only a little stands on a second page, the lines move closer together: GB/T 9704 7.3.5
    lets an office adjust them so that the signature stands with the text."""
    sheet = root.get("class", "")
    options = {"font_config": engine.font_config, "stylesheets": [_stylesheet(sheet)]}
    document = _page(engine, root).render(**options)
    if sheet == LETTER and len(document.pages) == 2:
        root.set("class", f"{sheet} tight")
        tighter = _page(engine, root).render(**options)
        return tighter if len(tighter.pages) == 1 else document
    return document


def _page(engine: _Engine, root: ElementTree.Element) -> Any:
    """The engine's document around a ready element tree (its own constructor would parse HTML leniently)."""
    import cssselect2

    page = engine.module.HTML.__new__(engine.module.HTML)
    page.base_url, page.url_fetcher, page.media_type = None, engine.fetcher, "print"
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = root
    return page


@contextmanager
def _only_our_fonts(folder: Path) -> Iterator[None]:
    """Fontconfig reads this variable when a font map is made."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def _engine() -> _Engine:
    with _only_our_fonts(ready_folder()):
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher

        class ClosedFetcher(URLFetcher):
            """Papers need nothing from outside: any address is refused and stops the paper."""

            def fetch(self, url: str, headers: Any = None) -> Any:
                raise FatalURLFetchingError(url)

        fetcher = ClosedFetcher(allowed_protocols=frozenset())
        return _Engine(weasyprint, FontConfiguration(), fetcher, FatalURLFetchingError)


@cache
def _stylesheet(name: str) -> Any:
    """A parsed style sheet of templates/notices, with the font families of each role before it."""
    engine = _engine()
    stacks = {role: ",".join(fonts.families(role)) for role in fonts.ROLES}
    rules = [f"@page{{font-family:{stacks['body']}}}"]
    rules += [f".{role}{{font-family:{stack}}}" for role, stack in stacks.items()]
    rules.append(render_to_string(f"notices/{name}.css"))
    return engine.module.CSS(string="\n".join(rules), font_config=engine.font_config, url_fetcher=engine.fetcher)
