"""Bytes on disk under their SHA-256, written once, outside any public folder."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from django.conf import settings


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.VAR_DIR) / "documents" / digest[:2] / digest


def keep(content: bytes) -> str:
    """Store the bytes and return their SHA-256; the same bytes are stored once."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{uuid.uuid4().hex}.part")
        draft.write_bytes(content)
        draft.replace(target)
    return digest


def read(digest: str) -> bytes:
    """The stored bytes. Raises FileNotFoundError when they are gone, ValueError when they were altered."""
    content = path_of(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"stored bytes of {digest} were altered")
    return content
