"""延期: a clock is lengthened as often as the scheme says; what is offered is what would go through (relief.md §6)."""

import pytest

from relief.applications.models import Application
from relief.applications.room import stand
from tests.factories import REASON, Office
from workflows.errors import NotPossible
from workflows.models import Extension

pytestmark = pytest.mark.django_db


def offered(house: Office, case: Application, who: str) -> bool:
    return "extend" in stand(case, house.by(who)).options


def test_once_used_up_it_is_neither_offered_nor_let_through(house: Office) -> None:
    case = house.at("investigating")
    before = case.due_on
    assert offered(house, case, "head")
    house.perform(case, "extend", "head", **REASON)
    assert case.due_on > before
    extended = case.due_on
    assert not offered(house, case, "head")
    with pytest.raises(NotPossible, match="不能再延期"):
        house.perform(case, "extend", "head", **REASON)
    case.refresh_from_db()
    assert case.due_on == extended and Extension.objects.count() == 1


def test_the_next_stage_has_its_own(house: Office) -> None:
    case = house.at("investigating")
    house.perform(case, "extend", "head", **REASON)
    house.prepare(case)
    house.move_on(case)
    assert case.state == "grassroots_review" and not offered(house, case, "head")
