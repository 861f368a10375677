"""Cleaning of single cells (relief.md §14): one case per rule."""

from datetime import date

import pytest


def money(draft, value):
    return draft({"申请金额": value}).requested_amount_fen


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (3600, 360000),
        (3600.5, 360050),
        (27765.450000000001, 2776545),
        (0.1 + 0.2, 30),
        (0, 0),
        ("3600", 360000),
        ("28,600.00元", 2860000),
        ("¥8,600", 860000),
        ("￥8600.5", 860050),
        (" 3 600 元 ", 360000),
        ("３６００．５", 360050),
        ("1,234,567.89", 123456789),
        ("-0.00", 0),
        ("007", 700),
        ("999999999999.99", 99999999999999),
    ],
)
def test_money(draft, value, fen):
    assert money(draft, value) == fen


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("约三万元", "E_AMOUNT"),
        ("3万", "E_AMOUNT"),
        ("3600元整", "E_AMOUNT"),
        ("(3600)", "E_AMOUNT"),
        ("3.6e3", "E_AMOUNT"),
        ("1,23", "E_AMOUNT"),
        ("1,2345", "E_AMOUNT"),
        (".5", "E_AMOUNT"),
        ("5.", "E_AMOUNT"),
        ("--5", "E_AMOUNT"),
        ("-¥-5", "E_AMOUNT"),
        ("元", "E_AMOUNT"),
        ("٣٦٠٠", "E_AMOUNT"),
        (1e15, "E_AMOUNT"),
        (date(2026, 3, 5), "E_AMOUNT"),  # Excel made a date of 3-5
        ("-1", "E_AMOUNT_NEGATIVE"),
        ("-¥1", "E_AMOUNT_NEGATIVE"),
        ("¥-1", "E_AMOUNT_NEGATIVE"),
        (-0.01, "E_AMOUNT_NEGATIVE"),
        ("1.234", "E_AMOUNT_PRECISION"),
        ("1.000", "E_AMOUNT_PRECISION"),
        (1.005, "E_AMOUNT_PRECISION"),
        (0.00001, "E_AMOUNT_PRECISION"),
    ],
)
def test_money_refused(check, value, code):
    assert check({"申请金额": value})[0] == {(code, "申请金额")}


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 1),
        "2026年3月1日",
        "2026年03月01日",
        "2026-3-1",
        "2026/3/1",
        "2026.03.01",
        "20260301",
        20260301,
        46082,
        46082.75,
        "46082",
        "２０２６－３－１",
        " 2026-3-1　",
    ],
)
def test_dates(draft, value):
    assert draft({"申请日期": value}).application_date == date(2026, 3, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2026-2-30",
        "2026-3/1",
        "2026-13-1",
        "26-3-1",
        "2026年3月",
        "2026-3-1 10:00",
        "三月一日",
        29999,
        60000,
        5,
        "1899-1-1",
        "0001-1-1",
    ],
)
def test_dates_refused(check, value):
    assert check({"申请日期": value})[0] == {("E_DATE", "申请日期")}


def test_date_cells(draft, check, build):
    cell = build.cell
    for xml in (' s="1"><v>46082.9</v>', ' t="d"><v>2026-03-01T23:59:59</v>', ' s="1"><v>20260301</v>'):
        assert draft({"申请日期": cell(xml)}).application_date == date(2026, 3, 1)
    for xml in (' s="1"><v>60</v>', ' s="1"><v>0.5</v>', ' s="1"><v>-1</v>', ' t="d"><v>10:00</v>', ' t="b"><v>1</v>'):
        assert check({"申请日期": cell(xml)})[0] == {("E_DATE", "申请日期")}


def test_dates_counted_from_1904(read, build):
    cell = build.cell
    for value in (cell(' s="1"><v>44620</v>'), 44620):
        file = build.file({"申请日期": value}, workbook_pr='<workbookPr date1904="1"/>')
        assert read(file).rows[0].draft.application_date == date(2026, 3, 1)


@pytest.mark.parametrize("value", [3, 3.0, "3", "３", "3人", " 3 人", "03"])
def test_household_size(draft, value):
    assert draft({"家庭人口": value}).household_size == 3


@pytest.mark.parametrize("value", [0, 21, 2.5, "三", "3口人", -1, date(2026, 3, 5), "3.0"])
def test_household_size_refused(check, value):
    assert check({"家庭人口": value})[0] == {("E_NUMBER", "家庭人口")}


