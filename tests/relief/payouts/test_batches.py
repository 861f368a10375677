"""Batches on screen: what may go in, confirmed in words, checked by another, exported once, taken back before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.applications.models import Check
from relief.organisations import importing
from relief.organisations.importing import Unit
from relief.organisations.models import Organisation
from relief.payouts.drafting import obstacles
from relief.payouts.models import BankFile, BankTemplate, PayoutBatch, PayoutLine
from relief.payouts.services import batching
from tests.factories import CITY, COUNTY, Office
from workflows.clock import today
from workflows.errors import NotPossible
from workflows.models import Event
from workflows.payout_line import PAYOUT_LINE

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
Act = Callable[..., Any]


def text(page: Any) -> str:
    return page.content.decode()


def template(code: str = "nongshang-csv", **changed: Any) -> BankTemplate:
    """A template as shipped, or one of its own with some keys changed."""
    found = BankTemplate.objects.get(code=code)
    if not changed:
        return found
    return BankTemplate.objects.create(code="own", version=1, name="自用模板", data={**found.data, **changed})


def send(browser: Client, house: Office, lines: list[PayoutLine], then: str, **typed: Any) -> Any:
    posted = {"organisation": house.units[COUNTY].pk, "source": "OWN", "line": [x.pk for x in lines], "then": then,
              "template": template().pk, **({"confirmed": "1"} if then == "draft" else {}), **typed}  # fmt: skip
    return browser.post(reverse("batch_new"), posted)


def ready(house: Office, n: int = 2, **values: Any) -> list[PayoutLine]:
    return [house.line(house.at("approved", **values)) for _n in range(n)]


# --- drafting -----------------------------------------------------------------------------------------------------
def test_what_waits_is_grouped_by_source_with_its_sum(house: Office, signed_in: SignedIn) -> None:
    lines = ready(house)
    page = signed_in("cashier").get(reverse("batches"))
    assert [(g["source"], g["count"], g["fen"]) for g in page.context["waiting"]] == [("本级工会经费", 2, 300_000)]
    chosen = signed_in("cashier").get(reverse("batch_new"), follow=True)  # one group: straight to it
    assert [row["key"] for row in chosen.context["lines"]] == [str(x.pk) for x in lines]


def test_it_is_confirmed_with_sum_words_count_and_fund(house: Office, signed_in: SignedIn) -> None:
    lines = ready(house)
    asked = send(signed_in("cashier"), house, lines, "confirm")
    for told in ("3,000.00", "叁仟元整", "2 笔", "本级工会经费", "农村商业银行批量代发"):
        assert told in text(asked)
    assert not PayoutBatch.objects.exists()
    unticked = send(signed_in("cashier"), house, lines, "draft", confirmed="")
    assert unticked.status_code == 200 and not PayoutBatch.objects.exists()
    done = send(signed_in("cashier"), house, lines, "draft")
    batch = PayoutBatch.objects.get()
    assert done.url == reverse("batch", args=[batch.pk]) and (batch.count, batch.total_fen) == (2, 300_000)


def test_pressed_twice_it_is_drafted_once(house: Office, signed_in: SignedIn) -> None:
    lines = ready(house)
    send(signed_in("cashier"), house, lines, "draft")
    again = send(signed_in("cashier"), house, lines, "draft")
    assert "没有等着入批的明细" in text(again) and PayoutBatch.objects.count() == 1


def test_above_the_banks_limit_the_lines_are_split(house: Office, signed_in: SignedIn) -> None:
    lines, small = ready(house, 5), template(line_limit=2)
    with pytest.raises(NotPossible) as refused:
        batching.draft_batch(lines=lines, template=small, actor=house.by("cashier"))
    assert "每批最多2笔，请分批" in refused.value.message
    asked = send(signed_in("cashier"), house, lines, "confirm", template=small.pk)
    assert "分成3批：2、2、1笔" in text(asked)
    send(signed_in("cashier"), house, lines, "draft", template=small.pk)
    assert [b.count for b in PayoutBatch.objects.order_by("pk")] == [2, 2, 1]
    assert sum(b.total_fen for b in PayoutBatch.objects.all()) == sum(x.amount_fen for x in lines)


def test_a_name_that_the_file_cannot_hold_is_told_before(house: Office, signed_in: SignedIn) -> None:
    """𠮷 is rare: it is confirmed first; a bank that writes GBK cannot even then."""
    line = house.line(house.at("approved", name="王𠮷祥"))
    other = ready(house, 1)[0]
    assert "户名有生僻字" in text(signed_in("cashier").get(reverse("batch_new"), follow=True))
    refused = send(signed_in("cashier"), house, [line, other], "confirm")
    assert refused.status_code == 422  # it is no choice before its spelling was compared
    house.perform(line, "confirm_account", "cashier", bank_spelling="王𠮷祥")
    gbk = template(encoding="GBK")
    refused = send(signed_in("cashier"), house, [line, other], "draft", template=gbk.pk)
    assert refused.status_code == 422 and "U+20BB7" in text(refused) and not PayoutBatch.objects.exists()
    assert send(signed_in("cashier"), house, [line, other], "draft").status_code == 302


OBSTACLES: dict[str, tuple[dict[str, Any], str]] = {
    "rare name": ({"name": "王𠮷祥"}, "户名有生僻字"),
    "other payee": ({"account_name": "李秀英", "payee_relation": "妻子"}, ""),
}


@pytest.mark.parametrize(("values", "told"), OBSTACLES.values(), ids=OBSTACLES)
def test_what_stands_against_a_line_is_told(
    house: Office, signed_in: SignedIn, values: dict[str, Any], told: str
) -> None:  # fmt: skip
    line = house.line(house.at("approved", **values))
    page = text(signed_in("cashier").get(reverse("batch_new"), follow=True))
    assert (told in page) if told else (f'value="{line.pk}" checked' in page)


def test_a_line_without_account_cannot_be_mended_here(house: Office, signed_in: SignedIn) -> None:
    line = ready(house, 1)[0]
    PayoutLine.objects.filter(pk=line.pk).update(bank="")
    page = text(signed_in("cashier").get(reverse("batch_new"), follow=True))
    assert "缺银行卡号或开户银行，须撤销批准后更正" in page and f'value="{line.pk}"' not in page


def test_the_page_says_what_the_guards_say(house: Office) -> None:
    """The bulk answer of the page and the engine's own, line by line."""
    held, dead, plain, nameless = (house.at("approved") for _n in range(4))
    house.perform(held, "hold", "reviewer", reason="核实中", review_on=today() + timedelta(days=9))
    Check.objects.filter(application=dead, kind="population_death").update(status="matched")
    PayoutLine.objects.filter(application=nameless).update(payee_name="李秀英")
    lines = [house.line(case) for case in (held, dead, plain, nameless)]
    found = obstacles(lines)
    wanted = {"not_held", "payee_alive", "payee_allowed", "account_confirmed"}
    for line in lines:
        facts = PAYOUT_LINE.facts(line)
        moment = type("M", (), {"facts": facts, "given": {}})
        missing = [g for g in PAYOUT_LINE.row("batch").when if g.__name__ in wanted and not g(moment)]  # type: ignore[arg-type]
        assert len(found[line.pk]) == len(missing), (line.pk, found[line.pk], missing)
    assert [len(found[x.pk]) for x in lines] == [1, 1, 0, 1]


