"""Rules as the rest of the office reads them: typed, narrow over wide, nothing interpreted twice."""

from typing import Any

from relief.jurisdictions.rules import Rules
from workflows.calendar import RollRule, StartRule


def test_a_city_overrides_whole_entries_and_takes_the_rest(province: Rules, city: Rules) -> None:
    assert (province.key, city.key) == ("demo-province@1", "demo-city@1")
    mine, theirs = city.limit("opinion_reply"), province.limit("opinion_reply")
    assert (mine.n, mine.unit, mine.roll_rule, mine.extension) == (30, "d", RollRule.AFTER_STATUTORY_HOLIDAY, None)
    assert (theirs.n, theirs.unit, theirs.start_rule, theirs.binds) == (15, "wd", StartRule.NEXT_DAY, "THEIR")
    assert theirs.extension is not None and (theirs.extension.max_n, theirs.extension.unit) == (15, "wd")
    assert city.limit("decision") == province.limit("decision")
    assert (city.titles, city.chain("opinion")) == (province.titles, province.chain("opinion"))
    assert (city.regional.code, city.regional.name) == ("990100", "示例市")


def test_a_method_is_overridden_alone(source: Any, city_source: Any) -> None:
    slower = {**source["service"]["methods"]["ANNOUNCEMENT"], "deemed_after": {"n": 60, "unit": "CALENDAR_DAY"}}
    rules = Rules([source, {**city_source, "service": {"methods": {"ANNOUNCEMENT": slower}}}])
    assert rules.methods["ANNOUNCEMENT"].deemed_after_days == 60
    assert rules.methods["LEFT"].one_of == ("witness_signature", "photo_or_video")
    assert rules.failed_methods_before_final == 2


def test_the_number_as_printed(province: Rules) -> None:
    assert province.number_text("示县", "opinion", 2026, 4) == "示县工劳监意字〔2026〕4号"
    assert province.number_text("示县", "reminder_letter", 2026, 21) == "示县工劳监函字〔2026〕21号"
    assert province.number_text("{n}", "recommendation", 2026, 1) == "{n}工劳监建字〔2026〕1号"
    assert province.first_number == 1


def test_who_may_issue_signs_and_seals(province: Rules) -> None:
    assert province.may_issue("reminder_letter", "COMMITTEE", "GRASSROOTS")
    assert not province.may_issue("opinion", "COMMITTEE", "COUNTY")
    assert not province.may_issue("recommendation", "UNION", "TOWNSHIP")
    assert [step.role for step in province.chain("recommendation")] == ["case_office", "counsel", "director", "leader"]
    assert province.seal_of("COMMITTEE").fallback == "UNION_SEAL" and province.seal_mode == "IMAGE"
    assert province.signatory_line is False and province.deputy_director_signs is True


def test_case_and_reply_by_kind_and_scope(province: Rules) -> None:
    asked = [("reminder_letter", "TARGETED"), ("reminder_letter", "CLASS"), ("reminder_letter", "PUBLIC"),
             ("opinion", ""), ("recommendation", "")]  # fmt: skip
    assert [province.case_required(*one) for one in asked] == [True, False, False, True, True]
    assert [province.reply_expected(*one) for one in asked] == [True, False, False, True, True]


def test_the_rest_of_a_profile(province: Rules) -> None:
    assert (province.objection_min_rest.n, province.objection_min_rest.unit) == (5, "wd")
    assert province.ladder.skip_opinion.decided_by == "leader" and province.ladder.group_size == 10
    assert (province.recheck.min, province.recheck.from_higher_union) == (2, True)
    assert province.investigation.min_supervisors == 2
    assert "WAGE" in province.priority_matters and "serve" in province.certificate_required_for
    assert province.reply_forms["opinion"] == ["WRITTEN"]
    assert province.copies["opinion"] == ["addressee", "file", "employer_union"]
    assert province.copy_to["recommendation"] == ["higher_union"]
    assert "WOMEN" in province.copy_to_procuratorate
    assert province.staff_reminders.days_before == (3, 0)
    assert province.methods["MAIL"].refused_rule == "RETURNED_ON"
    assert province.methods["PUBLICATION"].served_on is None


def test_the_banner_ends_with_the_confirmation(demo_documents: list[Any], province: Rules) -> None:
    assert "规则待确认" in province.banner and province.unconfirmed
    assert Rules(demo_documents[:1], confirmed=True).banner == ""
