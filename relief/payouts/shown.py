"""Batches and lines as the pages show them. Account numbers are masked; the paper and the file hold them in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relief.payouts import selectors
from relief.payouts.models import PayoutBatch, PayoutLine
from relief.people.identifiers import name_key
from relief.people.masking import mask_card
from relief.people.secrets import decrypt
from relief.queue.dues import due_cell
from relief.queue.sitting import Sitting
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on

MANUAL = "manual"


def fund_label(source: str, rules: Scheme) -> str:
    """The source's name in the 办法 in force."""
    fund = rules.fund_sources.get(source)
    return fund.label if fund else source


def rules_today(sitting: Sitting) -> Scheme:
    """The 办法 that names the sources."""
    rules: Scheme = scheme_on(sitting.on).rules
    return rules


def why(machine: str, pk: int) -> str:
    """The page 为什么是这一天."""
    return reverse("due_why", args=[machine, pk])


def batch_row(batch: Any, sitting: Sitting, rules: Scheme) -> dict[str, Any]:
    """One line of the list."""
    due = due_cell(batch.due_on, None, today=sitting.on, now=sitting.now, why_url=why("payout_batch", batch.pk))
    return {"url": reverse("batch", args=[batch.pk]), "number": batch.number, "bank": batch.template.name,
            "source": fund_label(batch.source, rules), "count": batch.count, "fen": batch.total_fen,
            "state": batch.state, "state_label": batch.state_label, "made_by": batch.made_by,
            "made_on": batch.opened_on, "due": due, "organisation": batch.organisation.name}  # fmt: skip


def batch_head(batch: Any, sitting: Sitting, hands: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on top of a batch's page."""
    checked = hands.get("check")
    return {**batch_row(batch, sitting, rules_today(sitting)), "kind": batch.template.data["kind"],
            "checked_by": checked.actor if checked else None, "checked_on": checked.occurred_on if checked else None,
            "voucher": _voucher(batch)}  # fmt: skip


def _voucher(batch: PayoutBatch) -> str:
    if not batch.voucher_number:
        return ""
    return _("%(number)s（%(on)s）") % {"number": batch.voucher_number, "on": batch.voucher_on}


def files(batch: PayoutBatch, hands: Mapping[str, Any], may_download: bool) -> list[dict[str, Any]]:
    """The file that went out: written once, never changed."""
    file = getattr(batch, "file", None)
    if file is None:
        return []
    exported = hands.get("export")
    return [{"name": file.name, "digest": file.digest, "on": file.written_at, "by": exported.actor if exported else "",
             "encoding": batch.template.data["encoding"],
             "url": reverse("batch_download", args=[batch.pk]) if may_download else ""}]  # fmt: skip


def line_rows(lines: Sequence[PayoutLine], unwritable: Mapping[int, str]) -> list[dict[str, Any]]:
    """The lines of a batch; an account that serves several people and a text the file cannot hold are flagged."""
    accounts = Counter(x.card_blind for x in lines if x.card_blind)
    persons = Counter({blind for blind in accounts if _persons(lines, blind) > 1})
    shared = _("同一账号收多人的款，请核对")
    return [line_row(x, warning=unwritable.get(x.pk) or (shared if x.card_blind in persons else "")) for x in lines]


def _persons(lines: Sequence[PayoutLine], blind: str) -> int:
    return len({x.application.id_blind for x in lines if x.card_blind == blind})


def line_row(x: PayoutLine, *, warning: str = "") -> dict[str, Any]:
    """One payment."""
    return {"pk": x.pk, "no": x.line_no, "url": reverse("line", args=[x.pk]), "case_number": x.application.number,
            "case_url": reverse("application", args=[x.application_id]), "payee": x.payee_name, "note": payee_note(x),
            "bank": x.bank, "card": mask_card(x.card_no), "fen": x.amount_fen, "state": x.state,
            "state_label": line_state(x), "result": result_text(x), "warning": warning}  # fmt: skip


def line_state(x: PayoutLine) -> str:
    return str(x.machine.states(x.state).label)


def payee_note(x: PayoutLine) -> str:
    """Who is paid for whom, where it is not the applicant; a bank spelling that was compared."""
    a, notes = x.application, []
    if name_key(x.payee_name) != name_key(a.name):
        relation = a.payee_relation or _("未写明关系")
        notes.append(_("代%(who)s收（%(relation)s）") % {"who": a.name, "relation": relation})
    if x.account_confirmed_by_id:
        notes.append(_("银行户名已核对"))
    return "；".join(notes)


def result_text(x: PayoutLine) -> str:
    """What the bank answered."""
    result = getattr(x, "result", None)
    if result is None:
        return ""
    parts = [
        date_format(result.on, "Y-m-d"),
        result.reason,
        _("回单%(n)s") % {"n": result.receipt} if result.receipt else "",
    ]
    return " ".join(filter(None, parts))


def new_card(x: PayoutLine) -> str:
    """The account proved after the failure, masked."""
    return mask_card(decrypt(x.new_account["card_no"])) if x.new_account else ""


def confirmation(
    *, fen: int, count: int, fund: str, rows: Sequence[tuple[Any, Any]] = (), text: str = ""
) -> dict[str, Any]:
    """What templates/ui/confirm_money.html shows."""
    return {
        "fen": fen,
        "count": count,
        "fund": fund,
        "text": text,
        "rows": [{"name": n, "value": v} for n, v in rows if v],
    }


def group_rows(sitting: Sitting, rules: Scheme) -> list[dict[str, Any]]:
    """What waits for a batch."""
    rows = []
    for group in selectors.planned_groups(sitting):
        mine = selectors.holds(sitting, "cashier", group["organisation__path"])
        query = f"organisation={group['organisation']}&source={group['award__source']}"
        rows.append({"source": fund_label(group["award__source"], rules), "organisation": group["organisation__name"],
                     "count": group["n"], "fen": group["fen"],
                     "url": f"{reverse('batch_new')}?{query}" if mine else ""})  # fmt: skip
    return rows
