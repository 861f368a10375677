"""supervision.md §8, §14: numbers are reserved, issued or void, none missing, none twice; what is sealed is frozen."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from relief.documents import store
from relief.letters import selectors
from relief.letters.models import NumberEntry, Series, SupervisionLetter
from relief.letters.register import page_of, pages_of
from relief.organisations.models import Organisation
from relief.supervision.models import LetterOutcome
from tests.relief.letters.cast import OTHER, REASON, SCAN, LetterOffice
from tests.supervision_cast import COUNTY
from workflows import roles
from workflows.clock import today
from workflows.errors import NotPossible, Stale
from workflows.models import Event

pytestmark = pytest.mark.django_db
State = NumberEntry.State
REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def house() -> LetterOffice:
    return LetterOffice()


def entry_of(letter: SupervisionLetter) -> NumberEntry:
    return NumberEntry.objects.filter(letter=letter).latest("id")


def test_a_number_is_reserved_at_sign_and_issued_at_seal(house: LetterOffice) -> None:
    letter = house.to("numbered")
    assert letter.number == "示县工劳监意字〔2026〕1号" and letter.issued_on == today()
    assert len(letter.verify_code) == 32 and letter.issuer_name == "示例县总工会"
    assert entry_of(letter).state == State.RESERVED
    house.drive(letter, "sealed")
    assert entry_of(letter).state == State.ISSUED
    assert hashlib.sha256(store.read(letter.pdf_digest)).hexdigest() == letter.pdf_digest


def test_a_committee_issues_in_its_own_name_and_the_series_has_the_kinds_mark(house: LetterOffice) -> None:
    letter = house.to("numbered", "reminder_letter")
    assert letter.issuer_name == "示例县总工会劳动法律监督委员会" and letter.number == "示县工劳监函字〔2026〕1号"


def test_a_recalled_number_is_void_for_ever_and_the_next_one_follows(house: LetterOffice) -> None:
    letter = house.to("numbered")
    house.perform(letter, "recall", "director", reason="事实有误。")
    first = entry_of(letter)
    assert (first.state, first.reason, letter.number, letter.issued_on) == (State.VOID, "事实有误。", "", None)
    house.drive(letter, "numbered")
    assert letter.number == "示县工劳监意字〔2026〕2号" and letter.round == 2
    house.perform(letter, "void", "director", **REASON)
    assert letter.state == "revoked" and letter.detail == "VOIDED"
    page = page_of(Series.objects.get())
    assert [(e.n, e.state) for e in page.entries] == [(1, State.VOID), (2, State.VOID)]
    assert page.whole and not page.holes and page.last == 2
    for change in ({"state": State.ISSUED}, {"reason": "另一理由"}, {"n": 9}):
        with pytest.raises(REFUSED), transaction.atomic():
            NumberEntry.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(REFUSED), transaction.atomic():
        first.delete()


def test_a_sealed_letter_may_be_voided_before_it_is_sent_and_keeps_its_bytes(house: LetterOffice) -> None:
    letter = house.to("sealed")
    digest = letter.pdf_digest
    house.perform(letter, "void", "director", **REASON)
    assert entry_of(letter).state == State.VOID and letter.pdf_digest == digest
    assert LetterOutcome.objects.get(letter=letter).detail == "VOIDED"


def test_an_issued_number_is_never_reserved_again(house: LetterOffice) -> None:
    entry = entry_of(house.to("sealed"))
    with pytest.raises(REFUSED), transaction.atomic():
        NumberEntry.objects.filter(pk=entry.pk).update(state=State.RESERVED)


def test_signed_on_the_last_of_december_sealed_in_january(house: LetterOffice) -> None:
    """§13.7: number and date of the old year; the new year begins at 1."""
    house.on(date(2025, 12, 31))
    letter = house.to("numbered")
    house.on(date(2026, 1, 2))
    house.drive(letter, "sealed")
    assert letter.number.endswith("〔2025〕1号") and letter.issued_on == date(2025, 12, 31)
    assert house.to("numbered").number.endswith("〔2026〕1号")


def test_series_by_issuer_and_kind_each_from_one(house: LetterOffice) -> None:
    numbers = [house.to("numbered", kind, at=at).number for kind in ("opinion", "reminder_letter") for at in (COUNTY, OTHER)]
    assert numbers == ["示县工劳监意字〔2026〕1号", "乙县工劳监意字〔2026〕1号", "示县工劳监函字〔2026〕1号",
                       "乙县工劳监函字〔2026〕1号"]  # fmt: skip
    assert all(page.whole and not page.holes for page in pages_of(Series.objects.all()))
    seen = selectors.register_for(roles.grants_of(house.by("director").pk, today()))
    assert seen.count() == 4
    assert not selectors.register_for(roles.grants_of(house.by("hotline").pk, today()))


def test_a_signature_that_is_refused_uses_no_number(house: LetterOffice) -> None:
    """§9: a character without a glyph."""
    letter = house.to("draft")
    house.perform(letter, "edit", "supervisor", values={"consequence": "逾期不答复的\ue000。"})
    house.drive(letter, "signing")
    with pytest.raises(NotPossible, match="印不出的字"):
        house.perform(letter, "sign", "director")
    assert not NumberEntry.objects.exists() and letter.state == "signing"


def test_a_renamed_union_changes_neither_old_letters_nor_the_series(house: LetterOffice) -> None:
    """§13.18."""
    letter = house.to("sealed")
    Organisation.objects.filter(code=COUNTY).update(name="示例县新总工会", abbr="新县")
    letter = SupervisionLetter.objects.get(pk=letter.pk)
    asked = letter.machine.facts(letter).question
    assert asked.issuer.name == "示例县总工会" and asked.number == letter.number
    assert house.to("numbered").number == "示县工劳监意字〔2026〕2号"


# --- the seal -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", [
    {"content": {}}, {"issued_on": date(2026, 1, 1)}, {"number": "另一号"}, {"pdf_digest": "0" * 64}, {"copies": 9},
    {"verify_code": "0" * 32}, {"issuer_name": "另一工会"}, {"kind": "reminder_letter"}, {"content_digest": ""},
    {"profile": None}, {"sealed_at": None},
])  # fmt: skip
def test_the_database_keeps_what_was_sealed(house: LetterOffice, change: dict[str, Any]) -> None:
    letter = house.to("sealed")
    with pytest.raises(REFUSED), transaction.atomic():
        SupervisionLetter.objects.filter(pk=letter.pk).update(**change)


def test_altered_bytes_are_found(house: LetterOffice) -> None:
    letter = house.to("numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    house.perform(letter, "seal", "seal_keeper", **{**house.rendered(letter), "pdf": b"%PDF-1.4 of this test alone"})
    store.path_of(letter.pdf_digest).write_bytes(b"%PDF-1.4 other")
    with pytest.raises(ValueError, match="altered"):
        store.read(letter.pdf_digest)


def test_bytes_of_another_snapshot_are_not_kept(house: LetterOffice) -> None:
    letter = house.to("numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    old = house.rendered(letter)
    house.perform(letter, "recall", "director", **REASON)
    house.fill(letter, consequence="逾期不答复的，本会将依法处理。")
    house.drive(letter, "numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    with pytest.raises(Stale, match="有变动"):
        house.perform(letter, "seal", "seal_keeper", **old)
    house.perform(letter, "seal", "seal_keeper", **house.rendered(letter))


@pytest.mark.parametrize(("changed", "why"), [({"copies": 2}, "份数"), ({"pdf": b"no paper"}, "正式版面")])
def test_the_keeper_states_the_copies_and_brings_a_paper(house: LetterOffice, changed: dict[str, Any], why: str) -> None:
    letter = house.to("numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    with pytest.raises(NotPossible, match=why):
        house.perform(letter, "seal", "seal_keeper", **{**house.rendered(letter), **changed})


def test_an_unconfirmed_profile_is_sealed_on_the_directors_word_alone(house: LetterOffice) -> None:
    letter = house.to("numbered")
    with pytest.raises(NotPossible, match="未经确认"):
        house.perform(letter, "seal", "seal_keeper", **house.rendered(letter))
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    house.perform(letter, "seal", "seal_keeper", **house.rendered(letter))


def test_a_physical_seal_brings_the_stamped_scan(house: LetterOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relief.jurisdictions.rules.Rules.seal_mode", "PHYSICAL")
    letter = house.to("numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    with pytest.raises(NotPossible, match="扫描件"):
        house.perform(letter, "seal", "seal_keeper", **house.rendered(letter))
    house.perform(letter, "seal", "seal_keeper", **house.rendered(letter), stamped=SCAN)
    assert letter.stamped.digest == hashlib.sha256(SCAN.content).hexdigest()
    sealed = Event.objects.get(verb="seal").facts
    assert sealed["sha256"] == letter.pdf_digest and sealed["stamped"]["digest"] == letter.stamped.digest


def test_the_real_paper_is_sealed_as_it_was_rendered(house: LetterOffice) -> None:
    from relief.letters.sealing import prepare

    letter = house.to("numbered")
    house.perform(letter, "acknowledge_unconfirmed", "director", **REASON)
    made = prepare(letter)
    assert prepare(letter) == made
    house.perform(letter, "seal", "seal_keeper", snapshot=made.snapshot, pdf=made.pdf, copies=3)
    assert store.read(letter.pdf_digest) == made.pdf


# --- the QR code --------------------------------------------------------------------------------------------------
def test_a_code_answers_what_it_is_and_not_to_whom(house: LetterOffice) -> None:
    letter = house.to("numbered")
    assert selectors.verify(letter.verify_code) is None and selectors.verify("") is None
    house.drive(letter, "sealed")
    found = selectors.verify(letter.verify_code)
    assert found is not None and found.number == letter.number and found.kind == "意见书"
    assert (found.issuer, found.issued_on, found.status) == ("示例县总工会", letter.issued_on, "有效")
    assert letter.pdf_digest.startswith(found.digest) and len(found.digest) == 16
    assert letter.addressee not in str(found)
    house.perform(letter, "void", "director", **REASON)
    again = selectors.verify(letter.verify_code)
    assert again is not None and again.status == "已作废"
