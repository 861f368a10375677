"""The register of numbers: what became of each number of a series, so that no gap is unexplained (relief.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import Application, PublicitySheet
from relief.applications.selectors import under
from relief.notices.models import Notice, NumberSeries
from relief.notices.numbers import number_text, place_of
from relief.notices.papers import PAPERS
from relief.notices.selectors import cases_of
from relief.payouts.models import PayoutBatch
from workflows.clock import today

PAGE = 50
OWN = {"case": gettext_lazy("案件编号"), "batch": gettext_lazy("发放批次"), "publicity": gettext_lazy("公示表")}
UNKNOWN = "error"


@dataclass(frozen=True)
class Line:
    """One number: whose it is, since when, how it stands. ``machine`` and ``pk`` name the page it leads to."""

    n: int
    number: str
    title: str = ""
    case_no: str = ""
    on: date | None = None
    state: str = UNKNOWN
    state_label: str = ""
    machine: str = ""
    pk: int | None = None


def label_of(kind: str) -> str:
    """What a series numbers, in Chinese."""
    return str(OWN[kind] if kind in OWN else PAPERS[kind].title)


def series_under(paths: Iterable[str]) -> QuerySet[NumberSeries]:
    """The series of these subtrees, the latest year first."""
    found = NumberSeries.objects.filter(under(paths), last__gt=0).select_related("organisation")
    return found.order_by("-year", "organisation__path", "kind")


def one_series_under(paths: Iterable[str], pk: int) -> NumberSeries:
    """One series, or 404."""
    found = series_under(paths).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_of(series: NumberSeries, below: int | None = None) -> list[Line]:
    """Up to a page of numbers, the latest first. A number that nothing holds says so."""
    top = min(series.last, (below or series.last + 1) - 1)
    wanted = range(top, max(top - PAGE, 0), -1)
    numbers = {n: number_text(series.mark, series.kind, series.year, n) for n in wanted}
    held = HOLDERS.get(series.kind, _notices)(series, numbers)
    return [held.get(n) or _gap(n, text) for n, text in numbers.items()]


def gaps_of(series: NumberSeries) -> list[int]:
    """Numbers of a whole series that nothing holds. There are none: a number is taken with what uses it."""
    numbers = {n: number_text(series.mark, series.kind, series.year, n) for n in range(1, series.last + 1)}
    held = HOLDERS.get(series.kind, _notices)(series, numbers)
    return [n for n in numbers if n not in held]


def _gap(n: int, text: str) -> Line:
    return Line(n, text, title=_("没有找到使用这个编号的文书，请核查。"), state_label=_("缺号"))


def _notices(series: NumberSeries, numbers: Mapping[int, str]) -> dict[int, Line]:
    rows = list(Notice.objects.filter(organisation=series.organisation, kind=series.kind, year=series.year,
                                      n__in=numbers))  # fmt: skip
    cases = cases_of(rows)
    return {
        x.n: Line(x.n, x.number, x.title, cases[x.dossier].number if x.dossier in cases else "", x.issued_on,
                  TONES[Notice.Status(x.status)], str(x.get_status_display()), "paper", x.pk)
        for x in rows
    }  # fmt: skip


def _cases(series: NumberSeries, numbers: Mapping[int, str]) -> dict[int, Line]:
    rows = _numbered(Application, series, numbers)
    return {place_of(a.number): Line(place_of(a.number), a.number, _("救助申请"), "", a.opened_on, a.state,
                                     a.state_label, "relief_application", a.pk) for a in rows}  # fmt: skip


def _batches(series: NumberSeries, numbers: Mapping[int, str]) -> dict[int, Line]:
    rows = _numbered(PayoutBatch, series, numbers)
    return {place_of(b.number): Line(place_of(b.number), b.number, _("发放批次"), "", b.opened_on, b.state,
                                     b.state_label, "payout_batch", b.pk) for b in rows}  # fmt: skip


def _sheets(series: NumberSeries, numbers: Mapping[int, str]) -> dict[int, Line]:
    found = {}
    for sheet in _numbered(PublicitySheet, series, numbers).prefetch_related("entries"):
        count, over = len(sheet.entries.all()), sheet.ends_on < today()
        state, word = ("done", _("已期满")) if over else ("doing", _("公示中"))
        if not count:
            state, word = "off", _("未使用")
        found[place_of(sheet.number)] = Line(
            place_of(sheet.number), sheet.number, _("公示表，%(n)d人") % {"n": count}, "", sheet.starts_on, state, word,
            "sheet", sheet.pk)  # fmt: skip
    return found


def _numbered(model: Any, series: NumberSeries, numbers: Mapping[int, str]) -> Any:
    tree = Q(organisation__path__startswith=series.organisation.path)
    return model.objects.filter(tree, number__in=list(numbers.values()))


HOLDERS = {"case": _cases, "batch": _batches, "publicity": _sheets}
TONES = {Notice.Status.PENDING: "doing", Notice.Status.READY: "done", Notice.Status.FAILED: "bad"}
