"""Bank templates from their files into the database; a version that stands is never changed."""

from pathlib import Path
from typing import Any

import yaml

from relief.payouts.bankfile import Row
from relief.payouts.models import BankTemplate

REQUIRED = {"code", "version", "name", "kind", "encoding", "separator", "amount_format", "columns"}
KINDS = {"csv", "manual"}
FIELDS = set(Row.__dataclass_fields__)


class TemplateError(ValueError):
    """The file is no bank template; the message names the key."""


def validated(data: Any) -> dict[str, Any]:
    """A template's content, or TemplateError."""
    if not isinstance(data, dict) or REQUIRED - set(data):
        raise TemplateError("缺少：" + "、".join(sorted(REQUIRED - set(data or {}))))
    if data["kind"] not in KINDS or data["amount_format"] not in ("yuan2", "fen"):
        raise TemplateError("kind 或 amount_format 不认识")
    unknown = [c.get("field") for c in data["columns"] if c.get("field") not in FIELDS]
    if unknown:
        raise TemplateError(f"columns 中有不认识的字段：{unknown[0]}")
    "".encode(data["encoding"])
    return data


def load_templates(folder: Path) -> int:
    """Load every template file of a folder; returns how many were new."""
    new = 0
    for path in sorted(folder.glob("*.yaml")):
        data = validated(yaml.safe_load(path.read_text(encoding="utf-8")))
        _row, created = BankTemplate.objects.get_or_create(
            code=data["code"], version=data["version"], defaults={"name": data["name"], "data": data})  # fmt: skip
        new += created
    return new
