"""Keeping what was typed into the application form: one draft, its household, its bills, its papers; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from relief import office
from relief.applications.models import Application
from relief.applications.services.drafting import FORM_FIELDS, open_drafts
from relief.documents.services import Upload
from workflows.clock import office_now
from workflows.models import Event
from workflows.relief_application import RELIEF_APPLICATION

MEMBER = ("name", "relation", "id_no", "health", "occupation", "monthly_income_fen")
INVOICE = ("number", "amount_fen", "issued_on", "hospital")
A_DAY = timedelta(days=1)


@dataclass
class Typed:
    """A checked form. ``token`` is the form's own: sent twice, it opens one draft."""

    values: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]] = ()
    invoices: Sequence[Mapping[str, Any]] = ()
    uploads: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    token: str = ""


def keep(typed: Typed, *, actor: Any, stored: Application | None = None, seen: int | None = None) -> Application:
    """Open a draft or write what changed in one. Raises the three errors; nothing is written then."""
    kept: Application = office.carry_out(_keep, typed=typed, actor=actor, stored=stored, seen=seen)
    return kept


def _keep(*, typed: Typed, actor: Any, stored: Application | None, seen: int | None) -> Application:
    values = {k: v for k, v in typed.values.items() if k in FORM_FIELDS}
    if stored is None:
        before = _sent_before(typed.token)
        if before is not None:
            return before
        stored = Application(**values)
        open_drafts([stored], actor=actor, given={"token": typed.token})
        rows = {k: v for k, v in _rows(typed).items() if v}
        if rows:
            office.perform(stored, "edit", actor=actor, **rows)
    elif changed(stored, values, typed):
        office.perform(stored, "edit", actor=actor, seen=seen, values=values, **_rows(typed))
    for item, uploads in typed.uploads.items():
        office.perform(stored, "add_paper", actor=actor, item=item, uploads=uploads)
    return stored


def _rows(typed: Typed) -> dict[str, Any]:
    return {
        "members": [{k: row[k] for k in MEMBER} for row in typed.members],
        "invoices": [{k: row[k] for k in INVOICE} for row in typed.invoices],
    }


def changed(stored: Application, values: Mapping[str, Any], typed: Typed) -> bool:
    """Is anything different from what is kept?"""
    rows = _rows(typed)
    members = [{k: getattr(m, k) for k in MEMBER} for m in stored.members.order_by("id")]
    invoices = [{k: getattr(i, k) for k in INVOICE} for i in stored.invoices.order_by("id")]
    return (members, invoices) != (rows["members"], rows["invoices"]) or any(
        getattr(stored, k) != v for k, v in values.items())  # fmt: skip


def _sent_before(token: str) -> Application | None:
    """The draft that this very form opened already; a second sender waits for the first."""
    if not token:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [token])
    opened = Event.objects.filter(machine=RELIEF_APPLICATION.name, verb="open", at__gte=office_now() - A_DAY)
    key = opened.filter(facts__token=token).values_list("case_id", flat=True).first()
    return Application.objects.filter(pk=key).first() if key else None
