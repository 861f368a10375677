"""Encryption of identity numbers, cards and phones, and the keyed blind index to find them by (relief.md §8).

At rest a value is ``<key id>:<base64>``; the decoded bytes are one algorithm id, 12 bytes nonce, ciphertext
and tag. Keys come from the environment, newest first; new values are written with the newest, old ones
stay readable while their key is listed::

    RELIEF_KEYS=k2:<base64 of 32 bytes>,k1:<base64 of 32 bytes>,blind:<base64 of 32 bytes>

The key named ``blind`` serves the blind index alone, so that rotation never changes an index. Where none is
named, the oldest (last) key does: it must then stay in the list for good.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from relief.people.private_files import write_once

ENVIRONMENT = "RELIEF_KEYS"
BLIND_KEY = "blind"
KINDS = frozenset({"id", "card", "mobile"})
KEY_BYTES, NONCE_BYTES = 32, 12
# The algorithm id that stands beside every ciphertext. SM4-GCM will be the next.
AES_256_GCM = b"\x01"
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,15}")


class SecretUnreadable(Exception):
    """A stored value cannot be decrypted: its key is not listed, or the bytes were changed."""


@dataclass(frozen=True)
class KeyRing:
    """The keys at hand; ``newest`` writes."""

    newest: str
    keys: dict[str, bytes]
    blind: bytes


def encrypt(plain: str) -> str:
    """The text as it is stored. "" stays "". Two calls give two different texts."""
    if plain == "":
        return ""
    ring = _ring()
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(ring.keys[ring.newest]).encrypt(nonce, plain.encode(), ring.newest.encode())
    return f"{ring.newest}:{base64.b64encode(AES_256_GCM + nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text that was stored. Raises SecretUnreadable where the key is missing or the bytes were changed."""
    if stored == "":
        return ""
    key_id, _colon, packed = stored.partition(":")
    key = _ring().keys.get(key_id)
    if key is None:
        raise SecretUnreadable(_("没有编号为 %(id)s 的密钥，无法解密。") % {"id": key_id[:16]})
    try:
        raw = base64.b64decode(packed, validate=True)
        if raw[:1] != AES_256_GCM:
            raise SecretUnreadable(_("密文使用了未知的加密算法，无法解密。"))
        nonce, sealed = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
        return AESGCM(key).decrypt(nonce, sealed, key_id.encode()).decode()
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise SecretUnreadable(_("密文已损坏或被改动，无法解密。")) from error


def blind(kind: str, value: str) -> str:
    """The blind index of a value: hex HMAC-SHA256 under a key of its kind. "" stays "".

    The caller normalises first (an identity number with a raised X, a card without blanks).
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of blind index: {kind}")
    if value == "":
        return ""
    return hmac.digest(_blind_key(_ring().blind, kind), value.encode(), hashlib.sha256).hex()


def key_file() -> Path:
    """Where set-up keeps the keys of a fresh clone."""
    return Path(settings.SECRETS_DIR) / "keys"


def ensure_key_file() -> Path:
    """Make the key file (0600) of a fresh clone unless it is there. Called by set-up only."""
    path = key_file()
    if not path.exists():
        keys = [f"{name}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}" for name in ("k1", BLIND_KEY)]
        write_once(path, ",".join(keys) + "\n")
    forget_keys()
    return path


def require_real_keys() -> None:
    """Outside a demo database the keys must come from the environment. Raises ImproperlyConfigured."""
    from workflows.clock import is_demo

    _ring()
    if not os.environ.get(ENVIRONMENT) and not is_demo():
        raise ImproperlyConfigured(
            _("正式数据库必须由环境变量 %(name)s 提供密钥，不能使用安装时生成的密钥文件。") % {"name": ENVIRONMENT}
        )


def forget_keys() -> None:
    """Read the key file again at the next use."""
    _file_text.cache_clear()


def _ring() -> KeyRing:
    return _parse(os.environ.get(ENVIRONMENT) or _file_text())


@lru_cache(maxsize=1)
def _file_text() -> str:
    path = key_file()
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise ImproperlyConfigured(
            _("没有加密密钥：请设置环境变量 %(name)s，或运行 make setup 生成演示用的密钥文件。") % {"name": ENVIRONMENT}
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise ImproperlyConfigured(_("密钥文件 %(path)s 能被他人读取，请改为 0600。") % {"path": path})
    return path.read_text()


@lru_cache(maxsize=8)
def _parse(text: str) -> KeyRing:
    keys: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, colon, packed = entry.partition(":")
        try:
            key = base64.b64decode(packed, validate=True)
        except binascii.Error:
            key = b""
        if not (colon and _KEY_ID.fullmatch(name) and len(key) == KEY_BYTES and name not in keys):
            raise ImproperlyConfigured(
                _("加密密钥格式不对：应为“编号:32字节的Base64”，多个用逗号分隔，新的在前，编号不重复。")
            )
        keys[name] = key
    blind_key = keys.pop(BLIND_KEY, None)
    if not keys:
        raise ImproperlyConfigured(_("加密密钥为空：除 blind 外至少要有一个密钥。"))
    return KeyRing(newest=next(iter(keys)), keys=keys, blind=blind_key or list(keys.values())[-1])


@lru_cache(maxsize=16)
def _blind_key(master: bytes, kind: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"relief blind index {kind}".encode()).derive(master)


class _BlankOnly(Exact):
    """``field=""`` is the only comparison that means anything on ciphertext."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            _refuse_lookup(self.lhs.target.name, "exact")
        return ""


def _refuse_lookup(field: str, lookup: str) -> NoReturn:
    raise FieldError(f"{field} is encrypted: {lookup} cannot find it; look its blind index up instead")


class EncryptedTextField(models.TextField):
    """Text that is ciphertext in the database and plain in Python. Migrations see a plain TextField."""

    description = "encrypted text"

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value is None else decrypt(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return encrypt(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return _BlankOnly
        _refuse_lookup(self.name, lookup_name)
