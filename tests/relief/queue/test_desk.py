"""Which files lie before whom, in what order, at any depth (ui.md, My desk)."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief.organisations.models import Delegation
from relief.queue import paging
from relief.queue.filters import Filters, read_filters, units
from relief.queue.handled import handled_by
from relief.queue.selectors import TABS, frame_of, lines_by_key, new_since, page_of
from relief.queue.sitting import Sitting
from tests.factories import BASE, COUNTY, SINCE, SISTER, Office
from workflows import clock, deadlines, desks, roles
from workflows.desks import DeskTask

pytestmark = pytest.mark.django_db


def cases(sitting: Sitting, tab: str, **words: str) -> set[int]:
    return {line.case_id for line in page_of(sitting, tab, read_filters(words)).rows}


def task(case: Any) -> DeskTask:
    return desks.open_tasks().get(machine=case.machine.name, case_id=case.pk)


@pytest.mark.parametrize(
    ("state", "who", "elsewhere"),
    [
        ("submitted", {"clerk"}, {"sister_clerk", "chair", "reviewer"}),
        ("investigating", {"visitor", "visitor2"}, {"clerk"}),
        ("grassroots_review", {"chair", "township_chair"}, {"sister_chair", "head"}),
        ("county_review", {"reviewer", "city_reviewer"}, {"head", "clerk"}),
        ("approval", {"approver"}, {"city_approver", "secretary", "head"}),
        ("paid", {"clerk"}, {"archivist", "cashier"}),
    ],
)
def test_a_file_lies_before_those_whose_grant_covers_its_desk(house, at_desk, state, who, elsewhere) -> None:
    case = house.at(state)
    for name in who:
        assert cases(at_desk(name), "open") == {case.pk}, name
    for name in elsewhere | {"administrator", "auditor", "hotline"}:
        assert cases(at_desk(name), "open") == set(), name


def test_an_exact_desk_is_not_covered_from_above(house: Office, at_desk) -> None:
    """The matrix names the county: the city's approver covers its path and still has no say."""
    case = house.at("approval")
    assert task(case).exact
    assert cases(at_desk("approver"), "open") == {case.pk}
    assert cases(at_desk("city_approver"), "open") == set()


@pytest.mark.parametrize(
    ("state", "who", "not_who"),
    [
        ("draft", {"clerk", "reviewer"}, {"sister_clerk", "visitor"}),
        ("supplement", {"clerk", "reviewer", "visitor"}, {"cashier"}),
        ("publicity", {"clerk", "reviewer"}, {"visitor", "cashier", "chair"}),
        ("approved", {"cashier"}, {"reviewer", "auditor"}),
    ],
)
def test_what_waits_for_an_outsider_is_seen_by_those_who_key_or_come_next(house, at_desk, state, who, not_who) -> None:
    case = house.at(state)
    for name in who:
        assert case.pk in cases(at_desk(name), "waiting"), name
        assert cases(at_desk(name), "open") == set(), name
    for name in not_who:
        assert case.pk not in cases(at_desk(name), "waiting"), name


def test_claimed_is_on_my_hands_and_colleagues_wait_for_it(house: Office, at_desk) -> None:
    case = house.at("investigating")
    assert desks.claim(task(case).pk, house.by("visitor"))
    assert cases(at_desk("visitor"), "mine") == {case.pk} and cases(at_desk("visitor"), "open") == set()
    assert cases(at_desk("visitor2"), "waiting") == {case.pk} and cases(at_desk("visitor2"), "open") == set()
    assert page_of(at_desk("visitor2"), "waiting", Filters()).rows[0].owner == "visitor"
    assert frame_of(at_desk("visitor")).counts == {"mine": 1, "open": 0, "overdue": 0, "waiting": 0}


def test_an_ended_grant_takes_even_the_claimed_file_off_the_desk(house: Office, at_desk) -> None:
    case = house.at("investigating")
    desks.claim(task(case).pk, house.by("visitor"))
    house.by("visitor").grants.update(valid_to=clock.today() - timedelta(days=1))
    assert cases(at_desk("visitor"), "mine") == set()


