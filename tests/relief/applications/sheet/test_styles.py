"""Which number formats make a number a date."""

import pytest

from relief.applications.sheet.styles import date_styles, shows_date


@pytest.mark.parametrize(
    "pattern",
    [
        "yyyy-mm-dd",
        "yyyy/m/d;@",
        'yyyy"年"m"月"d"日"',
        "[$-804]yyyy年m月d日",
        "m/d",
        "h:mm",
        "[h]:mm:ss",
        "上午/下午h时",
        "[DBNum1]yyyy",
        "D-MMM-YY",
        "yy\\-mm",
    ],
)
def test_dates(pattern):
    assert shows_date(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "General",
        "0.00",
        "#,##0.00",
        '#,##0.00"元 dyms"',
        "[Red]-0.00",
        "[$¥-804]#,##0",
        "0.00E+00",
        "@",
        "0%",
        "\\d0",
        "_d0",
        '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ',
        "0.00;[Red]dd",
        "general",
    ],
)
def test_no_dates(pattern):
    assert not shows_date(pattern)


def test_built_in_formats_and_formats_of_named_styles():
    ids = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 31, 49, 58, 59, 200))
    xml = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts><numFmt numFmtId="14" formatCode="0.00"/><numFmt numFmtId="200" formatCode="y"/></numFmts>'
        f'<cellStyleXfs><xf numFmtId="15"/></cellStyleXfs><cellXfs>{ids}</cellXfs></styleSheet>'
    )
    assert date_styles(xml.encode()) == {"2", "3", "5", "7"}
