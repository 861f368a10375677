"""编号登记簿 and the public answer of a QR code."""

import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from relief.letters.models import Series
from relief.letters.views import verifying
from tests.relief.letters.screens import Screens, text

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def house(db: None) -> Screens:
    cache.clear()
    return Screens()


def test_every_number_stands_with_its_state_and_reason(house: Screens) -> None:
    office = house.office
    sealed, recalled = office.to("sealed"), office.to("numbered")
    void = recalled.number
    office.perform(recalled, "recall", "director", reason=FORMULA)
    reserved = office.to("numbered")
    series = Series.objects.get()
    listed = house.get("director", "number_registers")
    assert "已编至" in text(listed) and listed.context["rows"][0]["last"] == 3 and listed.context["rows"][0]["whole"]
    page = text(house.get("director", "number_register", series.pk))
    for number in (sealed.number, void, reserved.number):
        assert number in page
    assert "作废" in page and "HYPERLINK" in page and "缺号" not in page
    sheet = house.get("director", "number_register_xlsx", series.pk)
    assert "attachment" in sheet["Content-Disposition"]
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows())
    assert [r[0].value for r in rows] == ["序号", 1, 2, 3] and rows[2][7].value == FORMULA
    assert rows[2][7].data_type == "s", "text, never a formula"


def test_the_register_is_scoped(house: Screens) -> None:
    house.office.to("numbered")
    series = Series.objects.get()
    for page in ("number_register", "number_register_xlsx"):
        assert house.get("base_director", page, series.pk).status_code == 404
    assert "还没有编号" in text(house.get("base_director", "number_registers"))
    assert house.get("director", "number_registers", year="1999").status_code == 200


def test_anybody_may_ask_what_a_paper_is_but_not_to_whom(house: Screens) -> None:
    letter = house.office.to("numbered")
    url = reverse("verify", args=[letter.verify_code])
    assert url == f"/v/{letter.verify_code}"
    assert Client().get(url).status_code == 404, "not before it is sealed"
    house.office.to_sealed(letter)
    answer = Client().get(url)
    said = text(answer)
    for told in (letter.number, letter.issuer_name, "意见书", "有效", letter.pdf_digest[:16]):
        assert told in said
    assert letter.addressee not in said and letter.pdf_digest not in said and "工资" not in said
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and answer["Cache-Control"] == "no-store"
    house.office.perform(letter, "void", "director", reason="单位名称写错")
    assert "已作废" in text(Client().get(url)) and "写错" not in text(Client().get(url))


def test_an_unknown_code_is_plainly_unknown_and_guessing_is_slowed(house: Screens, monkeypatch) -> None:
    monkeypatch.setattr(verifying, "ASKED", 3)
    answers = [Client().get("/v/0123456789abcdef0123456789abcdef") for _n in range(4)]
    assert [a.status_code for a in answers] == [404, 404, 404, 429]
    assert "查无此文书" in text(answers[0]) and answers[3]["Retry-After"] == "60"
    assert Client(REMOTE_ADDR="10.0.0.9").get("/v/abc").status_code == 404, "others still ask"
    assert Client().post("/v/abc").status_code == 405
