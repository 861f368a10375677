"""The folder that holds exactly the fonts of our stacks, and the small TrueType copies made for speed.

Fontconfig is pointed at this folder alone, so no other installed font can slip into a paper. Built once per set of
font files (about 20 seconds, at set-up) under ``var/fonts/<fingerprint>``; a new or changed file makes a new folder.
"""

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from relief.notices import fonts

LAYOUT = 4  # raise it when the folder's making changes: old folders are then left aside
EPOCH = 2_082_844_800  # seconds from 1904 to 1970: a fixed date stamp keeps papers equal byte for byte
MAX_ERROR = 0.001  # of an em: how far a converted curve may lie from the original


def ready_folder() -> Path:
    """The folder for the fonts installed now; built when it is missing. Safe when several processes ask at once."""
    root = fonts.folder_of_fonts()
    folder = root / _fingerprint()
    if folder.is_dir():
        return folder
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            draft = Path(tempfile.mkdtemp(dir=root, prefix=".draft-"))
            try:
                _fill(draft, folder)
                draft.chmod(0o755)  # a worker may run under another account
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    return folder


def _present() -> list[tuple[fonts.Face, Path]]:
    return [(face, path) for face in fonts.FACES.values() if (path := fonts.locate(face))]


def _fingerprint() -> str:
    digest = hashlib.sha256(f"layout {LAYOUT} {fonts.folder_of_fonts()}".encode())
    for face, path in _present():
        stat = path.stat()
        digest.update(f"{face}|{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _fill(draft: Path, final: Path) -> None:
    """Write links, small copies and fonts.conf; the rules name the final place of each file."""
    files = draft / "files"
    files.mkdir()
    rules = []
    for face, path in _present():
        (files / f"{face.key}{path.suffix}").symlink_to(path)
        rules.append(_rule(final / "files" / f"{face.key}{path.suffix}", f"relief-{face.key}", face.member))
        if face.common:
            build_common(face, files / f"{face.key}-common.ttf")
            rules.append(_rule(final / "files" / f"{face.key}-common.ttf", f"relief-{face.key}-common", ""))
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
    places = f"<dir>{escape(str(final / 'files'))}</dir>\n<cachedir>{escape(str(final / 'cache'))}</cachedir>\n"
    (draft / "fonts.conf").write_text(head + places + "".join(rules) + "</fontconfig>\n", encoding="utf-8")


def _rule(file: Path, family: str, member: str) -> str:
    """A scan rule that gives one face a family name of our own and an ordinary weight, whatever the file says."""
    tests = f'<test name="file"><string>{escape(str(file))}</string></test>'
    if member:
        tests += f'<test name="family"><string>{escape(member)}</string></test>'
    edits = f'<edit name="family" mode="prepend"><string>{family}</string></edit>'
    edits += '<edit name="weight" mode="assign_replace"><const>regular</const></edit>'
    return f'<match target="scan">{tests}{edits}</match>\n'


def build_common(face: fonts.Face, target: Path) -> None:
    """A TrueType font with the common characters of a face: outlines to quadratic curves, no layout tables."""
    source = fonts.open_face(face)
    wanted = fonts.repertoire(face.common)
    cmap = {point: glyph for point, glyph in source.getBestCmap().items() if point in wanted}
    order = [".notdef", *sorted(set(cmap.values()) - {".notdef"})]
    glyph_set, metrics, units = source.getGlyphSet(), source["hmtx"].metrics, source["head"].unitsPerEm
    glyphs = {name: _outline(glyph_set, name, units, "glyf" in source) for name in order}
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (metrics[name][0], getattr(glyphs[name], "xMin", 0)) for name in order})
    hhea, os2 = source["hhea"], source["OS/2"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    family = f"relief-{face.key}-common"
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family, "fullName": family})
    builder.setupOS2(
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        usWeightClass=400,
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = EPOCH
    builder.save(target)


def _outline(glyph_set, name: str, units: int, is_truetype: bool):
    """One glyph as TrueType outline; parts of composite glyphs are drawn into it."""
    drawing = DecomposingRecordingPen(glyph_set)
    glyph_set[name].draw(drawing)
    pen = TTGlyphPen(None)
    drawing.replay(pen if is_truetype else Cu2QuPen(pen, units * MAX_ERROR, reverse_direction=True))
    return pen.glyph()


def check_readable(path: Path) -> bool:
    """True if the file is a font that fontTools can open (an office's own file may be anything)."""
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return bool(font.getBestCmap())
    except Exception:  # fontTools raises many kinds for a broken file; each means the same here
        return False