@pytest.mark.parametrize("name", ["payment_reviewer", "head", "clerk", "auditor"])
def test_only_the_cashier_drafts(house: Office, signed_in: SignedIn, name: str) -> None:
    lines = ready(house, 1)
    assert signed_in(name).get(reverse("batch_new")).status_code == 403
    assert send(signed_in(name), house, lines, "draft").status_code == 403 and not PayoutBatch.objects.exists()


# --- checking and exporting ---------------------------------------------------------------------------------------
@pytest.fixture
def batch(house: Office) -> PayoutBatch:
    return house.batch(*(house.at("approved") for _n in range(2)))


def test_checked_and_exported_each_confirmed_in_words(batch: PayoutBatch, act: Act, signed_in: SignedIn) -> None:
    browser = signed_in("payment_reviewer")
    for verb, state in (("check", "checked"), ("export", "exported")):
        url = reverse("batch_act", args=[batch.pk, verb])
        form = browser.get(url)
        for told in ("3,000.00", "叁仟元整", "2 笔", "本级工会经费", batch.number):
            assert told in text(form)
        unticked = browser.post(url, {"seen": form.context["seen"]})
        assert unticked.status_code == 422 and "勾选“我已核对”" in text(unticked)
        assert act("payment_reviewer", batch, verb).status_code == 302 and batch.state == state
    page = text(browser.get(reverse("batch", args=[batch.pk])))
    assert batch.file.digest in page and "GB18030" in page


