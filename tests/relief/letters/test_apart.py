"""supervision.md §2: no person joins two cells that the matrix keeps apart, across both machines, substitutes included."""

from typing import Any

import pytest

from relief.organisations.models import Delegation
from tests.relief.letters.cast import REASON, LetterOffice
from tests.supervision_cast import COUNTY, SINCE
from workflows.clock import today
from workflows.errors import NotAllowed

pytestmark = pytest.mark.django_db

# who was what → the deed of the other cell: the state before it, its verb, its role, its values
DEEDS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "counsel": ("review", "pass_review", "counsel", {"opinion": "合法。"}),
    "signatory": ("signing", "sign", "director", {}),
    "seal_keeper": ("numbered", "seal", "seal_keeper", {}),
    "rechecker": ("objection", "recheck", "supervisor", {"opinion": "属实。"}),
}
HELD = {"investigator": "supervisor2", "drafter": "supervisor3", "counsel": "counsel", "signatory": "director"}
FORBIDDEN = [("investigator", "counsel"), ("investigator", "signatory"), ("investigator", "seal_keeper"),
             ("investigator", "rechecker"), ("drafter", "counsel"), ("drafter", "signatory"), ("drafter", "seal_keeper"),
             ("drafter", "rechecker"), ("counsel", "signatory"), ("counsel", "seal_keeper"),
             ("signatory", "seal_keeper"), ("signatory", "rechecker")]  # fmt: skip


@pytest.fixture
def house() -> LetterOffice:
    return LetterOffice()


def letter_before(house: LetterOffice, state: str) -> Any:
    """Drafted by supervisor3, investigated by supervisor and supervisor2."""
    letter = house.drafted(house.planned("reminder_letter"), by="supervisor3")
    house.perform(letter, "submit", "supervisor3")
    if state != "review":
        house.drive(letter, state)
    if state == "numbered":
        house.perform(letter, "acknowledge_unconfirmed", "director2", **REASON)
    return letter


def given(house: LetterOffice, letter: Any, deed: str) -> dict[str, Any]:
    return house.rendered(letter) if deed == "seal_keeper" else DEEDS[deed][3]


@pytest.mark.parametrize(("held", "deed"), FORBIDDEN)
@pytest.mark.parametrize("delegated", [False, True])
def test_two_cells_of_one_file(house: LetterOffice, held: str, deed: str, delegated: bool) -> None:
    """Once by a second role, once by standing in for somebody who holds it."""
    state, verb, role, _values = DEEDS[deed]
    letter = letter_before(house, state)
    name = HELD[held]
    if delegated:
        principal = {"counsel": "counsel2", "director": "director2", "seal_keeper": "seal_keeper",
                     "supervisor": "city_supervisor"}[role]  # fmt: skip
        Delegation.objects.create(principal=house.by(principal), delegate=house.by(name), role=role, valid_from=SINCE,
                                  organisation=house.units[COUNTY], valid_to=today(), set_by=house.by("director"))  # fmt: skip
    elif role not in house.by(name).grants.values_list("role", flat=True):
        house.grant(name, role, COUNTY)
    with pytest.raises(NotAllowed, match="岗位分离|须与办理|监督员证"):
        house.perform(letter, verb, name, **given(house, letter, deed))


@pytest.mark.parametrize(("principal_held", "deed"), [("investigator", "counsel"), ("drafter", "signatory"),
                                                     ("counsel", "seal_keeper")])  # fmt: skip
def test_the_principals_deeds_bind_the_substitute(house: LetterOffice, principal_held: str, deed: str) -> None:
    state, verb, role, _values = DEEDS[deed]
    letter = letter_before(house, state)
    principal = HELD[principal_held]
    house.grant(principal, role, COUNTY)
    house.newcomer("substitute")
    Delegation.objects.create(principal=house.by(principal), delegate=house.by("substitute"), role=role, valid_from=SINCE,
                              organisation=house.units[COUNTY], valid_to=today(), set_by=house.by("director"))  # fmt: skip
    with pytest.raises(NotAllowed, match="岗位分离|须与办理"):
        house.perform(letter, verb, "substitute", **given(house, letter, deed))


def test_the_case_report_makes_an_investigator_and_counsel_may_recheck(house: LetterOffice) -> None:
    """ok in the matrix: investigator and drafter, counsel and re-checker, seal keeper and re-checker."""
    letter = house.to("objection", "opinion")
    for name in ("counsel", "seal_keeper"):
        house.grant(name, "supervisor", COUNTY)
        house.certify(name)
        house.perform(letter, "recheck", name, opinion="属实。")
    assert letter.objections.get().rechecks.count() == 2
