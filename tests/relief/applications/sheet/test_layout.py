"""Sheets, headers, skipped rows, unions and the scheme's own columns."""

from dataclasses import replace

import pytest

from relief.applications.sheet import Union, UnionIndex
from relief.applications.sheet.ruleset import header_key
from relief.schemes.rules import Scheme


def rows_of(build, rows, **options):
    return build.package([("申请", "visible", build.sheet_xml(rows))], **options)


def file_errors(report):
    assert report.rows == [] and not report.clean
    assert report.summary()["outcome"] == "refused_whole_file"
    return [(fault.code, fault.column) for fault in report.errors]


@pytest.mark.parametrize(
    "text",
    [
        "费用总额",
        " 费用 总额 ",
        "*费用总额(元)",
        "费用总额\n（元）",
        "费用总额(元)(必填)",
        "＊费用\u200b总额*（必填）（元）",
    ],
)
def test_header_forms(text):
    assert header_key(text) == "费用总额"


def test_aliases(read, build):
    names = {
        "证件号码": "身份证号",
        "手机号码": "联系电话",
        "工作单位": "单位",
        "所属工会": "工会名称",
        "致困原因": "困难原因",
    }
    table = build.table({})
    table[1] = [names.get(text, text) for text in table[1]]
    report = read(rows_of(build, table))
    assert report.clean and report.columns["证件号码"] == 3 and report.unknown_columns == []


def test_header_within_ten_rows(read, build):
    title = {1: ["申请表"], 2: ["姓名", "证件号码", "手机号码", "备注"]}
    table = build.table({})
    report = read(rows_of(build, {**title, 10: table[1], 11: table[2]}))
    assert (report.header_row, [row.row for row in report.rows]) == (10, [11])
    late = read(rows_of(build, {**title, 11: table[1], 12: table[2]}))
    assert file_errors(late) == [("E_HEADER", None)] and late.sheet == "申请"


def test_five_different_names_are_needed(read, build):
    assert file_errors(read(rows_of(build, {1: ["姓名"] * 5}))) == [("E_HEADER", None)]
    assert read(rows_of(build, {1: list(build.good)[:5]})).rows == []


def test_a_known_column_twice(read, build):
    header = [*build.good, "身份证号"]
    report = read(rows_of(build, {1: header}))
    assert file_errors(report) == [("E_COLUMN_TWICE", "证件号码")]
    assert report.errors[0].message == "证件号码出现两次"


def test_unknown_columns_are_ignored_and_listed(read, build):
    table = build.table({})
    table[1] += [" 备注（内部） ", None, "学历\nA"]
    table[2] += [build.cell("><f>1</f>"), build.cell(' t="e"><v>#N/A</v>'), "_x0000_"]
    report = read(rows_of(build, table))
    assert report.clean and report.unknown_columns == ["备注（内部）", "学历\nA"]


def test_headers_that_are_no_plain_text(read, build):
    table = build.table({})
    table[1][0] = build.cell(' t="str"><f>X</f><v>姓名</v>')
    table[1] += [build.cell(' t="b"><v>0</v>'), build.cell("><f>X</f>"), 2026, build.cell(' t="e"><v>#N/A</v>')]
    report = read(rows_of(build, table))
    assert report.clean and report.unknown_columns == ["FALSE", "2026", "#N/A"]


def test_skipped_rows(read, build):
    good = build.table({})
    rows = {
        1: good[1],
        3: [None, " \u3000"],
        4: good[2],
        5: [None, None, 7, "小 计", build.cell("><f>SUM(N4)</f><v>1</v>")],
        7: [*[None] * 26, "页脚"],
        8: [build.cell(' t="str"><f>X</f><v>合计</v>')],
        9: ["  "],
    }
    report = read(rows_of(build, rows))
    assert [row.row for row in report.rows] == [4]
    assert report.skipped_rows == [2, 3, 5, 6, 7, 8]


