"""One allowed cell of every move through the real database."""

from collections.abc import Callable
from typing import Any

import pytest

from relief.applications.models import Application
from relief.documents.services import Upload, file_papers
from relief.notices.models import Notice
from tests.factories import ASK, COUNTY, HAPPY_MOVES, PNG, REASON, Office
from workflows import clock, engine
from workflows.fsm import MACHINES
from workflows.journal import broken
from workflows.models import Event

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
