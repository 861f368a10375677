"""The typed readers of the demonstration scheme."""

from datetime import date

import pytest

from relief.schemes.case_terms import Clock, EvidenceNeed, Extension
from relief.schemes.rules import Scheme
from relief.schemes.windows import in_window, months_before, window_start

DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("area", "hukou", "on", "standard"),
    [
        ("141182", "urban", DAY, 69000),
        ("141182", "rural", DAY, 60000),
        ("141182", "urban", date(2025, 12, 31), 67000),
        ("141182", "urban", date(2025, 6, 30), 64000),
        ("141102", "urban", DAY, 67000),
        ("140105", "urban", DAY, 78000),
        ("140500", "rural", date(2025, 7, 1), 58000),
        ("14", "urban", date(2024, 1, 1), 65000),
        ("14", "urban", date(2023, 12, 31), None),
        ("41", "urban", DAY, None),
    ],
)
def test_dibao_longest_prefix_then_latest(demo, area, hukou, on, standard):
    assert demo.dibao(area, hukou, on) == standard


@pytest.mark.parametrize(
    ("income", "name"),
    [(0, "deep"), (68999, "deep"), (69000, "relative"), (137999, "relative"), (138000, "wider"), (276000, "over")],
)
def test_household_class(demo, income, name):
    assert demo.household_class(income, "141182", "urban", DAY) == name


def test_household_class_without_dibao_is_unknown(demo):
    assert demo.household_class(0, "99", "urban", DAY) is None


def test_causes(demo):
    assert len(demo.causes) == 15
    assert demo.cause_by_label("本人重大疾病").code == "ILLNESS_SELF"
    assert demo.causes["ILLNESS_SELF"].event_label == "出院(结算)日期"
    assert demo.causes["WAGE_ARREARS"].advance and not demo.causes["FIRE"].advance
    assert demo.cause_by_label("没有") is None


def test_clocks(demo):
    assert demo.clock("accept") == Clock("accept", 2, "wd", "", None)
    extension = Extension(10, "wd", "clerk", 1)
    assert demo.clock("supplement") == Clock("supplement", 10, "wd", "lapse", extension)
    assert demo.stops_clock == ("supplement", "objection", "held", "waiting_for_check")


def test_evidence(demo):
    needs = demo.evidence_for("ILLNESS_SELF")
    assert [need.code for need in needs if need.kind == "R"] == [
        "ID_COPY",
        "HOUSEHOLD_BOOK",
        "INCOME_PROOF",
        "CONSENT_AUTHORISATION",
        "CARD_COPY",
        "DIAGNOSIS",
    ]
    assert EvidenceNeed("MEDICAL_INVOICE", "医疗费用票据", "A1", "A1") in needs
    assert all(need.label != need.code for cause in demo.causes for need in demo.evidence_for(cause))


def test_only_active_exclusions_of_the_cause_are_asked(demo):
    assert [row.code for row in demo.exclusions_for("FIRE")] == [
        "FIGHT_GAMBLING_DRUGS",
        "BANNED_ORGANISATION",
        "PRIVATE_SCHOOL",
        "BARRED",
    ]
    assert "INCOME_OVER" in [row.code for row in demo.exclusions_for("SCHOOLING")]


def test_standing_and_banner(demo):
    assert demo.unconfirmed and demo.title == "演示办法第1版"
    assert demo.banner.startswith("依据未确认办法")
    assert Scheme(demo.data, confirmed=True).banner == ""


def test_a_real_scheme_goes_by_its_own_name(demo):
    data = {**demo.data, "scheme": {**demo.data["scheme"], "name": "某省临时救助办法", "version": 3}}
    assert Scheme(data).title == "某省临时救助办法第3版"


def test_other_sections_are_typed(demo):
    assert demo.publicity.fields == ("name_masked", "employer", "cause_label", "amount")
    assert demo.publicity.second_period.n == 3
    assert demo.checks["civil_affairs"].needs_authorisation and demo.checks["civil_affairs"].by == "base"
    assert demo.fund_sources["WARMTH"].per_time_fen == 300000 and demo.fund_sources["DONATION"].earmark
    assert demo.masking.list["id_no"] == "first6_last4" and demo.masking.full_per_hour == 50
    assert demo.paper_entry.roles == () and demo.paper_entry.within.n == 10
    assert demo.separation.mode == "strict" and demo.separation.meeting_above_fen == 300000
    assert demo.eligibility.household_classes == (("deep", 10000), ("relative", 20000), ("wider", 40000))
    assert demo.eligibility.claim_window.unit == "m" and demo.label("family", "spouse") == "配偶"
    assert demo.investigation.visitors_min == 2 and demo.satisfaction.scale == (5, 4, 3, 2, 1)
    assert not demo.cash.allowed and demo.cash.witnesses == 2
    assert demo.import_sheet.columns["姓名"] == "name" and demo.import_sheet.extra_columns == ()
    assert demo.limit_date == "approval" and demo.budget_year_by == "payment"
    assert demo.minutes_number_by == "approve" and demo.meeting_votes
    assert demo.notices_delivery["refusal"] == ["hand", "post"]
    assert demo.township_opinion == "required_when_parent_is_township"
    assert demo.bar_months_after_fraud == 24 and not demo.reuse_of_bills
    assert demo.retention_years["case_file"] == 30 and demo.evidence_paper_seen == ()


def test_class_order_does_not_hang_on_the_order_of_keys(demo):
    eligibility = demo.data["eligibility"]
    shuffled = dict(reversed(eligibility["household_classes"].items()))
    data = {**demo.data, "eligibility": {**eligibility, "household_classes": shuffled}}
    assert Scheme(data).household_class(0, "141182", "urban", DAY) == "deep"


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        (date(2026, 3, 20), 12, date(2025, 3, 20)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_before(day, months, start):
    assert months_before(day, months) == start


def test_claim_window_start():
    assert window_start(date(2026, 3, 20), 12, "m") == date(2025, 3, 20)
    assert window_start(date(2026, 3, 20), 20, "d") == date(2026, 2, 28)


def test_windows():
    assert in_window("lifetime", date(1999, 1, 1), DAY)
    assert not in_window("lifetime", date(2026, 3, 21), DAY)
    assert in_window("rolling_24m", date(2024, 3, 21), DAY)
    assert not in_window("rolling_24m", date(2024, 3, 20), DAY)
