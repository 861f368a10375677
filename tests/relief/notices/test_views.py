"""The screens of papers through HTTP: scope, streams, retry, delivery, forms and their log, registers."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relief.audit.models import AccessLog
from relief.documents import store
from relief.notices import services
from relief.notices.models import Delivery, Notice, NumberSeries
from relief.notices.render import RenderError
from tests.factories import BASE, COUNTY, PNG, SISTER, Office

SignIn = Callable[[str], Client]


@pytest.fixture
def notice(house: Office) -> Notice:
    house.at("investigating")
    return services.make(Notice.objects.get().pk)


def image() -> SimpleUploadedFile:
    return SimpleUploadedFile("回执.png", PNG, "image/png")


# --- list and page -------------------------------------------------------------------------------------------
def test_signed_out_is_sent_to_sign_in(notice: Notice) -> None:
    for name, args in (("papers", []), ("paper", [notice.pk]), ("paper_pdf", [notice.pk]), ("blank_forms", [])):
        answer = Client().get(reverse(name, args=args))
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("sign_in"))


def test_everybody_sees_the_papers_of_their_own_unions_only(house: Office, notice: Notice, as_: SignIn) -> None:
    seen = {who: notice.number in as_(who).get(reverse("papers")).content.decode()
            for who in ("clerk", "reviewer", "auditor", "city_approver", "sister_clerk", "administrator")}  # fmt: skip
    assert seen == {"clerk": True, "reviewer": True, "auditor": True, "city_approver": True, "sister_clerk": False,
                    "administrator": False}  # fmt: skip
    for who in ("sister_clerk", "administrator"):
        for name in ("paper", "paper_pdf", "paper_deliver"):
            assert as_(who).get(reverse(name, args=[notice.pk])).status_code == 404
        assert as_(who).post(reverse("paper_retry", args=[notice.pk])).status_code == 404


def test_the_base_reads_the_county_s_paper_on_its_own_case(house: Office, as_: SignIn) -> None:
    case = house.at("approved")
    decision = Notice.objects.get(kind="decision")
    assert decision.organisation.code == COUNTY and decision.union == case.organisation
    assert as_("clerk").get(reverse("paper", args=[decision.pk])).status_code == 200
    assert as_("sister_clerk").get(reverse("paper", args=[decision.pk])).status_code == 404


def test_failed_papers_come_first_and_filters_narrow(
    house: Office, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.at("investigating")
    with monkeypatch.context() as patch:
        patch.setattr(services, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderError("没有字形")))
        failed = services.make(Notice.objects.get().pk)
    house.at("investigating", name="李文博")
    services.make(Notice.objects.latest("id").pk)
    page = as_("clerk").get(reverse("papers"))
    rows = page.context["rows"]
    assert [r["number"] for r in rows] == [failed.number, "东塬工受〔2026〕2号"]
    assert (rows[0]["state"], rows[0]["error"]) == ("bad", "没有字形")
    assert rows[0]["retry_url"] and not rows[0]["pdf_url"] and rows[1]["pdf_url"] and not rows[1]["retry_url"]

    def numbers(query: str) -> list[str]:
        return [r["number"] for r in as_("clerk").get(f"{reverse('papers')}?{query}").context["rows"]]

    assert numbers("state=failed") == [failed.number]
    assert numbers("state=undelivered") == ["东塬工受〔2026〕2号"]
    assert numbers("kind=decision") == []
    assert numbers("state=nonsense&before=x") == [failed.number, "东塬工受〔2026〕2号"]


def test_the_list_pages_by_keys_with_a_fixed_number_of_queries(house: Office, as_: SignIn) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            as_("reviewer").get(reverse("papers"))
        return len(found)

    for _n in range(3):
        house.at("investigating")
    few = count()
    for _n in range(25):
        house.at("investigating")
    assert count() == few
    first = as_("reviewer").get(reverse("papers"))
    assert len(first.context["rows"]) == 25 and first.context["page"]["total"] == 28
    second = as_("reviewer").get(reverse("papers") + first.context["page"]["next_url"])
    assert len(second.context["rows"]) == 3 and not second.context["page"]["next_url"]
    shown = {r["number"] for page in (first, second) for r in page.context["rows"]}
    assert len(shown) == 28


def test_a_paper_s_page(house: Office, notice: Notice, as_: SignIn) -> None:
    page = as_("clerk").get(reverse("paper", args=[notice.pk])).content.decode()
    pdf = reverse("paper_pdf", args=[notice.pk])
    case_no = notice.content["case_no"]
    for part in (notice.number, notice.title, notice.pdf_digest, f'src="{pdf}"', "登记送达", case_no, "还没有登记"):
        assert part in page


# --- the stored PDF --------------------------------------------------------------------------------------------
def test_the_pdf_is_streamed_as_it_is_stored(notice: Notice, as_: SignIn) -> None:
    url = reverse("paper_pdf", args=[notice.pk])
    answer = as_("clerk").get(url)
    assert answer.content == store.read(notice.pdf_digest)
    name = quote(f"{notice.title}-{notice.number}.pdf")
    assert answer["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert as_("clerk").get(url + "?download=1")["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_altered_or_missing_bytes_are_not_served(notice: Notice, as_: SignIn) -> None:
    place = store.path_of(notice.pdf_digest)
    kept = place.read_bytes()
    for damage in (lambda: place.write_bytes(kept + b" "), place.unlink):
        damage()
        answer = as_("clerk").get(reverse("paper_pdf", args=[notice.pk]))
        assert answer.status_code == 409 and "SHA-256" in answer.content.decode()
    place.write_bytes(kept)


def test_a_paper_that_is_not_made_yet_says_so(house: Office, as_: SignIn) -> None:
    house.at("investigating")
    pending = Notice.objects.get()
    assert as_("clerk").get(reverse("paper_pdf", args=[pending.pk])).status_code == 409
    page = as_("clerk").get(reverse("paper", args=[pending.pk])).content.decode()
    assert "现在生成" in page and "待生成" in page and "<iframe" not in page


def test_retry_answers_at_once(house: Office, as_: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    house.at("investigating")
    pk = Notice.objects.get().pk
    with monkeypatch.context() as patch:
        patch.setattr(services, "render_pdf", lambda *a, **k: (_ for _ in ()).throw(RenderError("没有字形")))
        services.make(pk)
        page = as_("clerk").post(reverse("paper_retry", args=[pk]), follow=True).content.decode()
        assert "仍未生成：没有字形" in page and "已试2次" in page
    page = as_("clerk").post(reverse("paper_retry", args=[pk]), follow=True).content.decode()
    assert "已生成" in page and Notice.objects.get().ready
    assert as_("clerk").get(reverse("paper_retry", args=[pk])).status_code == 405


# --- delivery --------------------------------------------------------------------------------------------------
def test_the_form_offers_the_methods_of_the_scheme(house: Office, notice: Notice, as_: SignIn) -> None:
    form = as_("clerk").get(reverse("paper_deliver", args=[notice.pk])).context["form"]
    assert [value for value, _word in form.fields["method"].choices] == ["", "hand", "phone", "sms", "wechat", "post"]


def test_a_delivery_is_recorded_with_its_proof(house: Office, notice: Notice, as_: SignIn) -> None:
    house.wait(1)
    given = {"method": "hand", "on": "2026-03-20", "receiver": "王喆祎", "proof": image()}
    answer = as_("clerk").post(reverse("paper_deliver", args=[notice.pk]), given, follow=True)
    row = Delivery.objects.get()
    assert (row.method, str(row.on), row.receiver) == ("hand", "2026-03-20", "王喆祎")
    assert row.entered_by == house.by("clerk")
    assert "当面送交 · 2026-03-20 · 签收 王喆祎，登记 clerk" in answer.content.decode()
    proof = as_("reviewer").get(reverse("paper_proof", args=[row.pk]))
    assert proof.content == PNG and proof["Content-Type"] == "image/png"
    assert as_("sister_clerk").get(reverse("paper_proof", args=[row.pk])).status_code == 404
    as_("clerk").post(reverse("paper_deliver", args=[notice.pk]), {"method": "phone", "on": "2026-03-21"})
    assert [d.method for d in notice.deliveries.order_by("id")] == ["hand", "phone"], "a second attempt is a second row"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"method": "", "on": "2026-03-20"}, "method"), ({"method": "owl", "on": "2026-03-20"}, "method"),
     ({"method": "sms", "on": "2026-03-19"}, "on"), ({"method": "sms", "on": "2026-03-21"}, "on"),
     ({"method": "sms", "on": "昨天"}, "on")],
)  # fmt: skip
def test_a_wrong_delivery_keeps_what_was_typed(notice: Notice, as_: SignIn, given: dict[str, str], field: str) -> None:
    answer = as_("clerk").post(reverse("paper_deliver", args=[notice.pk]), {**given, "receiver": "王先生"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert "王先生" in answer.content.decode() and not Delivery.objects.exists()


def test_a_refusal_is_delivered_with_proof_only(house: Office, as_: SignIn) -> None:
    house.perform(house.at("submitted"), "decline", "chair", reason="不是会员。")
    refused = services.make(Notice.objects.get(kind="non_acceptance").pk)
    url = reverse("paper_deliver", args=[refused.pk])
    answer = as_("clerk").post(url, {"method": "hand", "on": "2026-03-20"})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["proof"]
    assert [v for v, _w in answer.context["form"].fields["method"].choices] == ["", "hand", "post"]
    assert as_("clerk").post(url, {"method": "hand", "on": "2026-03-20", "proof": image()}).status_code == 302


def test_only_those_who_hand_papers_over_record_it(notice: Notice, as_: SignIn) -> None:
    answer = as_("auditor").post(reverse("paper_deliver", args=[notice.pk]), {"method": "sms", "on": "2026-03-20"})
    assert answer.status_code == 403 and not Delivery.objects.exists()
    assert "登记送达" not in as_("auditor").get(reverse("paper", args=[notice.pk])).content.decode()


def test_an_auditor_s_look_is_kept_at_the_auditor_s_level(house: Office, notice: Notice, as_: SignIn) -> None:
    as_("auditor").get(reverse("paper", args=[notice.pk]))
    log = AccessLog.objects.get()
    assert (log.what, log.path) == ("read", house.units[COUNTY].path)


# --- registers -------------------------------------------------------------------------------------------------
def test_the_register_tells_what_holds_each_number(house: Office, as_: SignIn) -> None:
    case = house.at("paid")
    house.perform(house.at("submitted"), "withdraw", "clerk", role="APPLICANT", reason="撤回")
    listed = as_("reviewer").get(reverse("registers")).content.decode()
    for word in ("案件编号", "发放批次", "公示表", "临时救助审批结果通知书"):
        assert word in listed
    series = {s.kind: s for s in NumberSeries.objects.all()}
    rows = {kind: as_("reviewer").get(reverse("register", args=[s.pk])).context["rows"] for kind, s in series.items()}
    assert [(r["number"], r["state_label"]) for r in rows["case"]] == [
        ("汾阳工救〔2026〕2号", "已撤回"), ("汾阳工救〔2026〕1号", "已发放")]  # fmt: skip
    assert rows["decision"][0]["case_no"] == case.number and rows["decision"][0]["state_label"] == "待生成"
    assert [r["title"] for r in rows["publicity"]] == ["公示表，1人"]
    assert rows["batch"][0]["state_label"] == "已回盘"
    assert all(r["url"] for kind in rows for r in rows[kind])


def test_registers_are_scoped(house: Office, as_: SignIn) -> None:
    house.at("submitted", organisation=house.units[SISTER])
    house.at("investigating")
    series = NumberSeries.objects.get(kind="acceptance", organisation=house.units[BASE])
    assert as_("clerk").get(reverse("register", args=[series.pk])).status_code == 200
    assert as_("sister_clerk").get(reverse("register", args=[series.pk])).status_code == 404
    assert "案件编号" not in as_("clerk").get(reverse("registers")).content.decode(), "the county's series"


def test_a_gap_would_be_seen(house: Office, as_: SignIn) -> None:
    house.at("investigating")
    series = NumberSeries.objects.get(kind="acceptance")
    NumberSeries.objects.filter(pk=series.pk).update(last=2)
    rows = as_("clerk").get(reverse("register", args=[series.pk])).context["rows"]
    assert (rows[0]["number"], rows[0]["state_label"]) == ("东塬工受〔2026〕2号", "缺号")


def test_a_long_register_pages(house: Office, as_: SignIn) -> None:
    for _n in range(3):
        house.at("submitted")
    series = NumberSeries.objects.get(kind="case")
    page = as_("reviewer").get(reverse("register", args=[series.pk]) + "?below=3")
    assert [r["n"] for r in page.context["rows"]] == [2, 1] and not page.context["page"]["next_url"]
