"""Identity numbers, mobile numbers, account numbers and names: what is refused, what is only warned (relief.md §8).

Pure functions: no Django, no database, no clock (the day is given). An area code never refuses a number: old
codes live on in numbers that are still valid.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

E_ID_TYPE = "E_ID_TYPE"
E_ID_FORMAT = "E_ID_FORMAT"
E_ID_DATE = "E_ID_DATE"
E_ID_CHECK = "E_ID_CHECK"
W_ID15 = "W_ID15"
W_FOREIGN_CHECK = "W_FOREIGN_CHECK"


class IdType(StrEnum):
    """证件类型."""

    RESIDENT = "resident"
    HMT_PERMIT = "hmt_permit"
    FOREIGN_PERMIT = "foreign_permit"
    PASSPORT = "passport"
    TEMPORARY = "temporary"


ID_TYPE_LABELS: dict[IdType, str] = {
    IdType.RESIDENT: "居民身份证",
    IdType.HMT_PERMIT: "港澳台居民居住证",
    IdType.FOREIGN_PERMIT: "外国人永久居留身份证",
    IdType.PASSPORT: "护照",
    IdType.TEMPORARY: "暂无证件",
}

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_ALL_DIGITS = re.compile(r"[0-9]+")
_HMT_PREFIXES = ("810000", "820000", "830000")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}[0-9]{12}")
_FOREIGN_NEW = re.compile(r"9[0-9]{16}[0-9X]")
_PASSPORT = re.compile(r"[A-Z0-9]{5,17}")
_TEMPORARY = re.compile(r"[A-Z0-9-]{4,32}")
_FIRST_BIRTH_YEAR = 1900

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
_DOT = "\u00b7"
_OTHER_DOTS = "\u30fb\u2022\u2027\u2219.\uff0e"
_NAME = re.compile(f"[{_HAN}{_LATIN}][{_HAN}〇{_LATIN}{_DOT}{_OTHER_DOTS} \\-'\u2019]*")
_NAME_LENGTH = range(2, 51)
_RARE_HAN = re.compile("[\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003fffd]")
_BLANK_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}〇])\\s+(?=[{_HAN}〇])")
_COMPARED_AS = str.maketrans(dict.fromkeys(_OTHER_DOTS, _DOT) | {"\u2019": "'"})

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"[0-9]{12,19}")
_DIGIT_SUM_OF_DOUBLE = str.maketrans("0123456789", "0246813579")
_BLANKS_AND_HYPHENS = re.compile(r"[\s-]+")


class IdentifierError(ValueError):
    """The number is refused; `code` is E_ID_TYPE, E_ID_FORMAT, E_ID_DATE or E_ID_CHECK."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Identity:
    """An accepted number in its stored form. Sex and birth date are known for numbers that carry them."""

    type: IdType
    number: str
    birth_date: date | None = None
    sex: str = ""  # "male", "female" or unknown
    warnings: tuple[str, ...] = ()


def fold_width(text: str) -> str:
    """Full-width ASCII (U+FF01–FF5E) to ASCII."""
    return text.translate(FULL_WIDTH)


def parse_identifier(id_type: IdType | None, text: str, *, today: date) -> Identity:
    """Accept or refuse a number; without a type the shape decides. One fault only: format, type, date, check."""
    number = fold_width(text).strip().upper()
    if id_type is None:
        id_type = type_by_shape(number)
    if id_type is IdType.RESIDENT:
        return _resident(number, today)
    if id_type is IdType.HMT_PERMIT:
        return _hmt_permit(number, today)
    if id_type is IdType.FOREIGN_PERMIT:
        return _foreign_permit(number, today)
    shape = _PASSPORT if id_type is IdType.PASSPORT else _TEMPORARY
    if not shape.fullmatch(number):
        raise IdentifierError(E_ID_FORMAT)
    return Identity(id_type, number)


def type_by_shape(number: str) -> IdType:
    """The document a number looks like (§14). A passport has at least one letter."""
    if _ALL_DIGITS.fullmatch(number) or _EIGHTEEN.fullmatch(number):
        if number.startswith(_HMT_PREFIXES):
            return IdType.HMT_PERMIT
        return IdType.FOREIGN_PERMIT if number[0] == "9" else IdType.RESIDENT
    if _FOREIGN_OLD.fullmatch(number):
        return IdType.FOREIGN_PERMIT
    return IdType.PASSPORT


