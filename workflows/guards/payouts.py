"""Guards of payout_line and payout_batch (relief.md §4, §9)."""

from workflows.fsm import Moment, guard


@guard("银行户名尚未核对")
def account_confirmed(m: Moment) -> bool:
    """§8: a rare name's bank spelling is confirmed before it goes to the bank; number and bank are there."""
    return m.facts.account_confirmed


@guard("收款人与申请人不一致，缺收款关系")
def payee_allowed(m: Moment) -> bool:
    """§7: payee = applicant, or the relation is recorded."""
    return m.facts.payee_allowed


@guard("收款人已故")
def payee_alive(m: Moment) -> bool:
    """§11.2: never the dead person's card."""
    return m.facts.payee_alive


@guard("同一批次只能有一家银行和一个资金来源")
def one_source(m: Moment) -> bool:
    """§4: a batch has one bank and one source."""
    return m.facts.one_source


@guard("批次尚未作废")
def batch_voided(m: Moment) -> bool:
    """A line leaves its batch only when the batch is void."""
    return m.facts.batch_state == "voided"


@guard("批次尚未复核")
def batch_checked(m: Moment) -> bool:
    """The line's batch was checked by another person."""
    return m.facts.batch_state in ("checked", "exported")


@guard("回盘结果与明细不符")
def result_row_matches(m: Moment) -> bool:
    """§9: key (batch, line number), amount and account tail agree with a recorded result."""
    return m.facts.result_matches(m.verb)


@guard("新收款账号尚无证明", mend="prove_account")
def new_account_proved(m: Moment) -> bool:
    """A failed line is paid again only to an account that was proved after the failure."""
    return m.facts.new_account_proved


@guard("笔数或金额与明细不符")
def totals_agree(m: Moment) -> bool:
    """§4: count and total of the batch equal those of its lines."""
    return m.facts.totals_agree


@guard("本批次已导出过")
def never_exported(m: Moment) -> bool:
    """§9: a file is written once."""
    return not m.facts.exported_before


@guard("还有明细没有回盘结果")
def every_line_answered(m: Moment) -> bool:
    """§4: each line is paid or failed."""
    return not m.facts.unanswered
