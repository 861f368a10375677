"""No two cells that the mode in force keeps apart share a person (relief.md §2, I9)."""

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from relief.organisations.models import Delegation, SmallOffice
from relief.people.models import DeclaredRelative
from relief.people.secrets import blind
from tests.factories import BASE, COUNTY, PUBLISH, REASON, SINCE, START, VISIT, Office, id_number
from workflows import permit, roles
from workflows.errors import NotAllowed
from workflows.facts import Facts
from workflows.fsm import Move
from workflows.permit import Asker, Hand
from workflows.relief_application import RELIEF_APPLICATION
from workflows.roles import HeldGrant
from workflows.separation import RELIEF

CELLS = ["visitor", "chair", "reviewer", "head", "approver", "cashier", "payment_reviewer"]
# Written out from relief.md §2, not computed: the pairs that one person may hold in one case.
TOGETHER = {
    "strict": [("clerk", "visitor")],
    "small_office": [
        ("clerk", "visitor"), ("visitor", "chair"), ("reviewer", "head"), ("reviewer", "payment_reviewer"),
        ("head", "payment_reviewer"),
    ],
}  # fmt: skip
PAIRS = list(product([*CELLS, "clerk", "secretary"], repeat=2))
SECRETARY_NEVER = {"approver", "cashier", "payment_reviewer"}
ME, OTHER = 1, 2


def apart(one: str, other: str, mode: str) -> bool:
    """What the domain says of two roles of one case's file."""
    if one == other:
        return False
    pair = {one, other}
    if "secretary" in pair:
        return bool(pair & SECRETARY_NEVER)
    return not any(pair == set(allowed) for allowed in TOGETHER[mode])


@pytest.mark.parametrize("mode", TOGETHER)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_pair_of_roles(one: str, other: str, mode: str) -> None:
    assert RELIEF.clash(one, other, mode) == apart(one, other, mode)


class InMode(Facts):
    """Facts of a case worked in a mode."""

    def __init__(self, mode: str) -> None:
        super().__init__(RELIEF_APPLICATION.model())
        self._mode = mode

    def mode(self, on: date) -> str:
        return self._mode


def row(name: str, role: str, *, apart_from: str = "") -> Move:
    """A row of any table, for one role."""
    return Move(name=name, label=name, by=(role,), from_=frozenset(), to="", apart_from=frozenset(apart_from.split()))


def event(role: str, **who: Any) -> Any:
    """An event of the case's past."""
    nobody = {"actor_id": None, "principal_id": None, "entered_by_id": None}
    return SimpleNamespace(**{"verb": "x", "label": "x", "role": role, "entered_as": "", **nobody, **who})


def refused(now: Hand, past: list[Any], mode: str, move: Move | None = None) -> bool:
    try:
        permit.apart(move or row("y", now.role), InMode(mode), [now], past, Asker(None, "", None, START, START))
    except NotAllowed:
        return True
    return False


def hand(role: str, person: int, principal: int | None = None) -> Hand:
    return Hand(role, SimpleNamespace(pk=person), HeldGrant(role, "0001", 1, person, principal))


@pytest.fixture
def no_interests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "interests_of", lambda _persons: set())


@pytest.mark.parametrize("mode", TOGETHER)
@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_every_pair_by_every_way_of_doing_it(before: str, now: str, mode: str, no_interests: None) -> None:
    """As actor, as principal, as delegate, as keyer; then and now."""
    clash = apart(before, now, mode)
    then = [event(before, actor_id=ME), event(before, actor_id=OTHER, principal_id=ME),
            event(before, actor_id=ME, principal_id=OTHER),
            event("APPLICANT", entered_by_id=ME, entered_as=before)]  # fmt: skip
    today = [hand(now, ME), hand(now, ME, principal=3), hand(now, 3, principal=ME)]
    for past, mine in product(then, today):
        assert refused(mine, [past], mode) == clash, (past, mine)
    keyed = Hand("APPLICANT", None, None, SimpleNamespace(pk=ME), now)
    assert refused(keyed, [event(before, actor_id=ME)], mode) == clash
    assert not refused(hand(now, OTHER), [event(before, actor_id=ME)], mode)


def test_apart_from_judges_the_verb_whatever_the_role(no_interests: None) -> None:
    approve = row("approve", "approver", apart_from="recommend")
    for past in (event("head", actor_id=ME), event("head", actor_id=OTHER, principal_id=ME)):
        past.verb = "recommend"
        assert refused(Hand("secretary", SimpleNamespace(pk=ME), HeldGrant("secretary", "", 1, ME)), [past],
                       "strict", approve)  # fmt: skip
    done_by_another = event("head", actor_id=OTHER)
    done_by_another.verb = "recommend"
    assert not refused(hand("secretary", ME), [done_by_another], "strict", approve)


def test_the_next_free_hand_is_taken(no_interests: None) -> None:
    """Who may act in two roles acts in the one that separation leaves."""
    found = permit.apart(row("y", "head"), InMode("strict"), [hand("chair", ME), hand("visitor", ME)],
                         [event("clerk", actor_id=ME)], Asker(None, "", None, START, START))  # fmt: skip
    assert found.role == "visitor"


# --- through the database -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_strict_keeps_chair_and_visitor_apart(house: Office) -> None:
    house.grant("visitor", "chair", BASE)
    case = house.ready("grassroots_review")
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(case, "publish", "visitor", **PUBLISH)


@pytest.mark.django_db
def test_a_small_office_joins_them_and_never_the_approver(house: Office) -> None:
    house.grant("visitor", "chair", BASE)
    house.grant("head", "approver", COUNTY)
    case = house.ready("grassroots_review")
    SmallOffice.objects.create(organisation=house.units[BASE], valid_from=SINCE, reason="人员不足",
                               granted_by=house.by("head"))  # fmt: skip
    house.perform(case, "publish", "visitor", **PUBLISH)
    house.prepare(case)
    house.move_on(case)
    house.prepare(case)
    house.move_on(case)
    with pytest.raises(NotAllowed):
        house.perform(case, "approve", "head")