def test_the_drafter_never_checks(house: Office, batch: PayoutBatch, act: Act) -> None:
    house.grant("cashier", "payment_reviewer", COUNTY)
    refused = act("cashier", batch, "check")
    assert refused.status_code == 403 and batch.state == "drafted"


def test_exported_twice_is_one_file(batch: PayoutBatch, act: Act, signed_in: SignedIn) -> None:
    act("payment_reviewer", batch, "check")
    browser, url = signed_in("payment_reviewer"), reverse("batch_act", args=[batch.pk, "export"])
    posted = {"seen": browser.get(url).context["seen"], "confirmed": "1"}
    assert browser.post(url, posted).status_code == 302
    digest = BankFile.objects.get().digest
    again = browser.post(url, posted)
    assert again.status_code == 409 and "请刷新后再办" in text(again)
    assert browser.get(url).status_code == 409
    assert (
        BankFile.objects.get().digest == digest
        and Event.objects.filter(verb="export", machine="payout_batch").count() == 1
    )


def test_a_name_that_became_unwritable_stops_the_export_and_names_the_line(
    house: Office, batch: PayoutBatch, act: Act
) -> None:  # fmt: skip
    act("payment_reviewer", batch, "check")
    PayoutBatch.objects.filter(pk=batch.pk).update(template=template(encoding="GBK"))
    PayoutLine.objects.filter(batch=batch, line_no=2).update(payee_name="王𠮷祥")
    batch.refresh_from_db()
    refused = act("payment_reviewer", batch, "export")
    assert refused.status_code == 409 and "第2笔(王𠮷祥)" in text(refused) and batch.state == "checked"
    assert not BankFile.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("cashier", 200), ("payment_reviewer", 200), ("head", 403),
                                              ("auditor", 403), ("clerk", 404), ("administrator", 404)])  # fmt: skip
def test_the_file_goes_to_two_roles_and_each_time_is_told(
    house: Office, signed_in: SignedIn, name: str, status: int
) -> None:  # fmt: skip
    batch = house.exported(house.at("approved"))
    url = reverse("batch_download", args=[batch.pk])
    assert signed_in(name).get(url).status_code == 405
    answer = signed_in(name).post(url)
    assert answer.status_code == status
    logged = Event.objects.filter(verb="download", actor=house.by(name)).count()
    assert logged == (status == 200)
    if status == 200:
        assert answer.content == bytes(batch.file.content) and answer["Content-Type"] == "application/octet-stream"


def test_sent_back_voided_and_drafted_anew(house: Office, batch: PayoutBatch, act: Act, signed_in: SignedIn) -> None:
    act("payment_reviewer", batch, "check")
    assert act("payment_reviewer", batch, "send_back", reason="").status_code == 422
    assert act("payment_reviewer", batch, "send_back", reason="第2笔账号请再核。").status_code == 302
    assert act("cashier", batch, "void", reason="重做").status_code == 302 and batch.state == "voided"
    lines = list(PayoutLine.objects.filter(state="planned"))
    assert len(lines) == 2 and send(signed_in("cashier"), house, lines, "draft").status_code == 302


def test_after_the_export_it_is_never_voided(house: Office, act: Act) -> None:
    batch = house.exported(house.at("approved"))
    assert act("cashier", batch, "void", reason="想撤").status_code == 409 and batch.state == "exported"


