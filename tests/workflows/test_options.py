"""What may be done now is what the engine would let through: the same questions, nothing written."""

import pytest
from django.db import transaction

from relief import office
from relief.applications.forms import FORMS
from relief.applications.room import stand
from relief.people.models import User
from tests.factories import HAPPY, START, UNHAPPY, Office, load_version
from workflows import options
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event
from workflows.options import OUTSIDE
from workflows.relief_application import RELIEF_APPLICATION

pytestmark = pytest.mark.django_db

PEOPLE = ("clerk", "visitor", "visitor2", "chair", "township_chair", "reviewer", "head", "approver", "secretary",
          "archivist", "auditor", "sister_clerk", "city_approver", "administrator")  # fmt: skip


@pytest.fixture
def house(db: None) -> Office:
    return Office()


def standing(house: Office, case, who: str) -> options.Standing:
    return options.standing(case.machine.facts(case), house.by(who))


def allowed(case, verb: str, person: User) -> bool:
    """Does the engine's permission let this person in, whatever the facts?"""
    try:
        with transaction.atomic():
            office.perform(case, verb, actor=person)
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    except (NotPossible, TypeError):
        return True
    return True


@pytest.mark.parametrize("state", ["submitted", "investigating", "grassroots_review", "county_review"])
def test_a_hand_is_offered_where_the_engine_lets_it_in(house: Office, state: str) -> None:
    case = house.at(state)
    for who in PEOPLE:
        for option in standing(house, case, who).options.values():
            assert (option.hand is not None) == allowed(case, option.name, house.by(who)), (who, option.name)


@pytest.mark.parametrize("state", [*HAPPY[:8], *UNHAPPY])
def test_nothing_is_written_and_nothing_fails(house: Office, state: str) -> None:
    case = house.at(state)
    before = Event.objects.count()
    for who in PEOPLE:
        found = stand(case, house.by(who))
        assert set(found.options) <= {r.name for r in case.machine.rows_from(case.state)}
    assert Event.objects.count() == before


def test_what_the_form_brings_does_not_lack(house: Office) -> None:
    case = house.ready("grassroots_review")
    chair = standing(house, case, "chair").options
    assert chair["publish"].may and chair["refuse_at_base"].may and not chair["publish"].missing
    bare = house.at("grassroots_review")
    lacks = standing(house, bare, "chair").options["publish"].missing
    assert [g.__name__ for g in lacks] == ["township_opinion"]


def test_rows_that_do_not_fit_are_not_offered(house: Office) -> None:
    fresh = house.at("supplement")
    assert {"answer"} == {"answer", "answer_visit"} & set(standing(house, fresh, "clerk").options)
    late = house.at("investigating")
    house.perform(late, "ask", "clerk", items=["户口簿"])
    assert {"answer_visit"} == {"answer", "answer_visit"} & set(standing(house, late, "clerk").options)
    assert "republish" not in standing(house, house.at("county_review"), "reviewer").options


def test_clocks_and_banks_are_offered_to_nobody(house: Office) -> None:
    case = house.at("approved")
    assert not [o for o in standing(house, case, "cashier").options.values() if set(o.row.by) <= OUTSIDE]


def test_separation_takes_the_hand_away_and_says_why(house: Office) -> None:
    house.grant("visitor", "chair", "GH141182-03-007")
    case = house.ready("investigating")
    house.move_on(case)
    option = standing(house, case, "visitor").options["publish"]
    assert option.hand is None and "岗位分离" in option.refusal
    known = standing(house, case, "chair")
    assert known.kept_apart(option.row, house.by("visitor").pk, "chair")
    assert not known.kept_apart(option.row, house.by("township_chair").pk, "chair")


def test_paper_is_keyed_where_the_scheme_allows_the_role(house: Office) -> None:
    case = house.at("investigating")
    assert not standing(house, case, "clerk").options["record_visit"].mine
    load_version(2, since=START, paper_entry={"roles": ["visitor"], "within": {"n": 10, "unit": "wd"}})
    case = house.at("investigating")
    keyed = standing(house, case, "clerk").options["record_visit"]
    assert keyed.hand is None and keyed.signers == ("visitor",) and keyed.mine
    for who in ("auditor", "sister_clerk", "approver"):
        assert not standing(house, case, who).options["record_visit"].mine, who


def test_every_row_that_people_make_has_its_form() -> None:
    rows = [*RELIEF_APPLICATION.moves, *RELIEF_APPLICATION.acts]
    wanted = {r.name for r in rows if not set(r.by) <= OUTSIDE} - {"edit"}
    assert set(FORMS) == wanted


def test_every_guard_says_who_mends_it_and_where_the_fact_comes_from() -> None:
    machine = RELIEF_APPLICATION
    for guard in {g for row in (*machine.moves, *machine.acts) for g in row.when}:
        assert guard.missing and not (guard.given and guard.fits), guard.__name__
        assert set(guard.mend.split()) <= {*machine.by_act, *machine.by_move}, guard.__name__
