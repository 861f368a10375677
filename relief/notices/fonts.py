"""The fonts of the papers, as data: which faces stand in which order for which role.

GB/T 9704 names four typefaces: 仿宋 (body), 黑体 (heading), 楷体 (kai), 小标宋 (title). An office that owns them puts
``body.ttf``, ``heading.ttf``, ``kai.ttf`` or ``title.ttf`` (also .otf, .ttc) into ``var/fonts/own``; otherwise open
substitutes stand in (docs/decisions/0003-fonts.md). Every question about a glyph is asked of the configured
stack of the role, never of whatever else is installed.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

Role = Literal["body", "heading", "kai", "title"]
ROLES: tuple[Role, ...] = get_args(Role)

DEBIAN_FONTS = Path("/usr/share/fonts")
DEBIAN_FONT_PACKAGES = {  # package: a face it brings
    "fonts-noto-cjk": "song-wide",
    "fonts-arphic-gkai00mp": "kai",
    "fonts-arphic-ukai": "kai-wide",
    "fonts-hanazono": "hanazono-b",
}


@dataclass(frozen=True)
class Face:
    """One typeface: where its file may be and what part of it counts.

    ``member`` is the family wanted out of a collection (.ttc). ``common`` names the repertoire of which a small
    TrueType copy is built (out of a big file a paper becomes slow and large): "" none, else see ``repertoire``.
    ``han_only``: a font that also carries emoji and private-use glyphs counts for Han characters alone.
    """

    key: str
    file: str
    member: str = ""
    common: str = ""
    han_only: bool = False


FACES = {
    face.key: face
    for face in (
        Face("own-body", "own:body"),
        Face("own-heading", "own:heading"),
        Face("own-kai", "own:kai"),
        Face("own-title", "own:title"),
        Face("song", "pip:NotoSerifSC-Regular.otf", common="gb2312"),
        Face("hei", "pip:NotoSansSC-Regular.otf", common="level1"),
        Face("kai", "truetype/arphic-gkai00mp/gkai00mp.ttf"),
        Face("kai-wide", "truetype/arphic/ukai.ttc", member="AR PL UKai CN", common="names"),
        Face("biaosong", "opentype/noto/NotoSerifCJK-Bold.ttc", member="Noto Serif CJK SC", common="level1"),
        Face("song-wide", "opentype/noto/NotoSerifCJK-Regular.ttc", member="Noto Serif CJK SC", common="names"),
        Face("hei-wide", "opentype/noto/NotoSansCJK-Regular.ttc", member="Noto Sans CJK SC"),
        Face("hanazono-a", "truetype/hanazono/HanaMinA.ttf", han_only=True),
        Face("hanazono-b", "truetype/hanazono/HanaMinB.ttf", han_only=True),
    )
}
_RARE = ("song-wide", "hanazono-a", "hanazono-b")
STACKS: dict[Role, tuple[str, ...]] = {
    "body": ("own-body", "song", *_RARE),
    "heading": ("own-heading", "hei", "hei-wide", "song", *_RARE),
    "kai": ("own-kai", "kai", "kai-wide", "song", *_RARE),
    "title": ("own-title", "biaosong", "song", *_RARE),
}


def folder_of_fonts() -> Path:
    """Where the office's own fonts and our prepared ones stand: ``FONTS_DIR``, else ``fonts`` in ``VAR_DIR``."""
    return Path(getattr(settings, "FONTS_DIR", Path(settings.VAR_DIR) / "fonts"))


def locate(face: Face) -> Path | None:
    """The file of a face on this machine, or None where it is not installed."""
    place, _, name = face.file.rpartition(":")
    if place == "own":
        folder = folder_of_fonts() / "own"
        return next((p for ext in ("ttf", "otf", "ttc") if (p := folder / f"{name}.{ext}").is_file()), None)
    path = Path(str(resources.files("pylopdf_fonts_zh_cn"))) / name if place == "pip" else DEBIAN_FONTS / name
    return path if path.is_file() else None


def missing_packages() -> list[str]:
    """Debian packages whose fonts the stacks would use and which are not installed."""
    return [package for package, key in DEBIAN_FONT_PACKAGES.items() if locate(FACES[key]) is None]


def open_face(face: Face) -> TTFont:
    """The face opened lazily; out of a collection the member of the wanted family (else its first font)."""
    path = locate(face)
    if path is None:
        raise FileNotFoundError(face.file)
    if path.suffix != ".ttc":
        return TTFont(path, lazy=True)
    fonts = TTCollection(path, lazy=True).fonts
    return next((font for font in fonts if font["name"].getDebugName(1) == face.member), fonts[0])


