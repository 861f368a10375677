"""The same step for many files: offered where it fits, confirmed once, all or nothing."""

import pytest
from django.urls import reverse

from relief.queue import services
from relief.queue.batches import VERBS, offered, plan, read_tokens
from relief.queue.filters import Filters
from relief.queue.selectors import lines_by_key, page_of
from tests.factories import Office
from workflows import desks
from workflows.engine import _verbs
from workflows.errors import NotPossible, Stale
from workflows.fsm import MACHINES
from workflows.models import Event

pytestmark = pytest.mark.django_db


def keys(*cases) -> list[int]:
    return [desks.open_tasks().get(machine=c.machine.name, case_id=c.pk).pk for c in cases]


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda v: v.verb)
def test_a_batch_verb_is_a_row_of_its_machine_that_asks_nothing(verb) -> None:
    """Whoever gives a verb of the batch bar a form field must take it out of the bar."""
    row = MACHINES[verb.machine].row(verb.verb)
    states = getattr(row, "from_", None) or row.states
    assert verb.state in states and verb.role in row.by
    service = _verbs.get((verb.machine, verb.verb))
    if service is not None:
        code = service.__code__
        assert len(service.__kwdefaults__ or {}) == code.co_kwonlyargcount, "a value without default"


def test_offered_is_what_a_file_of_the_page_allows(house: Office, at_desk) -> None:
    house.at("paid")
    house.ready("paid")

    def verbs(who: str, tab: str, role: str = "") -> list[str]:
        sitting = at_desk(who, role)
        return [a["verb"] for a in offered(sitting, tab, page_of(sitting, tab, Filters()).rows)]

    assert verbs("clerk", "open") == ["claim"]
    assert verbs("archivist", "open") == ["claim", "archive"]
    assert verbs("archivist", "overdue") == []
    house.draft()
    assert verbs("clerk", "waiting") == ["submit"] and verbs("reviewer", "waiting") == []


def test_the_plan_says_who_stays_behind_and_why(house: Office, at_desk) -> None:
    ready, bare, other = house.ready("draft"), house.draft(), house.at("submitted")
    lines = lines_by_key(at_desk("clerk"), keys(ready, bare, other))
    found = plan(VERBS["submit"], lines, house.by("clerk"))
    assert [item.summary.pk for item in found.going] == [ready.pk]
    why = {item.summary.pk: item.why for item in found.staying}
    assert set(why) == {bare.pk, other.pk} and "不在“草稿”这一步" in why[other.pk] and why[bare.pk]


def test_separation_keeps_a_file_out_of_the_batch(house: Office, at_desk) -> None:
    case = house.at("approval")
    house.grant("reviewer", "approver", "GH141182")
    found = plan(VERBS["approve"], lines_by_key(at_desk("reviewer"), keys(case)), house.by("reviewer"))
    assert not found.going and "岗位分离" in found.staying[0].why


def test_sums_by_source(house: Office, at_desk) -> None:
    cases = [house.at("approval"), house.at("approval")]
    found = plan(VERBS["approve"], lines_by_key(at_desk("approver"), keys(*cases)), house.by("approver"))
    assert found.total_fen == sum(c.proposed_fen for c in cases) > 0
    assert list(found.funds.values()) == [found.total_fen]


def test_all_or_nothing_as_they_stood(house: Office) -> None:
    one, two = house.ready("draft"), house.ready("draft")
    seen = {c.pk: c.event_count for c in (one, two)}
    house.perform(two, "note", "clerk", text="改了")
    given = {"model": type(one), "verb": "submit", "actor": house.by("clerk"), "role": "clerk"}
    with pytest.raises(Stale):
        services.act_on_many(seen=seen, **given)
    bare = house.draft()
    with pytest.raises(NotPossible):
        services.act_on_many(seen={one.pk: one.event_count, bare.pk: bare.event_count}, **given)
    one.refresh_from_db()
    assert one.state == "draft" and not Event.objects.filter(verb="submit").exists()
    services.act_on_many(seen={one.pk: one.event_count, two.pk: two.event_count}, **given)
    assert Event.objects.filter(verb="submit").count() == 2


@pytest.mark.parametrize("tokens", [["1:2"], ["a:b:c"], [""], ["1:2:3:4"]])
def test_no_token_is_no_file(tokens: list[str]) -> None:
    assert read_tokens(tokens) == []


def test_the_button_of_an_unknown_verb_does_not_exist(house: Office, signed_in) -> None:
    case = house.at("submitted")
    answer = signed_in("clerk").post(reverse("desk_batch"), {"verb": "terminate", "pk": keys(case)})
    assert answer.status_code == 404
