"""Characters of imported text: what is blank, invisible, forbidden or another form of the same (relief.md §14)."""

import re

from relief.people.identifiers import FULL_WIDTH

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_OTHER_SPACES = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f"
# What leaves nothing behind when trimmed. Control characters are not among it: they are refused, not lost.
BLANKS = " \t\r\n\u00a0\u3000" + _OTHER_SPACES + _INVISIBLE

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# C0 and C1 without tab and line breaks; lone surrogates and non-characters, which no encoding can store; and the
# controls of writing direction, which make a printed name differ from the stored one.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_UNCOMMON = re.compile("[\t\r\n\u00a0\u3000\u2028\u2029\ufeff\u200b-\u200d\u2060]")
_FOLDABLE = re.compile("[\uff01-\uff5e]")
_SPACES = dict.fromkeys(map(ord, _INVISIBLE)) | {0x00A0: " ", 0x3000: " "}
_ONE_LINE = _SPACES | dict.fromkeys(map(ord, "\t\r\n\u2028\u2029"), " ")

FORMULA_SIGNS = ("=", "+", "-", "@")
_PREFIXED = tuple("'" + sign for sign in FORMULA_SIGNS)


def unescape(text: str) -> str:
    """_xHHHH_ to its character, once: _x005F_x0041_ is the text _x0041_. Surrogate pairs become one character."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def has_control(text: str) -> bool:
    """E_CONTROL. Tab and line breaks are none."""
    return _CONTROL.search(text) is not None


def without_control(text: str) -> str:
    """Text of an uploaded file that is shown, not stored: forbidden characters become the replacement character."""
    return _CONTROL.sub("\ufffd", text)


def clean(text: str, *, fold: bool, keep_lines: bool = False) -> str:
    """Invisible characters go, special blanks become blanks, ends are trimmed; full-width ASCII folds if asked.

    The ' that our own exports put before = + - @ comes off again, so that an export can be imported.
    """
    if _UNCOMMON.search(text):
        text = text.translate(_SPACES if keep_lines else _ONE_LINE)
    if fold and _FOLDABLE.search(text):
        text = text.translate(FULL_WIDTH)
    text = text.strip(BLANKS)
    return text[1:] if text.startswith(_PREFIXED) else text


def squeeze(text: str) -> str:
    """Without any blanks."""
    return "".join(text.split())


def formula_like(text: str) -> bool:
    """W_FORMULA_TEXT: a spreadsheet would take it for a formula."""
    return text.startswith(FORMULA_SIGNS)


def prefixed(text: str) -> str:
    """The text as our exports write it: harmless in a spreadsheet, and the same again after `clean`."""
    return "'" + text if formula_like(text) else text
