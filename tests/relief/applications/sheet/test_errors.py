"""Every error of a row, and that nothing else is reported with it."""

import pytest


def one(code, column):
    return {(code, column)}


REQUIRED = {
    "姓名": {},
    "证件号码": {},
    "手机号码": {},
    "所属工会": {},
    "家庭人口": {},
    "致困原因": {},
    "发生日期": {},
    "申请日期": {},
    "费用总额": {},
    "损失金额": {"致困原因": "火灾"},
    "责任认定": {"致困原因": "交通事故"},
    "户口类型": {"致困原因": "自然灾害"},
    "家庭月人均收入": {"致困原因": "子女就学"},
}


@pytest.mark.parametrize("column", REQUIRED)
@pytest.mark.parametrize("blank", [None, "", " \u3000\u200b\n"])
def test_required(check, column, blank):
    assert check({**REQUIRED[column], column: blank})[0] == one("E_REQUIRED", column)


def test_a_number_cell_of_nothing_is_blank(check, build):
    assert check({"姓名": build.cell("><v>\u200b</v>")})[0] == one("E_REQUIRED", "姓名")


def test_required_although_the_column_is_missing(check, build):
    header = [column for column in build.good if column != "手机号码"]
    assert check({}, header=header)[0] == one("E_REQUIRED", "手机号码")


@pytest.mark.parametrize(
    ("cause", "needed"),
    [
        ("残疾", {"户口类型", "家庭月人均收入"}),
        ("失业", {"户口类型", "家庭月人均收入"}),
        ("其他", {"户口类型", "家庭月人均收入"}),
        ("自然灾害", {"户口类型"}),
        ("本人死亡", set()),
        ("欠薪", {"损失金额"}),
        ("本人重大疾病", {"费用总额"}),
    ],
)
def test_what_a_cause_requires(check, cause, needed):
    blank = dict.fromkeys(("户口类型", "家庭月人均收入", "费用总额", "损失金额", "责任认定"))
    assert check({**blank, "致困原因": cause})[0] == {("E_REQUIRED", column) for column in needed}


@pytest.mark.parametrize("column", ["费用总额", "申请日期", "姓名", "证件类型", "户主证件号码", "情况说明"])
@pytest.mark.parametrize(
    "xml",
    [
        "><f>A1</f><v>1</v>",
        "><f>A1</f>",
        ' t="str"><f>A1</f><v>x</v>',
        ' t="e"><f>A1</f><v>#N/A</v>',
        '><f t="shared" si="0"/><v>1</v>',
        ' t="s"><f/><v></v>',
    ],
)
def test_formulas_cached_or_not(check, build, column, xml):
    xml = xml.replace(' t="s"><f/><v></v>', "><f/>")
    assert check({column: build.cell(xml)})[0] == one("E_FORMULA", column)


def test_every_cell_of_an_array_formula(read, build):
    first = build.cell('><f t="array" ref="$N$2:N3">X</f><v>1</v>')
    file = build.file(
        {"费用总额": first}, {"费用总额": 5, "证件号码": build.other_ids[0]}, {"证件号码": build.other_ids[1]}
    )
    found = [[(fault.code, fault.column) for fault in row.errors] for row in read(file).rows]
    assert found == [[("E_FORMULA", "费用总额")], [("E_FORMULA", "费用总额")], []]


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_error_cells(check, build, value):
    assert check({"工作单位": build.cell(f' t="e"><v>{value}</v>')})[0] == one("E_CELL_ERROR", "工作单位")


@pytest.mark.parametrize("character", ["_x0000_", "_x0007_", "_x000B_", "\x7f", "\x85", "\u202e", "_xFFFF_"])
def test_control_characters(check, character):
    assert check({"工作单位": f"汾河{character}厂"})[0] == one("E_CONTROL", "工作单位")
    assert check({"工作单位": character})[0] == one("E_CONTROL", "工作单位")


@pytest.mark.parametrize("column", ["证件号码", "户主证件号码", "手机号码", "银行卡号", "票据号码"])
@pytest.mark.parametrize("xml", ["><v>1000000000000000</v>", "><v>6.2220205080000001E+18</v>"])
def test_precision(check, build, column, xml):
    assert check({column: build.cell(xml)})[0] == one("E_PRECISION", column)


@pytest.mark.parametrize(
    ("column", "limit"), [("工作单位", 100), ("开户银行", 100), ("户名", 50), ("票据号码", 200), ("情况说明", 2000)]
)
def test_too_long(check, column, limit):
    assert check({column: "长" * limit})[0] == set()
    errors, warnings = check({column: "=" + "长" * limit})
    assert errors == one("E_TOO_LONG", column) and warnings == []  # it takes part in nothing further


@pytest.mark.parametrize("name", ["李", "李1", "1李", "李\ue000英", 12, "李" * 51])
def test_name(check, name):
    assert check({"姓名": name})[0] == one("E_NAME", "姓名")


