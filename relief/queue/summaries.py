"""What a row of a list says of its case: one query for a page, however many machines stand on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from relief.applications.models import Application, Award, StoredCalculation
from relief.applications.models.application import Sex
from relief.payouts.models import PayoutBatch
from relief.people.identifiers import age_on
from relief.people.masking import mask_name
from relief.queue.pages import case_title
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.clock import today
from workflows.fsm import MACHINES

Key = tuple[str, int]


@dataclass(frozen=True)
class Summary:
    """The columns that every machine fills; what it has no word for is empty. Money in fen."""

    machine: str
    pk: int
    number: str
    state: str
    event_count: int
    due_on: date | None
    unit: str
    path: str
    name: str
    sex: str
    birth_on: date | None
    cause: str
    scheme_id: int | None
    source: str
    size: int | None
    fen: int | None

    @property
    def title(self) -> str:
        return case_title(self.machine, self.pk, self.number)

    @property
    def state_label(self) -> str:
        return str(MACHINES[self.machine].states(self.state).label)

    @property
    def rules(self) -> Scheme:
        """Frozen at acceptance; before that, the one in force today."""
        return (version_by_key(self.scheme_id) if self.scheme_id else scheme_on(today())).rules

    @property
    def subject(self) -> str:
        """What the case is about: its cause, or what kind of case it is."""
        known = self.rules.causes.get(self.cause) if self.cause else None
        return known.label if known else str(MACHINES[self.machine].label)

    @property
    def matter(self) -> str:
        """县级审核·重大疾病."""
        return f"{self.state_label}·{self.subject}"

    @property
    def party(self) -> str:
        """A person masked; a batch by its bank."""
        return mask_name(self.name) if self.size is None else self.name

    @property
    def party_detail(self) -> str:
        """男,41岁 of a person, 33笔 of a batch."""
        if self.size is not None:
            return _("%(n)d笔") % {"n": self.size}
        known = [str(Sex(self.sex).label)] if self.sex else []
        if self.birth_on:
            known.append(_("%(n)d岁") % {"n": age_on(self.birth_on, today())})
        return ",".join(known)


AWARDED = Award.objects.filter(application=OuterRef("pk"), revoked_on=None).values("amount_fen")[:1]
SUGGESTED = StoredCalculation.objects.filter(application=OuterRef("pk")).order_by("-id").values("suggested_fen")[:1]
AMOUNT = Coalesce(Subquery(AWARDED), F("proposed_fen"), Subquery(SUGGESTED), F("requested_fen"))
"""What was granted; else proposed; else calculated; else asked for."""

# The same, and the union, for the filters of the desk's statement, where ``t`` is the task.
AMOUNT_OF_TASK = {
    "relief_application": "(SELECT coalesce("
    "(SELECT amount_fen FROM applications_award WHERE application_id = a.id AND revoked_on IS NULL), a.proposed_fen,"
    " (SELECT suggested_fen FROM applications_storedcalculation WHERE application_id = a.id ORDER BY id DESC LIMIT 1),"
    " a.requested_fen) FROM applications_application a WHERE a.id = t.case_id)",
    "payout_batch": "(SELECT total_fen FROM payouts_payoutbatch b WHERE b.id = t.case_id)",
}


def _text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def _applications() -> QuerySet[Any]:
    return Application.objects.values_list(
        _text("relief_application"), "pk", "number", "state", "event_count", "due_on", "organisation__name",
        "organisation__path", "name", "sex", "birth_on", "cause", "scheme_id", "proposed_source",
        Value(None, output_field=IntegerField()), AMOUNT)  # fmt: skip


def _batches() -> QuerySet[Any]:
    return PayoutBatch.objects.values_list(
        _text("payout_batch"), "pk", "number", "state", "event_count", "due_on", "organisation__name",
        "organisation__path", "template__name", _text(), Value(None, output_field=DateField()), _text(),
        Value(None, output_field=BigIntegerField()), "source", "count", "total_fen")  # fmt: skip


ROWS: dict[str, Callable[[], QuerySet[Any]]] = {"relief_application": _applications, "payout_batch": _batches}


def summaries(keys: Iterable[Key]) -> dict[Key, Summary]:
    """The summaries of these cases, by (machine, key)."""
    wanted: dict[str, list[int]] = {}
    for machine, pk in keys:
        wanted.setdefault(machine, []).append(pk)
    parts = [ROWS[machine]().filter(pk__in=pks) for machine, pks in wanted.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(row[0], row[1]): Summary(*row) for row in rows}
