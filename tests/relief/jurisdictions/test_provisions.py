"""The catalogue of provisions: reading, loading, and which citation holds on which day (supervision.md §7)."""

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from relief.jurisdictions.catalogue import CATALOGUE_FILE, COLUMNS, ProvisionRow, read_catalogue
from relief.jurisdictions.errors import ProvisionError
from relief.jurisdictions.models import Matter, Provision
from relief.jurisdictions.selectors import citable, matter_label, matters, provision_row, provisions_citable
from relief.jurisdictions.services import load_provisions, load_shipped_provisions
from relief.organisations.models import Grant, Organisation
from relief.people.models import User
from workflows.errors import NotAllowed
from workflows.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 8)
LABOUR = "中华人民共和国劳动法"
CONTRACT = "中华人民共和国劳动合同法"


def amended(row: ProvisionRow, since: str) -> ProvisionRow:
    return replace(row, version_date=date.fromisoformat(since), valid_from=date.fromisoformat(since), summary="新文本")


@pytest.fixture(scope="module")
def shipped() -> list[ProvisionRow]:
    return read_catalogue(CATALOGUE_FILE)


@pytest.fixture
def rows(shipped: list[ProvisionRow]) -> list[ProvisionRow]:
    return list(shipped)


def find(rows: list[ProvisionRow], law: str, article: str, clause: str = "") -> ProvisionRow:
    return next(row for row in rows if (row.law, row.article, row.clause) == (law, article, clause))


def test_loading_twice_writes_once(rows: list[ProvisionRow]) -> None:
    first, again = load_provisions(rows=rows), load_provisions(rows=rows)
    assert (first.created, first.updated, again.created, again.updated, again.unchanged) == (90, 0, 0, 0, 90)
    assert Provision.objects.count() == 90 and Matter.objects.count() == 27
    assert Event.objects.filter(machine="administration", verb="load_provisions").count() == 1
    assert matter_label("WAGE") == "工资支付" and matter_label("X") == "X" and matters().first().code == "CHILD"


CITATIONS = [
    (LABOUR, "第三十八条", "", True),
    (LABOUR, "第三十八条", None, True),
    (CONTRACT, "第三十条", "第一款", True),
    (CONTRACT, "第三十条", "", False),
    (LABOUR, "第三十八条", "第一款", False),
    (LABOUR, "第三十八条 ", "", False),
    ("劳动法", "第三十八条", "", False),
    # 44 hours, 90 days' leave, 2‰: they exist to be refused.
    (LABOUR, "第三十六条", "", False),
    (LABOUR, "第六十二条", "", False),
    ("社会保险费征缴暂行条例", "第十三条", "", False),
]


@pytest.mark.parametrize(("law", "article", "clause", "holds"), CITATIONS)
def test_a_citation_holds_only_if_all_three_are_equal(
    rows: list[ProvisionRow], law: str, article: str, clause: str | None, holds: bool
) -> None:
    load_provisions(rows=rows)
    assert citable(law, article, clause, DAY) is holds


def test_the_nearest_row_says_why_not(rows: list[ProvisionRow]) -> None:
    load_provisions(rows=rows)
    refused = provision_row(LABOUR, "第三十六条", "", DAY)
    assert refused is not None and refused.superseded_by == "GZSJ 第三条"
    assert provision_row(LABOUR, "第九百条", "", DAY) is None
    assert not citable(LABOUR, "第三十八条", "", date(2018, 12, 28))


def test_of_several_matters_any_citable_row_suffices(rows: list[ProvisionRow]) -> None:
    row = find(rows, LABOUR, "第三十六条")
    load_provisions(rows=[*rows, replace(row, matter_code="LEAVE", matter_name="休息休假", citable=True)])
    assert citable(LABOUR, "第三十六条", "", DAY)
    found = provision_row(LABOUR, "第三十六条", "", DAY)
    assert found is not None and found.matter.code == "LEAVE"


def test_citable_by_matter(rows: list[ProvisionRow]) -> None:
    load_provisions(rows=rows)
    assert {row.matter.code for row in provisions_citable(DAY, ["WAGE", "WAGEPROJ"])} == {"WAGE", "WAGEPROJ"}
    assert provisions_citable(DAY).count() == 85
    assert not provisions_citable(DAY, []).exists()