# Characters of given names outside GB 2312 that are common enough to have them in the small copy; 𠮷 and a tick.
NAME_CHARACTERS = (
    "喆祎龑赟珺玥瑀昇堃镕炅翀旻昉昀旸垚犇骉羴焜煊彧暐暻璟瑄瑆珅琎璠沄泓洺淏湉溁潆瀞芃莜蒨妘姮婳嫄恺愔锜锳鋆烜"
    "燊禛禤晢晅暄峣崟骁骎骐翃翎翮翯颢颀頔颋韡罡佺伃俤倓偲僖儇劼勍勖叡昳曈朢栩桢梓棪槿樾橦沨泠洹浛涵淼湜溦滃澍"
    "濛瀚灏炘炜炫烔煦熙燚爔玘玚珉珈珩珣琀琏琛琟琦琬琰瑒瑢瑭璁璇璎璥璩瓒甯畯皓皞睿瞻祐祯禔秾竑笙筠箐絮綦縢缦羽"
    "翾聿胤臻舒艾苒茗荀荔荞莹菁萱蔺薇蘅虓蛟袆裎裕觉詠谦谞豫贇赫趱跃轩辂逸遥邕邴郝郦酆铄铠锴镡闫阒陆雯雱霁霂霏"
    "靓靖韬韫顼颖飏飒馥骅骢鲲鸢鹂麒麟黛鼐齐㛃㐂𠮷✓"
)


def repertoire(kind: str) -> set[int]:
    """Code points of a small copy: names = frequent name characters outside GB 2312; level1 = these, the symbols and
    the 3,755 commonest characters of GB 2312; gb2312 = these and all 6,763 of them."""
    points = {ord(c) for c in NAME_CHARACTERS}
    if kind == "names":
        return points
    last_row = {"level1": 0xD7, "gb2312": 0xF7}[kind]
    points |= set(range(0x20, 0x7F))
    for row in range(0xA1, last_row + 1):
        for cell in range(0xA1, 0xFF):
            pair = bytes((row, cell))
            try:
                pair.decode("gb2312")
            except UnicodeDecodeError:
                continue
            points.add(ord(pair.decode("gb18030")))  # the gb2312 codec reads A1A4 as U+30FB instead of U+00B7
    return points


def installed(role: Role) -> tuple[Face, ...]:
    """The faces of a role that this machine has, in their order."""
    return tuple(FACES[key] for key in STACKS[role] if locate(FACES[key]) is not None)


@cache
def _metrics(key: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """(cmap, advances, units per em) of a face, read once per process."""
    font = open_face(FACES[key])
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def _is_han(point: int) -> bool:
    return point == 0x3007 or unicodedata.name(chr(point), "").startswith("CJK ")


@lru_cache(maxsize=50_000)
def face_for(role: Role, point: int) -> Face | None:
    """The first face of the role's stack with a glyph for the code point; None = the paper cannot print it."""
    for face in installed(role):
        if point in _metrics(face.key)[0] and (not face.han_only or _is_han(point)):
            return face
    return None


@lru_cache(maxsize=50_000)
def advance(role: Role, point: int) -> float:
    """Width of a character in em, as the role's stack prints it (1.0 for one that no face has)."""
    face = face_for(role, point)
    if face is None:
        return 1.0
    cmap, metrics, units = _metrics(face.key)
    return metrics[cmap[point]][0] / units


@lru_cache(maxsize=50_000)
def printers(role: Role, point: int) -> tuple[tuple[str, str], ...]:
    """(family, glyph) of every file of the role's stack that draws the code point, in the order in which they are asked."""
    found = []
    for face in installed(role):
        glyph = _metrics(face.key)[0].get(point)
        if glyph is None or face.han_only and not _is_han(point):
            continue
        if face.common and point in _repertoire(face.common):
            found.append((f"relief-{face.key}-common", glyph))
        found.append((f"relief-{face.key}", glyph))
    return tuple(found)


@cache
def _repertoire(kind: str) -> frozenset[int]:
    return frozenset(repertoire(kind))


def families(role: Role) -> tuple[str, ...]:
    """The family names of a role for a style sheet, in order; a face with a small copy counts twice."""
    names = []
    for face in installed(role):
        if face.common:
            names.append(f"relief-{face.key}-common")
        names.append(f"relief-{face.key}")
    return tuple(names)


def forget() -> None:
    """Forget what was read of the fonts (after fonts were installed, and in tests)."""
    for remembered in (_metrics, face_for, advance, printers):
        remembered.cache_clear()
