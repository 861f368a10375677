"""Papers of supervision through HTTP: who reads them, delivery, forms and their scans, registers (supervision.md §2)."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relief.documents.models import Document
from relief.notices import services
from relief.notices.models import Notice, NumberSeries
from relief.notices.pages import case_forms
from relief.queue.sitting import sit
from tests.supervision_cast import BASE, COUNTY, REASON, Committee
from tests.ways import PNG

SignIn = Callable[[str], Client]


@pytest.fixture
def as_(house: Committee) -> SignIn:
    """as_("director") is a browser in which the director is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def told(house: Committee) -> Notice:
    """The employer was told of the investigation; the paper is made."""
    house.at("investigating")
    return services.make(Notice.objects.get(kind="investigation_notice").pk)


def image() -> SimpleUploadedFile:
    return SimpleUploadedFile("签字.png", PNG, "image/png")


# --- who reads -----------------------------------------------------------------------------------------------------
def test_papers_are_read_by_who_reads_the_case(house: Committee, told: Notice, as_: SignIn) -> None:
    lead_paper = services.make(Notice.objects.get(kind="acceptance_notice").pk)
    for who, notice, status in (
        ("case_office", told, 200), ("counsel", told, 200), ("counsel", lead_paper, 404), ("city_director", told, 200),
        ("base_director", told, 404), ("clerk", told, 404), ("hotline", told, 404), ("reviewer", lead_paper, 404),
    ):  # fmt: skip
        assert as_(who).get(reverse("paper", args=[notice.pk])).status_code == status, (who, notice.kind)
        assert as_(who).get(reverse("paper_pdf", args=[notice.pk])).status_code == status
        listed = as_(who).get(reverse("papers")).content.decode()
        assert (notice.number in listed) is (status == 200)
    kinds = as_("counsel").get(reverse("papers")).context["filters"][0]["options"]
    assert {o["value"] for o in kinds} >= {"", "investigation_notice"} and "refusal" not in {o["value"] for o in kinds}
    page = as_("case_office").get(reverse("papers") + "?kind=investigation_notice").content.decode()
    assert told.number in page and lead_paper.number not in page and "工会劳动法律监督调查通知书" in page


def test_who_stands_aside_reads_no_paper_of_the_case(house: Committee, told: Notice, as_: SignIn) -> None:
    assert as_("director").get(reverse("paper", args=[told.pk])).status_code == 200
    from relief.supervision.models import SupervisionCase

    house.perform(SupervisionCase.objects.get(), "recuse", "director", **REASON)
    assert as_("director").get(reverse("paper", args=[told.pk])).status_code == 404
    assert told.number not in as_("director").get(reverse("papers")).content.decode()
    assert as_("director2").get(reverse("paper", args=[told.pk])).status_code == 200


def test_a_relief_reader_s_list_is_as_before(house: Committee, told: Notice, as_: SignIn) -> None:
    house.newcomer("county_clerk")
    house.grant("county_clerk", "clerk", COUNTY)
    page = as_("county_clerk").get(reverse("papers")).content.decode()
    assert told.number not in page and "没有文书" in page


def test_the_list_is_in_the_menu_once(house: Committee, as_: SignIn) -> None:
    menu = {who: [item["label"] for part in as_(who).get(reverse("papers")).context["nav"] for item in part["items"]]
            for who in ("supervisor", "archivist", "reviewer")}  # fmt: skip
    assert "通知书和表格" in menu["supervisor"] and "文书" not in menu["supervisor"]
    assert "通知书和表格" not in menu["archivist"] + menu["reviewer"] and "文书" in menu["archivist"]


# --- delivery ------------------------------------------------------------------------------------------------------
def test_a_delivery_is_recorded_by_the_office(house: Committee, told: Notice, as_: SignIn) -> None:
    url = reverse("paper_deliver", args=[told.pk])
    page = as_("supervisor").get(url)
    assert [value for value, _word in page.context["form"].fields["method"].choices if value] == ["hand", "post"]
    given = {"method": "hand", "on": told.issued_on.isoformat(), "receiver": "示例经理"}
    assert as_("counsel").post(url, given).status_code == 403
    answer = as_("supervisor").post(url, given, follow=True).content.decode()
    assert "已登记送达" in answer and "当面送交" in answer and told.deliveries.count() == 1


