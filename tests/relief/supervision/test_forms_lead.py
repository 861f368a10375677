"""线索登记表 and what becomes of a lead: the six clear items, the vault, duplicates side by side, refusals."""

from typing import Any

import pytest
from django.urls import reverse

from relief.documents.models import Document
from relief.supervision.models import SupervisionLead
from tests.relief.supervision.screens import ENTRY, Desks, problems, scan, text
from tests.supervision_cast import COUNTY, Committee

pytestmark = pytest.mark.django_db
NEW = "supervision_lead_new"


@pytest.fixture
def desks(house: Committee) -> Desks:
    return Desks(house)


def register(house: Committee, desks: Desks, who: str = "case_office", **typed: Any) -> Any:
    form = {"organisation": str(house.units[COUNTY].pk), **ENTRY, **typed}
    return desks(who).post(reverse(NEW), {k: v for k, v in form.items() if v is not None})


def page_of(lead: SupervisionLead, tab: str = "") -> str:
    return reverse("supervision_lead", args=[lead.pk]) + (f"?tab={tab}" if tab else "")


def test_a_hotline_registers_with_files(house: Committee, desks: Desks) -> None:
    answer = register(house, desks, "hotline", source="12351", source_ref="12351-0007", why_worker_list="",
                      worker_list=scan("名单.png"), evidence=[scan("工资条.png"), scan("欠条.png")])  # fmt: skip
    lead = SupervisionLead.objects.get()
    assert answer.url == page_of(lead), problems(answer)
    assert lead.worker_list_filed and lead.why_missing == {} and lead.amount_fen == 3_600_000
    assert Document.objects.filter(dossier=f"supervision_lead:{lead.pk}").count() == 3
    assert lead.identity is not None and (lead.identity.name, lead.identity.contact) == ("欧阳示例", "13800000009")
    for tab in ("", "duplicates", "documents", "papers", "timeline"):
        page = text(desks("hotline").get(page_of(lead, tab)))
        assert "欧阳示例" not in page and "13800000009" not in page, tab
    assert "姓名和联系方式已加密保存" in text(desks("hotline").get(page_of(lead)))


def test_each_of_the_six_or_its_reason(house: Committee, desks: Desks) -> None:
    lacking = register(house, desks, project="", amount_fen="", period_to="", contact="", why_worker_list="")
    errors = lacking.context["form"].errors
    assert lacking.status_code == 422
    assert {"why_project", "why_amount_fen", "why_period", "why_contact", "why_worker_list"} <= set(errors)
    assert "要求支付工资。" in text(lacking) and not SupervisionLead.objects.exists()
    reasons = {f"why_{key}": "反映人不清楚" for key in ("project", "amount_fen", "period", "contact", "worker_list")}
    assert register(house, desks, project="", amount_fen="", period_to="", contact="", **reasons).status_code == 302
    assert set(SupervisionLead.objects.get().why_missing) == {"project", "amount_fen", "period", "contact", "worker_list"}


def test_other_matters_ask_for_none_of_the_six(house: Committee, desks: Desks) -> None:
    bare = {"matter_codes": ["HOURS"], "project": "", "amount_fen": "", "period_from": "", "period_to": "", "why_worker_list": ""}
    assert register(house, desks, **bare).status_code == 302


