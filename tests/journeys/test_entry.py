"""Typing applications all day: one page, what is refused and what is only marked, drafts that save themselves, one
after another, one field for many of them."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from relief.applications.models import Application
from relief.documents.models import Document
from tests.factories import BASE, PNG, SISTER, Office, id_number
from workflows.models import Event

pytestmark = pytest.mark.django_db

NEW = "/applications/new/"
PAGES = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0", "invoices-TOTAL_FORMS": "0",
         "invoices-INITIAL_FORMS": "0"}  # fmt: skip
LITTLE = {
    "organisation": "东塬镇联合基层工会", "name": "王喆祎", "id_type": "resident", "id_no": id_number(901),
    "cause": "INJURY", "event_date": "2026年2月10日", "application_date": "20260320", **PAGES,
}  # fmt: skip
FULL = LITTLE | {
    "sex": "male", "hukou_type": "urban", "mobile": "+86 138-0000-0001", "address": "山西省汾阳市东塬镇示范村12号",
    "identity": "worker", "insurance_kind": "职工医保", "work_status": "在岗", "household_size": "3",
    "per_capita_monthly_fen": "1,200", "narrative": "工作中意外受伤。", "event_place": "汾阳市东塬镇",
    "total_cost_fen": "¥10,000.00元", "medical_insurance_fen": "0", "commercial_insurance_fen": "0",
    "mutual_aid_fen": "0", "other_aid_fen": "0", "relative_of_staff": "no", "bank": "汾阳农商银行",
    "card_no": "6222 0205 0800 0000 127", "consent_channel": "当面签字", "consent_at": "2026-03-20",
    "consent_version": "2024",
}  # fmt: skip


def text(answer) -> str:
    return answer.content.decode()


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("扫描.png", PNG, content_type="image/png")


def send(browser, url: str = NEW, **typed):
    """The page as it is opened, then sent with what was typed."""
    page = browser.get(url)
    return browser.post(url, {"token": page.context["token"], "seen": page.context["seen"], **typed})


def test_one_after_another_keeps_union_and_bank(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    answer = send(clerk, **FULL, then="next")
    assert answer.url == NEW
    kept = Application.objects.get()
    assert (kept.state, kept.organisation, kept.mobile) == ("draft", house.units[BASE], "13800000001")
    assert (kept.total_cost_fen, kept.per_capita_monthly_fen) == (1_000_000, 120_000)
    assert kept.card_no == "6222020508000000127"
    assert kept.event_date == date(2026, 2, 10) and kept.birth_on and kept.account_name == "王喆祎"
    page = clerk.get(NEW)
    assert 'value="汾阳农商银行"' in text(page) and 'value="东塬镇联合基层工会"' in text(page)
    assert page.context["entered_count"] == 1 and "王**" in text(page) and id_number(901) not in text(page)


@pytest.mark.parametrize(("typed", "said"), [
    ({"id_no": id_number(901)[:-1] + "0"}, "证件号码校验位不对"),
    ({"id_no": "14118219900229001X"}, "证件号码中的出生日期无效"),
    ({"id_no": "1234"}, "证件号码格式不对"),
    ({"id_type": "hmt_permit"}, "证件类型不认识或与证件号码不符"),
    ({"name": "王"}, "姓名含有不允许的字符或长度不符"),
    ({"mobile": "12345"}, "手机号码格式不对"),
    ({"card_no": "62220205"}, "银行卡号应为12至19位数字"),
    ({"household_size": "21"}, "家庭人口应为1至20的整数"),
    ({"household_head_id": "abc"}, "户主证件号码无效"),
    ({"event_date": "2026-03-21", "application_date": "2026-03-20"}, "日期不能晚于2026-03-20"),
    ({"event_date": "2025-01-01"}, "发生日期超出申请期限"),
    ({"event_date": "上个月"}, "日期写成 20260305 或 2026-03-05"),
    ({"total_cost_fen": "1万"}, "金额请写成数字"),
    ({"total_cost_fen": "-5"}, "金额不能为负数"),
    ({"total_cost_fen": "100", "medical_insurance_fen": "101"}, "报销和补偿合计超过费用或损失"),
    ({"organisation": "杏塬机械有限公司工会"}, "没有这家工会，或不在您的管辖范围内"),
    ({"name": ""}, "请填写姓名。"),
])  # fmt: skip
def test_refused_in_the_words_of_the_scheme_and_nothing_lost(house: Office, signed_in, typed, said) -> None:
    answer = send(signed_in("clerk"), **(LITTLE | {"narrative": "已经写了很多字"} | typed), then="next")
    assert answer.status_code == 422 and said in text(answer) and "已经写了很多字" in text(answer)
    assert re.search(r'<div class="problems"', text(answer)) and not Application.objects.exists()


def test_a_draft_needs_little_and_says_what_it_lacks(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    answer = send(clerk, **LITTLE, then="submit")
    kept = Application.objects.get()
    assert answer.status_code == 409 and kept.state == "draft"
    lacking = {row["text"]: row["url"] for row in answer.context["missing"]}
    assert lacking["手机号码"] == "#id_mobile" and lacking["户口簿"] == "#id_paper_HOUSEHOLD_BOOK"
    assert all(f'href="{url}"' in text(answer) for url in lacking.values())


def test_saved_with_papers_and_submitted_at_once(house: Office, signed_in) -> None:
    papers = {f"paper_{c}": picture() for c in (
        "ID_COPY", "HOUSEHOLD_BOOK", "INCOME_PROOF", "CONSENT_AUTHORISATION", "CARD_COPY", "DIAGNOSIS",
        "MEDICAL_INVOICE", "INCIDENT_PROOF")}  # fmt: skip
    rows = {"members-TOTAL_FORMS": "2", "members-0-name": "李四", "members-0-relation": "配偶",
            "members-0-id_no": id_number(902), "members-0-monthly_income_fen": "800", "invoices-TOTAL_FORMS": "1",
            "invoices-0-number": "0012345", "invoices-0-amount_fen": "10000"}  # fmt: skip
    answer = send(signed_in("clerk"), **(FULL | papers | rows), then="submit")
    kept = Application.objects.get()
    assert answer.url == reverse("application", args=[kept.pk]) and kept.state == "submitted" and kept.number
    assert kept.members.get().monthly_income_fen == 80_000 and kept.invoices.get().amount_fen == 1_000_000
    assert Document.objects.filter(dossier=f"relief_application:{kept.pk}").count() == len(papers)


def test_a_stored_draft_hides_its_secrets_and_keeps_them(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    send(clerk, **FULL, then="stay")
    kept = Application.objects.get()
    url = reverse("application_edit", args=[kept.pk])
    page = clerk.get(url)
    for secret in (kept.id_no, kept.mobile, kept.card_no, kept.address):
        assert secret not in text(page)
    unseen = {"id_no": "", "mobile": "-", "card_no": "", "address": ""}
    assert send(clerk, url, **(FULL | unseen | {"household_size": "4"}), then="stay").url == url
    kept.refresh_from_db()
    assert (kept.id_no, kept.mobile, kept.household_size) == (id_number(901), "", 4)
    changed = Event.objects.filter(verb="edit").latest("id").facts["changed"]
    assert set(changed) == {"household_size"}
    before = kept.event_count
    send(clerk, url, **(FULL | unseen | {"household_size": "4", "mobile": ""}), then="stay")
    kept.refresh_from_db()
    assert kept.event_count == before, Event.objects.filter(verb="edit").latest("id").facts


def test_sent_twice_it_is_one_draft(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    token = clerk.get(NEW).context["token"]
    for _n in range(2):
        clerk.post(NEW, {**LITTLE, "token": token, "then": "next"})
    assert Application.objects.count() == 1


def test_it_saves_itself_and_says_when(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    answer = clerk.post("/applications/autosave/new/", LITTLE | {"id_no": "没写完", "members-TOTAL_FORMS": "1",
                                                                 "members-0-name": "李四"})  # fmt: skip
    assert text(answer) == "已自动保存 09:00" and not Application.objects.exists()
    stored = clerk.session["entry_typed"]["new"][1]
    assert "王喆祎" not in stored and "没写完" not in stored
    page = clerk.get(NEW)
    assert "已恢复09:00自动保存" in text(page) and 'value="没写完"' in text(page) and 'value="李四"' in text(page)
    assert 'value="没写完"' not in text(clerk.get(NEW + "?fresh"))
    assert 'value="没写完"' not in text(signed_in("clerk").get(NEW))


def test_another_cause_asks_for_other_fields(house: Office, signed_in) -> None:
    answer = signed_in("clerk").post(NEW, FULL | {"cause": "FIRE", "then": "look"})
    form = answer.context["form"]
    assert form.fields["loss_fen"].required and not form.fields["total_cost_fen"].required
    assert "paper_FIRE_PROOF" in text(answer) and 'value="工作中意外受伤。"' not in text(answer)
    assert "工作中意外受伤。" in text(answer) and not Application.objects.exists()


def test_a_changed_draft_is_not_overwritten(house: Office, signed_in) -> None:
    clerk = signed_in("clerk")
    send(clerk, **FULL, then="stay")
    kept = Application.objects.get()
    url = reverse("application_edit", args=[kept.pk])
    late = clerk.get(url).context
    house.perform(kept, "edit", "clerk", values={"health": "患病"})
    answer = clerk.post(url, {**FULL, "token": late["token"], "seen": late["seen"], "health": "残疾", "then": "stay"})
    assert answer.status_code == 409 and "已由clerk在" in text(answer) and 'value="残疾"' in text(answer)
    kept.refresh_from_db()
    assert kept.health == "患病"


def test_only_clerks_of_the_union_enter(house: Office, signed_in) -> None:
    case = house.draft()
    url = reverse("application_edit", args=[case.pk])
    for who in ("visitor", "reviewer", "auditor"):
        assert signed_in(who).get(NEW).status_code == 403, who
        assert signed_in(who).get(url).status_code == 403, who
    assert signed_in("sister_clerk").get(url).status_code == 404
    assert signed_in("administrator").get(NEW).status_code == 403
    submitted = house.at("submitted")
    assert signed_in("clerk").get(reverse("application_edit", args=[submitted.pk])).status_code == 409


def test_a_lapsed_case_is_copied_into_a_new_draft(house: Office, signed_in) -> None:
    case = house.at("withdrawn")
    page = signed_in("clerk").get(f"{NEW}?copy={case.pk}")
    assert f'value="{case.name}"' in text(page) and case.employer in text(page)
    foreign = house.at("submitted", organisation=house.units[SISTER])
    assert signed_in("clerk").get(f"{NEW}?copy={foreign.pk}").status_code == 404


def test_one_field_for_many_drafts(house: Office, signed_in) -> None:
    drafts = [house.draft(work_status="") for _n in range(3)]
    foreign = house.draft(work_status="", organisation=house.units[SISTER])
    clerk = signed_in("clerk")
    chosen = clerk.post("/applications/chosen/", {"pk": [d.pk for d in (*drafts[:2], foreign)]})
    page = clerk.get(f"{chosen.url}&field=work_status&value=在岗")
    assert [row["pk"] for row in page.context["rows"]] == [d.pk for d in drafts[:2]] and page.context["preview"]
    assert "把工作状态填为“在岗”" in text(page)
    two = [d.pk for d in drafts[:2]]
    answer = clerk.post("/applications/fill/", {"field": "work_status", "value": "在岗", "pk": two})
    assert answer.status_code == 302
    assert list(Application.objects.order_by("id").values_list("work_status", flat=True)) == ["在岗", "在岗", "", ""]
    no_day = {"field": "application_date", "value": "2026-02-30", "pk": [drafts[2].pk]}
    wrong = clerk.post("/applications/fill/", no_day)
    assert wrong.status_code == 422 and "日期写成" in text(wrong)
    early = clerk.get("/applications/fill/?field=application_date&value=2026-01-05")
    assert {row["problem"] for row in early.context["rows"]} == {"早于发生日期"}