def test_rows_and_cells_without_reference_or_out_of_order(read, build):
    xml = build.sheet_xml(build.table({}, {"证件号码": build.other_ids[0]}))
    bare = (
        xml.replace('<row r="1">', "<row>").replace('r="A1"', "").replace('r="B1"', "").replace('<row r="2">', "<row>")
    )
    head, row2, row3 = xml.partition('<row r="2">')[0], *xml.partition('<row r="2">')[2].split('<row r="3">')
    tail = "</sheetData></worksheet>"
    swapped = head + '<row r="3">' + row3.removesuffix(tail) + '<row r="2">' + row2 + tail
    for content in (xml, bare, swapped):
        report = read(build.package([("申请", "visible", content)]))
        assert report.clean and [row.row for row in report.rows] == [2, 3]


def test_first_visible_sheet(read, build):
    good, other = build.sheet_xml(build.table({})), build.sheet_xml({1: ["说明"]})
    for state in ("hidden", "veryHidden"):
        report = read(build.package([("字典", state, other), ("申请 1", "visible", good), ("后", "visible", other)]))
        assert report.sheet == "申请 1" and report.clean
    assert file_errors(read(build.package([("字典", "hidden", good)]))) == [("E_FILE", None)]


def test_merged_cells_hold_their_value_once(read, build):
    xml = build.sheet_xml(build.table({}, {"工作单位": None, "证件号码": build.other_ids[0]}))
    merged = xml.replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="F2:F3"/></mergeCells>')
    report = read(build.package([("申请", "visible", merged)]))
    assert [row.draft.employer for row in report.rows] == ["汾河水泥制品厂", ""]


@pytest.mark.parametrize("count", [5000, 5001])
def test_at_most_5000_rows(read, build, count):
    rows = {number: ["x"] for number in range(2, count + 2)} | {1: list(build.good), count + 3: ["合计"]}
    report = read(rows_of(build, rows))
    if count == 5000:
        assert len(report.rows) == 5000
    else:
        assert file_errors(report) == [("E_TOO_MANY_ROWS", None)]


def test_two_unions_of_one_name_need_the_code(read, build):
    twins = UnionIndex([Union("A", "同名工会", "141182", 1), Union("B", "同名工会", "141182", 2)])
    report = read(build.file({"所属工会": "同名工会"}, {"所属工会": "B"}), unions=twins)
    assert [[fault.code for fault in row.errors] for row in report.rows] == [["E_UNION"], []]
    assert report.rows[1].draft.union_id == 2


def test_a_namesake_out_of_scope_does_not_matter():
    index = UnionIndex([Union("A", "同名工会（A）", "14", 1), Union("B", "同名工会(A)", "14", 2, in_scope=False)])
    assert index.lookup("同名工会(A)").code == "A"


def test_no_dibao_for_the_area_leaves_the_row_good(read, build):
    elsewhere = UnionIndex([Union("GH99", "示例工会", "990101", 1)])
    row = read(build.file({"所属工会": "GH99", "致困原因": "自然灾害"}), unions=elsewhere).rows[0]
    assert row.ok and row.as_json()["suggested_fen"] is None and row.preview.rule == "DISASTER"


def test_extra_columns_of_a_programme(read, build, scheme):
    data = {**scheme.data, "import_sheet": {**scheme.data["import_sheet"], "extra_columns": ["sex", "address"]}}
    report = read(
        build.file([*build.good.values(), "女", " 东塬镇　１号 "], header=[*build.good, "性别", "住址"]),
        scheme=Scheme(data),
    )
    assert report.unknown_columns == [] and report.rows[0].draft.extra == {"sex": "女", "address": "东塬镇 1号"}


def test_the_age_is_the_schemes(read, build, scheme):
    class Older(Scheme):
        @property
        def eligibility(self):
            return replace(super().eligibility, age_min=80)

    report = read(build.file({}), scheme=Older(scheme.data))
    assert [fault.code for fault in report.rows[0].errors] == ["E_AGE"]