@pytest.mark.parametrize("label", ["暂无证件", "身份证", "x"])
def test_unknown_type_stands_on_the_type(check, label):
    assert check({"证件类型": label, "证件号码": "1"})[0] == one("E_ID_TYPE", "证件类型")


@pytest.mark.parametrize(
    ("label", "number", "code"),
    [
        (None, "810000199003071237", "E_ID_TYPE"),
        ("居民身份证", "914156198808080018", "E_ID_TYPE"),
        ("港澳台居民居住证", "141182198802291232", "E_ID_TYPE"),
        (None, "110105 19491231002X", "E_ID_FORMAT"),
        (None, 11010519491231, "E_ID_FORMAT"),
        ("护照", "E1234", None),
        ("护照", "E123", "E_ID_FORMAT"),
        (None, "141182199002290017", "E_ID_DATE"),
        (None, "141182198802291233", "E_ID_CHECK"),
    ],
)
def test_identity_number(check, label, number, code):
    assert check({"证件类型": label, "证件号码": number})[0] == (one(code, "证件号码") if code else set())


@pytest.mark.parametrize("number", ["141182198802291233", "abc", "暂无", "810000", "841182198802291232"])
def test_household_head(check, number):
    assert check({"户主证件号码": number})[0] == one("E_HOUSEHOLD_ID", "户主证件号码")


def test_age(check):
    assert check({"证件号码": "141182201003010013"})[0] == set()  # sixteen on the day
    assert check({"证件号码": "141182201003020019"})[0] == one("E_AGE", "证件号码")


@pytest.mark.parametrize("value", ["1390000123", "12900001111", "138000011112", "座机"])
def test_mobile(check, value):
    assert check({"手机号码": value})[0] == one("E_MOBILE", "手机号码")


@pytest.mark.parametrize("value", ["没有的工会", "杏塬机械有限公司工会", "GH141182-03-008", "GH14"])
def test_union(check, value):
    assert check({"所属工会": value})[0] == one("E_UNION", "所属工会")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("户口类型", "居民", "E_HUKOU"),
        ("致困原因", "家里困难", "E_CAUSE"),
        ("致困原因", "INJURY", "E_CAUSE"),
        ("责任认定", "一半", "E_LIABILITY"),
        ("银行卡号", "12345678901", "E_CARD"),
        ("银行卡号", "6222-0205x", "E_CARD"),
    ],
)
def test_labels_and_cards(check, column, value, code):
    assert check({column: value})[0] == one(code, column)


def test_future_dates(check):
    assert check({"申请日期": "2026-03-21"})[0] == one("E_DATE_FUTURE", "申请日期")
    assert check({"申请日期": "2026-03-20"})[0] == set()
    assert check({"发生日期": "2026-03-02"})[0] == one("E_DATE_FUTURE", "发生日期")
    assert check({"发生日期": "2026-03-01"})[0] == set()


def test_claim_window(check):
    assert check({"发生日期": "2025-03-01"})[0] == set()
    assert check({"发生日期": "2025-02-28"})[0] == one("E_WINDOW", "发生日期")
    leap = {"证件号码": "11010519491231002X", "申请日期": "2024-02-29"}
    assert check({**leap, "发生日期": "2023-02-28"})[0] == set()


def test_cost(check):
    assert check({"费用总额": 100, "医保报销": 60, "商业保险赔付": 40})[0] == set()
    assert check({"费用总额": 100, "医保报销": 60, "其他救助": 40.01})[0] == one("E_COST", "费用总额")
    fire = {"致困原因": "火灾", "费用总额": None, "损失金额": 100}
    assert check({**fire, "互助保障给付": 101})[0] == one("E_COST", "损失金额")
    assert check({"致困原因": "本人死亡", "费用总额": 1, "医保报销": 2})[0] == set()


def test_cross_checks_use_parsed_fields_only(check):
    bad = {"费用总额": 100, "医保报销": "百元", "其他救助": 101}
    assert check(bad)[0] == {("E_AMOUNT", "医保报销"), ("E_COST", "费用总额")}
    assert check({"费用总额": "百元", "其他救助": 101})[0] == one("E_AMOUNT", "费用总额")
    assert check({"申请日期": "明天", "发生日期": "2027-01-01"})[0] == one("E_DATE", "申请日期")


def test_all_errors_of_a_row_at_once(read, build):
    row = read(build.file({"姓名": None, "手机号码": "1", "家庭人口": 0, "申请日期": None})).rows[0]
    assert [fault.code for fault in row.errors] == ["E_MOBILE", "E_NUMBER", "E_REQUIRED", "E_REQUIRED"]
    assert [fault.message for fault in row.errors][1:3] == ["家庭人口应为1至20的整数", "姓名不能为空"]
    assert row.as_json().keys() == {"row", "status", "errors", "warnings", "suggested_fen"}
    assert row.draft is None and row.preview is None
