"""Drafts: opened from plans, filled with what is known, refused where the law says so (supervision.md §5, §6, §9)."""

from typing import Any

import pytest

from relief import office
from relief.documents.services import Upload
from relief.letters import selectors
from relief.letters.models import ApprovalStep, SupervisionLetter
from relief.letters.services.drafting import open_letter, open_letter_without_case
from relief.supervision.models import LetterOutcome
from tests.relief.letters.cast import OTHER, PDF, REASON, LetterOffice
from tests.supervision_cast import COUNTY, WORKER
from workflows import desks, roles
from workflows.clock import today
from workflows.errors import NotAllowed, NotPossible, WorkflowError
from workflows.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> LetterOffice:
    return LetterOffice()


def desk(letter: SupervisionLetter) -> tuple[str, str, bool]:
    task = desks.open_tasks().get(machine="supervision_letter", case_id=letter.pk)
    return task.state, task.role, task.exact


def test_a_draft_knows_what_the_case_knows(house: LetterOffice) -> None:
    plan = house.planned("opinion", at=OTHER)
    letter = office.carry_out(open_letter, plan=plan, actor=house.by("supervisor"))
    said = letter.content
    assert said["addressees"] == [{"name": plan.case.employer.name, "uscc": plan.case.employer.uscc}]
    assert said["violations"] == [{"law": "中华人民共和国劳动法", "article": "第五十条", "clause": ""}]
    assert said["facts"][0]["text"] == "拖欠2026年2月至4月工资。" and said["lead_source_public"] == "来访"
    assert said["reply_rule_text"] == "请自收到本意见书之日起15个工作日内书面答复"
    assert "2026年6月1日" in said["investigation_summary"] and said["contact_phone"] == "0000-0000001"
    assert desk(letter) == ("draft", "supervisor", False)
    assert WORKER not in str(said)


def test_the_rule_in_words_is_the_profiles(house: LetterOffice) -> None:
    texts = [office.carry_out(open_letter, plan=house.planned(kind, at=at), actor=house.by("supervisor")).content["reply_rule_text"]
             for kind, at in (("reminder_letter", OTHER), ("reminder_letter", COUNTY), ("opinion", COUNTY))]  # fmt: skip
    assert texts == ["请自收到本函之日起15日内书面反馈", "请自收到本函之日起10个工作日内书面反馈",
                     "请自收到本意见书之日起30日内书面答复"]  # fmt: skip


def test_a_recommendation_lists_what_went_before(house: LetterOffice) -> None:
    letter = house.recommended()
    opinion = letter.follows
    assert letter.content["prior_steps"] == [{"kind": "opinion", "no": opinion.number, "method": "直接送达",
                                              "served_on": opinion.receipt.served_on.isoformat()}]  # fmt: skip
    assert letter.content["department"] == "示例县人力资源和社会保障局" and letter.content["employer_response"] == "NONE"
    assert letter.content["copy_to"] == ["示例市总工会"]


def test_one_plan_one_letter_and_only_in_a_case_that_writes_letters(house: LetterOffice) -> None:
    plan = house.planned()
    letter = house.drafted(plan)
    with pytest.raises(NotPossible, match="已经拟稿"):
        office.carry_out(open_letter, plan=plan, actor=house.by("supervisor"))
    house.perform(letter, "discard", "supervisor", **REASON)
    assert LetterOutcome.objects.get().detail == "DISCARDED"
    house.perform(plan.case, "rethink", "director", **REASON)
    other = type(plan).objects.create(case=plan.case, kind="reminder_letter", issuer=plan.issuer, organ="UNION", by=plan.by,
                                      addressee=plan.addressee, at=plan.at)  # fmt: skip
    with pytest.raises(NotPossible, match="不在文书办理"):
        office.carry_out(open_letter, plan=other, actor=house.by("supervisor"))


def test_counsel_drafts_nothing(house: LetterOffice) -> None:
    with pytest.raises(NotAllowed):
        office.carry_out(open_letter, plan=house.planned(), actor=house.by("counsel"))


def test_without_a_case_only_what_the_profile_lets(house: LetterOffice) -> None:
    letter = house.public()
    assert letter.case is None and letter.scope == "PUBLIC" and letter.content["reply_rule_text"] == ""
    house.drive(letter, "sealed")
    assert letter.number == "示县工劳监函字〔2026〕1号"
    with pytest.raises(NotPossible, match="应当公开发布"):
        house.perform(letter, "dispatch", "supervisor", method="DIRECT", address="某处")
    with pytest.raises(NotPossible, match="在案件中制发"):
        office.carry_out(open_letter_without_case, organisation=house.units[COUNTY], actor=house.by("case_office"),
                         scope="TARGETED", organ="UNION")  # fmt: skip
    draft = house.public("CLASS")
    with pytest.raises(NotPossible, match="在案件中制发"):
        house.perform(draft, "edit", "case_office", values={"reminder_scope": "TARGETED"})


