"""The search box: numbers in any spelling, secrets whole, names by their beginning; never beyond one's grants."""

import pytest

from relief.applications.models import Application
from relief.queue.finding import find, read_question
from tests.factories import SISTER, Office, id_number

pytestmark = pytest.mark.django_db


def found(sitting, typed: str) -> dict[int, str]:
    return {pk: where for (_machine, pk), where in find(read_question(typed), sitting).keys.items()}


NUMBERS = ["汾阳工救〔2026〕1号", "汾阳工救[2026]1号", "汾阳工救（2026）1", "汾阳工救2026-1", "2026-1", "2026年1号",
           "1", "第1号", "汾阳工救〔2026〕"]  # fmt: skip


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_case_is_found_by_its_number(house: Office, at_desk, typed: str) -> None:
    case = house.at("submitted")
    assert case.number == "汾阳工救〔2026〕1号"
    assert found(at_desk("reviewer"), typed) == {case.pk: "编号"}
    assert found(at_desk("clerk"), typed) == {case.pk: "编号"}
    assert found(at_desk("sister_clerk"), typed) == {}
    assert found(at_desk("administrator"), typed) == {}


def test_a_batch_is_found_by_number_and_voucher(house: Office, at_desk) -> None:
    batch = house.exported(house.at("approved"))
    house.perform(batch, "book", "cashier", voucher_number="记-2026-88", voucher_on=batch.opened_on)
    assert found(at_desk("cashier"), batch.number) == {batch.pk: "批次编号"}
    assert found(at_desk("cashier"), "记-2026-88") == {batch.pk: "凭证号"}
    assert found(at_desk("clerk"), batch.number) == {}


def test_numbers_of_persons_are_found_whole_through_the_blind_index(house: Office, at_desk) -> None:
    case = house.at("submitted", mobile="13912345678", card_no="622848000000000007")
    head = id_number(500)
    other = house.at("submitted", household_head_id=head)
    other.members.create(name="王某", relation="子女", id_no=id_number(600), id_blind=read_blind(id_number(600)))
    reviewer = at_desk("reviewer")
    number = case.id_no
    assert found(reviewer, number) == {case.pk: "申请人证件号码"}
    assert found(reviewer, f" {number[:6]} {number[6:14]} {number[14:]} ") == {case.pk: "申请人证件号码"}
    assert found(reviewer, number[:-1]) == {} and found(reviewer, number[6:]) == {}
    assert found(reviewer, head) == {other.pk: "户主证件号码"}
    assert found(reviewer, id_number(600)) == {other.pk: "家庭成员证件号码"}
    assert found(reviewer, "139 1234 5678") == {case.pk: "手机号码"}
    assert found(reviewer, "6228 4800 0000 0000 07") == {case.pk: "银行卡号"}
    assert found(at_desk("sister_clerk"), number) == {}


def read_blind(number: str) -> str:
    from relief.people.secrets import blind

    return blind("id", number)


def test_what_is_shown_of_a_question_is_masked(db) -> None:
    number = id_number(1)
    assert read_question(number).shown == f"{number[:6]}{'*' * 8}{number[-4:]}"
    assert read_question("13912345678").shown == "139****5678"
    assert read_question("6222020508000000127").shown == f"6222{'*' * 11}0127"
    assert read_question("汾阳工救2026-1").shown == "汾阳工救2026-1" and not read_question("王某").secret


def test_a_wrong_check_digit_is_said(house: Office, at_desk) -> None:
    number = id_number(1)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    question = read_question(wrong)
    assert question.secret and number[6:14] not in question.shown
    assert "校验位不对" in find(question, at_desk("reviewer")).hint


def test_names_by_their_beginning_whatever_the_dot(house: Office, at_desk) -> None:
    wang = house.at("submitted", name="王小明")
    foreign = house.at("submitted", name="阿依努尔・买买提")
    wang.members.create(name="李明", relation="配偶")
    reviewer = at_desk("reviewer")
    assert found(reviewer, "王小") == {wang.pk: "姓名"}
    assert found(reviewer, "李明") == {wang.pk: "家庭成员"}
    assert found(reviewer, "阿依努尔·买") == {foreign.pk: "姓名"}
    assert found(reviewer, "小明") == {}
    assert "两个字" in find(read_question("王"), reviewer).hint


def test_a_union_and_an_employer_find_their_cases(house: Office, at_desk) -> None:
    case = house.at("submitted", organisation=house.units[SISTER], employer="远大有限公司")
    assert found(at_desk("reviewer"), "杏塬机械") == {case.pk: "单位"}
    assert found(at_desk("reviewer"), "远大有限") == {case.pk: "工作单位"}
    assert found(at_desk("clerk"), "杏塬机械") == {}


def test_more_than_a_page_is_said(house: Office, at_desk, monkeypatch) -> None:
    monkeypatch.setattr("relief.queue.finding.LISTED", 2)
    for _n in range(3):
        house.draft(name="赵同名")
    answer = find(read_question("赵同名"), at_desk("clerk"))
    assert answer.more and len(answer.keys) == 2
    newest = Application.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    assert [pk for _machine, pk in answer.keys] == list(newest)
