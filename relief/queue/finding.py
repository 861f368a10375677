"""The one search box: a number, a person, a union. Only what the reader's grants cover is found.

Identity numbers, cards and phones are found whole, by their blind index; names by their beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.notices.models import NumberSeries
from relief.notices.numbers import number_text
from relief.organisations.selectors import paths_down_to
from relief.people.identifiers import (
    E_ID_CHECK,
    E_ID_DATE,
    IdentifierError,
    clean_name,
    fold_width,
    parse_card,
    parse_identifier,
    parse_mobile,
)
from relief.people.masking import mask_card, mask_id, mask_mobile
from relief.queue.registry import KINDS, LISTED, under
from relief.queue.sitting import Sitting
from relief.queue.summaries import Key
from workflows.clock import today

SHORTEST = 2
SERIES = 300
_BRACKETS = str.maketrans("([（【［｛{〔", "〔" * 8) | str.maketrans(")]）】］｝}〕", "〕" * 8)
_NUMBER = re.compile(r"(?P<mark>\D*?)〔?(?P<year>20\d\d)〕?[-年/ ]*第?0*(?P<n>\d{1,6})号?")
_SERIAL = re.compile(r"第?0*(?P<n>\d{1,6})号?")
_IDENTIFIER = re.compile(r"[0-9A-Z]*[0-9]{5}[0-9A-Z]*")


@dataclass
class Found:
    """What was found, in the order found, each with the word of the column it was found in."""

    keys: dict[Key, str] = field(default_factory=dict)
    more: bool = False
    hint: str = ""

    def add(self, machine: str, rows: Iterable[int], where: str) -> None:
        for pk in rows:
            if (machine, pk) not in self.keys and len(self.keys) == LISTED:
                self.more = True
                return
            self.keys.setdefault((machine, pk), where)


@dataclass(frozen=True)
class Question:
    """What was typed, read as everything it may be. ``shown`` is fit for titles and logs: secrets masked."""

    text: str
    identity: str = ""
    card: str = ""
    mobile: str = ""
    fault: str = ""

    @property
    def secret(self) -> bool:
        return bool(self.identity or self.card or self.mobile or self.fault)

    @property
    def shown(self) -> str:
        if self.mobile:
            return mask_mobile(self.mobile)
        if self.identity or self.fault:
            return mask_id(self.identity or self.text)
        return mask_card(self.card) if self.card else self.text


def read_question(typed: str) -> Question:
    """Identity number, card, mobile, else words."""
    text = fold_width(clean_name(typed))[:60]
    plain = re.sub(r"[\s-]+", "", text).upper()
    mobile = parse_mobile(text) or ""
    if mobile or not _IDENTIFIER.fullmatch(plain) or len(plain) < 8:
        return Question(text, mobile=mobile)
    card = parse_card(plain) or ""
    try:
        return Question(text, identity=parse_identifier(None, plain, today=today()).number, card=card)
    except IdentifierError as error:
        return Question(plain, card=card, fault=str(FAULTS.get(error.code, "")) if len(plain) == 18 else "")


FAULTS = {
    E_ID_CHECK: gettext_lazy("这个证件号码的校验位不对，请核对后再查。"),
    E_ID_DATE: gettext_lazy("这个证件号码中的出生日期不对，请核对后再查。"),
}


def find(question: Question, sitting: Sitting) -> Found:
    """Search what this person reads."""
    found = Found(hint=question.fault)
    if question.secret:
        for kind in KINDS.values():
            kind.by_secret(found, question, sitting)
    elif len(question.text) >= SHORTEST or question.text.isdecimal():
        _by_text(found, question.text, sitting)
    else:
        found.hint = _("请至少输入两个字。")
    return found


def _by_text(found: Found, text: str, sitting: Sitting) -> None:
    """汾阳工救〔2026〕12号, typed in any brackets, by its beginning, as 2026-12, or as 12 alone; then by words."""
    number = text.translate(_BRACKETS)
    exact = set(_numbers(number, sitting))
    for kind in KINDS.values():
        kind.by_number(found, number, exact, sitting)
    if not text.isdecimal():
        for kind in KINDS.values():
            kind.by_words(found, text, sitting)


def _numbers(text: str, sitting: Sitting) -> Iterator[str]:
    """Whole numbers that a short one may mean: the series of the reader's unions, this year's and last year's."""
    year = today().year
    match = _NUMBER.fullmatch(text) or _SERIAL.fullmatch(text)
    if match is None:
        return
    parts = match.groupdict()
    n = int(parts["n"])
    years = [int(parts["year"])] if parts.get("year") else [year, year - 1]
    above = {path for top in sitting.covered for path in paths_down_to(top)}
    issuers = under(sitting.covered) | Q(organisation__path__in=above)  # a county numbers for the unions below it
    kinds = [name for kind in KINDS.values() for name in kind.series]
    series = NumberSeries.objects.filter(issuers, kind__in=kinds, year__in=years, last__gte=n)
    for row in series.order_by("-year", "organisation__path")[:SERIES]:
        number = number_text(row.mark, row.kind, row.year, n)
        if number.startswith(parts.get("mark") or ""):
            yield number
