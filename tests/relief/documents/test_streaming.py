"""Bytes leave the house in one way: framed by our own pages only, never sniffed, never cached, the stored ones checked."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from relief.documents import store, streaming
from workflows.errors import NotPossible

PNG = b"\x89PNG\r\n\x1a\n" + b"invented scan"


@pytest.mark.parametrize("download", [True, False])
def test_how_bytes_are_answered(download: bool) -> None:
    answer = streaming.file_response(b"%PDF-", "批/次:1.pdf", download=download)
    assert answer.content == b"%PDF-" and answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment" if download else "inline")
    assert "%E6%89%B9_%E6%AC%A1_1.pdf" in answer["Content-Disposition"]


def test_only_what_a_browser_may_show_is_shown() -> None:
    digest = store.keep(PNG)
    shown = streaming.paper_response(digest, "材料.png", media_type="image/png", download=False)
    assert (shown.content, shown["Content-Type"]) == (PNG, "image/png")
    assert shown["Content-Disposition"].startswith("inline")
    other = streaming.paper_response(digest, "页.html", media_type="text/html", download=False)
    assert other["Content-Type"] == "application/octet-stream"
    assert other["Content-Disposition"].startswith("attachment")


def test_altered_or_missing_bytes_are_not_given_out() -> None:
    digest = store.keep(PNG + b"2")
    store.path_of(digest).write_bytes(PNG + b"3")
    for asked in (digest, "0" * 64):
        with pytest.raises(NotPossible, match="SHA-256"):
            streaming.paper_response(asked, "材料.png", media_type="image/png", download=False)


def test_nobody_else_reads_stored_bytes_into_an_answer() -> None:
    """Views answer with bytes through this one module."""
    for path in Path(settings.BASE_DIR).glob("relief/**/*view*"):
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            names = {n.attr for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Attribute)}
            assert "nosniff" not in file.read_text("utf-8") and "read_bytes" not in names, file
