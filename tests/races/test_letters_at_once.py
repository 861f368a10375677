"""Two at one letter, two at one series: one number, one PDF, no hole (supervision.md §8, §14)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from relief import office
from relief.documents import store
from relief.letters.models import NumberEntry, Series
from relief.letters.register import page_of
from relief.letters.sealing import snapshot_of
from tests.races.test_moves_at_once import outcome, whole
from tests.relief.letters.cast import COUNTY, REASON, LetterOffice, answer
from workflows.models import Event

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]


@pytest.fixture
def letters(transactional_db: None) -> LetterOffice:
    return LetterOffice()


def test_two_seal_one_letter(letters: LetterOffice, at_once: AtOnce) -> None:
    """Each brings bytes of its own: those of the one that wins are kept, once."""
    letter = letters.to("numbered")
    letters.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    letters.newcomer("seal_keeper2")
    letters.grant("seal_keeper2", "seal_keeper", COUNTY)
    snapshot = snapshot_of(letter.machine.facts(letter))
    works = [outcome(lambda n=n: office.perform(
        letter, "seal", actor=letters.by("seal_keeper" if n % 2 else "seal_keeper2"), snapshot=snapshot, copies=4,
        pdf=b"%%PDF-1.4 of hand %d" % n)) for n in range(8)]  # fmt: skip
    assert Counter(at_once(works)) == {"won": 1, "NotPossible": 7}
    letter.refresh_from_db()
    sealed = Event.objects.get(machine="supervision_letter", verb="seal")
    assert sealed.facts["sha256"] == letter.pdf_digest and store.read(letter.pdf_digest).startswith(b"%PDF-1.4 of hand")
    entry = NumberEntry.objects.get()
    assert (entry.state, entry.text, entry.letter) == ("ISSUED", letter.number, letter) and whole()


def test_eight_signatures_in_one_series(letters: LetterOffice, at_once: AtOnce) -> None:
    """The series does not exist yet: nobody waits in vain, no number is used twice or left out."""
    waiting = [letters.to("signing", "reminder_letter") for _ in range(8)]
    works = [outcome(lambda x=x: office.perform(x, "sign", actor=letters.by("director"))) for x in waiting]
    assert Counter(at_once(works)) == {"won": 8}
    page = page_of(Series.objects.get())
    assert [e.n for e in page.entries] == list(range(1, 9)) and page.whole and whole()
    assert len({e.letter_id for e in page.entries}) == 8


def test_one_letter_is_signed_once(letters: LetterOffice, at_once: AtOnce) -> None:
    letter = letters.to("signing")
    works = [outcome(lambda: office.perform(letter, "sign", actor=letters.by("director")))] * 8
    assert Counter(at_once(works)) == {"won": 1, "NotPossible": 7}
    assert NumberEntry.objects.get().n == 1 and whole()


def test_recall_and_seal_race(letters: LetterOffice, at_once: AtOnce) -> None:
    """Either the number is issued with the bytes, or void and the letter a draft again."""
    letter = letters.to("numbered")
    letters.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    given = letters.rendered(letter)
    found = at_once([outcome(lambda: office.perform(letter, "seal", actor=letters.by("seal_keeper"), **given)),
                     outcome(lambda: office.perform(letter, "recall", actor=letters.by("director"), **REASON))])  # fmt: skip
    assert Counter(found) == {"won": 1, "NotPossible": 1}
    letter.refresh_from_db()
    entry = NumberEntry.objects.get()
    assert (letter.state, entry.state, bool(letter.pdf_digest)) in {("sealed", "ISSUED", True), ("draft", "VOID", False)}


def test_a_reply_races_with_the_clock(letters: LetterOffice, at_once: AtOnce) -> None:
    """§13.11 in small: the form of the one that comes second is stale."""
    letter = letters.to("awaiting_reply")
    seen, given = letter.event_count, answer(letter)
    works = [outcome(lambda: office.perform(letter, "reply", actor=letters.by("case_office"), seen=seen, **given))] * 6
    assert Counter(at_once(works)) == {"won": 1, "Stale": 5}
    assert letter.replies.count() == 1 and whole()
