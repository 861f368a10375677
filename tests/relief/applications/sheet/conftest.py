"""Import sheets built from raw XML, so that a test decides exactly what stands in each cell."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from relief.applications.sheet import Union, UnionIndex, read_sheet
from relief.schemes.loader import SCHEMES_DIR, load_scheme_file
from relief.schemes.rules import Scheme

EXAMPLES = Path(__file__).resolve().parents[4] / "fixtures" / "examples"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RECEIVED_ON = date(2026, 3, 20)
PLAIN, DATED = 0, 1
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)
GOOD = {
    "姓名": "李秀英",
    "证件类型": "居民身份证",
    "证件号码": "11010519491231002X",
    "户主证件号码": None,
    "手机号码": "13800001111",
    "工作单位": "汾河水泥制品厂",
    "所属工会": "东塬镇联合基层工会",
    "户口类型": "城镇",
    "家庭人口": 3,
    "家庭月人均收入": 1000,
    "致困原因": "意外伤害",
    "发生日期": "2026-01-05",
    "申请日期": "2026-03-01",
    "费用总额": 10000,
    "医保报销": None,
    "商业保险赔付": None,
    "互助保障给付": None,
    "其他救助": None,
    "损失金额": None,
    "责任认定": None,
    "票据号码": None,
    "申请金额": None,
    "开户银行": "工商银行",
    "银行卡号": "6222020508000000127",
    "户名": "李秀英",
    "情况说明": "因意外伤害申请",
}
# Valid numbers of other persons, for rows that must not be duplicates.
OTHER_IDS = ("141182198802291232", "140122197602020970", "140702198311166605", "140302198412132090")


class Cell(str):
    """A cell given as XML: everything from the attributes to the content, such as ' t="e"><v>#N/A</v>'."""


def cell_xml(reference, value):
    """A value as Excel would write it: text inline, numbers as numbers, dates under a date format."""
    if value is None:
        return ""
    if isinstance(value, Cell):
        return f'<c r="{reference}"{value}</c>'
    if isinstance(value, date):
        return f'<c r="{reference}" s="{DATED}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def letters(number):
    """1 → A, 27 → AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def sheet_xml(rows, namespace=MAIN):
    """Worksheet XML of {row number: [values from column A]}."""
    body = "".join(
        f'<row r="{number}">'
        + "".join(cell_xml(f"{letters(column)}{number}", value) for column, value in enumerate(values, start=1))
        + "</row>"
        for number, values in rows.items()
    )
    return f'<worksheet xmlns="{namespace}"><sheetData>{body}</sheetData></worksheet>'


def package(sheets, *, strings=None, workbook_pr="", styles=STYLES, namespace=MAIN, extra=None):
    """An xlsx from [(name, state, worksheet XML)]; `extra` overrides or adds parts."""
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{index}" state="{state}" r:id="r{index}"/>'
        for index, (name, state, _xml) in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{index}.xml"/>'
        for index in range(1, len(sheets) + 1)
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{OFFICE}">{workbook_pr}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/styles.xml": styles,
    }
    relations += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
    if strings is not None:
        relations += f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{strings}</sst>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    for index, (_name, _state, xml) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{index}.xml"] = xml
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(extra or {})}.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()


def table(*rows, header=None):
    """Header in row 1 and the rows below; each row a dict of changes to a good one, or a plain list of values."""
    columns = header or list(GOOD)
    filled = [row if isinstance(row, list) else [{**GOOD, **row}[column] for column in columns] for row in rows]
    return {number: values for number, values in enumerate([columns, *filled], start=1)}


@pytest.fixture(scope="session")
def scheme():
    return Scheme(load_scheme_file(SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml"))


@pytest.fixture(scope="session")
def expected():
    return json.loads((EXAMPLES / "applications-small.expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def unions(expected):
    return UnionIndex(
        Union(row["code"], row["name"], row["area"], index, row["in_scope"])
        for index, row in enumerate(expected["unions"], start=1)
    )


@pytest.fixture(scope="session")
def build():
    """The builders of this file, for tests that need a file of their own making."""

    class Build:
        cell, sheet_xml, package, table = Cell, staticmethod(sheet_xml), staticmethod(package), staticmethod(table)
        good, other_ids, received_on, example = GOOD, OTHER_IDS, RECEIVED_ON, EXAMPLES / "applications-small.xlsx"

        @staticmethod
        def file(*rows, header=None, **options):
            return package([("申请", "visible", sheet_xml(table(*rows, header=header)))], **options)

    return Build


@pytest.fixture(scope="session")
def read(scheme, unions):
    """Read bytes or a path as the sample's union would on 2026-03-20."""

    def read(source, *, unions=unions, scheme=scheme, received_on=RECEIVED_ON, progress=None):
        return read_sheet(source, scheme=scheme, unions=unions, received_on=received_on, progress=progress)

    return read


@pytest.fixture(scope="session")
def check(read, build):
    """Errors as (code, column) and warnings of the last row of a table of changed good rows."""

    def check(*rows, **options):
        row = read(build.file(*rows, **options)).rows[-1]
        return {(fault.code, fault.column) for fault in row.errors}, row.warnings

    return check


@pytest.fixture(scope="session")
def draft(read, build):
    """The draft of one changed good row, which must be without errors."""

    def draft(change, **options):
        row = read(build.file(change, **options)).rows[0]
        assert row.errors == []
        return row.draft

    return draft
