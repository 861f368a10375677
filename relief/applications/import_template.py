"""The blank import sheet: the scheme's own columns, identifiers as text, lists to choose from."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from relief.applications.sheet.header import MAX_ROWS
from relief.applications.sheet.ruleset import ALWAYS_REQUIRED, SheetRules
from relief.people.identifiers import ID_TYPE_LABELS, IdType
from relief.schemes.rules import Scheme

AS_TEXT = frozenset({"id_no", "household_head_id", "mobile", "card_no", "invoice_no"})
DAYS = frozenset({"event_date", "application_date"})
WIDE = frozenset({"id_no", "household_head_id", "card_no", "employer", "union", "bank", "narrative"})
LONGEST_LIST = 255
"""Characters that a drop-down list of a cell may have."""


def blank_sheet(scheme: Scheme) -> bytes:
    """An empty sheet in the order of the scheme's columns; * marks what is always required."""
    rules = SheetRules(scheme)
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet(_("救助申请"))
        page.freeze_panes(1, 0)
        styles = {"head": book.add_format({"bold": True, "bg_color": "#F2F2F2"}),
                  "text": book.add_format({"num_format": "@"}),
                  "day": book.add_format({"num_format": "yyyy-mm-dd"})}  # fmt: skip
        for column, (identifier, label) in enumerate(rules.labels.items()):
            _column(page, column, identifier, label, styles, _choices(identifier, rules))
    return written.getvalue()


def _column(page: Any, column: int, identifier: str, label: str, styles: Any, choices: list[str]) -> None:
    style = styles["text"] if identifier in AS_TEXT else styles["day"] if identifier in DAYS else None
    page.set_column(column, column, 22 if identifier in WIDE else 13, style)
    page.write_string(0, column, label + "*" if identifier in ALWAYS_REQUIRED else label, styles["head"])
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        page.data_validation(1, column, MAX_ROWS, column, {"validate": "list", "source": choices})


def _choices(identifier: str, rules: SheetRules) -> list[str]:
    known = {
        "id_type": [str(label) for kind, label in ID_TYPE_LABELS.items() if kind is not IdType.TEMPORARY],
        "cause": [cause.label for cause in rules.scheme.causes.values()],
        "hukou_type": [_("城镇"), _("农村")],
        "liability": list(rules.scheme.import_sheet.liability_labels),
    }
    return known.get(identifier, [])
