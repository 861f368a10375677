"""Paper first 先纸后录 (relief.md §2): the signer is the actor for every rule, the keyer counts as clerk, clocks start
on the day on the paper, the scan is kept."""

from datetime import date, timedelta
from typing import Any

import pytest

from relief import office
from relief.applications.models import Application, VisitSignature
from relief.documents import store
from relief.documents.models import Document
from relief.documents.services import Upload
from relief.organisations.models import Grant
from tests.factories import (
    BASE,
    CHECKS,
    COUNTY,
    PNG,
    PUBLISH,
    REASON,
    START,
    VISIT,
    Office,
    demo_scheme,
    load_version,
)
from workflows import calendar, clock
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event

pytestmark = pytest.mark.django_db
SCAN = Upload("签字件.png", PNG + b"signed")


@pytest.fixture
def paper(db: None) -> Office:
    """An office whose scheme lets visitors, chairs and heads sign on paper."""
    house = Office()
    signing = {"roles": ["visitor", "chair", "head"], "within": {"n": 10, "unit": "wd"}}
    load_version(2, since=date(2026, 1, 1), paper_entry=signing)
    return house


def key(house: Office, case: Any, verb: str, *, by: str, signer: str, on: date, **given: Any) -> Any:
    fired = office.perform(case, verb, actor=house.by(by), signed_by=house.by(signer), occurred_on=on,
                           **{"scan": SCAN, **given})  # fmt: skip
    case.refresh_from_db()
    return fired


def visited(house: Office) -> Application:
    """Visited, checked, three days ago; nothing finished yet."""
    case = house.at("investigating")
    house.wait(6)
    key(house, case, "record_visit", by="clerk", signer="visitor", on=START + timedelta(days=2), **VISIT)
    key(house, case, "sign_visit", by="clerk", signer="visitor2", on=START + timedelta(days=3))
    for verb, who, given in CHECKS:
        house.perform(case, verb, who, **given)
    return case


def test_the_signer_is_the_actor_and_the_keyer_is_clerk(paper: Office) -> None:
    case = visited(paper)
    fired = key(paper, case, "finish_visit", by="clerk", signer="visitor", on=START + timedelta(days=3))
    event = Event.objects.get(pk=fired.event.pk)
    assert (event.actor, event.role) == (paper.by("visitor"), "visitor")
    assert (event.entered_by, event.entered_as) == (paper.by("clerk"), "clerk")
    assert event.occurred_on == START + timedelta(days=3) and event.at.date() == clock.today() != event.occurred_on
    assert set(VisitSignature.objects.values_list("person__username", "signed_on")) == {
        ("visitor", START + timedelta(days=2)), ("visitor2", START + timedelta(days=3))}  # fmt: skip


def test_clocks_start_on_the_day_on_the_paper(paper: Office) -> None:
    case, on = visited(paper), START + timedelta(days=3)
    key(paper, case, "finish_visit", by="clerk", signer="visitor", on=on)
    assert case.due_on == calendar.due(on, 3, "wd", calendar=calendar.load_calendar()).due
    paper.perform(case, "township_opine", "township_chair", opinion="同意。")
    key(paper, case, "publish", by="clerk", signer="chair", on=on + timedelta(days=1), **PUBLISH)
    sheet = case.sheet_entries.get().sheet
    assert sheet.starts_on == on + timedelta(days=1)
    term = calendar.due(on + timedelta(days=1), 5, "wd", calendar=calendar.load_calendar())
    assert case.due_on == sheet.ends_on == term.due


def test_the_scan_is_required_filed_and_named_in_the_journal(paper: Office) -> None:
    case = visited(paper)
    before = Event.objects.count()
    for gap in ({"scan": None}, {"on": None}):
        with pytest.raises(NotPossible, match="扫描件"):
            key(paper, case, "finish_visit", **{"by": "clerk", "signer": "visitor", "on": START, **gap})
    assert Event.objects.count() == before
    fired = key(paper, case, "finish_visit", by="clerk", signer="visitor", on=START + timedelta(days=3))
    filed = Document.objects.get(pk=fired.event.facts["scan"])
    assert filed.item == "SIGNED:finish_visit" and filed.dossier == f"relief_application:{case.pk}"
    assert fired.event.facts["scan_digest"] == filed.digest and store.read(filed.digest) == SCAN.content


