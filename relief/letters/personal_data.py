"""No worker's name, identity or phone number leaves in a letter (supervision.md §9 ``no_personal_data``).

Sought as a person would read it: full-width and other digits folded, and with spaces, dashes and invisible characters
between the characters. Each find names the field and quotes what stands there; for a name, the pseudonym to use.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from relief.letters.terms import Fault

CODE = "no_personal_data"
NAME_FIELDS = {"contact_name", "employer.legal_representative"}
PHONE_FIELDS = {"contact_phone", "employer.phone"}

_GAP = r"[\s_‐‑‒–—―−ー\-]"
_BETWEEN = rf"{_GAP}*"
_BEFORE, _AFTER = r"(?<!\d)", r"(?!\d)"
_NOT_MONEY = r"(?!\s*(?:[,.]\d|[余多]?\s*[元万亿]))"
_GROUP = r"[\s_‐‑‒–—―−ー\-./·()]{0,3}"
IDENTITY = re.compile(rf"{_BEFORE}(?:\d{_BETWEEN}){{17}}[\dX](?![0-9X])|{_BEFORE}(?:\d{_BETWEEN}){{14}}\d{_AFTER}")
MOBILE = re.compile(
    rf"{_BEFORE}(?:\+?(?:00)?86{_GROUP})?(?:1[3-9]\d{_GROUP}\d{{4}}{_GROUP}\d{{4}}|1[3-9]\d{_GROUP}\d{{3}}{_GROUP}\d{{5}})"
    rf"{_AFTER}{_NOT_MONEY}(?!号(?!码))"
    rf"|(?<![\d])(?<!\d[\s\-—–])1{_BETWEEN}[3-9]{_BETWEEN}(?:\d{_BETWEEN}){{8}}\d(?!{_BETWEEN}\d){_NOT_MONEY}(?!号(?!码))"
)
LANDLINE = re.compile(
    rf"{_BEFORE}(?<!\d[\-—–.])(?:0\d{{2,3}}{_GAP}{{0,2}}[)]?{_GAP}{{1,2}}|0\d{{2,3}}[)]|0[1-9]\d{{1,2}}(?=[1-9]))"
    rf"(?:\d{{7,8}}|\d{{3,4}}{_GAP}{{1,2}}\d{{4}}){_AFTER}{_NOT_MONEY}(?!号(?!码))"
)
_DOCUMENT = re.compile(r"(?:编号|文号|票号|票据号?码?|单号|案号|档号|合同号|账号|卡号|凭证号|发票号?码?)[:：为是]?\s*$")
_PHONE_WORDS = {"TEL", "PHONE", "MOBILE", "MOB", "WECHAT", "WX", "VX", "CALL"}
_NAME_GAPS = "·•・‧．.＿_"
_CROSSES = {"×": "X", "Χ": "X", "Х": "X", "✕": "X"}


@dataclass(frozen=True)
class Folded:
    """A text as it is searched, and for each of its characters the place where it stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the folded text stands in the original."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Compatibility forms to plain ones, digits of every script to 0–9, Latin to capitals; invisible signs dropped."""
    return _folded(text, _plain)


def fold_name(text: str) -> Folded:
    """As ``fold``, and without spaces, dashes and the dots inside names."""
    return _folded(text, lambda c: "" if c in _NAME_GAPS else _plain(c).strip(" -−ー"))


def _folded(text: str, plain: Callable[[str], str]) -> Folded:
    shown: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in plain(character):
            shown.append(part)
            places.append(place)
    return Folded("".join(shown), tuple(places))


def _plain(character: str) -> str:
    if " " <= character <= "~":
        return character.upper()
    if character in _CROSSES:
        return _CROSSES[character]
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category in ("Zs", "Cc", "Zl", "Zp"):
        return " "
    if category == "Pd":
        return "-"
    digit = unicodedata.digit(character, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", character).upper()


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    what: str
    use: str

    def fault(self, field: str, text: str) -> Fault:
        values = {"quoted": text[self.start : self.end], "what": self.what, "use": self.use}
        message = _("“%(quoted)s”%(what)s，%(use)s") % values
        return Fault(CODE, field, message, position=self.start + 1)


def personal_data(texts: Iterable[tuple[str, str]], workers: Sequence[tuple[str, str]]) -> list[Fault]:
    """What must not stand in these fields, given as (field, text); workers as (name, pseudonym)."""
    fields = list(texts)
    names = _names(workers)
    known = {_digits(text) for field, text in fields if field in PHONE_FIELDS and text}
    found: list[Fault] = []
    for field, text in fields:
        folded = fold(text)
        hits = [] if field in NAME_FIELDS else list(_named(text, names))
        numbers = list(_identities(folded))
        if field not in PHONE_FIELDS:
            numbers += _phones(folded, known, numbers)
        found += [hit.fault(field, text) for hit in sorted([*hits, *numbers], key=lambda hit: hit.start)]
    return found


def _names(workers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """(folded name, pseudonym), the longest first. One character alone is no name."""
    folded = {fold_name(name).text: pseudonym for name, pseudonym in workers}
    return sorted(((n, p) for n, p in folded.items() if len(n) > 1), key=lambda row: (-len(row[0]), row[0]))


def _named(text: str, names: Sequence[tuple[str, str]]) -> Iterator[_Hit]:
    folded = fold_name(text)
    taken: set[int] = set()
    for name, pseudonym in names:
        use = _("请改用代称“%(pseudonym)s”") % {"pseudonym": pseudonym} if pseudonym else _("请改用代称")
        start = folded.text.find(name)
        while start >= 0:
            span = range(start, start + len(name))
            if taken.isdisjoint(span):
                taken.update(span)
                yield _Hit(*folded.span(span.start, span.stop), _("是职工姓名"), use)
            start = folded.text.find(name, start + 1)


def _identities(folded: Folded) -> Iterator[_Hit]:
    for match in IDENTITY.finditer(folded.text):
        if _looks_like_identity(re.sub(r"[^\dX]", "", match.group())):
            yield _Hit(*folded.span(*match.span()), _("是身份证号码"), _("请删去"))


def _looks_like_identity(digits: str) -> bool:
    """Area, birthday and length of an identity number; whoever mistypes its check digit still tells who he is."""
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    dated = re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", born) is not None
    credit_code = len(digits) == 18 and digits[:2] in ("91", "92", "93") and uscc.is_valid(digits)
    return dated and digits[0] != "0" and not credit_code


def _phones(folded: Folded, known: set[str], identities: Sequence[_Hit]) -> list[_Hit]:
    hits: list[_Hit] = []
    for pattern in (MOBILE, LANDLINE):
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            inside = any(start < hit.end and hit.start < end for hit in [*identities, *hits])
            if not (inside or _digits(match.group()) in known or _is_code(folded.text, match, pattern is LANDLINE)):
                hits.append(_Hit(start, end, _("是电话号码"), _("请删去")))
    return hits


def _is_code(text: str, match: re.Match[str], landline: bool) -> bool:
    """A credit code or a document's number that happens to hold such digits."""
    head = re.findall(r"[0-9A-Z]*\Z", text[max(match.start() - 20, 0) : match.start()])[0]
    tail = re.findall(r"\A[0-9A-Z]*", text[match.end() : match.end() + 20])[0]
    if head not in _PHONE_WORDS and (re.search(r"\d", head) or 2 <= len(head) <= 6):
        return True
    if tail and len(head + match.group() + tail) == 18:
        return True
    return landline and _DOCUMENT.search(text[max(match.start() - 12, 0) : match.start()]) is not None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", fold(text).text)