@pytest.mark.django_db
def test_the_permit_counts_on_the_day_of_the_move(house: Office) -> None:
    house.grant("visitor", "chair", BASE)
    case = house.ready("grassroots_review")
    SmallOffice.objects.create(organisation=house.units[BASE], valid_from=SINCE, valid_to=date(2026, 3, 19),
                               reason="人员不足", granted_by=house.by("head"))  # fmt: skip
    with pytest.raises(NotAllowed):
        house.perform(case, "publish", "visitor", **PUBLISH)


@pytest.mark.django_db
def test_the_second_visitor_is_always_another_person(house: Office) -> None:
    SmallOffice.objects.create(organisation=house.units[BASE], valid_from=SINCE, reason="人员不足",
                               granted_by=house.by("head"))  # fmt: skip
    case = house.at("investigating")
    house.perform(case, "record_visit", "visitor", **VISIT)
    with pytest.raises(Exception, match="另一名调查员"):
        house.perform(case, "sign_visit", "visitor")


@pytest.mark.django_db
def test_a_delegate_is_judged_with_the_principal(house: Office) -> None:
    """The approver's substitute is the county's reviewer of this case: both persons are judged."""
    Delegation.objects.create(principal=house.by("approver"), delegate=house.by("reviewer"), role="approver",
                              organisation=house.units[COUNTY], valid_from=START, valid_to=date(2026, 12, 31),
                              set_by=house.by("approver"))  # fmt: skip
    house.newcomer("deputy")
    Delegation.objects.create(principal=house.by("approver"), delegate=house.by("deputy"), role="approver",
                              organisation=house.units[COUNTY], valid_from=START, valid_to=date(2026, 12, 31),
                              set_by=house.by("approver"))  # fmt: skip
    case = house.at("approval")
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(case, "approve", "reviewer")
    fired = house.perform(case, "approve", "deputy")
    assert (fired.event.actor, fired.event.principal_id) == (house.by("deputy"), house.by("approver").pk)
    batch = house.batch(case)
    house.grant("approver", "payment_reviewer", COUNTY)
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(batch, "check", "approver")


@pytest.mark.django_db
def test_the_keyer_counts_as_clerk(house: Office) -> None:
    """Who keyed the applicant's withdrawn paper has been clerk in this case."""
    house.grant("head", "clerk", BASE)
    case = house.at("draft")
    house.perform(case, "edit", "head", role="APPLICANT", values={"narrative": "补充说明。"})
    house.prepare(case)
    for here in ("draft", "submitted", "investigating", "grassroots_review", "publicity"):
        assert case.state == here
        house.move_on(case)
        house.prepare(case)
    with pytest.raises(NotAllowed, match="经办人"):
        house.perform(case, "recommend", "head", source="OWN")


@pytest.mark.django_db
def test_the_drafter_of_a_batch_never_checks_it(house: Office) -> None:
    house.grant("cashier", "payment_reviewer", COUNTY)
    SmallOffice.objects.create(organisation=house.units[COUNTY], valid_from=SINCE, reason="人员不足",
                               granted_by=house.by("city_head"))  # fmt: skip
    batch = house.batch(house.at("approved"))
    with pytest.raises(NotAllowed):
        house.perform(batch, "check", "cashier")


@pytest.mark.django_db
def test_what_was_done_in_the_case_counts_for_its_batch(house: Office) -> None:
    """One file: the visitor of any case of the batch does not check it in strict mode."""
    house.grant("visitor", "payment_reviewer", COUNTY)
    batch = house.batch(house.at("approved"))
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(batch, "check", "visitor")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["applicant", "household", "relative", "member"])
def test_nobody_acts_where_they_or_a_relative_are_concerned(house: Office, who: str) -> None:
    clerk, number = house.by("clerk"), id_number(900)
    values: dict[str, Any] = {"id_no": number} if who in ("applicant", "relative") else {}
    if who == "household":
        values = {"household_head_id": number}
    case = house.draft(**values)
    if who == "member":
        house.perform(case, "edit", "clerk", members=[{"name": "王某", "relation": "配偶", "id_no": number}])
    if who == "relative":
        DeclaredRelative.objects.create(user=clerk, name="王某", relation="表兄", id_blind=blind("id", number))
    else:
        clerk.id_blind = blind("id", number)
        clerk.save(update_fields=["id_blind"])
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(case, "note", "clerk", text="备注。")


@pytest.mark.django_db
def test_a_substitute_for_somebody_concerned_is_concerned(house: Office) -> None:
    house.newcomer("deputy")
    Delegation.objects.create(principal=house.by("chair"), delegate=house.by("deputy"), role="chair",
                              organisation=house.units[BASE], valid_from=START, valid_to=date(2026, 12, 31),
                              set_by=house.by("chair"))  # fmt: skip
    case = house.at("grassroots_review")
    DeclaredRelative.objects.create(user=house.by("chair"), name="王某", relation="兄", id_blind=case.id_blind)
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(case, "refuse_at_base", "deputy", **REASON)


@pytest.mark.django_db
def test_no_superuser_bypass(house: Office) -> None:
    root = house.newcomer("root", is_superuser=True, is_staff=True)
    case = house.at("grassroots_review")
    with pytest.raises(NotAllowed):
        house.perform(case, "publish", "root", **PUBLISH)
    root.grants.create(role="administrator", organisation=house.units[COUNTY], valid_from=SINCE)
    with pytest.raises(NotAllowed):
        house.perform(case, "note", "root", text="备注。")