@pytest.mark.parametrize(("typed", "field"), [
    ({"source": "12345"}, "source_ref"), ({"naming": "ANONYMOUS"}, "name"), ({"name": "", "contact": ""}, "name"),
    ({"uscc": "123"}, "uscc"), ({"period_to": "2026-01-01"}, "period_to"), ({"received_at": "2026-07-01T09:00"}, "received_at"),
    ({"matter_codes": []}, "matter_codes"), ({"workers": "0"}, "workers"), ({"employer_name": ""}, "employer_name"),
    ({"amount_fen": "三万"}, "amount_fen"), ({"organisation": "0"}, "organisation"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(house: Committee, desks: Desks, typed: dict[str, Any], field: str) -> None:
    answer = register(house, desks, **typed)
    assert answer.status_code == 422 and field in answer.context["form"].errors, answer.context["form"].errors
    assert not SupervisionLead.objects.exists()


def test_who_may_not_register(house: Committee, desks: Desks) -> None:
    assert desks("counsel").get(reverse(NEW)).status_code == 403
    assert register(house, desks, "counsel").status_code == 403


def test_an_anonymous_lead_has_nobody_in_the_vault(house: Committee, desks: Desks) -> None:
    assert register(house, desks, naming="ANONYMOUS", name="", contact="", why_contact="匿名").status_code == 302
    lead = SupervisionLead.objects.get()
    assert lead.identity is None and "匿名" in text(desks("case_office").get(page_of(lead)))


def test_completed_without_showing_who_it_is(house: Committee, desks: Desks) -> None:
    lead = house.lead()
    url = reverse("supervision_lead_edit", args=[lead.pk])
    opened = desks("case_office").get(url)
    assert "欧阳示例" not in text(opened) and 'placeholder="欧阳**"' in text(opened) and 'value="36000.00"' in text(opened)
    typed = {**ENTRY, "name": "", "contact": "", "project": "示例大桥", "seen": opened.context["seen"]}
    assert desks("case_office").post(url, typed).status_code == 302
    lead.refresh_from_db()
    assert lead.project == "示例大桥" and lead.identity is not None and lead.identity.name == "欧阳示例", "empty keeps"
    stale = desks("case_office").post(url, typed)
    assert stale.status_code == 409 and "示例大桥" in text(stale)
    assert desks("director").get(url).status_code == 403
    house.perform(lead, "accept", "case_office")
    assert desks("case_office").get(url).status_code == 409


def test_duplicates_side_by_side(house: Committee, desks: Desks) -> None:
    first = house.lead()
    answer = register(house, desks)
    second = SupervisionLead.objects.latest("pk")
    assert answer.url == page_of(second, "duplicates")
    page = text(desks("case_office").get(answer.url))
    assert first.number in page and second.number in page and "待核对" in page and page.count(">相同<") >= 3
    actions = desks("case_office").get(page_of(second)).context["actions"]
    assert actions["primary"]["label"] == "核对重复线索" and actions["blocked"][0]["label"] == "受理"
    assert desks.act("case_office", second, "decide_duplicates").status_code == 422, "nothing said"
    key = f"same_{second.duplicates.get().pk}"
    desks.does("case_office", second, "decide_duplicates", **{key: "yes"})
    desks.does("case_office", second, "merge", survivor=str(first.pk))
    assert (second.state, second.survivor) == ("merged", first)
    assert "是同一线索（case_office）" in text(desks("case_office").get(page_of(second, "duplicates")))


def test_accepted_into_an_open_case(house: Committee, desks: Desks) -> None:
    case = house.case()
    lead = house.lead(employer_name="示例县总承包有限公司", uscc="")
    assert f"并入{case} {case.employer}" in text(desks("case_office").get(reverse("supervision_lead_act", args=[lead.pk, "accept"])))
    desks.does("case_office", lead, "accept", into=str(case.pk))
    assert lead.case == case
    other = house.lead(employer_name="第三公司", uscc="")
    assert desks.act("case_office", other, "accept", into="99999").status_code == 422


def test_declined_passed_on_and_taken_back(house: Committee, desks: Desks) -> None:
    lead = house.lead()
    assert desks.act("case_office", lead, "decline", ground="", text="").status_code == 422
    desks.does("case_office", lead, "decline", ground="WITH_DEPARTMENT", text="监察已立案。")
    assert lead.state == "declined" and "部门已在处理" in text(desks("director").get(page_of(lead)))
    desks.does("director", lead, "review_decline", reason="部门未实际处理。")
    desks.does("case_office", lead, "pass_on", recipient="示例县信访局")
    assert lead.state == "passed_on"
    assert desks("case_office").get(reverse("supervision_lead_act", args=[lead.pk, "accept"])).status_code == 409
    assert desks("hotline").get(page_of(lead)).status_code == 404, "registered by the office"


def test_a_list_of_workers_is_one_of_the_six(house: Committee, desks: Desks) -> None:
    lead = house.lead()
    bad = desks.act("case_office", lead, "add_paper", uploads=scan())
    assert bad.status_code == 422 and "请写明材料名称" in text(bad)
    desks.does("case_office", lead, "add_paper", worker_list="on", uploads=scan())
    assert lead.worker_list_filed
    assert "已附" in text(desks("case_office").get(page_of(lead)))


def test_the_lead_page_in_few_queries(house: Committee, desks: Desks, django_assert_max_num_queries) -> None:
    house.lead()
    lead = house.lead()
    desks("case_office").get(page_of(lead))
    for tab in ("", "duplicates"):
        with django_assert_max_num_queries(32):
            assert desks("case_office").get(page_of(lead, tab)).status_code == 200
