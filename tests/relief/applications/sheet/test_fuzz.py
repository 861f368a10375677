"""Whatever stands in a file: a report, never an exception; and its error workbook is judged alike."""

import json
import re
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relief.applications.sheet import error_workbook

# Text that XML can carry, sprinkled with escapes, formula signs, digits and the words of the sheet.
CHARACTERS = st.characters(
    blacklist_categories=("Cs",), blacklist_characters="".join(map(chr, range(32))) + "\ufffe\uffff"
)
PIECES = st.sampled_from(
    [
        "_x0041_",
        "_x005F_",
        "_xD800_",
        "_x000D_",
        "\t",
        "\n",
        "=",
        "'=",
        "+",
        "-",
        "@",
        "1",
        "９",
        ".",
        "元",
        "¥",
        "年",
        "月",
        "日",
        "2026",
        "3",
        " ",
        "\u3000",
        "\u200b",
        "·",
        "李",
        "𠮷",
        "合计",
        "X",
        "141182198802291232",
        "#N/A",
    ]
)
TEXT = st.lists(PIECES | st.text(CHARACTERS, max_size=4), max_size=8).map("".join)
NUMBER = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.sampled_from(["", " ", "1e400", "1_0", "0x1", "007", "46082", "20260301", "1E+15", "-0"]),
)
PLAIN = TEXT.map(lambda text: f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is>')
OTHERS = [
    TEXT.map(lambda text: f' t="str"><v>{escape(text)}</v>'),
    NUMBER.map(lambda number: f"><v>{number}</v>"),
    NUMBER.map(lambda number: f' s="1"><v>{number}</v>'),
    st.sampled_from(
        [' t="b"><v>1</v>', ' t="e"><v>#N/A</v>', ' t="d"><v>2026-03-01</v>', ' t="zz"><v>1</v>', "/", ">"]
    ),
]
VALUES = st.one_of(PLAIN, *OTHERS)
FORMULAS = VALUES.map(lambda xml: re.sub(">", "><f>A1</f>", xml, count=1)).filter(lambda xml: "<f>" in xml)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def rows_of(build, cells):
    columns = st.sampled_from(list(build.good))
    wrapped = cells.map(lambda xml: build.cell(xml if xml != "/" else ">"))
    return st.lists(st.dictionaries(columns, wrapped, max_size=8), min_size=1, max_size=4)


def outcome(report):
    return [([(fault.code, fault.column) for fault in row.errors], row.warnings, row.draft) for row in report.rows]


def test_random_cells(read, build):
    @SLOW
    @given(rows_of(build, VALUES | FORMULAS))
    def run(rows):
        source = build.file(*rows)
        report = read(source)
        assert json.dumps(report.as_json(), ensure_ascii=False).encode()
        assert not report.errors and len(report.rows) + len(report.skipped_rows) == len(rows)
        assert all(row.ok == (row.draft is not None) for row in report.rows)
        error_workbook(source, report)

    run()


def test_the_error_workbook_is_judged_like_the_file(read, build):
    @SLOW
    @given(rows_of(build, VALUES))
    def run(rows):
        source = build.file(*rows)
        report = read(source)
        assert outcome(read(error_workbook(source, report))) == outcome(report)

    run()


def test_random_bytes(read, build):
    good = build.file({})

    @SLOW
    @given(st.binary(max_size=200), st.integers(0, len(good)), st.integers(0, 50))
    def run(noise, place, gap):
        read(noise)
        broken = good[:place] + noise + good[place + gap :]
        error_workbook(broken, read(broken))

    run()


def test_random_sheet_xml(read, build):
    sheet = build.sheet_xml(build.table({}))
    pieces = st.sampled_from(
        [
            "<c>",
            "</c>",
            "<v>1</v>",
            '<c r="B2"',
            "<f/>",
            "<row>",
            "</row>",
            "<is><t>x</t></is>",
            "<t>y</t>",
            ' t="s"',
            ' r="Z9"',
            "&amp;",
            "<rPh>",
            "</rPh>",
            "<![CDATA[x]]>",
            "<!-- x -->",
            "<?x?>",
            "<v/>",
        ]
    )

    @SLOW
    @given(st.lists(st.tuples(st.integers(0, len(sheet)), pieces), max_size=4))
    def run(changes):
        xml = sheet
        for place, piece in changes:
            xml = xml[:place] + piece + xml[place:]
        read(build.package([("申请", "visible", xml)]))

    run()
