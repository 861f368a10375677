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
from typing import Any, ClassVar
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relief.memory import collection_waits
from relief.notices import fonts
from relief.notices.fontfolder import ready_folder
from relief.notices.paperdata import Paper
from relief.notices.papers import PAPERS
from relief.notices.preflight import GlyphProblem, preflight_paper

KEPT, KEPT_DRAWINGS = "kept", 64  # class of a drawing that many papers share; so many of them are remembered
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


@dataclass(frozen=True)
class PrintedLine:
    """A line on a page: its text, the classes of the element around it, the distance of its box from the paper's top
    and left edge and its size, in points."""

    text: str
    kind: str
    top: float
    left: float
    width: float
    height: float


@dataclass(frozen=True)
class Rendered:
    """A PDF, and the lines that stand on each of its pages in the order in which they are drawn."""

    pdf: bytes
    pages: tuple[tuple[PrintedLine, ...], ...]


def render_pdf(template: str, context: Mapping[str, Any], *, draft: bool = False) -> bytes:
    """One paper as PDF bytes; ``draft`` prints 草稿 across every page."""
    with _written(template, {**context, "draft": draft}) as (_document, pdf):
        return pdf


def render_pages(template: str, context: Mapping[str, Any]) -> Rendered:
    """One paper as PDF bytes, with what was printed where."""
    with _written(template, context) as (document, pdf):
        return Rendered(pdf, tuple(tuple(_lines(page._page_box, "")) for page in document.pages))


@contextmanager
def _written(template: str, context: Mapping[str, Any]) -> Iterator[tuple[Any, bytes]]:
    """The engine's document and its bytes; the engine is nobody else's meanwhile."""
    source = render_to_string(template, dict(context))
    try:
        root = ElementTree.fromstring(source)  # our own template's output, user text escaped
    except (ElementTree.ParseError, UnicodeEncodeError) as error:
        raise RenderError(_("文书模板 %(name)s 不能解析：%(error)s") % {"name": template, "error": error}) from error
    with _lock, collection_waits():
        yield _write(root)


def _lines(box: Any, kind: str) -> Iterator[PrintedLine]:
    """The lines of text in a box and in what it holds."""
    if box.element is not None and not isinstance(box.element, str):
        kind = box.element.get("class") or kind
    children = getattr(box, "children", ())
    texts = [child.text for child in box.descendants() if hasattr(child, "text")] if _is_line(box) else []
    if any(texts):
        places = (box.position_y, box.position_x, box.width, box.height)
        yield PrintedLine("".join(texts), kind, *(round(place * 0.75, 2) for place in places))
        return
    for child in children:
        yield from _lines(child, kind)


def _is_line(box: Any) -> bool:
    return type(box).__name__ == "LineBox"


def _write(root: ElementTree.Element) -> tuple[Any, bytes]:
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
    return document, pdf


def _laid_out(engine: _Engine, root: ElementTree.Element) -> Any:
    """The paper in pages. Where only a little stands on a second page, the lines move closer together: GB/T 9704 7.3.5
    lets an office adjust them so that the signature stands with the text."""
    sheet = root.get("class", "")
    style = _stylesheet(root.get("data-sheet") or f"notices/{sheet}.css")
    options = {"font_config": engine.font_config, "stylesheets": [style]}
    document = _page(engine, root).render(**options)
    for page in document.pages:
        _keep_drawings(page._page_box)
    if sheet == LETTER and len(document.pages) == 2:
        root.set("class", f"{sheet} tight")
        tighter = _page(engine, root).render(**options)
        return tighter if len(tighter.pages) == 1 else document
    return document


class _Drawing:
    """A drawing that many papers share (a seal): the engine's operators for it are kept and written again."""

    _kept: ClassVar[dict[tuple[bytes, float, float], list[bytes]]] = {}

    def __init__(self, image: Any, element: ElementTree.Element) -> None:
        self._image, self._source = image, ElementTree.tostring(element)
        self.get_intrinsic_size = image.get_intrinsic_size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        key = (self._source, width, height)
        stream.set_alpha(1)
        stream.set_alpha(1, stroke=True)  # the drawing is opaque: it needs no state of a page's own
        start = len(stream.stream)
        if key not in self._kept:
            self._image.draw(stream, width, height, style)
            if len(self._kept) >= KEPT_DRAWINGS:
                self._kept.clear()
            self._kept[key] = [step for step in stream.stream[start:] if not step.endswith(b" gs")]
        stream.stream[start:] = self._kept[key]


def _keep_drawings(box: Any) -> None:
    """Drawings of class "kept" are drawn once a process."""
    if hasattr(box, "replacement") and box.element.get("class") == KEPT:
        box.replacement = _Drawing(box.replacement, box.element)
    for child in getattr(box, "children", ()):
        _keep_drawings(child)


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
    """A parsed style sheet of templates/, with the font families of each role and of each single file before it."""
    engine = _engine()
    stacks = {role: ",".join(fonts.families(role)) for role in fonts.ROLES}
    rules = [f"@page{{font-family:{stacks['body']}}}"]
    rules += [f".{role}{{font-family:{stack}}}" for role, stack in stacks.items()]
    rules += [f".in-{family}{{font-family:{family}}}" for family in sorted({f for r in fonts.ROLES for f in fonts.families(r)})]
    rules.append(render_to_string(name))
    return engine.module.CSS(string="\n".join(rules), font_config=engine.font_config, url_fetcher=engine.fetcher)