def test_a_delegated_grant_unites_with_the_own_ones_and_the_switch_narrows(house: Office, at_desk) -> None:
    case, review = house.at("investigating"), house.at("grassroots_review")
    Delegation.objects.create(principal=house.by("chair"), delegate=house.by("visitor"), role="chair",
                              organisation=house.units[BASE], valid_from=SINCE, valid_to=date(2027, 1, 1),
                              set_by=house.by("chair"))  # fmt: skip
    assert cases(at_desk("visitor"), "open") == {case.pk, review.pk}
    assert cases(at_desk("visitor", "chair"), "open") == {review.pk}
    assert cases(at_desk("visitor", "approver"), "open") == {case.pk, review.pk}, "a role not held narrows nothing"
    assert frame_of(at_desk("visitor", "chair")).counts["open"] == 1


def test_overlapping_grants_show_a_file_once(house: Office, at_desk) -> None:
    case = house.at("submitted")
    house.grant("clerk", "clerk", COUNTY)
    assert [line.case_id for line in page_of(at_desk("clerk"), "open", Filters()).rows] == [case.pk]


def test_overdue_is_what_lies_before_me_and_what_i_was_told_of(house: Office, at_desk) -> None:
    case = house.at("submitted")
    assert cases(at_desk("clerk"), "overdue") == set()
    house.wait(10)
    assert cases(at_desk("clerk"), "overdue") == {case.pk}
    assert cases(at_desk("chair"), "overdue") == set(), "nobody was told yet"
    deadlines.run()
    assert cases(at_desk("chair"), "overdue") == {case.pk}
    for name in house.people:
        alerts = deadlines.overdue_for(roles.grants_of(house.by(name).pk, clock.today()))
        told = set(alerts.values_list("case_id", flat=True))
        assert told <= cases(at_desk(name), "overdue"), name
    assert lines_by_key(at_desk("chair"), [task(case).pk]) == [], "told of it, yet it is not the chair's to take"


def test_level_above_is_told_of_a_late_approval(house: Office, at_desk) -> None:
    case = house.at("approval")
    house.wait(30)
    deadlines.run()
    assert cases(at_desk("city_approver"), "overdue") == {case.pk}
    assert cases(at_desk("city_reviewer"), "overdue") == set()


def test_most_urgent_first_and_what_has_no_day_last(house: Office, at_desk) -> None:
    later, stopped = house.at("submitted"), house.at("submitted")
    house.perform(stopped, "hold", "clerk", reason="住院", review_on=clock.today() + timedelta(days=5))
    sooner = house.at("submitted")
    DeskTask.objects.filter(pk=task(sooner).pk).update(due_on=clock.today())
    rows = page_of(at_desk("clerk"), "open", Filters()).rows
    assert [row.case_id for row in rows] == [sooner.pk, later.pk, stopped.pk]
    assert [row.stopped for row in rows] == [False, False, True]


def test_pages_by_key_at_any_depth_and_back(house: Office, at_desk, monkeypatch) -> None:
    monkeypatch.setattr("relief.queue.paging.PAGE", 3)
    monkeypatch.setattr("relief.queue.selectors.PAGE", 3)
    wanted = {house.draft().pk for _n in range(8)}
    sitting, seen, cursor, pages = at_desk("clerk"), [], None, []
    while True:
        page = page_of(sitting, "waiting", Filters(), cursor)
        pages.append([row.case_id for row in page.rows])
        seen += pages[-1]
        assert page.total == 8
        if page.next is None:
            break
        cursor = paging.read_by_due(str(page.next))
    assert len(seen) == 8 and set(seen) == wanted and [len(p) for p in pages] == [3, 3, 2]
    for before in reversed(pages[:-1]):
        page = page_of(sitting, "waiting", Filters(), page.previous)
        assert [row.case_id for row in page.rows] == before
    assert page.previous is None


@pytest.mark.parametrize("text", ["", "x", "2026-03-20", "2026-03-20.", "2026-13-01.4", ".5", "--1"])
def test_an_address_without_sense_begins_at_the_top(text: str) -> None:
    assert paging.read_by_due(text) is None


