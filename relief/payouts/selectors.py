"""Reading money: batches, lines and budget lines of the cash desks that the reader's grants cover (issue 2 §8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When, Window
from django.shortcuts import get_object_or_404

from relief.applications.selectors import under
from relief.documents.models import Document
from relief.notices.formkinds import MONEY_READERS
from relief.payouts.models import Account, BankResult, BankTemplate, BudgetLine, Entry, PayoutBatch, PayoutLine
from relief.queue.sitting import Sitting
from workflows.models import Event
from workflows.payout_batch import EXPORTED, PAYOUT_BATCH
from workflows.payout_line import FAILED, PLANNED
from workflows.roles import Role

LINE_READERS = MONEY_READERS | {Role.CLERK}
"""The clerk who took the case in registers a new account after a failure."""
BANKING = frozenset({Role.CASHIER})


def paths_of(sitting: Sitting, roles: Iterable[str] = MONEY_READERS) -> set[str]:
    """The tops of the subtrees over which this person holds one of the roles."""
    return {g.path for g in sitting.grants if g.role in roles}


def holds(sitting: Sitting, role: str, path: str) -> bool:
    """Does this person hold the role over the cash desk at ``path``?"""
    return any(path.startswith(top) for top in paths_of(sitting, {role}))


def batches_for(sitting: Sitting) -> QuerySet[PayoutBatch]:
    """Batches, the latest first, with who drafted each."""
    opened = Event.objects.filter(machine=PAYOUT_BATCH.name, case_id=OuterRef("pk"), verb="open")
    found = PayoutBatch.objects.filter(under(paths_of(sitting))).select_related("template", "organisation")
    return found.annotate(made_by=Subquery(opened.values("actor__name")[:1])).order_by("-pk")


def batch_for(sitting: Sitting, pk: int) -> PayoutBatch:
    """One batch with its file; a foreign one does not exist (404)."""
    return get_object_or_404(batches_for(sitting).select_related("file"), pk=pk)


def lines_of(batch: PayoutBatch) -> list[PayoutLine]:
    """The lines of a batch in their order, each with case and answer."""
    return list(batch.lines.select_related("application", "result").order_by("line_no"))


def hands_of(batch: PayoutBatch) -> dict[str, Event]:
    """The latest event of each verb: who drafted, checked, exported, and when."""
    events = Event.objects.filter(machine=PAYOUT_BATCH.name, case_id=batch.pk).select_related("actor").order_by("id")
    return {event.verb: event for event in events}


def papers_of(batch: PayoutBatch) -> list[Document]:
    """回单 and other scans filed with the batch."""
    found = Document.objects.filter(dossier=f"payout_batch:{batch.pk}", removed_at=None)
    return list(found.select_related("added_by").order_by("id"))


def templates() -> QuerySet[BankTemplate]:
    """Bank templates in use, of each the newest version."""
    return BankTemplate.objects.filter(active=True).order_by("code", "-version").distinct("code")


def usual_template(organisation_id: int) -> BankTemplate | None:
    """The template that this cash desk used last; a bank's file before a printed list where it used none."""
    last = PayoutBatch.objects.filter(organisation=organisation_id, template__active=True).order_by("-pk").first()
    return last.template if last else templates().exclude(data__kind="manual").first()


def planned_for(sitting: Sitting, roles: Iterable[str] = MONEY_READERS) -> QuerySet[PayoutLine]:
    """Lines that wait for a batch."""
    waiting = PayoutLine.objects.filter(under(paths_of(sitting, roles)), state=PLANNED)
    return waiting.select_related("application", "award", "organisation", "result").order_by("pk")


def planned_groups(sitting: Sitting) -> list[Any]:
    """What waits for a batch, by cash desk and source: a batch has one of each."""
    groups = (
        planned_for(sitting)
        .order_by()
        .values("organisation", "organisation__name", "organisation__path", "award__source")
    )
    return list(groups.annotate(n=Count("pk"), fen=Sum("amount_fen")).order_by("organisation__path", "award__source"))


def _lines_for(sitting: Sitting) -> QuerySet[PayoutLine]:
    """Lines of the cash desks that the readers of money cover, and of the cases that a clerk takes in."""
    taken_in = under(paths_of(sitting, {Role.CLERK}), "application__organisation__path")
    return PayoutLine.objects.filter(under(paths_of(sitting)) | taken_in)


def unpaid_for(sitting: Sitting) -> QuerySet[PayoutLine]:
    """Failed lines, the oldest bank day first: each waits for a new account or to be cancelled."""
    found = _lines_for(sitting).filter(state=FAILED)
    return found.select_related("application", "result", "award", "organisation", "batch").order_by("result__on", "pk")


def line_for(sitting: Sitting, pk: int) -> PayoutLine:
    """One line; a foreign one does not exist (404)."""
    related = (
        "application",
        "award",
        "organisation",
        "batch",
        "result",
        "budget_line",
        "reissue_of",
        "reissued_as",
        "account_confirmed_by",
    )
    return get_object_or_404(_lines_for(sitting).select_related(*related), pk=pk)


def budget_lines_for(sitting: Sitting) -> QuerySet[BudgetLine]:
    """Budget lines with what was ever put on them."""
    put = Sum("entries__amount_fen", filter=Q(entries__from_account=Account.OUTSIDE))
    found = BudgetLine.objects.filter(under(paths_of(sitting))).select_related("organisation")
    return found.annotate(credited=put).order_by("-year", "organisation__path", "source")


def budget_line_for(sitting: Sitting, pk: int) -> BudgetLine:
    """One budget line; a foreign one does not exist (404)."""
    return get_object_or_404(budget_lines_for(sitting), pk=pk)


def entries_of(line: BudgetLine) -> QuerySet[Entry]:
    """Every entry, newest first, with what was available and reserved after it."""
    found = line.entries.select_related("application", "payout_line", "event__actor", "event__entered_by")
    return found.annotate(available_after=_after(Account.AVAILABLE), reserved_after=_after(Account.RESERVED)).order_by(
        "-pk"
    )


def _after(account: str) -> Window:
    """The balance of an account after each entry: the sum of all entries up to it."""
    came, went = When(to_account=account, then=F("amount_fen")), When(from_account=account, then=-F("amount_fen"))
    moved = Case(came, went, default=0, output_field=BigIntegerField())
    return Window(Sum(moved), order_by=F("pk").asc())


def awaiting_bank(batch: PayoutBatch, sitting: Sitting) -> bool:
    """May this person bring the bank's answer?"""
    return batch.state == EXPORTED and holds(sitting, Role.CASHIER, batch.organisation.path)


def answers(lines: Iterable[PayoutLine]) -> dict[str, int]:
    """How many lines are paid, failed, open."""
    outcomes = [x.result.outcome if hasattr(x, "result") else "open" for x in lines]
    return {"paid": outcomes.count(BankResult.Outcome.PAID), "failed": outcomes.count(BankResult.Outcome.FAILED),
            "open": outcomes.count("open")}  # fmt: skip
