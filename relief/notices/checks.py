"""System checks: can this machine make the papers, and if not, which line helps?"""

import ctypes
from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from relief.notices import fonts
from relief.notices.fontfolder import check_readable

DEBIAN_LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
SUBSET = "libharfbuzz-subset0"


def install_line(packages: Iterable[str]) -> str:
    """The exact line that brings Debian packages."""
    return "apt-get install -y --no-install-recommends " + " ".join(packages)


def missing_libraries() -> list[str]:
    """Debian packages whose shared library cannot be loaded here."""
    missing = []
    for package, library in DEBIAN_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


@register("papers")
def libraries_present(**kwargs: Any) -> list[CheckMessage]:
    """Without Pango there is no paper; without subsetting one page takes seconds instead of a fraction of one."""
    missing = missing_libraries()
    found: list[CheckMessage] = []
    if required := [package for package in missing if package != SUBSET]:
        found.append(Error(_("缺少排版库，不能生成文书"), hint=install_line(required), id="relief.E001"))
    if SUBSET in missing:
        found.append(Warning(_("缺少字体子集库，每页文书要慢几十倍"), hint=install_line([SUBSET]), id="relief.W001"))
    return found


@register("papers")
def fonts_present(**kwargs: Any) -> list[CheckMessage]:
    """The fonts of the Python package are needed; Debian's add 楷体, a bold title and rare name characters."""
    found: list[CheckMessage] = []
    if any(fonts.locate(fonts.FACES[key]) is None for key in ("song", "hei")):
        found.append(Error(_("缺少基本中文字体"), hint="pip install pylopdf-fonts-zh-cn", id="relief.E002"))
    if packages := fonts.missing_packages():
        found.append(
            Warning(_("缺少楷体、标题或生僻字字体，部分姓名不能印制"), hint=install_line(packages), id="relief.W002")
        )
    for face in fonts.FACES.values():
        path = fonts.locate(face)
        if path is not None and face.file.startswith("own:") and not check_readable(path):
            found.append(Error(_("字体文件不能读取：%(path)s") % {"path": path}, id="relief.E003"))
    return found
