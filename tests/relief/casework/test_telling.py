"""What an event says where its machine has no words of its own: named facts, money and codes in Chinese, nothing raw."""

import pytest

from relief.casework.telling import named, said
from tests.relief.casework.trial_room import BatchRoom
from workflows.payout_batch import PAYOUT_BATCH

ROOM = BatchRoom(
    machine=PAYOUT_BATCH, page="trial", forms={},
    fact_labels={"workers": "人数", "amount_fen": "金额", "on": "日期", "met": "见面", "grounds": "理由", "who": "对象"},
    codes={"DANGER": "危及生命", "GROUP": "群体"},
)  # fmt: skip


@pytest.mark.parametrize(("facts", "told"), [
    ({"amount_fen": 360_000, "workers": 3}, "人数3，金额3,600元"),
    ({"on": "2026-03-20", "met": False}, "日期2026-03-20，见面否"),
    ({"grounds": ["DANGER", "GROUP"]}, "理由危及生命、群体"),
    ({"grounds": ["DANGER"] * 6}, "理由危及生命、危及生命、危及生命、危及生命等6项"),
    ({"who": "EMPLOYER_GONE", "workers": None, "unnamed": "x"}, ""),
    ({"who": {"id": 3}}, ""),
    ({"who": "Li Ming"}, "对象Li Ming"),
])  # fmt: skip
def test_named_facts_in_the_order_of_the_room(facts: dict, told: str) -> None:
    assert named(facts, ROOM) == told


def test_what_was_written_by_hand_is_quoted_and_not_told_twice() -> None:
    assert said({"reason": "重做", "workers": 2}) == "重做" and said({"workers": 2}) == ""
