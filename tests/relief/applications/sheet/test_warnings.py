"""Every warning of a row; none of them refuses it."""

import pytest


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"证件号码": "141182880229123"}, ["W_ID15"]),
        ({"户主证件号码": "141182880229123"}, ["W_ID15"]),
        ({"证件类型": "外国人永久居留身份证", "证件号码": "914156198808080011"}, ["W_FOREIGN_CHECK"]),
        ({"姓名": "李㐂", "户名": "李㐂"}, ["W_NAME_RARE"]),
        ({"姓名": "李〇", "户名": "李〇"}, []),
        ({"银行卡号": "6222020508000000126"}, ["W_CARD_LUHN"]),
        ({"户名": "王秀英代"}, ["W_PAYEE"]),
        ({"户名": "李 秀 英"}, []),
        ({"户名": None}, []),
        ({"姓名": "阿依努尔・买买提", "户名": "阿依努尔·买买提"}, []),
        ({"情况说明": "=1+1"}, ["W_FORMULA_TEXT"]),
        ({"工作单位": "-无"}, ["W_FORMULA_TEXT"]),
        ({"开户银行": "＝1"}, []),
        ({"户名": "@李秀英"}, ["W_PAYEE", "W_FORMULA_TEXT"]),
        ({"费用总额": 600}, ["W_ZERO"]),
        ({"致困原因": "交通事故", "责任认定": "主责"}, ["W_ZERO"]),
    ],
)
def test_warnings(check, change, codes):
    assert check(change) == (set(), codes)


def test_text_that_looks_like_a_formula_is_stored_as_typed(draft):
    assert draft({"情况说明": "+1 @家"}).narrative == "+1 @家"


def test_a_name_that_looks_like_a_formula(check):
    assert check({"姓名": "=李秀英"}) == ({("E_NAME", "姓名")}, ["W_FORMULA_TEXT"])


def test_one_account_for_two_persons(read, build):
    ids = build.other_ids
    rows = [
        {"证件号码": ids[0]},
        {"证件号码": ids[1]},
        {"证件号码": ids[0], "致困原因": "本人死亡"},
        {"银行卡号": None},
    ]
    found = [row.warnings for row in read(build.file(*rows)).rows]
    assert found == [[], ["W_DUP_ACCOUNT"], ["W_DUP_ACCOUNT"], []]


def test_the_same_person_twice_with_one_account_is_no_warning(read, build):
    assert [row.warnings for row in read(build.file({}, {"致困原因": "本人死亡"})).rows] == [[], []]


def test_bad_rows_keep_their_warnings(read, build):
    rows = read(build.file({"手机号码": "1"}, {"证件号码": build.other_ids[0], "手机号码": "1", "户名": "王五"})).rows
    assert [row.as_json()["warnings"] for row in rows] == [[], ["W_DUP_ACCOUNT", "W_PAYEE"]]


def test_every_warning_has_a_text(read, build):
    report = read(build.file({"户名": "王五"}))
    assert report.warning_texts["W_PAYEE"].startswith("户名与姓名不一致")
