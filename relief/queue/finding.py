"""The one search box: a number, a person, a union. Only what the reader's grants cover is found.

Identity numbers, cards and phones are found whole, by their blind index; names by their beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import Application, HouseholdMember
from relief.applications.selectors import applications_under, under
from relief.notices.models import NumberSeries
from relief.notices.numbers import number_text
from relief.organisations.models import Organisation
from relief.organisations.selectors import paths_down_to
from relief.payouts.models import PayoutBatch
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
from relief.people.secrets import blind
from relief.queue.scope import tops
from relief.queue.sitting import Sitting
from relief.queue.summaries import Key
from workflows.clock import today

LISTED = 20
SHORTEST = 2
SERIES = 300
DOTS = "·・•‧∙．."
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
        _by_secret(found, question, sitting.readable)
    elif len(question.text) >= SHORTEST or question.text.isdecimal():
        _by_number(found, question.text, sitting)
        if not question.text.isdecimal():
            _by_words(found, question.text, sitting.readable)
    else:
        found.hint = _("请至少输入两个字。")
    return found


def _by_secret(found: Found, q: Question, readable: list[str]) -> None:
    """Whole numbers only: one lookup in the blind indexes."""
    identity, card, mobile = blind("id", q.identity), blind("card", q.card), blind("mobile", q.mobile)
    cases = applications_under(readable).order_by("-pk")
    if identity:
        found.add(*_of(cases.filter(id_blind=identity)), _("申请人证件号码"))
        found.add(*_of(cases.filter(household_blind=identity)), _("户主证件号码"))
        members = HouseholdMember.objects.filter(id_blind=identity).values("application")
        found.add(*_of(cases.filter(pk__in=members)), _("家庭成员证件号码"))
    if card:
        paid = cases.filter(Q(card_blind=card) | Q(lines__card_blind=card)).distinct()
        found.add(*_of(paid), _("银行卡号"))
    if mobile:
        found.add(*_of(cases.filter(mobile_blind=mobile)), _("手机号码"))


def _by_number(found: Found, text: str, sitting: Sitting) -> None:
    """汾阳工救〔2026〕12号, typed in any brackets, by its beginning, as 2026-12, or as 12 alone."""
    text = text.translate(_BRACKETS)
    batches = PayoutBatch.objects.filter(under(tops(sitting, "payout_batch"))).order_by("-pk")
    cases = applications_under(sitting.readable).order_by("-pk")
    exact = set(_numbers(text, sitting.readable))
    if exact:
        found.add(*_of(cases.filter(number__in=exact)), _("编号"))
        found.add("payout_batch", _keys(batches.filter(number__in=exact)), _("批次编号"))
    if "〔" in text:
        found.add(*_of(cases.filter(number__startswith=text)), _("编号"))
        found.add("payout_batch", _keys(batches.filter(number__startswith=text)), _("批次编号"))
    if not found.keys and re.search(r"\d", text):
        found.add("payout_batch", _keys(batches.filter(voucher_number=text)), _("凭证号"))


def _numbers(text: str, readable: list[str]) -> Iterator[str]:
    """Whole numbers that a short one may mean: the series of the reader's unions, this year's and last year's."""
    year = today().year
    match = _NUMBER.fullmatch(text) or _SERIAL.fullmatch(text)
    if match is None:
        return
    parts = match.groupdict()
    n = int(parts["n"])
    years = [int(parts["year"])] if parts.get("year") else [year, year - 1]
    above = {path for top in readable for path in paths_down_to(top)}
    issuers = under(readable) | Q(organisation__path__in=above)  # a county gives the numbers of the unions below it
    series = NumberSeries.objects.filter(issuers, kind__in=["case", "batch"], year__in=years, last__gte=n)
    for row in series.order_by("-year", "organisation__path")[:SERIES]:
        number = number_text(row.mark, row.kind, row.year, n)
        if number.startswith(parts.get("mark") or ""):
            yield number


def _by_words(found: Found, text: str, readable: list[str]) -> None:
    """A person's name by its beginning, a member of the household, a union, an employer."""
    cases = applications_under(readable).order_by("-pk")
    names = _spellings(text)
    found.add(*_of(cases.filter(_begins("name", names))), _("姓名"))
    household = HouseholdMember.objects.filter(under(readable, "application__organisation__path"))
    members = household.filter(_begins("name", names))
    found.add("relief_application", _keys(members.order_by("-application_id"), "application_id"), _("家庭成员"))
    if len(found.keys) < LISTED:
        units = Organisation.objects.filter(under(readable, "path"), name__contains=text)
        found.add(*_of(cases.filter(organisation__in=_keys(units))), _("单位"))
    if len(found.keys) < LISTED:
        found.add(*_of(cases.filter(employer__contains=text)), _("工作单位"))


def _spellings(name: str) -> list[str]:
    """The dot in a name is typed in many ways."""
    dots = [d for d in DOTS if d in name]
    return [re.sub(f"[{re.escape(''.join(dots))}]", d, name) for d in DOTS] if dots else [name]


def _begins(column: str, names: list[str]) -> Q:
    found = Q(pk__in=[])
    for name in names:
        found |= Q(**{f"{column}__startswith": name})
    return found


def _of(cases: QuerySet[Application]) -> tuple[str, list[int]]:
    return "relief_application", _keys(cases)


def _keys(rows: QuerySet[Any], column: str = "pk") -> list[int]:
    return list(islice(rows.values_list(column, flat=True)[: LISTED + 1], LISTED + 1))
