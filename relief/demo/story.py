"""The main job, told through the same door as the screens: from intake to the bank and back (commands.md, demo)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from relief import office
from relief.applications.models import Application
from relief.demo import money
from relief.demo.setting_up import at_nine
from relief.demo.specimens import scan
from relief.documents.services import Upload, file_papers
from relief.people.models import User
from relief.schemes.selectors import scheme_on
from workflows import clock
from workflows.errors import NotPossible

Tell = Callable[[str, int, int], None]
Say = Callable[[str], None]

COMPLETION = {
    "address": "山西省汾阳市东塬镇示范村12号", "identity": "worker", "insurance_kind": "职工医保", "work_status": "在岗",
    "relative_of_staff": False, "member_no": "演示会员", "event_place": "汾阳市东塬镇", "consent_version": "2024",
    "consent_channel": "当面签字", "contract_months": 24,
}  # fmt: skip
COSTS = ("total_cost_fen", "medical_insurance_fen", "commercial_insurance_fen", "mutual_aid_fen", "other_aid_fen")


class Story:
    """The cast and the calendar of one telling. ``tell(step, done, of)`` reports progress, ``say`` what happens."""

    def __init__(self, tell: Tell, say: Say = lambda _line: None) -> None:
        self.tell, self.say = tell, say
        self.people = {u.username: u for u in User.objects.filter(is_active=True)}

    def by(self, name: str) -> User:
        return self.people[name]

    def on(self, day: date) -> None:
        """It is nine o'clock on this day in the demo office."""
        clock.move_demo_clock(at_nine(day))

    def each(self, step: str, cases: Iterable[Application], do: Callable[[Application], Any]) -> list[Application]:
        """Do it for each case, with a progress bar."""
        every = list(cases)
        for n, case in enumerate(every, 1):
            do(case)
            self.tell(step, n, len(every))
        return every

    def perform(self, case: Any, verb: str, by: str, /, **given: Any) -> Any:
        return office.perform(case, verb, actor=self.by(by), **given)


def in_state(*states: str) -> list[Application]:
    """Cases as they stand, in the order of their rows."""
    return list(Application.objects.filter(state__in=states).order_by("id"))


def complete(story: Story, application: Application) -> None:
    """What the sheet does not say: address, membership, consent; and the papers of the cause."""
    values: dict[str, Any] = {**COMPLETION, "consent_at": at_nine(application.application_date)}
    if application.cause == "DEATH_SELF":
        values |= {"member_name": "已故会员(演示)", "member_relation": "配偶"}
    if application.account_name != application.name:
        values["payee_relation"] = "家庭成员"
    if application.total_cost_fen is not None:
        values |= {name: getattr(application, name) or 0 for name in COSTS}
    story.perform(application, "edit", "clerk", values=values)
    needs = scheme_on(application.application_date).rules.evidence_for(application.cause)
    items = ",".join(n.code for n in needs if n.kind != "O")
    upload = Upload(f"申请材料-{application.pk}.png", scan(f"申请材料 {application.pk}"))
    story.perform(application, "add_paper", "clerk", item=items, uploads=[upload], original_seen=True)


def take_in(story: Story, application: Application) -> None:
    """Submit, ask the exclusions, accept; what the scheme excludes is declined with its reason."""
    story.perform(application, "submit", "clerk")
    exclusions = scheme_on(clock.today()).rules.exclusions_for(application.cause)
    answers = {x.code: False for x in exclusions if not x.household_class}
    story.perform(application, "answer_exclusions", "clerk", answers=answers)
    try:
        story.perform(application, "accept", "clerk")
    except NotPossible as refusal:
        story.perform(application, "decline", "reviewer", reason="；".join(refusal.missing), ground="EXCLUDED")


def investigate(story: Story, application: Application) -> None:
    """Two visitors, the base's checks, the calculation."""
    story.perform(application, "record_visit", "visitor", place="申请人家中", present="申请人及家属",
                  housing="自有住房一处", income="以工资收入为主", spending="医疗和生活支出", neighbours="邻里反映情况属实",
                  conclusion="情况属实，家庭生活暂时困难。")  # fmt: skip
    story.perform(application, "sign_visit", "visitor2")
    for check in scheme_on(clock.today()).rules.checks.values():
        if check.required and check.by == "base":
            story.perform(application, "settle_check", "clerk", kind=check.key, status="clean", result="查无记录")
    story.perform(application, "finish_visit", "visitor")


def review_at_base(story: Story, applications: list[Application]) -> None:
    """The township's word, the chair's opinion, one publicity sheet for all; nothing is published for nothing."""
    sheet = None

    def review(application: Application) -> None:
        nonlocal sheet
        story.perform(application, "township_opine", "township_chair", opinion="情况属实，同意上报。")
        stored = application.storedcalculation_set.latest()
        if stored.suggested_fen == 0:
            story.perform(application, "refuse_at_base", "chair", reason=stored.sentence, ground="AMOUNT_ZERO")
            return
        fired = story.perform(application, "publish", "chair", opinion="经审核符合条件，同意公示。", sheet=sheet,
                              place="东塬镇便民服务中心公示栏", complaint_phone="0358-0000000")  # fmt: skip
        sheet = fired.moment.facts.entry.sheet

    story.each("基层初审并公示", applications, review)


