"""Batches out of planned lines: what stands against a line, and more lines than the bank takes in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.models import Check
from relief.applications.requirements import DEATH_OF_MEMBER
from relief.payouts.bankfile import Row, write
from relief.payouts.facts import PayoutLineFacts
from relief.payouts.models import BankTemplate, PayoutBatch, PayoutLine
from relief.payouts.services import batching
from workflows.errors import NotPossible
from workflows.guards import not_held
from workflows.guards import payouts as guards
from workflows.models import Pause


@dataclass(frozen=True)
class Obstacle:
    """Why a line cannot go into a batch yet, and where it is mended."""

    text: str
    url: str = ""
    link: str = ""


def obstacles(lines: Sequence[PayoutLine]) -> dict[int, list[Obstacle]]:
    """What the guards of ``batch`` would say of each line, asked for all of them in five queries."""
    cases = {x.application_id for x in lines}
    paused = Pause.objects.filter(machine="relief_application", kind="held", ended_on=None, case_id__in=cases)
    held = set(paused.values_list("case_id", flat=True))
    matched = Check.objects.filter(application__in=cases, kind="population_death", status=Check.Status.MATCHED)
    dead = set(matched.values_list("application_id", flat=True))
    found: dict[int, list[Obstacle]] = {}
    for facts in PayoutLineFacts.prefetched(list(lines)):
        line = facts.case
        doubtful = line.application_id in dead or line.application.cause == DEATH_OF_MEMBER
        found[line.pk] = list(_obstacles(facts, held=line.application_id in held, doubtful=doubtful))  # type: ignore[arg-type]
    return found


def _obstacles(facts: PayoutLineFacts, *, held: bool, doubtful: bool) -> Any:
    line = facts.case
    case = {"url": reverse("application", args=[line.application_id]), "link": _("看案件")}
    if not (line.card_no and line.bank):
        yield Obstacle(_("缺银行卡号或开户银行，须撤销批准后更正"), **case)
    elif not facts.account_confirmed:
        yield Obstacle(
            _("户名有生僻字，须核对银行写法"), reverse("line_act", args=[line.pk, "confirm_account"]), _("去核对")
        )
    if not facts.payee_allowed:
        yield Obstacle(_missing(guards.payee_allowed), **case)
    if doubtful and not facts.payee_alive:
        yield Obstacle(_missing(guards.payee_alive), **case)
    if held:
        yield Obstacle(_missing(not_held), **case)


def _missing(guard: Any) -> str:
    return str(_(guard.missing))


def unwritable(lines: Sequence[PayoutLine], template: BankTemplate) -> dict[int, str]:
    """Lines whose name, bank or account the template's file cannot hold, by key: told before they are batched."""
    found = {}
    for n, x in enumerate(lines, 1):
        row = Row(x.line_no or n, x.payee_name, x.card_no, x.bank, x.bank_code, x.amount_fen, "")
        try:
            write(template.data, [row], {"total_fen": x.amount_fen})
        except NotPossible as refusal:
            found[x.pk] = refusal.message
    return found


def parts(count: int, template: BankTemplate) -> list[int]:
    """How many lines each batch holds: above the bank's limit the lines are split (§9)."""
    limit = template.data.get("line_limit") or count
    return [min(limit, count - start) for start in range(0, count, limit)]


def draft_in_parts(*, lines: Sequence[PayoutLine], template: BankTemplate, actor: Any) -> list[PayoutBatch]:
    """As many batches as the bank's limit asks for, in the order of the lines; all or nothing."""
    ordered, batches = sorted(lines, key=lambda x: x.pk), []
    for size in parts(len(ordered), template):
        first, ordered = ordered[:size], ordered[size:]
        batches.append(batching.draft_batch(lines=first, template=template, actor=actor))
    return batches