# --- forms ---------------------------------------------------------------------------------------------------------
def test_the_record_that_is_asked_for_prints(house: Committee, as_: SignIn) -> None:
    case = house.ready("investigating")
    row = case.records.get()
    url = reverse("paper_form", args=["investigation_record", "decided", case.pk])
    assert as_("supervisor").get(f"{url}?row={row.pk}").content.startswith(b"%PDF-")
    assert as_("supervisor").get(f"{url}?row=999").status_code == 404
    assert as_("supervisor").get(f"{url}?row=x").status_code == 404
    for who in ("clerk", "hotline", "base_director", "seal_keeper"):
        assert as_(who).get(url).status_code == 404, who
    house.perform(case, "recuse", "counsel", **REASON)
    assert as_("counsel").get(url).status_code == 404


def test_the_hotline_prints_the_form_of_its_own_lead(house: Committee, as_: SignIn) -> None:
    own, other = house.lead(by="hotline"), house.lead(employer_name="示例县另一公司", uscc="")
    own_url, other_url = (reverse("paper_form", args=["lead_form", "wet", x.pk]) for x in (own, other))
    assert as_("hotline").get(own_url).content.startswith(b"%PDF-")
    assert as_("hotline").get(other_url).status_code == 404
    assert as_("case_office").get(other_url).status_code == 200


def test_the_tab_offers_each_form_that_is_there(house: Committee) -> None:
    case = house.ready("revisiting")
    labels = [row["label"] for row in case_forms(case, sit(house.by("case_office")))]
    assert labels == ["劳动法律监督调查笔录（2026-06-01 示例经理）", "劳动法律监督回访记录（2026-06-01）", "劳动法律监督结案审批表"]
    assert case_forms(case, sit(house.by("seal_keeper"))) == []
    letters = case_forms(case.letters.get(), sit(house.by("seal_keeper")))
    assert [row["label"] for row in letters] == ["工会劳动法律监督文书审批表", "送达回证", "回执"]


def test_a_signed_scan_is_filed_by_the_act_of_the_case(house: Committee, as_: SignIn) -> None:
    case = house.at("investigating")
    url = reverse("paper_scan", args=["investigation_record", case.pk])
    assert "还没有" in as_("supervisor").get(url).content.decode()
    page = as_("supervisor").post(url, {"scan": image(), "seen": case.event_count}, follow=True).content.decode()
    document = Document.objects.get(item="SIGNED:investigation_record")
    assert "签字.png" in page and document.dossier == f"supervision_case:{case.pk}" and document.original_seen
    scan = reverse("paper_scan_file", args=[document.pk])
    assert as_("case_office").get(scan).content == PNG and as_("clerk").get(scan).status_code == 404
    assert "只能打印" in as_("director").get(url).content.decode()


def test_a_closed_case_takes_the_scan_of_its_closing_form(house: Committee, as_: SignIn) -> None:
    """The form is signed after ``close`` is keyed."""
    case = house.at("closed")
    page = as_("case_office").get(reverse("paper_scan", args=["closing_form", case.pk])).content.decode()
    assert "案卷已经办结" not in page and 'type="file"' in page


def test_an_archived_case_takes_no_more_scans(house: Committee, as_: SignIn) -> None:
    case = house.at("archived")
    page = as_("case_office").get(reverse("paper_scan", args=["closing_form", case.pk])).content.decode()
    assert "案卷已经办结" in page


def test_empty_forms_stand_under_their_field_of_work(house: Committee, as_: SignIn) -> None:
    page = as_("supervisor").get(reverse("blank_forms"))
    titles = [group["title"] for group in page.context["groups"]]
    assert titles == ["救助", "劳动法律监督"] and "送达回证" in page.content.decode()
    for kind in ("lead_form", "letter_approval", "return_slip"):
        assert as_("supervisor").get(reverse("paper_blank", args=[kind])).content.startswith(b"%PDF-")


# --- registers -----------------------------------------------------------------------------------------------------
def test_the_registers_of_supervision_are_for_its_readers(house: Committee, told: Notice, as_: SignIn) -> None:
    page = as_("case_office").get(reverse("registers")).content.decode()
    assert "监督案件编号" in page and "监督线索编号" in page and "工会劳动法律监督调查通知书" in page
    counsel = as_("counsel").get(reverse("registers")).content.decode()
    assert "监督案件编号" in counsel and "监督线索编号" not in counsel
    assert "监督案件编号" not in as_("clerk").get(reverse("registers")).content.decode()
    for series in NumberSeries.objects.all():
        rows = as_("case_office").get(reverse("register", args=[series.pk]))
        assert rows.status_code == 200 and rows.context["rows"][0]["state_label"] != "缺号"
        assert as_("base_director").get(reverse("register", args=[series.pk])).status_code == 404, BASE
