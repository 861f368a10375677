"""Limits, sources, the approval matrix and dibao rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from relief.schemes.errors import Problem

Data = Mapping[str, Any]


def dibao_rows_once(data: Data) -> Iterator[Problem]:
    seen = set()
    for index, row in enumerate(data["dibao"]):
        if (row["area"], row["from"]) in seen:
            yield Problem(f"dibao[{index}]", _("同一地区同一日期重复"))
        seen.add((row["area"], row["from"]))


def limits_meaningful(data: Data) -> Iterator[Problem]:
    ids = set()
    for index, row in enumerate(data["limits"]):
        path = f"limits[{index}]"
        if row["id"] in ids:
            yield Problem(f"{path}.id", _("限额编号重复"))
        ids.add(row["id"])
        if row["count"] is None and row["sum"] is None:
            yield Problem(path, _("count与sum不能都为null"))
        if (row["key"] == "source") != ("source" in row):
            yield Problem(f"{path}.source", _("按资金来源限额时必须写明来源,否则不能写"))
        if row.get("source", "") and row["source"] not in data["fund_sources"]:
            yield Problem(f"{path}.source", _("没有资金来源%(source)s") % {"source": row["source"]})


def year_of_source_is_a_limit(data: Data) -> Iterator[Problem]:
    """A source's yearly maximum per person binds only through its limit row: it must be there, with the same sum."""
    limited = {
        (row.get("source"), row["sum"])
        for row in data["limits"]
        if (row["scope"], row["key"], row["window"]) == ("person", "source", "calendar_year")
    }
    for code, row in data["fund_sources"].items():
        if row["year_person"] is not None and (code, row["year_person"]) not in limited:
            yield Problem(f"fund_sources.{code}.year_person", _("limits中没有金额相同的个人年度限额"))


def matrix_in_order(data: Data) -> Iterator[Problem]:
    """Ascending by `upto`, the last row open; a meeting where the secretary records it, and only there."""
    rows = data["approval_matrix"]
    for index, row in enumerate(rows):
        path = f"approval_matrix[{index}]"
        last = index == len(rows) - 1
        if (row["upto"] is None) != last:
            yield Problem(f"{path}.upto", _("最后一行须为null,其余各行须有金额"))
        elif index and not last and row["upto"] <= (rows[index - 1]["upto"] or 0):
            yield Problem(f"{path}.upto", _("须大于上一行"))
        if (row["by"] == "secretary") != ("meeting" in row):
            yield Problem(f"{path}.meeting", _("会议决定(secretary)须写明会议,其他情形不写"))
        if ("meeting" in row) != ("quorum_bp" in row):
            yield Problem(f"{path}.quorum_bp", _("会议须写明法定人数比例,其他情形不写"))


CHECKS = (dibao_rows_once, limits_meaningful, year_of_source_is_a_limit, matrix_in_order)
