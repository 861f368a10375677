"""Reading files of units, in the shapes in which offices send them."""

import json

import pytest
import xlsxwriter

from relief.organisations.importing import Unit, UnreadableFile, read_units

HEADER = ["代码", "名称", "层级", "行政区划代码", "上级代码"]


@pytest.fixture
def sheet(tmp_path):
    """sheet([row, …]) writes an xlsx and reads it back."""

    def make(rows, hidden_first=False):
        path = tmp_path / "units.xlsx"
        with xlsxwriter.Workbook(path) as book:
            if hidden_first:
                book.add_worksheet("说明")
            page = book.add_worksheet("单位")
            if hidden_first:
                page.activate()
                page.set_first_sheet()
                book.worksheets()[0].hide()
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        return read_units(path)

    return make


@pytest.fixture
def listed(tmp_path):
    """listed(value) writes JSON and reads it back."""

    def make(value):
        path = tmp_path / "units.json"
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return read_units(path)

    return make


def test_a_sheet_with_chinese_headers_a_title_and_blank_rows(sheet):
    units = sheet(
        [
            ["汾阳市工会组织名册"],
            ["序号", "工会代码*", "工会名称（必填）", " 层 级 ", "行政区划", "上级工会代码", "备注"],
            [1, "ＧＨ141182－03", "　汾阳市东塬镇总工会 ", "乡镇街道", 141182, "GH141182", "x"],
            [],
            [2, "GH141182-03-007", "东塬镇联合基层工会（筹）", "基层", "141182", "GH141182-03", ""],
        ]
    )
    assert units == [
        Unit(3, "GH141182-03", "汾阳市东塬镇总工会", "township", "141182", "GH141182"),
        Unit(5, "GH141182-03-007", "东塬镇联合基层工会（筹）", "grassroots", "141182", "GH141182-03"),
    ]


def test_english_headers_and_the_first_visible_sheet(sheet):
    (unit,) = sheet([["Code", "Name", "Level", "Parent"], ["GH14", "山西省总工会", "PROVINCE", ""]], hidden_first=True)
    assert unit == Unit(2, "GH14", "山西省总工会", "province")


def test_a_cell_that_is_no_text_is_named(sheet):
    (unit,) = sheet([HEADER, ["GH14", True, "省", 1.5, ""]])
    assert unit.unread == ("name", "area")


def test_json_keeps_positions_and_ignores_what_it_does_not_know(listed):
    units = listed(
        [
            {
                "code": "GH14",
                "name": "山西省总工会",
                "level": "province",
                "area": 14,
                "parent": None,
                "in_scope": False,
            },
            {"code": "GH1411", "name": ["x"], "level": "nation", "parent": "GH14"},
        ]
    )
    assert units == [
        Unit(1, "GH14", "山西省总工会", "province", "14"),
        Unit(2, "GH1411", "", "nation", "", "GH14", ("name",)),
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"code": "GH14"}, "列表"),
        (["GH14"], "列表"),
        ([], "没有单位"),
        ([{"code": "GH14", "name": "山西省总工会", "level": "province"}], "第1条缺少 parent"),
    ],
)
def test_json_of_another_shape_is_refused(listed, value, message):
    with pytest.raises(UnreadableFile, match=message):
        listed(value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["甲", "乙"], ["1", "2"]], "没有找到表头"),
        ([["代码", "名称", "层级"], ["GH14", "山西省总工会", "省"]], "缺少：上级"),
        ([[*HEADER, "名称"], ["GH14", "山西省总工会", "省", "", "", "x"]], "重复的列"),
        ([HEADER], "没有单位"),
        ([], "没有找到表头"),
    ],
)
def test_a_sheet_without_its_columns_is_refused(sheet, rows, message):
    with pytest.raises(UnreadableFile, match=message):
        sheet(rows)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 broken", "已损坏"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99, "加密"),
        ("代码,名称".encode("gb18030"), "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"", "JSON"),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path, content, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        read_units(path)
    with pytest.raises(UnreadableFile, match="打不开"):
        read_units(tmp_path / "missing")


def test_files_too_large_are_refused(tmp_path, monkeypatch, listed, sheet):
    monkeypatch.setattr("relief.organisations.reading.MAX_ROWS", 1)
    row = {"code": "GH14", "name": "山西省总工会", "level": "province", "parent": ""}
    with pytest.raises(UnreadableFile, match="超过1行"):
        listed([row, row])
    monkeypatch.setattr("relief.organisations.reading.MAX_UNPACKED_BYTES", 10)
    with pytest.raises(UnreadableFile, match="解压后过大"):
        sheet([HEADER])
    monkeypatch.setattr("relief.organisations.reading.MAX_BYTES", 1)
    with pytest.raises(UnreadableFile, match="请分批"):
        listed([row])
