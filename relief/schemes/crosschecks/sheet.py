"""The import sheet: every column and message the reader knows, every header once (relief.md §14)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.dibao import HUKOU
from relief.schemes.errors import Problem
from relief.schemes.vocabulary import IDENTIFIERS, MESSAGES

Data = Mapping[str, Any]


def columns_complete(data: Data) -> Iterator[Problem]:
    """One header for every identifier, the programme's own `extra_columns` included."""
    sheet = data["import_sheet"]
    headers = Counter(sheet["columns"].values())
    known = {*IDENTIFIERS, *sheet["extra_columns"]}
    for name in [*IDENTIFIERS, *sheet["extra_columns"]]:
        if headers[name] != 1:
            yield Problem("import_sheet.columns", _("列%(name)s须恰好有一个中文列名") % {"name": name})
    for header, name in sheet["columns"].items():
        if name not in known:
            yield Problem(f"import_sheet.columns.{header}", _("不认识的列%(name)s") % {"name": name})
    for index, name in enumerate(sheet["extra_columns"]):
        if name in IDENTIFIERS:
            yield Problem(f"import_sheet.extra_columns[{index}]", _("已是固定列"))


def aliases_lead_to_columns(data: Data) -> Iterator[Problem]:
    columns = data["import_sheet"]["columns"]
    for alias, header in data["import_sheet"]["aliases"].items():
        if header not in columns:
            yield Problem(f"import_sheet.aliases.{alias}", _("没有列%(header)s") % {"header": header})
        if alias in columns:
            yield Problem(f"import_sheet.aliases.{alias}", _("与列名相同"))


def messages_complete(data: Data) -> Iterator[Problem]:
    messages = data["import_sheet"]["messages"]
    for code in MESSAGES:
        if code not in messages:
            yield Problem(f"import_sheet.messages.{code}", _("缺少此键"))
    for code in messages:
        if code not in MESSAGES:
            yield Problem(f"import_sheet.messages.{code}", _("不认识的键"))


def hukou_labels_complete(data: Data) -> Iterator[Problem]:
    given = set(data["import_sheet"]["hukou_labels"].values())
    for hukou in HUKOU:
        if hukou not in given:
            yield Problem("import_sheet.hukou_labels", _("没有%(hukou)s的中文名称") % {"hukou": hukou})


CHECKS = (columns_complete, aliases_lead_to_columns, messages_complete, hukou_labels_complete)