def test_a_voucher_is_booked_with_its_scan(house: Office, act: Act, signed_in: SignedIn, picture: Any) -> None:
    batch = house.exported(house.at("approved"))
    typed = {"voucher_number": "记-031", "voucher_on": today().isoformat()}
    assert act("cashier", batch, "book", **{**typed, "voucher_number": ""}).status_code == 422
    assert act("cashier", batch, "book", **typed, scan=picture("回单.png")).status_code == 302
    page = signed_in("cashier").get(reverse("batch", args=[batch.pk]))
    assert "记-031" in text(page)
    assert signed_in("head").get(page.context["papers"][0]["url"]).status_code == 200
    assert signed_in("clerk").get(page.context["papers"][0]["url"]).status_code == 404


def test_a_stale_form_is_told_who_was_first(house: Office, batch: PayoutBatch, signed_in: SignedIn) -> None:
    browser, url = signed_in("payment_reviewer"), reverse("batch_act", args=[batch.pk, "check"])
    seen = browser.get(url).context["seen"]
    house.perform(batch, "void", "cashier", reason="重做")
    answer = browser.post(url, {"seen": seen, "confirmed": "1"})
    assert answer.status_code == 409 and "已由cashier" in text(answer) and "作废" in text(answer)


# --- who sees what ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "status"), [("cashier", 200), ("payment_reviewer", 200), ("head", 200),
                                              ("auditor", 200), ("clerk", 404), ("secretary", 404), ("administrator", 404)])  # fmt: skip
def test_a_batch_is_seen_where_the_money_roles_cover_it(
    batch: PayoutBatch, signed_in: SignedIn, name: str, status: int
) -> None:  # fmt: skip
    browser = signed_in(name)
    assert browser.get(reverse("batch", args=[batch.pk])).status_code == status
    assert (batch.number in text(browser.get(reverse("batches")))) == (status == 200)
    assert browser.get(reverse("batch_act", args=[batch.pk, "check"])).status_code in (200, 403, 404)


def test_another_countys_cashier_sees_nothing(house: Office, batch: PayoutBatch, signed_in: SignedIn) -> None:
    importing.import_units([Unit(9, "GH141181", "孝义市总工会", "county", "141181", CITY)])
    other = Organisation.objects.get(code="GH141181")
    house.units["GH141181"] = other
    house.newcomer("foreign")
    house.grant("foreign", "cashier", "GH141181")
    browser = signed_in("foreign")
    assert browser.get(reverse("batch", args=[batch.pk])).status_code == 404
    assert (
        batch.number not in text(browser.get(reverse("batches")))
        and not browser.get(reverse("budgets")).context["rows"]
    )
    assert browser.get(reverse("line", args=[batch.lines.first().pk])).status_code == 404
    assert browser.post(reverse("batch_download", args=[batch.pk])).status_code == 404
    assert send(browser, house, [], "confirm").status_code == 200 and PayoutBatch.objects.count() == 1


def test_accounts_are_masked_on_every_page(house: Office, batch: PayoutBatch, signed_in: SignedIn) -> None:
    line = batch.lines.first()
    for url in (reverse("batch", args=[batch.pk]), reverse("line", args=[line.pk])):
        page = text(signed_in("cashier").get(url))
        assert line.card_no not in page and f"{line.card_no[:4]}***********{line.card_no[-4:]}" in page


def test_one_account_for_two_people_is_flagged(house: Office, signed_in: SignedIn) -> None:
    batch = house.batch(*(house.at("approved") for _n in range(2)))  # both of the one card of the specimen form
    assert text(signed_in("payment_reviewer").get(reverse("batch", args=[batch.pk]))).count("同一账号收多人的款") == 2


@pytest.mark.parametrize("route", ["batch", "batches", "batch_new"])
def test_more_lines_cost_no_more_queries(house: Office, signed_in: SignedIn, route: str) -> None:
    def queries(lines: int) -> int:
        made = [house.at("approved") for _n in range(lines)]
        args = [house.batch(*made).pk] if route == "batch" else []
        browser = signed_in("cashier")
        browser.get(reverse(route, args=args), follow=True)
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse(route, args=args), follow=True)
        return len(asked)

    assert queries(1) == queries(5) <= 28
