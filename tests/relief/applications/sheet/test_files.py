"""Files that are no xlsx, or mean harm: refused with E_FILE and a reason, quickly, never an exception."""

import io
import struct
import zipfile

import pytest

from relief.applications.sheet import container, strings, xml_cells

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def refused(read):
    def refused(source):
        report = read(source)
        assert [fault.code for fault in report.errors] == ["E_FILE"] and report.rows == []
        assert report.as_json()["summary"] == {
            "rows": 0,
            "ok": 0,
            "error": 0,
            "written": 0,
            "outcome": "refused_whole_file",
            "written_when_error_rows_are_removed": 0,
            "suggested_total_fen_of_ok_rows": 0,
        }
        return report.errors[0].message.removeprefix("文件无法读取:")

    return refused


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "不是xlsx文件,或文件已损坏"),
        ("姓名,证件号码\n".encode("gb18030"), "不是xlsx文件,或文件已损坏"),
        (b"PK\x03\x04" + b"\0" * 100, "不是xlsx文件,或文件已损坏"),
        (OLE + b"\0" * 600, "这是旧版xls文件,请另存为xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "文件已加密,请取消密码后再上传"),
    ],
)
def test_no_xlsx(refused, content, reason):
    assert refused(content) == reason


def test_a_path_is_read_within_the_size_allowed(refused, tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MAX_FILE_BYTES", 1024 * 1024)
    path = tmp_path / "big.xlsx"
    path.write_bytes(b"\0" * (1024 * 1024 + 1))
    assert refused(path) == "文件超过1兆字节"
    assert refused(tmp_path / "none.xlsx") == refused(tmp_path) == "文件不存在或无法打开"


def test_cut_and_flipped_files(refused, build):
    good = bytearray(build.file({}))
    refused(bytes(good[:-40]))
    refused(bytes(good[: len(good) // 2]))
    place = good.index(b"xl/worksheets/sheet1.xml") + 60
    good[place] ^= 0xFF
    assert refused(bytes(good)) == "文件已损坏"


def with_zip(change):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return buffer.getvalue()


def test_other_zip_files(refused):
    assert refused(with_zip(lambda archive: archive.writestr("mimetype", "x"))) == "不是xlsx文件,或文件已损坏"


def test_missing_parts(refused, build):
    sheet = build.sheet_xml(build.table({}))
    for part in ("xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        refused(build.package([("申请", "visible", sheet)], extra={part: None}))


def test_without_package_relationships_the_usual_place_is_tried(read, build):
    sheet = build.sheet_xml(build.table({}))
    assert read(build.package([("申请", "visible", sheet)], extra={"_rels/.rels": None, "xl/styles.xml": None})).clean


def test_macros_and_binary_workbooks(refused, build):
    assert refused(build.file({}, extra={"xl/vbaProject.bin": b"x"})) == "文件含有宏,请另存为不含宏的xlsx"
    relations = build.file({})
    with zipfile.ZipFile(io.BytesIO(relations)) as archive:
        text = archive.read("_rels/.rels").decode().replace("workbook.xml", "workbook.bin")
    assert refused(build.file({}, extra={"_rels/.rels": text, "xl/workbook.bin": b"x"})) == "这是xlsb文件,请另存为xlsx"


def test_entities_are_refused_in_every_part(refused, build):
    sheet = build.sheet_xml(build.table({}))
    assert refused(build.package([("申请", "visible", DOCTYPE + sheet)])) == "文件含有不允许的声明"
    assert refused(build.package([("申请", "visible", sheet)], styles=DOCTYPE + "<x>&b;</x>")) == "文件含有不允许的声明"
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + DOCTYPE + sheet).encode("utf-16")
    assert refused(build.package([("申请", "visible", utf16)])) == "文件含有不允许的声明"


def test_other_encodings(read, refused, build):
    sheet = build.sheet_xml(build.table({}))
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet).encode("utf-16")
    assert read(build.package([("申请", "visible", utf16)])).clean
    unknown = f'<?xml version="1.0" encoding="nonsense"?>{sheet}'
    assert refused(build.package([("申请", "visible", unknown)])) == "内容已损坏"
    assert refused(build.package([("申请", "visible", sheet[:-20])])) == "内容已损坏"


def test_bombs(refused, build, monkeypatch):
    monkeypatch.setattr(container, "MAX_PART_BYTES", 100_000)
    big = build.sheet_xml(build.table({})).replace("</worksheet>", " " * 100_000 + "</worksheet>")
    assert refused(build.package([("申请", "visible", big)])) == "解压后的内容过大"
    monkeypatch.setattr(container, "MAX_PARTS", 20)
    assert refused(with_zip(lambda archive: [archive.writestr(str(n), "") for n in range(21)])) == "文件内部结构异常"


def test_a_lying_size_does_not_help_a_bomb(refused, build):
    data = bytearray(build.file({}))
    name = b"xl/worksheets/sheet1.xml"
    place = data.rindex(name) - 46 + 24  # uncompressed size in the central directory
    struct.pack_into("<I", data, place, 10)
    assert refused(bytes(data)) == "文件已损坏"


def test_encrypted_parts_and_other_methods(refused, build):
    data = bytearray(build.file({}))
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    encrypted, method = bytearray(data), bytearray(data)
    encrypted[place + 8] |= 1
    struct.pack_into("<H", method, place + 10, 14)
    assert refused(bytes(encrypted)) == "文件已加密,请取消密码后再上传"
    refused(bytes(method))


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="2"><c r="XFE2"><v>1</v></c></row>',
        '<row r="2"><c r="2"><v>1</v></c></row>',
        '<row r="2"><c r="a2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>0</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>x</v></c></row>',
    ],
)
def test_impossible_places(refused, build, xml):
    sheet = build.sheet_xml(build.table()).replace("</sheetData>", xml + "</sheetData>")
    refused(build.package([("申请", "visible", sheet)]))


def test_too_much_in_a_sheet(refused, read, build, monkeypatch):
    wide = build.sheet_xml({1: list(build.good), 2: ["x"] * 60})
    monkeypatch.setattr(xml_cells, "MAX_FILLED_CELLS", 80)
    assert refused(build.package([("申请", "visible", wide)])) == "单元格过多"
    monkeypatch.setattr(xml_cells, "MAX_FILLED_CELLS", 100)
    arrays = "".join(f'<row r="{n}"><c r="A{n}"><f t="array" ref="A1:XFD1048576">1</f></c></row>' for n in range(3, 30))
    table = build.sheet_xml(build.table()).replace("</sheetData>", arrays + "</sheetData>")
    assert refused(build.package([("申请", "visible", table)])) == "公式过多"
    monkeypatch.setattr(strings, "MAX_STRINGS", 2)
    assert refused(build.file({}, strings="<si><t>x</t></si>" * 3)) == "文字过多"
    monkeypatch.setattr(xml_cells, "MAX_FILLED_ROWS", 3)
    many = build.package([("申请", "visible", build.sheet_xml({n: ["x"] for n in range(1, 6)}))])
    assert [fault.code for fault in read(many).errors] == ["E_TOO_MANY_ROWS"]


def test_deep_nesting(refused, build):
    sheet = build.sheet_xml(build.table({})).replace("</worksheet>", "<a>" * 200 + "</a>" * 200 + "</worksheet>")
    assert refused(build.package([("申请", "visible", sheet)])) == "内容嵌套过深"


def test_strict_office_xml(read, build):
    namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = build.sheet_xml(build.table({}), namespace)
    assert read(build.package([("申请", "visible", sheet)], namespace=namespace)).clean


def test_elements_of_other_namespaces_are_no_cells(read, build):
    sheet = build.sheet_xml(build.table({})).replace(
        "</sheetData>",
        '</sheetData><extLst><x:row xmlns:x="urn:x" r="9"><x:c r="A9"><x:f>1</x:f></x:c></x:row></extLst>',
    )
    assert read(build.package([("申请", "visible", sheet)])).clean


def test_a_part_named_by_backslashes_or_from_outside(read, refused, build):
    relations = '<Relationships xmlns="urn:x"><Relationship Id="r1" Type="x/worksheet" Target="{}" {}/></Relationships>'
    inside = relations.format("worksheets\\SHEET1.xml", "")
    assert read(build.file({}, extra={"xl/_rels/workbook.xml.rels": inside})).rows
    outside = relations.format("http://example.invalid/sheet1.xml", 'TargetMode="External"')
    assert refused(build.file({}, extra={"xl/_rels/workbook.xml.rels": outside})) == "没有可见的工作表"