def test_filters_narrow_and_live_in_the_address(house: Office, at_desk) -> None:
    small = house.at("submitted", requested_fen=100_000)
    large = house.at("submitted", requested_fen=5_000_000)
    other = house.at("submitted", organisation=house.units[SISTER], requested_fen=400_000)
    house.grant("clerk", "clerk", COUNTY)
    clerk = at_desk("clerk")
    everything = {small.pk, large.pk, other.pk}
    assert cases(clerk, "open") == everything
    assert cases(clerk, "open", amount="0-3000") == {small.pk}
    assert cases(clerk, "open", amount="30000-") == {large.pk}
    assert cases(clerk, "open", unit=str(house.units[SISTER].pk)) == {other.pk}
    assert cases(clerk, "open", unit=str(house.units[COUNTY].pk)) == everything
    assert cases(clerk, "open", matter="relief_application.submitted") == everything
    assert cases(clerk, "open", matter="payout_batch.drafted") == set()
    assert cases(clerk, "open", role="clerk") == everything and cases(clerk, "open", role="chair") == set()
    assert cases(clerk, "open", due="late") == set() and cases(clerk, "open", due="stopped") == set()
    assert cases(clerk, "open", due="today") == set()
    house.wait(4)
    assert cases(at_desk("clerk"), "open", due="today") == everything
    assert cases(at_desk("clerk"), "open", due="week") == everything
    words = {"role": "clerk", "matter": "relief_application.submitted", "unit": "7", "amount": "0-3000", "due": "week"}
    assert read_filters(words).query() == words


@pytest.mark.parametrize("words", [{"unit": "x"}, {"amount": "1-2"}, {"due": "9"}, {"matter": "a.b"}, {"role": "king"}])
def test_an_unknown_filter_is_none(words: dict[str, str]) -> None:
    assert read_filters(words) == Filters() and not read_filters(words).on


def test_units_to_choose_from_never_leave_what_one_reads(house: Office, at_desk) -> None:
    def names(who: str, chosen: int | None = None) -> list[str]:
        return [name for _key, name in units(at_desk(who), chosen)]

    assert names("clerk") == ["东塬镇联合基层工会"]
    assert names("reviewer") == ["汾阳市总工会", "汾阳市东塬镇总工会"]
    township = house.units["GH141182-03"].pk
    assert names("reviewer", township)[2:] == ["东塬镇联合基层工会", "杏塬机械有限公司工会"]
    assert names("clerk", house.units[SISTER].pk) == ["东塬镇联合基层工会"]


def test_counts_end_at_the_cap(house: Office, at_desk, monkeypatch) -> None:
    monkeypatch.setattr("relief.queue.selectors.CAP", 2)
    for _n in range(4):
        house.draft()
    assert frame_of(at_desk("clerk")).counts["waiting"] == 3
    assert paging.capped(100) == "99+" and paging.capped(99) == "99"


def test_new_work_since_the_page_was_made(house: Office, at_desk) -> None:
    house.at("submitted")
    newest = frame_of(at_desk("clerk")).newest
    assert new_since(at_desk("clerk"), "open", newest) == 0
    house.at("submitted")
    assert new_since(at_desk("clerk"), "open", newest) == 1
    assert new_since(at_desk("sister_clerk"), "open", newest) == 0


def test_whoever_has_no_grant_sees_nothing(house: Office, at_desk) -> None:
    house.newcomer("nobody")
    house.at("submitted")
    assert all(not page_of(at_desk("nobody"), tab, Filters()).rows for tab in TABS)
    assert frame_of(at_desk("nobody")).units == {}


def test_handled_lists_my_cases_latest_first_while_my_grants_cover_them(house: Office, at_desk, monkeypatch) -> None:
    monkeypatch.setattr("relief.queue.paging.PAGE", 2)
    monkeypatch.setattr("relief.queue.handled.PAGE", 2)
    first, second, third = house.at("submitted"), house.at("investigating"), house.draft()
    house.perform(first, "note", "clerk", text="再看")
    page = handled_by(at_desk("clerk"), Filters())
    assert [row.case_id for row in page.rows] == [first.pk, third.pk] and page.total == 3
    last = handled_by(at_desk("clerk"), Filters(), paging.read_by_event(str(page.next)))
    assert [row.case_id for row in last.rows] == [second.pk] and last.next is None
    back = handled_by(at_desk("clerk"), Filters(), last.previous)
    assert [row.case_id for row in back.rows] == [first.pk, third.pk]
    narrowed = handled_by(at_desk("clerk"), read_filters({"matter": "relief_application.investigating"}))
    assert [row.case_id for row in narrowed.rows] == [second.pk]
    house.by("clerk").grants.update(valid_to=clock.today() - timedelta(days=1))
    assert handled_by(at_desk("clerk"), Filters()).rows == []