def test_the_office_submits_only_what_goes_to_many(house: LetterOffice) -> None:
    with pytest.raises(NotAllowed, match="须由劳动法律监督员送审"):
        house.perform(house.to("draft"), "submit", "case_office")


def test_an_expired_certificate_submits_nothing(house: LetterOffice) -> None:
    letter = house.to("draft")
    house.by("supervisor").certificates.update(valid_to=today().replace(year=2025))
    with pytest.raises(NotAllowed, match="监督员证"):
        house.perform(letter, "submit", "supervisor")


@pytest.mark.parametrize(("values", "why"), [
    ({"consequence": ""}, "没有填全"), ({"demands": [1]}, "没有填全"), ({"addressees": []}, "主送单位"),
    ({"addressees": [{"name": "另一单位"}]}, "主送单位"),
    ({"violations": [{"law": "中华人民共和国劳动法", "article": "第一千条", "clause": ""}]}, "法律依据"),
    ({"consequence": f"经查，{WORKER}等人未领到工资。"}, "职工姓名"), ({"consequence": "致电13800000009。"}, "职工姓名"),
])  # fmt: skip
def test_submit_is_refused(house: LetterOffice, values: dict[str, Any], why: str) -> None:
    letter = house.to("draft")
    house.perform(letter, "edit", "supervisor", values=values)
    with pytest.raises(NotPossible, match=why):
        house.perform(letter, "submit", "supervisor")
    assert letter.profile is None and letter.state == "draft"


def test_a_worker_named_in_a_draft_is_named_by_the_fault_and_by_no_journal(house: LetterOffice) -> None:
    letter = house.to("draft")
    house.perform(letter, "edit", "supervisor", values={"consequence": f"{WORKER[0]} {WORKER[1:]}的工资未付。"})
    fault = letter.machine.facts(letter).faults("submit", "no_personal_data")[0]
    assert fault.field == "consequence" and "职工" in fault.message
    told = str(list(Event.objects.filter(machine="supervision_letter").values_list("facts", flat=True)))
    assert WORKER not in told and WORKER[1:] not in told


@pytest.mark.parametrize("values", [{"doc_no": "一号"}, {"issued_on": "2026-06-01"}, {"nothing": 1}, {"verify_code": "x"}])
def test_what_the_machine_writes_is_not_typed(house: LetterOffice, values: dict[str, Any]) -> None:
    with pytest.raises(NotPossible, match="没有这些栏目"):
        house.perform(house.to("draft"), "edit", "supervisor", values=values)


def test_submit_pins_the_profile_and_the_text(house: LetterOffice) -> None:
    letter = house.to("review", at=OTHER)
    assert str(letter.profile) == "demo-province@1" and len(letter.content_digest) == 64 and letter.round == 1
    assert desk(letter) == ("review", "case_office", False)
    with pytest.raises(NotPossible):
        house.perform(letter, "edit", "supervisor", values={})


def test_no_opinion_before_the_reminders_day_has_passed(house: LetterOffice) -> None:
    plan = house.planned("opinion")
    type(plan).objects.filter(pk=plan.pk).update(skip_reminder="", skip_decided_by=None)
    letter = house.drafted(type(plan).objects.get(pk=plan.pk))
    with pytest.raises(NotPossible, match="没有前一文书"):
        house.perform(letter, "submit", "supervisor")


def test_the_chain_step_by_step(house: LetterOffice) -> None:
    """case_office, counsel, director, leader: each at its turn, the desk follows."""
    letter = house.recommended("review")
    with pytest.raises(NotPossible, match="还有人没有审签"):
        house.perform(letter, "pass_review", "counsel", opinion="合法。")
    house.perform(letter, "endorse", "case_office", opinion="同意。")
    assert desk(letter) == ("review", "counsel", False)
    with pytest.raises(NotPossible, match="轮不到"):
        house.perform(letter, "endorse", "case_office", opinion="再次同意。")
    with pytest.raises(NotPossible, match="法律审核意见"):
        house.perform(letter, "pass_review", "counsel", opinion=" ")
    house.perform(letter, "pass_review", "counsel", opinion="合法。")
    assert desk(letter) == ("signing", "director", True)
    with pytest.raises(NotPossible, match="没有完成"):
        house.perform(letter, "sign", "leader")
    with pytest.raises(NotPossible, match="不由您的岗位签发"):
        house.perform(letter, "sign", "director")
    house.perform(letter, "endorse", "director", opinion="同意。")
    assert desk(letter) == ("signing", "leader", True)
    house.perform(letter, "sign", "leader")
    steps = ApprovalStep.objects.filter(letter=letter).values_list("stage", "role", "verdict")
    assert list(steps) == [("REVIEW", "case_office", "AGREE"), ("REVIEW", "counsel", "AGREE"),
                           ("SIGN", "director", "AGREE"), ("SIGN", "leader", "AGREE")]  # fmt: skip