def test_a_file_that_is_no_scan_is_refused(paper: Office) -> None:
    case = visited(paper)
    with pytest.raises(NotPossible):
        key(paper, case, "finish_visit", by="clerk", signer="visitor", on=START, scan=Upload("宏.xlsm", b"PK\x03\x04"))


def test_a_refused_move_files_no_scan(paper: Office) -> None:
    case = paper.at("investigating")
    with pytest.raises(NotPossible):
        key(paper, case, "finish_visit", by="clerk", signer="visitor", on=START)
    assert not Document.objects.filter(item__startswith="SIGNED").exists()


def test_a_signer_needs_no_account_that_can_sign_in(paper: Office) -> None:
    elder = paper.newcomer("elder", is_active=False)
    paper.grant("elder", "chair", BASE)
    case = paper.at("grassroots_review")
    fired = key(paper, case, "refuse_at_base", by="clerk", signer="elder", on=clock.today(), **REASON)
    assert fired.event.actor == elder


# --- refused ------------------------------------------------------------------------------------------------------


def test_a_role_that_the_scheme_does_not_let_sign_on_paper(house: Office) -> None:
    """The demo scheme allows nobody."""
    case = house.at("grassroots_review")
    with pytest.raises(NotAllowed, match="办法未允许"):
        key(house, case, "refuse_at_base", by="clerk", signer="chair", on=START, **REASON)


