"""Guards: named facts, each at most three lines, each naming the rule it stands for.

A guard reads only what is recorded (``m.facts``) or what the move itself brings (``m.given``).
"""

from workflows.fsm import Moment, guard


@guard("请写明理由", given=True)
def reason_written(m: Moment) -> bool:
    """◂ in the tables: a refusing or backward move gives its reason."""
    return bool(str(m.given.get("reason") or "").strip())


@guard("暂缓办理尚未解除", mend="release")
def not_held(m: Moment) -> bool:
    """▸ in the tables: a held case makes no such move (I15)."""
    return not m.facts.held


@guard("期限尚未届满")
def deadline_passed(m: Moment) -> bool:
    """The clock of the state is over: its due day lies before today, its due hour before now."""
    return m.facts.deadline.passed(m.today, m.at)
