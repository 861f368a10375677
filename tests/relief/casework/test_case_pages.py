"""A room makes a case page: panel, forms in place, timeline, print, journal; nothing of it is written by the app."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.documents.models import Document
from tests.factories import PNG, Office

pytestmark = pytest.mark.django_db
LIST = {"notes-TOTAL_FORMS": "1", "notes-INITIAL_FORMS": "0", "notes-0-what": "回单", "notes-0-times": "2"}
VOUCHER = {"voucher_number": "记-12", "voucher_on": "2026-03-23"}


@pytest.fixture
def batch(house: Office):
    return house.batch(house.at("approved"))


def text(answer) -> str:
    return answer.content.decode()


def url_of(case, tab: str = "") -> str:
    return reverse("trial", args=[case.pk]) + (f"?tab={tab}" if tab else "")


def test_head_tabs_and_panel(batch, signed_in) -> None:
    page = signed_in("payment_reviewer").get(url_of(batch))
    assert page.context["case"]["number"] == batch.number and page.context["case"]["who"] == batch.template.name
    assert page.context["case"]["due"]["why_url"] == reverse("due_why", args=["payout_batch", batch.pk])
    assert [tab["label"] for tab in page.context["tabs"]] == ["概要", "材料", "文书", "时间线"]
    actions = page.context["actions"]
    assert actions["primary"]["label"] == "复核通过" and "导出" not in text(page).split("现在可以做")[1].split("他人可做")[0]
    assert "笔数" in text(page) and reverse("trial_act", args=[batch.pk, "check"]) in text(page)


def test_who_else_may_and_who_is_kept_apart(house: Office, batch, signed_in) -> None:
    """Whoever drafted the batch does not check it, although the role would allow it."""
    house.grant("cashier", "payment_reviewer", "GH141182")
    actions = signed_in("cashier").get(url_of(batch)).context["actions"]
    assert actions["primary"] is None and [m["label"] for m in actions["secondary"]] == ["作废这个批次"]
    assert {"label": "复核通过", "names": "payment_reviewer(支付复核)"} in actions["others"]


def test_few_queries_for_every_tab(batch, signed_in) -> None:
    browser = signed_in("payment_reviewer")
    browser.get(url_of(batch))
    for tab in ("overview", "documents", "papers", "timeline"):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url_of(batch, tab)).status_code == 200
        assert len(asked) <= 25, [q["sql"][:90] for q in asked]


def test_a_form_opens_in_place_and_beside_the_case(batch, signed_in) -> None:
    browser, url = signed_in("payment_reviewer"), reverse("trial_act", args=[batch.pk, "check"])
    alone = text(browser.get(url, headers={"HX-Request": "true"}))
    assert 'id="action"' in alone and "<html" not in alone and "大写" in alone
    assert "case-main" in text(browser.get(url))


def test_money_is_confirmed_before_it_moves(batch, act) -> None:
    answer = act("payment_reviewer", batch, "check")
    assert answer.status_code == 422 and "我已核对" in text(answer) and batch.state == "drafted"
    answer = act("payment_reviewer", batch, "check", confirmed="1")
    assert answer.url == url_of(batch) and batch.state == "checked"


def test_a_refused_form_keeps_what_was_typed(house: Office, batch, signed_in, act) -> None:
    browser, url = signed_in("cashier"), reverse("trial_act", args=[batch.pk, "void"])
    answer = browser.post(url, {"seen": "0", "reason": "重做一批"})
    batch.refresh_from_db()
    assert answer.status_code == 409 and "重做一批" in text(answer) and batch.state == "drafted"
    assert "这一步还没有办成" in text(answer)
    assert act("cashier", batch, "void").status_code == 422, "a reason is asked for"


def test_a_verb_of_another_state_is_409_of_another_role_403_and_unknown_404(batch, signed_in) -> None:
    def status(who: str, verb: str) -> int:
        return signed_in(who).get(reverse("trial_act", args=[batch.pk, verb])).status_code

    assert status("payment_reviewer", "send_back") == 409
    assert status("payment_reviewer", "void") == 403
    assert status("cashier", "settle") == 404, "no form"
    assert status("clerk", "check") == 404, "not theirs to read"


def test_files_and_lists_reach_the_verb(house: Office, signed_in, act) -> None:
    batch = house.exported(house.at("approved"))
    shown = text(signed_in("cashier").get(reverse("trial_act", args=[batch.pk, "book"])))
    assert 'name="notes-0-what" value="回单"' in shown and "再加一行" in shown and "multipart/form-data" in shown
    answer = act("cashier", batch, "book", scan=SimpleUploadedFile("回单.png", PNG), **VOUCHER, **LIST)
    assert answer.status_code == 302 and batch.voucher_number == "记-12（回单2）"
    assert Document.objects.get(dossier=f"payout_batch:{batch.pk}").item == "BANK_RECEIPT"
    page = text(signed_in("cashier").get(url_of(batch, "documents")))
    assert "银行回单" in page and "回单.png" in page
    assert act("cashier", batch, "book", **VOUCHER, **LIST).status_code == 302, "the scan may come later"


@pytest.mark.parametrize(("typed", "said"), [
    ({**LIST, "notes-0-what": "", "notes-0-times": ""}, "附件：至少填写1行"),
    ({**LIST, "notes-0-what": ""}, "附件第1行事项"),
    ({**LIST, "notes-0-times": "很多"}, "附件第1行次数"),
    ({"notes-TOTAL_FORMS": "4", "notes-INITIAL_FORMS": "0", **{f"notes-{n}-what": "单" for n in range(4)}}, "附件："),
])  # fmt: skip
def test_what_is_wrong_in_a_list_is_said_and_nothing_is_lost(house: Office, act, typed, said) -> None:
    batch = house.exported(house.at("approved"))
    answer = act("cashier", batch, "book", **VOUCHER, **typed)
    assert answer.status_code == 422 and said in text(answer) and "记-12" in text(answer)
    assert batch.voucher_number == ""


def test_the_journal_speaks(house: Office, signed_in, act) -> None:
    batch = house.exported(house.at("approved"))
    act("cashier", batch, "book", scan=SimpleUploadedFile("回单.png", PNG), **VOUCHER, **LIST)
    told = text(signed_in("cashier").get(url_of(batch, "timeline")))
    assert "cashier(制单)登记发放批次：笔数1，合计" in told and "payment_reviewer(支付复核)复核通过" in told
    assert "cashier(制单)登记凭证：凭证号记-12（回单2）" in told and "OWN" not in told, "no code without its word"
    page = signed_in("cashier").get(reverse("trial_journal", args=[batch.pk]))
    assert page.context["verified"]["ok"] and "待导出" in text(page) or "→" in text(page)
    printed = text(signed_in("cashier").get(reverse("trial_print", args=[batch.pk])))
    assert "笔数" in printed and "登记凭证" in printed and "回单.png" in printed


def test_an_auditors_look_is_kept(house: Office, batch, signed_in) -> None:
    signed_in("auditor").get(url_of(batch))
    assert AccessLog.objects.get().dossier == f"payout_batch:{batch.pk}"