def test_never_approver_cashier_or_payment_reviewer_whatever_the_scheme_says(
    house: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loader refuses such a scheme; should one stand in the database all the same, the law still refuses."""
    everybody = ["visitor", "chair", "reviewer", "head", "approver", "cashier", "payment_reviewer"]
    data = {**demo_scheme(), "paper_entry": {"roles": everybody, "within": {"n": 10, "unit": "wd"}}}
    case = house.at("approval")
    monkeypatch.setattr("relief.schemes.rules.Scheme.__getattribute__", _reading(data))
    with pytest.raises(NotAllowed, match="办法未允许"):
        key(house, case, "approve", by="head", signer="approver", on=clock.today())
    house.perform(case, "approve", "approver")
    batch = house.batch(case)
    for signer, verb in (("payment_reviewer", "check"), ("cashier", "void")):
        with pytest.raises(NotAllowed):
            key(house, batch, verb, by="head", signer=signer, on=clock.today(), **(REASON if verb == "void" else {}))


def _reading(data: dict[str, Any]) -> Any:
    def read(self: Any, name: str) -> Any:
        return data if name == "data" else object.__getattribute__(self, name)

    return read


def test_a_day_that_has_not_come(paper: Office) -> None:
    case = paper.at("grassroots_review")
    with pytest.raises(NotPossible, match="今天"):
        key(paper, case, "refuse_at_base", by="clerk", signer="chair", on=clock.today() + timedelta(days=1), **REASON)


def test_a_signer_whose_grant_did_not_hold_that_day(paper: Office) -> None:
    paper.newcomer("successor")
    paper.grant("successor", "chair", BASE, since=START + timedelta(days=5))
    Grant.objects.filter(person=paper.by("chair")).update(valid_to=START + timedelta(days=4))
    case = paper.at("grassroots_review")
    paper.on(START + timedelta(days=10))
    with pytest.raises(NotAllowed, match="当天没有相应岗位"):
        key(paper, case, "refuse_at_base", by="clerk", signer="successor", on=START + timedelta(days=4), **REASON)
    with pytest.raises(NotAllowed, match="当天没有相应岗位"):
        key(paper, case, "refuse_at_base", by="clerk", signer="chair", on=START + timedelta(days=5), **REASON)
    key(paper, case, "refuse_at_base", by="clerk", signer="chair", on=START + timedelta(days=4), **REASON)


def test_a_signer_of_another_union_or_another_role(paper: Office) -> None:
    case = paper.at("grassroots_review")
    for signer in ("sister_chair", "visitor", "auditor"):
        with pytest.raises(NotAllowed):
            key(paper, case, "refuse_at_base", by="clerk", signer=signer, on=clock.today(), **REASON)


def test_only_the_clerk_or_an_officer_of_the_county_keys(paper: Office) -> None:
    for keyer in ("visitor", "auditor", "administrator", "sister_clerk", "approver", "cashier", "archivist"):
        case = paper.at("grassroots_review")
        with pytest.raises(NotAllowed, match="补录"):
            key(paper, case, "refuse_at_base", by=keyer, signer="chair", on=clock.today(), **REASON)
    for keyer in ("clerk", "reviewer", "head"):
        case = paper.at("grassroots_review")
        key(paper, case, "refuse_at_base", by=keyer, signer="chair", on=clock.today(), **REASON)


def test_signer_and_keyer_are_both_judged(paper: Office) -> None:
    """The keyer counts as clerk in this case, and is no reviewer of it afterwards."""
    case = paper.at("grassroots_review")
    key(paper, case, "return_visit", by="reviewer", signer="chair", on=clock.today(), **REASON)
    with pytest.raises(NotAllowed, match="岗位分离"):
        paper.perform(case, "ask", "reviewer", role="reviewer", items=["户口簿"], **REASON)
    paper.grant("visitor2", "chair", BASE)
    other = paper.at("grassroots_review")
    with pytest.raises(NotAllowed, match="岗位分离"):
        key(paper, other, "refuse_at_base", by="clerk", signer="visitor2", on=clock.today(), **REASON)


def test_who_signs_and_keys_alike_simply_acts(paper: Office) -> None:
    """The chair at the screen is no paper: there is nobody else to have keyed it."""
    case = paper.at("grassroots_review")
    fired = key(paper, case, "refuse_at_base", by="chair", signer="chair", on=clock.today(), **REASON)
    assert fired.event.actor == paper.by("chair")


def test_nobody_signs_for_another(paper: Office) -> None:
    """A substitute does not sign paper in the principal's name; the principal's own grant is asked for."""
    from relief.organisations.models import Delegation

    paper.newcomer("deputy")
    Delegation.objects.create(principal=paper.by("chair"), delegate=paper.by("deputy"), role="chair",
                              organisation=paper.units[BASE], valid_from=START, valid_to=date(2026, 12, 31),
                              set_by=paper.by("chair"))  # fmt: skip
    case = paper.at("grassroots_review")
    with pytest.raises(NotAllowed):
        key(paper, case, "refuse_at_base", by="clerk", signer="deputy", on=clock.today(), **REASON)


# --- dates without paper ------------------------------------------------------------------------------------------


def test_nobody_backdates_a_move_without_paper(house: Office) -> None:
    case = house.ready("submitted")
    house.wait(3)
    for on in (START, clock.today() + timedelta(days=1)):
        with pytest.raises(NotPossible):
            office.perform(case, "accept", actor=house.by("clerk"), occurred_on=on)
    office.perform(case, "contact_note", actor=house.by("clerk"), occurred_on=START, who="本人", said="已通话。")
    assert Event.objects.latest("id").occurred_on == START, "what is only recorded keeps its own date"
    office.perform(case, "accept", actor=house.by("clerk"), occurred_on=clock.today())


def test_nobody_backdates_by_keying_their_own_signature(house: Office) -> None:
    case = house.at("grassroots_review")
    house.wait(3)
    with pytest.raises(NotPossible):
        key(house, case, "refuse_at_base", by="chair", signer="chair", on=START, **REASON)


def test_county_officers_key_county_paper(paper: Office) -> None:
    case = paper.ready("county_review")
    with pytest.raises(NotAllowed, match="岗位分离"):  # the reviewer of the case is not its clerk
        key(paper, case, "refuse_at_county", by="reviewer", signer="head", on=clock.today(), **REASON)
    paper.newcomer("officer")
    paper.grant("officer", "reviewer", COUNTY)
    fired = key(paper, case, "refuse_at_county", by="officer", signer="head", on=clock.today(), **REASON)
    assert (fired.event.actor, fired.event.entered_by) == (paper.by("head"), paper.by("officer"))
