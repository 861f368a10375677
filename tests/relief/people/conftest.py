"""Keys of the tests' own, never those of the machine."""

import base64

import pytest

from relief.people import secrets


def key(letter: str) -> str:
    """A key made of one letter, as RELIEF_KEYS writes it."""
    return base64.b64encode(letter.encode() * 32).decode()


@pytest.fixture(autouse=True)
def keys(monkeypatch, settings, tmp_path):
    """One key by the environment; the key file lies in an empty folder."""
    settings.SECRETS_DIR = tmp_path / "secrets"
    monkeypatch.setenv("RELIEF_KEYS", f"k1:{key('a')}")
    secrets.forget_keys()
    yield monkeypatch
    secrets.forget_keys()
