"""The zip container of an xlsx file, opened with suspicion: an uploaded file may be anything.

Sizes are bounded before anything is unpacked, macros and encryption are refused, external targets are never
followed. zipfile yields at most the declared size of a part and checks its CRC, so the declared sizes bind.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from relief.applications.sheet.faults import unreadable
from relief.applications.sheet.xml_parse import parse_xml

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_PART_BYTES = 100 * 1024 * 1024
MAX_PARTS = 2000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def read_source(source: Path | bytes) -> bytes:
    """The bytes of the upload, within the size allowed."""
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > MAX_FILE_BYTES:
            raise unreadable(_("文件超过%(size)s兆字节") % {"size": MAX_FILE_BYTES // 1024 // 1024})
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise unreadable(_("文件不存在或无法打开")) from error


class Container:
    """Parts of an xlsx file by name; a context manager is not needed, everything is in memory."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            encrypted = _ENCRYPTED_STREAM in data
            raise unreadable(_("文件已加密,请取消密码后再上传") if encrypted else _("这是旧版xls文件,请另存为xlsx"))
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:  # before zipfile makes an object of each
            raise unreadable(_("文件内部结构异常"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise unreadable(_("不是xlsx文件,或文件已损坏")) from error
        self._names = {name.lower(): name for name in self._zip.namelist()}
        if "xl/vbaproject.bin" in self._names:
            raise unreadable(_("文件含有宏,请另存为不含宏的xlsx"))

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str) -> bytes:
        """A part, within the size allowed; names differ in case between producers."""
        try:
            info = self._zip.getinfo(self._names[name.lower()])
            if info.flag_bits & _ENCRYPTED_FLAG:
                raise unreadable(_("文件已加密,请取消密码后再上传"))
            if info.file_size > MAX_PART_BYTES or info.compress_type not in _METHODS:
                raise unreadable(_("解压后的内容过大"))
            return self._zip.read(info)
        except KeyError as error:
            raise unreadable(_("缺少%(part)s") % {"part": name}) from error
        except _BROKEN as error:
            raise unreadable(_("文件已损坏")) from error

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part ("" the package): id → (last word of the type, part name). No external ones."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith("Relationship") and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, path)

        if self.has(relations):
            parse_xml(self.read(relations), start=start)
        return found
