"""One allowed cell of every move through the real database, and one refusal of each class."""

from collections.abc import Callable
from typing import Any

import pytest

from relief import office
from relief.applications.models import Application
from relief.documents.services import Upload, file_papers
from relief.notices.models import Notice
from tests.factories import ASK, BASE, COUNTY, HAPPY_MOVES, PNG, REASON, Office
from workflows import clock, engine
from workflows.errors import NotAllowed, NotPossible, Stale
from workflows.fsm import MACHINES
from workflows.journal import broken
from workflows.models import Event
from workflows.relief_application import RELIEF_APPLICATION

pytestmark = pytest.mark.django_db
Way = Callable[[Office], Any]


def happy(state: str) -> Way:
    """The happy move of a state."""

    def go(house: Office) -> Any:
        case = house.ready(state)
        house.move_on(case)
        return case

    return go


def by(state: str, move: str, who: str, **given: Any) -> Way:
    """Any other move from a state, by its own hand."""

    def go(house: Office) -> Any:
        case = house.at(state)
        house.perform(case, move, who, **given)
        return case

    return go


def clock_fires(state: str, move: str, days: int) -> Way:
    """The clock's own move, that many days later."""

    def go(house: Office) -> Any:
        case = house.at(state)
        house.wait(days)
        engine.fire(case, move, actor=None)
        case.refresh_from_db()
        return case

    return go


def answer_visit(house: Office) -> Application:
    case = house.at("investigating")
    house.perform(case, "ask", "reviewer", **ASK)
    house.perform(case, "answer_visit", "clerk", role="APPLICANT")
    return case


def republish(house: Office) -> Application:
    case = house.at("county_review")
    house.perform(case, "amend", "reviewer", field="employer", value="另一家有限公司", **REASON)
    house.perform(case, "republish", "reviewer", **REASON)
    return case


WAYS: dict[str, Way] = {
    **{move: happy(state) for state, (move, _who, _given) in HAPPY_MOVES.items()},
    "pay": happy("approved"),
    "archive": happy("paid"),
    "expire": clock_fires("draft", "expire", 95),
    "ask": by("submitted", "ask", "reviewer", **ASK),
    "answer": by("supplement", "answer", "clerk", role="clerk"),
    "answer_visit": answer_visit,
    "lapse": clock_fires("supplement", "lapse", 30),
    "decline": by("supplement", "decline", "reviewer", **REASON),
    "return_visit": by("county_review", "return_visit", "reviewer", **REASON),
    "refuse_at_base": by("grassroots_review", "refuse_at_base", "chair", **REASON),
    "republish": republish,
    "return_base": by("county_review", "return_base", "reviewer", **REASON),
    "refuse_at_county": by("county_review", "refuse_at_county", "head", **REASON),
    "return_county": by("approval", "return_county", "approver", **REASON),
    "refuse": by("approval", "refuse", "approver", **REASON),
    "reopen": by("approved", "reopen", "approver", **REASON),
    "withdraw": by("publicity", "withdraw", "clerk", role="APPLICANT"),
    "terminate": by("approval", "terminate", "head", **REASON),
}


def voided(house: Office) -> Any:
    batch = house.batch(house.at("approved"))
    house.perform(batch, "void", "cashier", **REASON)
    return batch


def sent_back(house: Office) -> Any:
    batch = house.batch(house.at("approved"))
    house.perform(batch, "check", "payment_reviewer")
    house.perform(batch, "send_back", "payment_reviewer", **REASON)
    return batch


def lines_of(way: Way) -> Way:
    return lambda house: way(house).lines.get()


def unbatched(house: Office) -> Any:
    case = house.at("approved")
    house.perform(house.batch(case), "void", "cashier", **REASON)
    return house.line(case)


def failed(house: Office) -> Any:
    case = house.at("approved")
    house.pay(case, failed=True)
    return house.line(case)


def reissued(house: Office) -> Any:
    line = failed(house)
    proof = file_papers(
        dossier=f"payout_line:{line.pk}", organisation=house.units[COUNTY], item="ACCOUNT_PROOF",
        uploads=[Upload("证明.png", PNG)], by=house.by("cashier"), at=clock.office_now())[0]  # fmt: skip
    house.perform(line, "prove_account", "cashier", payee_name="王喆祎", bank="汾阳农商银行", proof=proof,
                  card_no="622848000000000007")  # fmt: skip
    house.perform(line, "reissue", "cashier")
    return line


def cancelled(house: Office) -> Any:
    line = house.line(house.at("approved"))
    house.perform(line, "cancel", "head", **REASON)
    return line