@pytest.mark.parametrize(
    "value", [13800001111, "+86 138 0000 1111", "１３８-００００-１１１１", "138\u200b00001111", "138\t00001111"]
)
def test_mobile(draft, value):
    assert draft({"手机号码": value}).mobile == "13800001111"


def test_numbers_in_text_columns(draft):
    assert draft({"证件号码": "１１０１０５１９４９１２３１００２ｘ"}).id_no == "11010519491231002X"
    assert draft({"银行卡号": "6222 0205-0800 0000127"}).card_no == "6222020508000000127"
    assert draft({"银行卡号": 123456789012345}).card_no == "123456789012345"
    assert draft({"票据号码": 12345678.0}).invoices == ("12345678",)
    assert draft({"票据号码": "1、2,3，4;5；6 7、1"}).invoices == ("1", "2", "3", "4", "5", "6", "7")
    assert draft({"工作单位": 1.5}).employer == "1.5"


def test_text_is_trimmed_and_rid_of_the_invisible(draft):
    assert draft({"工作单位": "\ufeff 汾河\u00a0水泥\u3000\u200b厂\u2060 "}).employer == "汾河 水泥 厂"
    assert draft({"工作单位": "汾河\t水泥\n厂"}).employer == "汾河 水泥 厂"
    assert draft({"情况说明": "第一\t行\n第二行"}).narrative == "第一\t行\n第二行"
    assert draft({"姓名": " 李　秀 英 ", "户名": "李秀英"}).name == "李秀英"


def test_full_width_stays_where_text_is_kept_as_typed(draft):
    full = {"工作单位": "（Ａ）厂", "开户银行": "工商银行（汾阳）", "户名": "ＬＩ", "情况说明": "困难，申请"}
    kept = draft(full)
    assert [kept.employer, kept.bank, kept.account_name, kept.narrative] == list(full.values())
    assert draft({"所属工会": "ＧＨ141182-03-007", "户口类型": "城镇\u3000"}).union_id == 5


def test_escapes_are_decoded_once(draft, check, build):
    assert draft({"情况说明": "_x005F_x0041_ _x0041_ _x4E00_ _x12_"}).narrative == "_x0041_ A 一 _x12_"
    assert draft({"情况说明": "_xD842__xDFB7_"}).narrative == "𠮷"
    assert draft({"情况说明": build.cell(' t="str"><v>_x0041_</v>')}).narrative == "A"
    assert check({"情况说明": "_xD842_"})[0] == {("E_CONTROL", "情况说明")}


def test_rich_text_and_phonetic_guides(draft, build):
    runs = (
        "<si><r><t>李</t></r><r><rPr><b/></rPr><t xml:space='preserve'>秀英 </t></r>"
        "<rPh sb='0' eb='1'><t>リ</t></rPh><phoneticPr fontId='1'/></si>"
    )
    cell = build.cell(' t="s"><v>0</v>')
    assert draft({"姓名": cell}, strings=runs).name == "李秀英"
    inline = build.cell(" t='inlineStr'><is><r><t>李</t></r><rPh sb='0' eb='1'><t>リ</t></rPh><r><t>秀英</t></r></is>")
    assert draft({"姓名": inline}).name == "李秀英"


@pytest.mark.parametrize("label", ["非农业", "城镇"])
def test_labels(draft, label):
    assert draft({"户口类型": label}).hukou == "urban"
    assert draft({"致困原因": "交通事故", "责任认定": "同责"}).liability == "equal"


def test_identity_types(draft):
    kinds = {
        "护照": ("E12345678", "passport"),
        "港澳台居民居住证": ("810000199003071237", "hmt_permit"),
        "外国人永久居留身份证": ("USA140012345678", "foreign_permit"),
    }
    for label, (number, id_type) in kinds.items():
        assert draft({"证件类型": label, "证件号码": number}).id_type == id_type
    assert draft({"证件类型": None}).id_type == "resident"


def test_household_head_by_shape(draft):
    found = draft({"户主证件号码": "usa140012345678"})
    assert (found.household_head_id_type, found.household_head_id_no) == ("foreign_permit", "USA140012345678")


def test_a_prefixed_text_of_an_export_is_read_as_it_was(draft):
    assert draft({"手机号码": "'+8613800001111"}).mobile == "13800001111"
    assert draft({"情况说明": "'=1+1"}).narrative == "=1+1"
    assert draft({"情况说明": "'引用"}).narrative == "'引用"