def close_publicity(story: Story, day: date) -> None:
    """Photos, the signed result, and on to the county once the last day is over."""
    published = in_state("publicity")
    if not published:
        return
    sheet = published[0].sheet_entries.latest("id").sheet
    clerk = story.by("clerk")
    photos = [
        file_papers(dossier=f"publicity_sheet:{sheet.pk}", organisation=sheet.organisation, item="PUBLICITY_PHOTO",
                    uploads=[Upload(f"{name}.png", scan(name))], by=clerk, at=clock.office_now())[0]
        for name in ("公示开始照片", "公示结束照片")
    ]  # fmt: skip
    story.perform(published[0], "record_publicity", "chair", start_photo=photos[0], start_photo_on=sheet.starts_on,
                  end_photo=photos[1], end_photo_on=day, result="公示期间未收到异议。")  # fmt: skip
    story.each("结束公示", published, lambda a: story.perform(a, "close_publicity", "clerk"))


def review_at_county(story: Story, returned: set[int]) -> None:
    """The reviewer's opinion and search, the county's own visit where drawn, the head's recommendation."""

    def review(application: Application) -> None:
        if application.pk in returned:
            story.perform(application, "return_visit", "reviewer", reason="家庭人口与户口簿不一致，请重新核实。")
            return
        if application.drawn_for_sample:
            story.perform(application, "record_visit", "reviewer", place="申请人家中", present="申请人",
                          conclusion="县级复核入户，情况属实。")  # fmt: skip
        story.perform(application, "search_duplicates", "reviewer")
        story.perform(application, "opine", "reviewer", opinion="材料齐全，测算无误，同意。")
        story.perform(application, "recommend", "head", source="OWN", opinion="同意提请审批。")

    story.each("县级审核", in_state("county_review"), review)


def decide(story: Story) -> None:
    """The county's officer, the county's meeting, the city's officer: as the matrix says; some are left to decide."""
    waiting = in_state("approval")
    roles = {a.pk: a.machine.facts(a).matrix_row for a in waiting}
    officers = [a for a in waiting if roles[a.pk].by == "approver"][:-2]
    story.each("审批", officers, lambda a: story.perform(
        a, "approve", "approver" if roles[a.pk].level == "county" else "city_approver"))  # fmt: skip
    for_meeting = [a for a in waiting if roles[a.pk].by == "secretary"][:-2]
    if for_meeting:
        money.hold_meeting(story, for_meeting, roles[for_meeting[0].pk].meeting)


def tell_story(story: Story, start: date) -> None:
    """From the drafts to the bank's answer, day by day; the last nine stay behind for ``end_story``."""
    drafts = in_state("draft")
    story.on(start)
    story.each("补全申请表和材料", drafts, lambda a: complete(story, a))
    early = drafts[:-9]
    story.each("提交并受理", early, lambda a: take_in(story, a))
    story.on(start + timedelta(days=3))
    story.each("入户调查与核对", in_state("investigating"), lambda a: investigate(story, a))
    story.on(start + timedelta(days=4))
    review_at_base(story, in_state("grassroots_review"))
    story.on(start + timedelta(days=12))
    close_publicity(story, start + timedelta(days=11))
    review_at_county(story, {a.pk for a in early[3:5]})
    story.on(start + timedelta(days=14))
    decide(story)
    money.pay_out(story, start + timedelta(days=18))


def end_story(story: Story, start: date) -> None:
    """Call back and archive; some cases are left on each desk, so that the site has work to show."""
    money.close(story, start + timedelta(days=28))
    leave_on_desks(story, in_state("draft"))


def leave_on_desks(story: Story, late: list[Application]) -> None:
    """The last nine wait where a visitor can try each desk: intake, supplement, visit, base, publicity, hold."""
    for application in late[1:]:
        story.perform(application, "submit", "clerk")
    story.perform(late[2], "ask", "clerk", items=["户口簿全部页", "近三个月收入证明"])
    for application in late[3:]:
        exclusions = scheme_on(clock.today()).rules.exclusions_for(application.cause)
        answers = {x.code: False for x in exclusions if not x.household_class}
        story.perform(application, "answer_exclusions", "clerk", answers=answers)
        try:
            story.perform(application, "accept", "clerk")
        except NotPossible:
            continue
    standing = [a for a in late[3:] if Application.objects.get(pk=a.pk).state == "investigating"]
    for application in standing[1:]:
        investigate(story, application)
    review_at_base(story, standing[2:])
    if standing:
        story.perform(standing[0], "hold", "clerk", reason="申请人住院，暂不便入户。",
                      review_on=clock.today() + timedelta(days=14))  # fmt: skip