def check_character(first17: str) -> str:
    """ISO 7064 MOD 11-2."""
    return _CHECK_CHARACTERS[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def age_on(birth_date: date, day: date) -> int:
    """Completed years; who is born on 29 February turns older on 1 March of an ordinary year."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def _resident(number: str, today: date) -> Identity:
    warnings: tuple[str, ...] = ()
    if _FIFTEEN.fullmatch(number):
        first17 = f"{number[:6]}19{number[6:]}"
        full = first17 + check_character(first17)
        warnings = (W_ID15,)
    elif _EIGHTEEN.fullmatch(number):
        full = number
    else:
        raise IdentifierError(E_ID_FORMAT)
    if number[0] in "89":
        raise IdentifierError(E_ID_TYPE)
    return _dated(IdType.RESIDENT, full, today, warnings)


def _hmt_permit(number: str, today: date) -> Identity:
    if not _EIGHTEEN.fullmatch(number):
        raise IdentifierError(E_ID_FORMAT)
    if not number.startswith(_HMT_PREFIXES):
        raise IdentifierError(E_ID_TYPE)
    return _dated(IdType.HMT_PERMIT, number, today, ())


def _dated(id_type: IdType, number: str, today: date, warnings: tuple[str, ...]) -> Identity:
    """18 characters with birth date and check: both are binding."""
    birth_date = _birth_date(number, today)
    if birth_date is None:
        raise IdentifierError(E_ID_DATE)
    if check_character(number[:17]) != number[17]:
        raise IdentifierError(E_ID_CHECK)
    return Identity(id_type, number, birth_date, _sex(number), warnings)


def _foreign_permit(number: str, today: date) -> Identity:
    """Old: 3 letters, 12 digits. New: 9, 16 digits, check; only its shape is binding, as issued cards differ."""
    if _FOREIGN_OLD.fullmatch(number):
        return Identity(IdType.FOREIGN_PERMIT, number)
    if not _FOREIGN_NEW.fullmatch(number):
        raise IdentifierError(E_ID_FORMAT)
    warnings = () if check_character(number[:17]) == number[17] else (W_FOREIGN_CHECK,)
    birth_date = _birth_date(number, today)
    return Identity(IdType.FOREIGN_PERMIT, number, birth_date, _sex(number) if birth_date else "", warnings)


def _birth_date(number: str, today: date) -> date | None:
    """Characters 7–14; None when impossible, in the future or before 1900."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _FIRST_BIRTH_YEAR and born <= today else None


def _sex(number: str) -> str:
    """The 17th character: odd male, even female."""
    return "male" if int(number[16]) % 2 else "female"


def clean_name(text: str) -> str:
    """The name as stored: trimmed, blanks between Han gone."""
    return _BLANK_BETWEEN_HAN.sub("", text.strip())


def name_allowed(name: str) -> bool:
    """2–50 code points, first Han or Latin; Han of all planes, 〇, Latin, ·, space, hyphen, apostrophe."""
    return len(name) in _NAME_LENGTH and _NAME.fullmatch(name) is not None


def name_rare(name: str) -> bool:
    """Han outside U+4E00–9FFF (〇 apart): the bank's spelling is confirmed before the payout batch."""
    return _RARE_HAN.search(name) is not None


def name_key(name: str) -> str:
    """The form in which two names are compared: one kind of dot, no blanks between Han."""
    return clean_name(name).translate(_COMPARED_AS)


def parse_mobile(text: str) -> str | None:
    """A mobile number of eleven digits, +86, blanks and hyphens gone; None when it is none."""
    digits = _BLANKS_AND_HYPHENS.sub("", text).removeprefix("+86")
    return digits if _MOBILE.fullmatch(digits) else None


def parse_card(text: str) -> str | None:
    """An account number of 12–19 digits, blanks and hyphens gone; None when it is none."""
    digits = _BLANKS_AND_HYPHENS.sub("", text)
    return digits if _CARD.fullmatch(digits) else None


def luhn_valid(digits: str) -> bool:
    """A failing account number is warned only: passbooks and 社保卡 accounts fail it."""
    doubled = digits[-2::-2].translate(_DIGIT_SUM_OF_DOUBLE)
    return sum(map(int, digits[-1::-2] + doubled)) % 10 == 0
