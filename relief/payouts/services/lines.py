"""What moves money when a line moves: entries follow the journal, line by line (relief.md §9)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.payouts.models import Account, PayoutLine
from relief.payouts.services import budget
from relief.people.identifiers import parse_card
from relief.people.secrets import blind, decrypt, encrypt
from workflows.engine import consequence, open_cases, verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

# move of a line → (from account, to account, what the entry says)
ENTRIES = {
    "export": (Account.RESERVED, Account.COMMITTED, _("交银行")),
    "succeed": (Account.COMMITTED, Account.PAID, _("到账")),
    "fail": (Account.COMMITTED, Account.RESERVED, _("失败退回预留")),
    "cancel": (Account.RESERVED, Account.AVAILABLE, _("取消")),
}


@consequence("payout_line", *ENTRIES)
def post_entry(m: Moment, event: Any) -> None:
    """Post the entry of the move."""
    from_, to, reason = ENTRIES[m.verb]
    budget.move_lines([m.case], from_, to, on=m.occurred_on, reason=reason, events={m.case.pk: event})


@verb("payout_line", "batch")
def batch(m: Moment, *, batch: Any, numbers: dict[int, int]) -> dict[str, Any]:
    """Put the line into a batch at its number."""
    line: PayoutLine = m.case
    line.batch, line.line_no = batch, numbers[line.pk]
    line.save(update_fields=["batch", "line_no"])
    return {"batch": batch, "line_no": line.line_no}


@consequence("payout_line", "unbatch")
def take_out(m: Moment, event: Any) -> None:
    """The line lies ready for another batch."""
    m.case.batch, m.case.line_no = None, None
    m.case.save(update_fields=["batch", "line_no"])


@verb("payout_line", "confirm_account")
def confirm_account(m: Moment, *, bank_spelling: str = "") -> dict[str, Any]:
    """The bank's own spelling of the name was compared with its proof (§8)."""
    line: PayoutLine = m.case
    line.payee_name = bank_spelling.strip() or line.payee_name
    line.account_confirmed_by = m.actor
    line.save(update_fields=["payee_name", "account_confirmed_by"])
    return {"payee_name": line.payee_name}


@verb("payout_line", "prove_account")
def prove_account(m: Moment, *, payee_name: str, bank: str, card_no: str, proof: Any, bank_code: str = "") -> dict:
    """A new account with its proof, after a failure."""
    number = parse_card(card_no)
    if number is None or proof is None:
        raise NotPossible(_("请填写12至19位的银行卡号，并上传账户证明。"))
    m.case.new_account = {"payee_name": payee_name.strip(), "bank": bank.strip(), "bank_code": bank_code.strip(),
                          "card_no": encrypt(number), "proof": proof.pk}  # fmt: skip
    m.case.save(update_fields=["new_account"])
    return {"payee_name": payee_name, "bank": bank, "card_tail": number[-4:], "proof": proof}


@consequence("payout_line", "reissue")
def plan_again(m: Moment, event: Any) -> None:
    """A failed line is paid again by a new, linked line; the failed one stands as it was."""
    old: PayoutLine = m.case
    account = dict(old.new_account)
    number = decrypt(account["card_no"])
    line = PayoutLine(
        application=old.application, award=old.award, organisation=old.organisation, budget_line=old.budget_line,
        amount_fen=old.amount_fen, payee_name=account["payee_name"], bank=account["bank"],
        bank_code=account["bank_code"], card_no=number, card_blind=blind("card", number), card_tail=number[-4:],
        reissue_of=old, account_confirmed_by=m.actor)  # fmt: skip
    open_cases([line], actor=m.actor, because=m, given={"reissue_of": old.pk, "amount_fen": old.amount_fen})
