"""Forms of a case that are refused: 403, 404, 409, stale and wrong entries, nothing typed is lost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.documents.models import Document
from relief.jurisdictions.models import Provision
from relief.supervision.models import Certificate
from tests.relief.supervision.screens import Desks, rows, scan, text, url_of
from tests.relief.supervision.test_views_case import RECORD, provision, report
from tests.supervision_cast import FINDING, Committee
from workflows.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def test_wrong_state_wrong_role_unknown_verb(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")

    def status(who: str, verb: str) -> int:
        return desks(who).get(url_of(case, verb)).status_code

    assert status("case_office", "assign") == 409, "it is assigned"
    assert status("director", "record") == 403, "a supervisor's"
    assert status("supervisor3", "record") == 403, "not assigned to this case"
    assert status("supervisor", "tell") == 404 and status("supervisor", "fire") == 404
    assert status("hotline", "note") == 404


def test_a_stale_form_keeps_what_was_typed(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    answer = desks("supervisor").post(url_of(case, "note"), {"seen": "1", "text": "单位来电说明情况"})
    assert answer.status_code == 409 and "单位来电说明情况" in text(answer)
    case.refresh_from_db()
    assert "note" not in {e.verb for e in events(case)}
    house.perform(case, "report", "supervisor", **ready_report(house, case))
    late = desks("supervisor").post(url_of(case, "record"), {"seen": "1", **RECORD})
    assert late.status_code == 409 and "问：……答：……" in text(late), "the case has moved on; nothing typed is lost"


def ready_report(house: Committee, case: Any) -> dict[str, Any]:
    house.prepare(case)
    return {**FINDING, "second": house.by("supervisor2")}


def events(case: Any) -> list[Any]:
    return list(Event.objects.filter(machine="supervision_case", case_id=case.pk))


def test_a_workers_name_is_refused_in_what_the_journal_keeps(house: Committee, desks: Desks) -> None:
    case = house.ready("investigating")
    answer = desks.act("supervisor", case, "note", text="已与司徒示例通话。")
    assert answer.status_code == 409 and "职工乙" in text(answer) and "已与司徒示例通话。" in text(answer)


# --- assign ----------------------------------------------------------------------------------------------------
def test_certificates_stand_beside_the_names(house: Committee, desks: Desks) -> None:
    Certificate.objects.filter(person=house.by("supervisor3")).update(valid_to=date(2026, 5, 31))
    case = house.at("accepted")
    page = text(desks("case_office").get(url_of(case, "assign")))
    assert "有效至2027-12-31" in page and "有效至2026-05-31，今天无效" in page and "上级工会" in page

    def assigned(*names: str) -> Any:
        return desks.act("case_office", case, "assign", supervisors=[str(house.by(n).pk) for n in names])

    assert assigned().status_code == 422
    one = assigned("supervisor")
    assert one.status_code == 409 and "请指派两名监督员" in text(one)
    invalid = assigned("supervisor", "supervisor3")
    assert invalid.status_code == 409 and "证件当日无效" in text(invalid) and "checked" in text(invalid)
    assert assigned("supervisor", "director").status_code == 422, "not on the list"
    assert assigned("supervisor", "city_supervisor").status_code == 302, "the second from the higher union"
    assert case.assignments.get(supervisor=house.by("city_supervisor")).from_higher


def test_reassign_prolong_and_their_limits(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    people = [str(house.by("supervisor").pk), str(house.by("supervisor3").pk)]
    desks.does("case_office", case, "reassign", supervisors=people, reason="工作安排")
    assert {a.supervisor for a in case.machine.facts(case).assigned} == {house.by("supervisor"), house.by("supervisor3")}
    page = desks("director").get(url_of(case, "prolong"))
    assert "最多15天" in text(page)
    assert desks.act("director", case, "prolong", n="16", reason="案情复杂").status_code == 422
    desks.does("director", case, "prolong", n="15", reason="案情复杂")
    assert desks("director").get(url_of(case, "prolong")).status_code in (200, 409)
    again = desks.act("director", case, "prolong", n="1", reason="再延")
    assert again.status_code == 409, "only once"


def offered(desks: Desks, who: str, case: Any, verb: str) -> bool:
    """Does the panel offer it?"""
    return url_of(case, verb) in text(desks(who).get(reverse("supervision_case", args=[case.pk]))).split("现在可以做")[1]


# --- investigation ---------------------------------------------------------------------------------------------
def test_the_same_person_does_not_sign_twice(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    assert not offered(desks, "supervisor2", case, "sign_record"), "nothing to sign yet"
    desks.does("supervisor", case, "record", **RECORD)
    assert not offered(desks, "supervisor", case, "sign_record")
    own = desks.act("supervisor", case, "sign_record", record=str(case.records.get().pk))
    assert own.status_code == 422, "one's own is not on the list"
    assert offered(desks, "supervisor2", case, "sign_record")
    desks.does("supervisor2", case, "sign_record", record=str(case.records.get().pk), paper=scan())
    assert case.records.get().signed_scan is not None
    late = desks.act("supervisor", case, "record", **{**RECORD, "held_at": "2026-06-02T09:00"})
    assert late.status_code == 422 and "时间不能晚于现在" in text(late)


def test_citations_are_chosen_never_typed(house: Committee, desks: Desks) -> None:
    case = house.ready("investigating")
    page = text(desks("supervisor").get(url_of(case, "report")))
    assert str(provision()) in page and "保障农民工工资支付条例" in page
    own = page.split("认定的事实")[0]
    assert "工会监督职权" not in page and "职业病防治法" not in own, "of the case's matters"
    typed = desks.act("supervisor", case, "report", **report(house, violations=["劳动法第五十条"]))
    assert typed.status_code == 422 and case.state == "investigating" and "承认拖欠。" in text(typed)
    hours = Provision.objects.filter(matter__code="HOURS", kind="duty", citable=True).earliest("pk")
    desks.does("supervisor", case, "report", **{**report(house), **rows("others", [{"provision": str(hours.pk)}])})
    assert [v["law"] for v in case.findings.get().violations] == [provision().law, hours.law]


def test_a_report_names_a_fact_with_its_evidence_and_a_second(house: Committee, desks: Desks) -> None:
    case = house.ready("investigating")
    empty = desks.act("supervisor", case, "report", **report(house, **{"facts-0-text": "", "facts-0-evidence_ref": ""}))
    assert empty.status_code == 422 and "至少填写1行" in text(empty)
    half = desks.act("supervisor", case, "report", **report(house, **{"facts-0-evidence_ref": ""}))
    assert half.status_code == 422 and "认定的事实第1行证据" in text(half)
    assert desks.act("supervisor", case, "report", **report(house, second="")).status_code == 422


def test_a_worker_is_added_and_corrected_by_pseudonym(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    desks.does("supervisor", case, "add_worker", name="司徒示例", owed_fen="1,000", consents="on")
    worker = case.workers.get()
    shown = text(desks("supervisor").get(url_of(case, "add_worker")))
    assert f"更正{worker.pseudonym}" in shown and "司徒示例" not in shown
    desks.does("supervisor", case, "add_worker", worker=str(worker.pk), name="司徒示例", owed_fen="1200")
    worker.refresh_from_db()
    assert worker.owed_fen == 120_000 and case.workers.count() == 1
    assert desks.act("supervisor", case, "add_worker", name="某人", owed_fen="-3").status_code == 422


# --- talks, drop, ending ---------------------------------------------------------------------------------------
def test_talks_to_their_terms(house: Committee, desks: Desks) -> None:
    case = house.at("finding")
    one = desks.act("case_office", case, "negotiate", workers_willing="on", reason="已征求意见")
    assert one.status_code == 409 and "双方尚未同意协商" in text(one)
    desks.does("case_office", case, "negotiate", workers_willing="on", employer_willing="on")
    empty = desks.act("supervisor", case, "settle", agreed_on="2026-06-01", agreed_by="双方代表", **rows("terms", [{}]))
    assert empty.status_code == 422
    desks.does("supervisor", case, "settle", agreed_on="2026-06-01", agreed_by="双方代表",
               **rows("terms", [{"text": "6月30日前付清工资", "due_on": "2026-06-30"}]))  # fmt: skip
    assert case.state == "verifying"
    assert "6月30日前付清工资" in text(desks("supervisor").get(url_of(case, "check_items")))


def test_dropped_on_a_ground(house: Committee, desks: Desks) -> None:
    case = house.at("investigating")
    answer = desks.act("director", case, "drop", ground="PATROL_CLEAN", reason="现场未发现问题")
    assert answer.status_code == 409 and "现场未发现问题" in text(answer), "no patrol was the source"
    desks.does("director", case, "drop", ground="ON_THE_SPOT", reason="职工电话确认已付清。", paper=scan())
    assert case.state == "closing"
    form = desks("director").get(url_of(case, "close")).context["form"]
    assert {c[0] for c in form.fields["outcome"].choices} == {"", "SETTLED", "RECTIFIED"}


def test_an_item_without_evidence(house: Committee, desks: Desks) -> None:
    case = house.at("verifying")
    item = case.machine.facts(case).items[0]
    answer = desks.act("supervisor", case, "check_items", **rows("checks", [
        {"source": item.source, "n": str(item.n), "text": item.text, "done": "yes", "evidence": ""}]))  # fmt: skip
    assert answer.status_code == 422 and "请写明核实的依据" in text(answer)
    none = desks.act("supervisor", case, "check_items", **rows("checks", [
        {"source": item.source, "n": str(item.n), "text": item.text, "done": "", "evidence": ""}]))  # fmt: skip
    assert none.status_code == 409
    page = desks("supervisor2").get(reverse("supervision_case", args=[case.pk])).context["actions"]
    assert [m["label"] for m in page["blocked"]] == ["整改核实完毕"] and page["primary"]["label"] == "登记整改核实"


def test_a_complainant_is_told_before_the_end(house: Committee, desks: Desks) -> None:
    case = house.at("closing")
    actions = desks("director").get(reverse("supervision_case", args=[case.pk])).context["actions"]
    assert "实名反映人尚未得到反馈" in str(actions["blocked"])
    desks.does("case_office", case, "feed_back", lead=str(case.leads.get().pk), channel="电话", text="三次未接。", unreached="on")
    assert not case.feedback.get().reached


def test_papers_of_the_case_are_read_with_the_case(house: Committee, desks: Desks) -> None:
    case = house.ready("investigating")
    paper = Document.objects.filter(dossier=f"supervision_case:{case.pk}").latest("pk")
    assert desks("supervisor").get(reverse("document", args=[paper.pk])).status_code == 200
    for name in ("hotline", "base_director"):
        assert desks(name).get(reverse("document", args=[paper.pk])).status_code == 404, name


def test_signed_on_paper_and_keyed_by_the_office(house: Committee, desks: Desks) -> None:
    """The signer is the actor, who keyed it stands beside (§9)."""
    case = house.ready("investigating")
    page = text(desks("case_office").get(url_of(case, "report")))
    assert "谁签的字" in page and "签字盖章扫描件" in page
    lacking = desks.act("case_office", case, "report", **report(house))
    assert lacking.status_code == 422 and {"signed_by", "occurred_on", "scan"} <= set(lacking.context["form"].errors)
    paper = {"signed_by": str(house.by("supervisor").pk), "occurred_on": "2026-06-01", "scan": scan("审查结论.png")}
    desks.does("case_office", case, "report", **report(house), **paper)
    event = events(case)[-1]
    assert (event.verb, event.actor, event.entered_by) == ("report", house.by("supervisor"), house.by("case_office"))
    timeline = text(desks("director").get(reverse("supervision_case", args=[case.pk]) + "?tab=timeline"))
    assert "由case_office(监督委员会办公室)录入" in timeline and "附签字件扫描" in timeline


def test_an_auditor_reads_and_it_is_logged(house: Committee, desks: Desks) -> None:
    case = house.ready("investigating")
    house.newcomer("auditor")
    house.grant("auditor", "auditor", "GH990101")
    assert desks("auditor").get(reverse("supervision_case", args=[case.pk])).status_code == 200
    assert AccessLog.objects.filter(person=house.by("auditor"), dossier=f"supervision_case:{case.pk}").exists()
    assert desks("auditor").get(url_of(case, "note")).status_code == 403


def test_print_and_journal(house: Committee, desks: Desks) -> None:
    case = house.ready("closing")
    printed = text(desks("director").get(reverse("supervision_case_print", args=[case.pk])))
    assert "审查结论" in printed and "整改要求" in printed and "司徒示例" not in printed
    journal = text(desks("director").get(reverse("supervision_case_journal", args=[case.pk])))
    assert "首尾相接" in journal and "司徒示例" not in journal
