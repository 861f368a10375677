"""Separation, delegation and interests in real cases through the door (relief.md §2, I9)."""

from datetime import date
from typing import Any

import pytest

from relief.organisations.models import Delegation, SmallOffice
from relief.people.models import DeclaredRelative
from relief.people.secrets import blind
from tests.factories import BASE, COUNTY, PUBLISH, REASON, SINCE, START, VISIT, Office, id_number
from workflows.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_strict_keeps_chair_and_visitor_apart(house: Office) -> None:
    house.grant("visitor", "chair", BASE)
    case = house.ready("grassroots_review")
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(case, "publish", "visitor", **PUBLISH)


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


def test_the_permit_counts_on_the_day_of_the_move(house: Office) -> None:
    house.grant("visitor", "chair", BASE)
    case = house.ready("grassroots_review")
    SmallOffice.objects.create(organisation=house.units[BASE], valid_from=SINCE, valid_to=date(2026, 3, 19),
                               reason="人员不足", granted_by=house.by("head"))  # fmt: skip
    with pytest.raises(NotAllowed):
        house.perform(case, "publish", "visitor", **PUBLISH)


def test_the_second_visitor_is_always_another_person(house: Office) -> None:
    SmallOffice.objects.create(organisation=house.units[BASE], valid_from=SINCE, reason="人员不足",
                               granted_by=house.by("head"))  # fmt: skip
    case = house.at("investigating")
    house.perform(case, "record_visit", "visitor", **VISIT)
    with pytest.raises(Exception, match="另一名调查员"):
        house.perform(case, "sign_visit", "visitor")


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


def test_the_drafter_of_a_batch_never_checks_it(house: Office) -> None:
    house.grant("cashier", "payment_reviewer", COUNTY)
    SmallOffice.objects.create(organisation=house.units[COUNTY], valid_from=SINCE, reason="人员不足",
                               granted_by=house.by("city_head"))  # fmt: skip
    batch = house.batch(house.at("approved"))
    with pytest.raises(NotAllowed):
        house.perform(batch, "check", "cashier")


def test_what_was_done_in_the_case_counts_for_its_batch(house: Office) -> None:
    """One file: the visitor of any case of the batch does not check it in strict mode."""
    house.grant("visitor", "payment_reviewer", COUNTY)
    batch = house.batch(house.at("approved"))
    with pytest.raises(NotAllowed, match="岗位分离"):
        house.perform(batch, "check", "visitor")


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


def test_a_substitute_for_somebody_concerned_is_concerned(house: Office) -> None:
    house.newcomer("deputy")
    Delegation.objects.create(principal=house.by("chair"), delegate=house.by("deputy"), role="chair",
                              organisation=house.units[BASE], valid_from=START, valid_to=date(2026, 12, 31),
                              set_by=house.by("chair"))  # fmt: skip
    case = house.at("grassroots_review")
    DeclaredRelative.objects.create(user=house.by("chair"), name="王某", relation="兄", id_blind=case.id_blind)
    with pytest.raises(NotAllowed, match="回避"):
        house.perform(case, "refuse_at_base", "deputy", **REASON)


def test_no_superuser_bypass(house: Office) -> None:
    root = house.newcomer("root", is_superuser=True, is_staff=True)
    case = house.at("grassroots_review")
    with pytest.raises(NotAllowed):
        house.perform(case, "publish", "root", **PUBLISH)
    root.grants.create(role="administrator", organisation=house.units[COUNTY], valid_from=SINCE)
    with pytest.raises(NotAllowed):
        house.perform(case, "note", "root", text="备注。")