def test_a_new_version_of_an_article_ends_the_old_one(rows: list[ProvisionRow]) -> None:
    load_provisions(rows=rows)
    old = find(rows, CONTRACT, "第三十条", "第一款")
    report = load_provisions(rows=[amended(old, "2027-01-01")])
    assert (report.created, report.updated, Provision.objects.count()) == (1, 0, 91)
    versions = Provision.objects.filter(law=CONTRACT, article="第三十条", clause="第一款").order_by("valid_from")
    assert [(row.valid_from, row.valid_to) for row in versions] == [
        (date(2013, 7, 1), date(2027, 1, 1)), (date(2027, 1, 1), None)]  # fmt: skip
    texts = [provision_row(CONTRACT, "第三十条", "第一款", day) for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert [row and row.summary == "新文本" for row in texts] == [False, True]
    # The old file again does not open the old version's end.
    assert load_provisions(rows=rows).updated == 0


def test_an_older_version_that_comes_later_ends_too(rows: list[ProvisionRow]) -> None:
    row = find(rows, CONTRACT, "第三十条", "第一款")
    load_provisions(rows=[row])
    load_provisions(rows=[amended(row, "2008-01-01")])
    assert Provision.objects.get(valid_from=date(2008, 1, 1)).valid_to == date(2013, 7, 1)


def test_a_correction_changes_the_row(rows: list[ProvisionRow]) -> None:
    load_provisions(rows=rows)
    row = find(rows, LABOUR, "第三十八条")
    report = load_provisions(rows=[replace(row, citable=False, note="待核对")])
    assert (report.created, report.updated) == (0, 1) and not citable(LABOUR, "第三十八条", "", DAY)
    # Set-up adds what is missing and undoes nothing.
    assert load_shipped_provisions().created == 0 and not citable(LABOUR, "第三十八条", "", DAY)


def test_two_versions_of_one_day_are_refused_whole(rows: list[ProvisionRow]) -> None:
    row = rows[0]
    with pytest.raises(ProvisionError, match="生效日期相同"):
        load_provisions(rows=[row, replace(row, version_date=date(2027, 1, 1))])
    assert not Provision.objects.exists() and not Matter.objects.exists()


def test_only_a_province_administrator_writes(rows: list[ProvisionRow]) -> None:
    with pytest.raises(NotAllowed):
        load_provisions(rows=rows, by=User.objects.create(username="nobody", name="某人"))
    assert not Provision.objects.exists()


GOOD = "WAGE,工资支付,某法,MF,2020-01-01,第一条,,duty,内容,部门,2020-01-01,,yes,,"
BAD = [
    (GOOD.replace("WAGE", ""), "第2行matter_code"),
    (GOOD.replace("2020-01-01,,yes", "2020-02-30,,yes"), "第2行valid_from"),
    (GOOD.replace("2020-01-01,第一条", "20200101,第一条"), "第2行version_date"),
    (GOOD.replace(",,yes", ",2020-01-01,yes"), "第2行valid_to"),
    (GOOD.replace("yes", "ja"), "第2行citable"),
    (GOOD.replace("duty", "wish"), "第2行kind"),
    (GOOD.replace("第一条", " 第一条"), "第2行article"),
    (GOOD.replace("内容", "长" * 301), "第2行summary"),
    (GOOD + ",", "第2行"),
    (GOOD + "\n" + GOOD, "WAGE 某法第一条"),
    (GOOD + "\n" + GOOD.replace("工资支付", "工资").replace("第一条", "第二条"), "WAGE 某法第二条"),
    (GOOD + "\n" + GOOD.replace("某法", "某某法"), "WAGE 某某法第一条"),
    (GOOD.replace("内容", '"内容'), ""),
]


@pytest.mark.parametrize(("text", "place"), BAD)
def test_a_bad_row_is_named(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "provisions.csv"
    path.write_text(",".join(COLUMNS) + "\n" + text + "\n", encoding="utf-8")
    with pytest.raises(ProvisionError) as refusal:
        read_catalogue(path)
    assert place in [problem.path for problem in refusal.value.problems]


def test_a_file_that_is_no_catalogue(tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("head", b"a,b\n"), ("gbk", "法".encode("gb18030"))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ProvisionError):
            read_catalogue(tmp_path / name)
    with pytest.raises(ProvisionError):
        read_catalogue(tmp_path / "absent")


def test_load_provisions_under_a_name(tmp_path: Path) -> None:
    province = Organisation.add_root(code="GH99", name="示例省总工会", level="province", area="99")
    user = User.objects.create(username="admin", name="安澜")
    Grant.objects.create(person=user, role="administrator", organisation=province, valid_from=date(2020, 1, 1))
    out = StringIO()
    call_command("load_provisions", str(CATALOGUE_FILE), "--by", "admin", stdout=out)
    assert "新增90" in out.getvalue()
    with pytest.raises(CommandError) as refusal:
        call_command("load_provisions", str(CATALOGUE_FILE))
    assert refusal.value.returncode == 2
