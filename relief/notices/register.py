"""The register of numbers: what became of each number of a series, so that no gap is unexplained (relief.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import Application, PublicitySheet
from relief.applications.selectors import under
from relief.notices.kinds import KINDS as NOTICES
from relief.notices.models import Notice, NumberSeries
from relief.notices.numbers import number_text, place_of
from relief.notices.papers import PAPERS
from relief.notices.selectors import cases_of
from relief.payouts.models import PayoutBatch
from relief.queue.registry import KINDS
from relief.queue.sitting import Sitting
from workflows.clock import today
from workflows.fsm import MACHINES
from workflows.relief_application import RELIEF_APPLICATION
from workflows.tables import Text

Holders = Callable[[NumberSeries, Mapping[int, str]], dict[int, "Line"]]
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
    if kind in MACHINES:
        return _("%(what)s编号") % {"what": MACHINES[kind].label}
    return str(OWN[kind] if kind in OWN else PAPERS[kind].title)


def series_for(sitting: Sitting) -> QuerySet[NumberSeries]:
    """The series of the unions whose cases of that kind this person reads, the latest year first."""
    kinds = NumberSeries.objects.order_by().values_list("kind", flat=True).distinct()
    seen = Q(pk__in=[])
    for kind in kinds:
        seen |= Q(kind=kind) & under(_tops(sitting, kind))
    found = NumberSeries.objects.filter(seen, last__gt=0).select_related("organisation")
    return found.order_by("-year", "organisation__path", "kind")


def _tops(sitting: Sitting, kind: str) -> list[str]:
    """Where the subtrees begin in which the person reads the cases of a series; relief's own by its readers."""
    machine = NOTICES[kind].machine if kind in NOTICES else kind
    if machine in MACHINES and machine != RELIEF_APPLICATION.name:
        return KINDS[machine].tops(sitting.grants) if machine in KINDS else []
    return sitting.readable


def one_series_for(sitting: Sitting, pk: int) -> NumberSeries:
    """One series, or 404."""
    found = series_for(sitting).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_of(series: NumberSeries, below: int | None = None) -> list[Line]:
    """Up to a page of numbers, the latest first. A number that nothing holds says so."""
    top = min(series.last, (below or series.last + 1) - 1)
    wanted = range(top, max(top - PAGE, 0), -1)
    numbers = {n: number_text(series.mark, series.kind, series.year, n) for n in wanted}
    held = _holders(series.kind)(series, numbers)
    return [held.get(n) or _gap(n, text) for n, text in numbers.items()]


def gaps_of(series: NumberSeries) -> list[int]:
    """Numbers of a whole series that nothing holds. There are none: a number is taken with what uses it."""
    numbers = {n: number_text(series.mark, series.kind, series.year, n) for n in range(1, series.last + 1)}
    held = _holders(series.kind)(series, numbers)
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


def _holders(kind: str) -> Holders:
    """What a number of this series stands on: cases, sheets, else papers."""
    if kind in HOLDERS:
        return HOLDERS[kind]
    return partial(_cases, MACHINES[kind].model, MACHINES[kind].label) if kind in MACHINES else _notices


def _cases(model: Any, title: Text, series: NumberSeries, numbers: Mapping[int, str]) -> dict[int, Line]:
    rows = _numbered(model, series, numbers)
    return {place_of(a.number): Line(place_of(a.number), a.number, str(title), "", a.opened_on, a.state, a.state_label,
                                     a.machine.name, a.pk) for a in rows}  # fmt: skip


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


HOLDERS: dict[str, Holders] = {"case": partial(_cases, Application, gettext_lazy("救助申请")),
                               "batch": partial(_cases, PayoutBatch, gettext_lazy("发放批次")),
                               "publicity": _sheets}  # fmt: skip
TONES = {Notice.Status.PENDING: "doing", Notice.Status.READY: "done", Notice.Status.FAILED: "bad"}
