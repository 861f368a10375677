"""The door: paper, dates, words that do not fit, secrets, drafts that wander."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from relief import office
from relief.documents.services import Upload
from relief.notices.models import Notice
from relief.schemes.selectors import forget_versions
from tests.factories import (
    BASE,
    CITY,
    COUNTY,
    PNG,
    PUBLISH,
    REASON,
    SISTER,
    START,
    VISIT,
    Office,
    demo_scheme,
    load_version,
)
from workflows import clock
from workflows.errors import NotAllowed, NotPossible, WorkflowError
from workflows.models import Event

pytestmark = pytest.mark.django_db


def scan() -> Upload:
    return Upload("签字件.png", PNG)


def with_paper(*roles: str) -> None:
    rules = {"roles": list(roles), "within": {"n": 10, "unit": "wd"}}
    load_version(2, since=START - timedelta(days=30), paper_entry=rules)
    forget_versions()


def test_nobody_backdates_an_own_move_by_calling_it_paper(house: Office) -> None:
    case = house.at("approval")
    with pytest.raises((NotAllowed, NotPossible)):
        office.perform(case, "approve", actor=house.by("approver"), signed_by=house.by("approver"),
                       occurred_on=clock.today() - timedelta(days=1), scan=scan())  # fmt: skip


def test_paper_is_not_older_than_the_stage_it_was_signed_in(house: Office) -> None:
    with_paper("chair")
    case = house.at("investigating")
    house.wait(4)
    house.prepare(case)
    house.perform(case, "finish_visit", "visitor")
    house.perform(case, "township_opine", "township_chair", opinion="同意。")
    with pytest.raises(NotPossible, match="早于"):
        office.perform(case, "publish", actor=house.by("clerk"), signed_by=house.by("chair"), scan=scan(),
                       occurred_on=clock.today() - timedelta(days=2), **PUBLISH)  # fmt: skip


def test_a_publication_keyed_after_its_term_is_kept_with_its_true_dates(house: Office) -> None:
    with_paper("chair")
    case = house.ready("grassroots_review")
    house.wait(14)
    office.perform(case, "publish", actor=house.by("clerk"), signed_by=house.by("chair"), scan=scan(),
                   occurred_on=START, **PUBLISH)  # fmt: skip
    assert case.sheet_entries.get().sheet.starts_on == START


@pytest.mark.parametrize("verb", ["hold", "extend"])
def test_a_clock_is_not_stopped_or_lengthened_in_the_past(house: Office, verb: str) -> None:
    case = house.at("investigating")
    house.wait(6)
    given = {"hold": {"review_on": clock.today() + timedelta(days=3)}, "extend": {}}[verb]
    with pytest.raises(NotPossible, match="日期"):
        house.perform(case, verb, "head", occurred_on=START, **given, **REASON)


def test_words_that_do_not_fit_are_refused_not_a_crash(house: Office) -> None:
    case = house.at("approval")
    with pytest.raises(NotPossible):
        house.perform(case, "approve", "approver", amount="much")
    with pytest.raises(NotPossible, match="长"):
        house.perform(case, "refuse", "approver", reason="长" * 3000)


@pytest.mark.parametrize(("state", "verb", "who"), [("grassroots_review", "refuse_at_base", "chair"),
                                                    ("county_review", "refuse_at_county", "head"),
                                                    ("approval", "refuse", "approver")])  # fmt: skip
def test_a_refusal_is_never_silent(house: Office, state: str, verb: str, who: str) -> None:
    """Ground 录入错误 is for withdraw, decline and terminate alone."""
    case = house.at(state)
    with pytest.raises(NotPossible, match="录入错误"):
        house.perform(case, verb, who, ground="ENTRY_ERROR", **REASON)


def test_who_stopped_the_case_is_not_who_reviews_it(house: Office) -> None:
    case = house.at("submitted")
    house.perform(case, "terminate", "head", **REASON)
    paper = Notice.objects.get(kind="refusal")
    assert paper.organisation == house.units[COUNTY]
    assert paper.content["review_with"] == house.units[CITY].name


def test_the_county_that_declined_does_not_hear_the_appeal(house: Office) -> None:
    case = house.at("submitted")
    house.perform(case, "decline", "reviewer", **REASON)
    assert Notice.objects.get(kind="non_acceptance").content["review_with"] == house.units[CITY].name


def test_no_phone_or_address_in_the_clear(house: Office) -> None:
    case = house.at("investigating")
    phone, home = "13712345678", "汾阳市东塬镇示范村12号东院"
    house.perform(case, "contact_note", "clerk", who="配偶", said="已知悉。", phone=phone)
    house.perform(case, "record_visit", "visitor", **{**VISIT, "place": home})
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM applications_contactnote")
        assert phone not in cursor.fetchone()[0]
    told = json.dumps(list(Event.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert phone not in told
    assert home not in told
    assert case.contactnote_set.get().phone == phone


def test_a_draft_is_not_pushed_into_a_union_of_others(house: Office) -> None:
    case = house.draft()
    with pytest.raises(NotAllowed):
        house.perform(case, "edit", "clerk", values={"organisation": house.units[SISTER]})
    house.grant("clerk", "clerk", SISTER)
    house.perform(case, "edit", "clerk", values={"organisation": house.units[SISTER]})
    from workflows.desks import open_tasks

    assert open_tasks().get(case_id=case.pk, machine="relief_application").path == house.units[SISTER].path
    assert house.units[BASE].path != house.units[SISTER].path


def test_what_changed_in_household_and_bills_is_in_the_journal(house: Office) -> None:
    case = house.draft()
    fired = house.perform(case, "edit", "clerk", members=[{"name": "李雷", "relation": "配偶"}],
                          invoices=[{"number": "F1", "amount_fen": 100}])  # fmt: skip
    assert fired.event.facts["members"] == 1
    assert fired.event.facts["invoices"] == ["F1"]


def test_waiting_for_another_office_stops_the_clock(house: Office) -> None:
    case = house.at("investigating")
    due = case.due_on
    house.perform(case, "request_check", "clerk", kind="civil_affairs")
    assert case.due_on is None
    house.wait(3)  # Monday
    house.perform(case, "settle_check", "clerk", kind="civil_affairs", status="clean")
    assert due == date(2026, 4, 3)
    assert case.due_on == date(2026, 4, 7)  # one day more; the 6th is a holiday


def test_an_unanswered_question_does_not_stop_the_publicity(house: Office) -> None:
    case = house.ready("investigating")
    house.perform(case, "request_check", "clerk", kind="medical_insurance")
    house.perform(case, "finish_visit", "visitor")
    assert case.due_on is not None


def test_a_household_in_the_national_archive_is_not_published(house: Office) -> None:
    case = house.ready("investigating")
    house.perform(case, "settle_check", "clerk", kind="national_archive", status="matched")
    house.perform(case, "finish_visit", "visitor")
    house.prepare(case)
    with pytest.raises(NotPossible, match="档案"):
        house.move_on(case)


def test_only_whitelisted_fields_are_published(house: Office) -> None:
    rules = {**demo_scheme()["publicity"], "fields": ["name_masked", "amount"]}
    load_version(2, since=START - timedelta(days=30), publicity=rules)
    forget_versions()
    entry = house.at("publicity").sheet_entries.get()
    assert (entry.employer, entry.cause_label) == ("", "")


def test_every_refusal_has_words(house: Office) -> None:
    case = house.at("submitted")
    with pytest.raises(WorkflowError) as refused:
        house.perform(case, "hold", "clerk", reason="等", review_on=date(2020, 1, 1))
    assert refused.value.message