def test_a_returned_draft_begins_a_new_round(house: LetterOffice) -> None:
    letter = house.to("signing")
    with pytest.raises(NotPossible, match="理由"):
        house.perform(letter, "return_draft", "director")
    house.perform(letter, "return_draft", "director", **REASON)
    house.drive(letter, "review")
    assert desk(letter) == ("review", "case_office", False) and letter.round == 2
    house.drive(letter, "numbered")


def test_counsels_opinion_on_paper_is_entered_by_the_office(house: LetterOffice) -> None:
    letter = house.to("review", "reminder_letter")
    house.perform(letter, "pass_review", "case_office", signed_by=house.by("counsel"), occurred_on=today(),
                  scan=Upload("法律意见.pdf", PDF))  # fmt: skip
    event = Event.objects.get(verb="pass_review", machine="supervision_letter")
    assert (event.actor, event.entered_by) == (house.by("counsel"), house.by("case_office"))
    assert letter.steps.get().person == house.by("counsel")


def test_a_chain_without_counsel(house: LetterOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last REVIEW role passes the review, with counsel's opinion on paper."""
    from relief.jurisdictions.rules import Rules
    from relief.jurisdictions.terms import Step

    chain = (Step("REVIEW", "case_office"), Step("SIGN", "director"))
    monkeypatch.setattr(Rules, "chain", lambda _self, _kind: chain)
    letter = house.to("review")
    with pytest.raises(NotPossible, match="不由您的岗位通过"):
        house.perform(letter, "pass_review", "counsel", opinion="合法。")
    with pytest.raises(NotPossible, match="法律审核意见"):
        house.perform(letter, "pass_review", "case_office", opinion="同意。")
    house.perform(letter, "pass_review", "case_office", opinion="同意。", legal_opinion=Upload("意见.pdf", PDF))
    house.perform(letter, "sign", "director")
    assert letter.state == "numbered"


def test_the_chair_of_the_union_signs_where_the_profile_says_so(house: LetterOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """§7: signature by the director or the union chair; nobody else may then."""
    from relief.jurisdictions.rules import Rules
    from relief.jurisdictions.terms import Step

    chain = (Step("REVIEW", "counsel"), Step("SIGN", "director"), Step("SIGN", "chair"))
    monkeypatch.setattr(Rules, "chain", lambda _self, _kind: chain)
    house.newcomer("chair")
    house.grant("chair", "chair", COUNTY)
    letter = house.to("review")
    house.perform(letter, "pass_review", "counsel", opinion="合法。")
    house.perform(letter, "endorse", "director", opinion="同意。")
    with pytest.raises(WorkflowError):
        house.perform(letter, "sign", "leader")
    house.perform(letter, "sign", "chair")
    assert letter.state == "numbered"


def test_the_issuing_union_signs_and_seals_itself(house: LetterOffice) -> None:
    """§2 ◆: a director above or elsewhere does not."""
    letter = house.to("signing")
    with pytest.raises(NotAllowed):
        house.perform(letter, "sign", "city_director")


def test_who_sees_letters(house: LetterOffice) -> None:
    letter = house.to("review", at=OTHER)

    def seen(name: str) -> bool:
        return selectors.letter_under(roles.grants_of(house.by(name).pk, today()), letter.pk) is not None

    assert seen("supervisor") and seen("counsel")
    assert not seen("city_director") and not seen("hotline") and not seen("counsel2")
    house.perform(letter.case, "recuse", "counsel", reason="近亲属在该单位任职。")
    assert not seen("counsel") and seen("supervisor")
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(letter, "note", "counsel", text="备注")


def test_open_plans_without_a_letter(house: LetterOffice) -> None:
    plan = house.planned()
    grants = roles.grants_of(house.by("supervisor").pk, today())
    assert list(selectors.plans_to_draft(grants)) == [plan]
    house.drafted(plan)
    assert not selectors.plans_to_draft(grants)
