"""E_DUP_*: among rows without other errors the later one is bad, and names the first row with the key."""


def found(read, build, *rows):
    return [[(fault.code, fault.column, fault.message) for fault in row.errors] for row in read(build.file(*rows)).rows]


def test_the_same_application(read, build):
    message = "与第2行重复(同一证件号码、致困原因和发生日期)"
    assert found(read, build, {}, {}, {"证件号码": "11010519491231002x"}) == [
        [],
        [("E_DUP_ROW", "证件号码", message)],
        [("E_DUP_ROW", "证件号码", message)],
    ]


def test_fifteen_digits_are_the_same_person(read, build):
    rows = {"证件号码": "141182198802291232"}, {"证件号码": "141182880229123"}
    assert [len(errors) for errors in found(read, build, *rows)] == [0, 1]


def test_the_same_household_cause_and_year(read, build):
    member = {"证件号码": build.other_ids[0], "户主证件号码": "11010519491231002X"}
    message = "与第2行为同一家庭、同一原因、同一年度"
    assert found(read, build, {}, member)[1] == [("E_DUP_HOUSEHOLD", "户主证件号码", message)]
    assert found(read, build, {}, {**member, "发生日期": "2025-12-31"})[1] == []
    assert found(read, build, {}, {**member, "致困原因": "本人死亡"})[1] == []


def test_the_household_column_is_named_even_when_blank(read, build):
    errors = found(read, build, {}, {"发生日期": "2026-01-06"})[1]
    assert [(code, column) for code, column, _message in errors] == [("E_DUP_HOUSEHOLD", "户主证件号码")]


def test_the_same_invoice(read, build):
    ids = build.other_ids
    rows = {"票据号码": "1、2"}, {"证件号码": ids[0], "票据号码": "3,2"}, {"证件号码": ids[1], "票据号码": "3"}
    assert found(read, build, *rows) == [
        [],
        [("E_DUP_INVOICE", "票据号码", "票据号码已在第2行使用")],
        [("E_DUP_INVOICE", "票据号码", "票据号码已在第3行使用")],  # a duplicate row registers its keys too
    ]


def test_an_invoice_written_twice_in_one_cell_is_no_duplicate(read, build):
    assert found(read, build, {"票据号码": "1、1"}) == [[]]


def test_first_of_row_household_invoice(read, build):
    row = {"票据号码": "1"}
    assert [error[0] for error in found(read, build, row, row)[1]] == ["E_DUP_ROW"]
    later = {**row, "发生日期": "2026-01-06"}
    assert [error[0] for error in found(read, build, row, later)[1]] == ["E_DUP_HOUSEHOLD"]


def test_rows_with_other_errors_take_no_part(read, build):
    bad = {"手机号码": "1", "票据号码": "1"}
    assert [[error[0] for error in errors] for errors in found(read, build, bad, {"票据号码": "1"}, bad)] == [
        ["E_MOBILE"],
        [],
        ["E_MOBILE"],
    ]


def test_duplicate_rows_have_no_amount(read, build):
    row = read(build.file({}, {})).rows[1]
    assert row.preview is None and row.as_json()["suggested_fen"] is None
