"""The publicity sheet: one number for many cases, a list that ends, filed when its term is over (relief.md §7)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from relief.applications.models import PublicitySheet, SheetEntry
from relief.notices import services, sheets
from relief.notices.models import Notice
from relief.notices.render import render_paper
from tests.factories import PUBLISH, Office
from workflows.errors import NotPossible

Pages = Callable[[bytes], list[str]]


@pytest.fixture
def sheet(house: Office) -> PublicitySheet:
    """Two cases of one day on one sheet."""
    first = house.at("publicity", name="王喆祎")
    found = first.sheet_entries.get().sheet
    house.perform(house.ready("grassroots_review", name="欧阳一鸣"), "publish", "chair", **PUBLISH, sheet=found)
    return found


def printed(sheet: PublicitySheet, pages_of: Pages) -> str:
    return "".join(pages_of(render_paper("publicity", sheets.sheet_paper(sheet))))


def test_one_number_from_the_day_it_is_opened(sheet: PublicitySheet) -> None:
    assert sheet.number == "东塬工公示〔2026〕1号"
    assert PublicitySheet.objects.count() == 1 and sheet.entries.count() == 2
    assert not Notice.objects.filter(kind="publicity").exists(), "no paper a case"


def test_it_prints_the_whitelist_and_nothing_else(sheet: PublicitySheet, pages_of: Pages) -> None:
    text = printed(sheet, pages_of)
    wanted = ("拟救助人员公示", sheet.number, "王**", "欧阳**", "示范有限公司", "意外伤害", "1,500.00", "下列2名",
              "2026年3月20日至2026年3月27日（5个工作日）", "公示栏", "监督电话：0358-0000000",
              "依据未确认办法(演示)")  # fmt: skip
    assert [part for part in wanted if part not in text] == []
    for entry in sheet.entries.select_related("application"):
        a = entry.application
        for secret in (a.name, a.id_no, a.mobile, a.card_no, a.address, a.number, a.narrative):
            assert secret not in text


def test_the_database_keeps_what_was_published(sheet: PublicitySheet) -> None:
    entry = sheet.entries.first()
    assert entry is not None
    for change in (
        lambda: SheetEntry.objects.filter(pk=entry.pk).update(amount_fen=1),
        lambda: SheetEntry.objects.filter(pk=entry.pk).delete(),
        lambda: PublicitySheet.objects.filter(pk=sheet.pk).update(number="x"),
        lambda: PublicitySheet.objects.filter(pk=sheet.pk).update(ends_on=date(2026, 4, 30)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_it_is_filed_when_its_term_is_over(house: Office, sheet: PublicitySheet, pages_of: Pages) -> None:
    house.on(sheet.ends_on)
    services.sweep()
    assert not Notice.objects.filter(kind="publicity").exists(), "its last day is a day of the term"
    hung = printed(sheet, pages_of)
    house.on(sheet.ends_on + timedelta(days=1))
    services.sweep()
    services.sweep()
    filed = Notice.objects.get(kind="publicity")
    assert (filed.number, filed.n, filed.year, filed.issued_on) == (sheet.number, 1, 2026, sheet.starts_on)
    assert filed.dossier == f"publicity_sheet:{sheet.pk}" and filed.ready and len(filed.content["rows"]) == 2
    from relief.documents import store

    assert "".join(pages_of(store.read(filed.pdf_digest))) == hung, "what is filed is what hung"


def test_nobody_joins_a_sheet_of_another_day_or_a_filed_one(house: Office, sheet: PublicitySheet) -> None:
    late = house.ready("grassroots_review")
    house.on(sheet.starts_on + timedelta(days=3))
    with pytest.raises(NotPossible, match="当天开始"):
        house.perform(late, "publish", "chair", **PUBLISH, sheet=sheet)


def test_a_sheet_without_cases_is_never_filed_but_its_number_is_explained(house: Office) -> None:
    from relief.applications.services.publicity import open_sheet
    from relief.notices.models import NumberSeries
    from relief.notices.register import gaps_of, lines_of
    from relief.schemes.selectors import scheme_on
    from workflows.clock import today

    term = scheme_on(today()).rules.clock("publicity")
    open_sheet(house.units["GH141182-03-007"], starts_on=today(), term=term, place="公示栏", complaint_phone="0358-1")
    house.wait(30)
    services.sweep()
    assert not Notice.objects.exists()
    series = NumberSeries.objects.get(kind="publicity")
    assert [line.state_label for line in lines_of(series)] == ["未使用"]
    assert gaps_of(series) == []


def test_a_republished_case_hangs_on_a_new_sheet_with_its_own_number(house: Office) -> None:
    case = house.ready("county_review")
    house.perform(case, "amend", "reviewer", field="employer", value="新单位", reason="单位名称有误", paper="劳动合同")
    house.perform(case, "republish", "reviewer", reason="单位名称变更")
    numbers = list(PublicitySheet.objects.order_by("id").values_list("number", flat=True))
    assert numbers == ["东塬工公示〔2026〕1号", "东塬工公示〔2026〕2号"]