BATCHES: dict[str, Way] = {
    "check": lambda house: house.exported(house.at("approved")),
    "export": lambda house: house.exported(house.at("approved")),
    "settle": lambda house: house.pay(house.at("approved")),
    "send_back": sent_back,
    "void": voided,
}
LINES: dict[str, Way] = {
    "batch": lines_of(lambda house: house.batch(house.at("approved"))),
    "unbatch": unbatched,
    "export": lines_of(lambda house: house.exported(house.at("approved"))),
    "succeed": lines_of(lambda house: house.pay(house.at("approved"))),
    "fail": failed,
    "reissue": reissued,
    "cancel": cancelled,
}
ALL = {"relief_application": WAYS, "payout_batch": BATCHES, "payout_line": LINES}


@pytest.mark.parametrize(("machine", "move"), [(name, m.name) for name in ALL for m in MACHINES[name].moves])
def test_an_allowed_cell_of_every_move(house: Office, machine: str, move: str) -> None:
    case = ALL[machine][move](house)
    row = MACHINES[machine].by_move[move]
    event = Event.objects.filter(machine=machine, case_id=case.pk, verb=move).latest("id")
    assert event.from_state in row.from_ and event.to_state == row.to and event.role in row.by
    assert event.seq <= case.event_count and event.organisation_name
    if row.notice != "publicity":  # one sheet for many cases is no notice of one event
        assert Notice.objects.filter(event=event).exists() == bool(row.notice)
    assert not list(broken())


def test_a_wrong_state_is_not_possible_whoever_asks(house: Office) -> None:
    """Rule 11: never a missing permission, even for somebody who may not do it either."""
    case = house.at("submitted")
    for who in ("approver", "clerk", "auditor"):
        with pytest.raises(NotPossible) as refusal:
            house.perform(case, "approve", who)
        assert refusal.value.status == 409 and "待受理" in refusal.value.message
    assert untouched(case)


def test_a_missing_fact_is_not_possible_and_says_which(house: Office) -> None:
    case = house.at("investigating")
    with pytest.raises(NotPossible) as refusal:
        house.perform(case, "finish_visit", "visitor")
    assert any("两名以上调查员" in text for text in refusal.value.missing)
    assert untouched(case)


def test_another_role_another_place_or_no_role_is_not_allowed(house: Office) -> None:
    case = house.ready("submitted")
    house.newcomer("nobody", is_superuser=True, is_staff=True)
    for who in ("visitor", "auditor", "administrator", "sister_clerk", "nobody"):
        with pytest.raises(NotAllowed) as refusal:
            house.perform(case, "accept", who)
        assert refusal.value.status == 403
    assert untouched(case)


def test_a_role_is_held_at_the_level_where_the_case_stands(house: Office) -> None:
    """Approval stands exactly at the level that the matrix names: neither above nor below decides."""
    case = house.at("approval")
    house.newcomer("base_approver")
    house.grant("base_approver", "approver", BASE)
    for who in ("city_approver", "base_approver"):
        with pytest.raises(NotAllowed):
            house.perform(case, "approve", who)
    house.perform(case, "approve", "approver")


def test_a_form_built_on_an_older_case_is_stale(house: Office) -> None:
    case = house.ready("submitted")
    seen = case.event_count
    house.perform(case, "note", "clerk", text="来电询问。")
    with pytest.raises(Stale) as refusal:
        office.perform(case, "accept", actor=house.by("clerk"), seen=seen)
    assert refusal.value.status == 409 and "clerk" in refusal.value.message and "备注" in refusal.value.message
    assert untouched(case)
    office.perform(case, "accept", actor=house.by("clerk"), seen=case.event_count)


def test_stale_goes_before_not_possible_and_not_allowed(house: Office) -> None:
    case = house.at("submitted")
    with pytest.raises(Stale):
        office.perform(case, "approve", actor=house.by("auditor"), seen=0)


def test_an_unknown_verb_is_not_possible(house: Office) -> None:
    with pytest.raises(NotPossible):
        house.perform(house.at("draft"), "fly", "clerk")


def test_only_the_clock_fires_the_clocks_moves(house: Office) -> None:
    case = house.at("draft")
    house.wait(95)
    for who in ("clerk", "head", "administrator"):
        with pytest.raises(NotAllowed):
            house.perform(case, "expire", who)
    with pytest.raises(NotAllowed):
        engine.fire(case, "submit", actor=None)


def test_one_batch_of_moves_is_all_or_nothing(house: Office) -> None:
    good, bad = house.ready("submitted"), house.at("submitted")
    with pytest.raises(NotPossible):
        office.perform_many([good, bad], "accept", actor=house.by("clerk"))
    assert untouched(good) and untouched(bad)
    house.prepare(bad)
    office.perform_many([bad, good], "accept", actor=house.by("clerk"))
    assert {a.state for a in Application.objects.all()} == {"investigating"}


def untouched(case: Application) -> bool:
    """The row as it was read: same state, same number of events, none of them lost."""
    now = Application.objects.get(pk=case.pk)
    same = (now.state, now.event_count, bytes(now.head_hash)) == (case.state, case.event_count, bytes(case.head_hash))
    return same and Event.objects.filter(machine=RELIEF_APPLICATION.name, case_id=case.pk).count() == now.event_count
