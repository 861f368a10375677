"""The unions, people and form of the tests' small office: invented, and the same for every test."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.utils import timezone

from relief.organisations.importing import Unit
from relief.schemes.loader import SCHEMES_DIR, load_scheme_file
from relief.schemes.services import load_scheme
from workflows.calendar.seeding import calendar_rows_from_file
from workflows.calendar.stored import shipped_file

START = date(2026, 3, 20)
SINCE = date(2024, 1, 1)
BUDGET_FEN = 10_000_000
PROVINCE, CITY, COUNTY, TOWNSHIP, BASE, SISTER = (
    "GH14", "GH1411", "GH141182", "GH141182-03", "GH141182-03-007", "GH141182-03-008",
)  # fmt: skip
UNITS = [
    Unit(1, PROVINCE, "山西省总工会", "province", "14"),
    Unit(2, CITY, "吕梁市总工会", "city", "1411", PROVINCE),
    Unit(3, COUNTY, "汾阳市总工会", "county", "141182", CITY),
    Unit(4, TOWNSHIP, "汾阳市东塬镇总工会", "township", "141182", COUNTY),
    Unit(5, BASE, "东塬镇联合基层工会", "grassroots", "141182", TOWNSHIP),
    Unit(6, SISTER, "杏塬机械有限公司工会", "grassroots", "141182", TOWNSHIP),
]
CAST = {
    "clerk": ("clerk", BASE), "visitor": ("visitor", BASE), "visitor2": ("visitor", BASE), "chair": ("chair", BASE),
    "township_chair": ("chair", TOWNSHIP), "reviewer": ("reviewer", COUNTY), "head": ("head", COUNTY),
    "approver": ("approver", COUNTY), "secretary": ("secretary", COUNTY), "cashier": ("cashier", COUNTY),
    "payment_reviewer": ("payment_reviewer", COUNTY), "archivist": ("archivist", COUNTY),
    "auditor": ("auditor", COUNTY), "hotline": ("hotline", COUNTY), "administrator": ("administrator", COUNTY),
    "city_approver": ("approver", CITY), "city_reviewer": ("reviewer", CITY), "city_head": ("head", CITY),
    "sister_clerk": ("clerk", SISTER), "sister_chair": ("chair", SISTER),
}  # fmt: skip
# Well-formed invented numbers of invented people; the check digit is computed (relief.md §8).
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(n: int) -> str:
    """The n-th invented 居民身份证 number."""
    body = f"14118219880229{n:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@cache
def demo_scheme() -> dict[str, Any]:
    return load_scheme_file(SCHEMES_DIR / "SX-LSJZ-DEMO-1.yaml")


@cache
def calendar_rows() -> list[dict[str, Any]]:
    return [row for row in calendar_rows_from_file(shipped_file()) if row["date"].year == START.year]


def at_nine(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def load_version(number: int, *, since: date, **changed: Any) -> None:
    """Load the demo scheme with whole sections changed, as a version of its own."""
    data = demo_scheme()
    head = {**data["scheme"], "version": number, "valid_from": since.isoformat()}
    load_scheme(content={**data, "scheme": head, **changed})


FORM: dict[str, Any] = {
    "sex": "male", "id_type": "resident", "hukou_type": "urban", "address": "山西省汾阳市东塬镇示范村12号",
    "mobile": "13800000001", "identity": "worker", "insurance_kind": "职工医保", "work_status": "在岗",
    "household_size": 3, "per_capita_monthly_fen": 120_000, "narrative": "工作中意外受伤。", "employer": "示范有限公司",
    "relative_of_staff": False, "member_no": "演示会员", "event_place": "汾阳市东塬镇", "consent_version": "2024",
    "consent_channel": "当面签字", "contract_months": 24, "cause": "INJURY", "event_date": date(2026, 2, 10),
    "application_date": START, "total_cost_fen": 1_000_000, "medical_insurance_fen": 0, "commercial_insurance_fen": 0,
    "mutual_aid_fen": 0, "other_aid_fen": 0, "bank": "汾阳农商银行", "bank_code": "402173000018",
    "card_no": "6222020508000000127",
}  # fmt: skip
