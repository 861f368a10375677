"""决定文书 on its form: a skipped rung is asked for where one is skipped, grounds, several addressees (supervision.md §6)."""

import pytest
from django.urls import reverse

from tests.relief.supervision.screens import Desks, rows, text, url_of
from tests.supervision_cast import Committee
from workflows import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def test_a_skipped_rung_is_asked_for_only_where_one_is_skipped(house: Committee, desks: Desks) -> None:
    case = house.at("finding")
    browser, url = desks("director"), url_of(case, "open_letters")
    assert "skip_reminder" not in text(browser.get(url)), "a reminder skips nothing"
    opinion = text(browser.get(url + "?kind=opinion", headers={"HX-Request": "true"}))
    assert "skip_reminder" in opinion and "监督委员会主任决定" in opinion and "<html" not in opinion
    higher = text(browser.get(url + "?kind=recommendation"))
    assert "skip_opinion" in higher and "县级以上工会的工会分管领导" in higher and "人力资源社会保障局" in higher
    sent = desks.act("director", case, "open_letters", kind="opinion", addressee=case.employer.name, **rows("also", [{}]))
    assert sent.status_code == 422 and "skip_reminder" in text(sent), "it is asked for then, without a script too"


def test_the_opinion_is_skipped_by_the_leader_of_a_county(house: Committee, desks: Desks) -> None:
    case = house.at("finding")
    typed = {"kind": "recommendation", "addressee": "示例县人力资源和社会保障局", "skip_opinion": "OBSTRUCTION",
             "skip_note": "单位拒绝调查。", **rows("also", [{}])}  # fmt: skip
    assert desks.act("director", case, "open_letters", **typed).status_code == 422, "somebody has to decide"
    typed["skip_decided_by"] = str(house.by("leader").pk)
    desks.does("director", case, "open_letters", **typed)
    assert case.plans.get().skip_decided_by == house.by("leader")


def test_a_reason_that_the_file_denies(house: Committee, desks: Desks) -> None:
    case = house.at("finding")
    answer = desks.act("director", case, "open_letters", kind="opinion", addressee=case.employer.name,
                       skip_reminder="TALKS_FAILED", skip_note="说不拢。", **rows("also", [{}]))  # fmt: skip
    assert answer.status_code == 409 and "与所选跳级理由" in text(answer) and "说不拢。" in text(answer)
    assert case.state == "finding" and not case.plans.exists()


def test_several_addressees_are_several_plans(house: Committee, desks: Desks) -> None:
    case = house.at("finding")
    desks.does("director", case, "open_letters", kind="reminder_letter", addressee=case.employer.name, organ="COMMITTEE",
               **rows("also", [{"addressee": "示例县总承包有限公司"}]))  # fmt: skip
    assert sorted(case.plans.values_list("addressee", flat=True)) == sorted([case.employer.name, "示例县总承包有限公司"])
    tab = text(desks("supervisor").get(reverse("supervision_case", args=[case.pk]) + "?tab=letters"))
    assert "待拟稿" in tab and "示例县总承包有限公司" in tab and "?plan=" in tab


def test_escalation_on_proof_of_service_and_an_expired_day(house: Committee, desks: Desks) -> None:
    case = house.at("letters_open")
    assert desks.act("director", case, "escalate", kind="opinion").status_code in (409, 422)
    house.letter(case.plans.get(), state="overdue", served_on=clock.today())
    page = text(desks("director").get(reverse("supervision_case", args=[case.pk]) + "?tab=letters"))
    assert "意见书已送达，期满未答复" in page
    opened = desks("director").get(url_of(case, "escalate"))
    assert 'value="recommendation"' in text(opened) and "skip_opinion" not in text(opened)
    desks.does("director", case, "escalate", kind="recommendation", addressee="示例县人力资源和社会保障局",
               reason="", **rows("also", [{}]))  # fmt: skip
    assert case.plans.count() == 2 and case.plans.latest("pk").follows == case.letters.get()


def test_who_reported_does_not_decide(house: Committee, desks: Desks) -> None:
    house.grant("supervisor", "director", "GH990101")
    case = house.at("finding")
    assert desks("supervisor").get(url_of(case, "open_letters")).status_code == 403
    actions = desks("supervisor").get(reverse("supervision_case", args=[case.pk])).context["actions"]
    assert actions["primary"] is None and any("director" in line["names"] for line in actions["others"])
