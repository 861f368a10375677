"""The error workbook: marked, harmless, and importable again once corrected."""

import io
import json

import openpyxl
import pytest

from relief.applications.sheet import error_workbook

RED = "00FFC7CE"


@pytest.fixture
def marked(read):
    """The page of the error workbook of a file, and the report the workbook gives when it is read again."""

    def marked(source, **options):
        content = error_workbook(source, read(source, **options))
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return page, read(content, **options)

    return marked


def test_sample(marked, read, build, expected):
    page, again = marked(build.example)
    assert page.title == "申请汇总" and page["A2"].value == "问题" and page["B2"].value == "序号"
    assert page["A6"].value == "姓名不能为空" and page["A7"].value == "提醒:按现行办法测算金额为0"
    assert page["A3"].value is None and page.freeze_panes == "B3"
    red = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED}
    assert len(red) == 12 and "C6" in red
    assert {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment} == red
    assert page["J29"].comment.text == "发生日期晚于允许的日期" and page["J29"].is_date
    assert again.unknown_columns == ["问题"]
    assert {**again.as_json(), "unknown_columns": []} == {key: expected[key] for key in again.as_json()}


def test_correcting_the_marked_cells_makes_it_importable(read, build):
    source = build.file({"手机号码": "1380000"}, {"证件号码": build.other_ids[0], "姓名": None})
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(source, read(source))))
    page = book.worksheets[0]
    page["F2"].value, page["B3"].value = 13800001111, "王五"
    buffer = io.BytesIO()
    book.save(buffer)
    report = read(buffer.getvalue())
    assert report.clean and report.unknown_columns == ["问题"]


def test_marking_twice_leaves_one_column(read, build):
    source = build.file({"手机号码": "1"})
    once = error_workbook(source, read(source))
    twice = error_workbook(once, read(once))
    pages = [openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for content in (once, twice)]
    values = [[[cell.value for cell in row] for row in page.iter_rows()] for page in pages]
    assert values[0] == values[1]


def test_several_messages_of_a_cell_and_of_a_row(marked, build):
    page, _again = marked(build.file({"发生日期": "2020-01-01", "手机号码": "1", "户名": "王五"}))
    assert page["A2"].value == "手机号码格式不对；发生日期超出申请期限；提醒:户名与姓名不一致,发放前须补充收款关系证明"


def test_a_missing_column_is_told_in_front(marked, build):
    header = [column for column in build.good if column != "手机号码"]
    page, again = marked(build.file({}, header=header))
    assert page["A2"].value == "手机号码不能为空"
    assert [fault.code for fault in again.rows[0].errors] == ["E_REQUIRED"]


def test_no_formula_is_written(marked, build):
    cell = build.cell
    change = {
        "姓名": "=HYPERLINK(1)",
        "工作单位": cell(' t="str"><f>"x"</f><v>=cmd|x</v>'),
        "费用总额": cell("><f>1+1</f><v>2</v>"),
        "医保报销": cell("><f>1+1</f>"),
        "其他救助": cell(' t="e"><v>#REF!</v>'),
        "情况说明": "@SUM(1)",
        "手机号码": "+86 13800001111",
        "户名": "'-x",
    }
    page, again = marked(build.file(change))
    values = {header.value: value for header, value in zip(page[1], page[2], strict=True)}
    assert not [cell for cell in page[2] if cell.data_type == "f"]
    assert values["姓名"].value == "'=HYPERLINK(1)" and values["情况说明"].value == "'@SUM(1)"
    assert values["工作单位"].value == "'=cmd|x" and values["户名"].value == "'-x"
    assert values["费用总额"].value == 2 and "原为公式" in values["费用总额"].comment.text
    assert values["医保报销"].value == "#N/A" and values["医保报销"].data_type == "e"
    assert values["其他救助"].value == "#REF!"
    errors = {(fault.code, fault.column) for fault in again.rows[0].errors}
    assert errors == {("E_NAME", "姓名"), ("E_CELL_ERROR", "医保报销"), ("E_CELL_ERROR", "其他救助")}


def test_values_keep_their_kind(marked, build):
    change = {
        "证件号码": build.cell("><v>110105194912310020</v>"),
        "工作单位": "#N/A",
        "开户银行": "_x005F_x0041_\r\n_x0007_",
        "家庭人口": build.cell(' t="b"><v>1</v>'),
        "发生日期": build.cell(' t="d"><v>2026-01-05T10:00:00</v>'),
        "申请日期": build.cell(' s="1"><v>0.5</v>'),
        "银行卡号": build.cell("><v>1e400</v>"),
    }
    page, again = marked(build.file(change))
    kinds = {header.value: cell.data_type for header, cell in zip(page[1], page[2], strict=True)}
    assert [kinds[column] for column in ("证件号码", "工作单位", "家庭人口", "发生日期")] == ["n", "s", "b", "d"]
    errors = {(fault.code, fault.column) for fault in again.rows[0].errors}
    assert errors == {
        ("E_PRECISION", "证件号码"),
        ("E_CONTROL", "开户银行"),
        ("E_NUMBER", "家庭人口"),
        ("E_DATE", "申请日期"),
        ("E_CARD", "银行卡号"),
    }


def test_dates_from_1904_become_ordinary_ones(marked, build):
    change = {"申请日期": build.cell(' s="1"><v>44620</v>'), "手机号码": "1"}
    page, again = marked(build.file(change, workbook_pr='<workbookPr date1904="1"/>'))
    assert str(page["N2"].value) == "2026-03-01 00:00:00"
    assert [fault.code for fault in again.rows[0].errors] == ["E_MOBILE"]


@pytest.mark.parametrize("source", [b"no file", None])
def test_a_file_refused_as_a_whole_says_why(read, build, source):
    source = source or build.package([("说明", "visible", build.sheet_xml({1: ["说明"]}))])
    report = read(source)
    page = openpyxl.load_workbook(io.BytesIO(error_workbook(source, report))).worksheets[0]
    assert [cell.value for cell in page["A"]] == ["问题", report.errors[0].message]


def test_a_source_that_is_not_the_reports_file(read, build):
    page = openpyxl.load_workbook(io.BytesIO(error_workbook(b"another", read(build.file({}))))).worksheets[0]
    assert [cell.value for cell in page["A"]] == ["问题"]


def test_awkward_sheet_names(read, build):
    for name in ("a/b*c?[d]:e\\f", "x" * 40):
        source = build.package([(name, "visible", build.sheet_xml(build.table({"手机号码": "1"})))])
        report = read(source)
        assert report.sheet == name and json.dumps(report.as_json(), ensure_ascii=False).encode()
        assert openpyxl.load_workbook(io.BytesIO(error_workbook(source, report))).sheetnames
