"""Guards of lead (relief.md §4) and supervision_lead (supervision.md §3): relief.leads.facts, relief.supervision.facts."""

from workflows.fsm import Moment, guard


@guard("请指定由谁处理", given=True)
def handler_named(m: Moment) -> bool:
    """relief.md §4: a lead is assigned to somebody."""
    return m.facts.handler_named


@guard("这条线索已有相同的在办线索")
def not_duplicate(m: Moment) -> bool:
    """relief.md §4: what is turned into a case is not yet on file."""
    return not m.facts.duplicate_open


@guard("请选择转为救助申请或监督线索", given=True)
def opened_and_linked(m: Moment) -> bool:
    """relief.md §4: a relief draft or a supervision lead was opened and both know of each other."""
    return m.facts.linked


@guard("请写明答复内容", given=True)
def answer_written(m: Moment) -> bool:
    """relief.md §4: what the person was told."""
    return m.facts.answer_written


@guard("请登记告知结果的情况", given=True)
def outcome_told(m: Moment) -> bool:
    """relief.md §4: the person was told how it ended, or could not be reached."""
    return m.facts.outcome_told


@guard("请登记评价，或注明无法联系", given=True)
def rating_or_unreachable(m: Moment) -> bool:
    """relief.md §4: a rating of 5–1, or a note that the person cannot be reached."""
    return m.facts.rating_or_unreachable


@guard("评价不低，无需重新办理", fits=True)
def rating_low(m: Moment) -> bool:
    """relief.md §4: only a low rating reopens a lead."""
    return m.facts.rating_low


@guard("已重新办理过一次", fits=True)
def first_reopen(m: Moment) -> bool:
    """relief.md §4: a lead is reopened once."""
    return m.facts.times("reopen") == 0


@guard("登记表必填项不全", mend="edit")
def minimum_fields_present(m: Moment) -> bool:
    """§11 线索登记表: every field marked ! is there; of a wage matter, each of the six or a reason why not."""
    return not m.facts.missing_fields


@guard("反映事项不属于工会劳动法律监督范围", mend="edit")
def matter_in_scope(m: Moment) -> bool:
    """§3: at least one matter of the catalogue."""
    return m.facts.matter_in_scope


@guard("有疑似重复的线索尚未核对", mend="decide_duplicates")
def duplicates_decided(m: Moment) -> bool:
    """§3: a person decided every candidate."""
    return not m.facts.undecided_duplicates


@guard("请选择不予受理的情形并写明理由", given=True)
def grounds_written(m: Moment) -> bool:
    """§3: one of the grounds, in words."""
    return m.facts.decline_ground_written


@guard("请写明转给哪个单位", given=True)
def recipient_named(m: Moment) -> bool:
    """§3: to whom it is passed on."""
    return bool(m.facts.recipient)


@guard("请选择并入哪一条线索", given=True)
def survivor_chosen(m: Moment) -> bool:
    """§3: the lead that lives on is another one, still open or accepted."""
    return m.facts.survivor_stands
