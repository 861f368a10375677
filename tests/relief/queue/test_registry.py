"""A kind of case is told to the desk by its app; what is said twice differently is refused when the office starts."""

import pytest
from django.urls import reverse

from relief.documents.models import Document
from relief.queue import navigation, registry
from relief.queue.batches import BatchVerb
from relief.queue.finding import find, read_question
from relief.queue.navigation import Entry, Section, enter, sections
from relief.queue.registry import KINDS, Kind, show
from relief.queue.scope import cases, reads_file
from relief.queue.summaries import summaries
from tests.factories import Office
from workflows.payout_batch import PAYOUT_BATCH
from workflows.roles import Role


class Bare(Kind):
    """A kind that says no more than it must."""

    machine, page, readers = PAYOUT_BATCH, "batch", frozenset({Role.CASHIER})


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "VERBS", dict(registry.VERBS))
    monkeypatch.setattr(registry, "TONES", dict(registry.TONES))
    monkeypatch.setitem(KINDS, PAYOUT_BATCH.name, KINDS[PAYOUT_BATCH.name])


@pytest.mark.django_db
def test_a_kind_that_says_little_has_rows_pages_and_readers(house: Office, kinds: None, at_desk, signed_in) -> None:
    batch = house.batch(house.at("approved"))
    show(Bare())
    row = summaries([("payout_batch", batch.pk)])["payout_batch", batch.pk]
    assert (row.title, row.subject, row.party, row.fen) == (batch.number, "发放批次", "", None)
    assert cases(at_desk("cashier"), "payout_batch").get() == batch
    assert not cases(at_desk("payment_reviewer"), "payout_batch").exists()
    assert find(read_question(batch.number), at_desk("cashier")).keys == {("payout_batch", batch.pk): ""}
    desk = signed_in("payment_reviewer").get(reverse("desk"), {"tab": "open", "amount": "0-3000"})
    assert desk.status_code == 200 and not desk.context["rows"], "a case without a sum is in no band"
    due = [reverse("due_why", args=["payout_batch", batch.pk]), reverse("due_why", args=["payout_line", batch.pk])]
    assert [signed_in("cashier").get(url).status_code for url in due] == [200, 404]


@pytest.mark.django_db
def test_a_file_is_read_by_those_who_read_its_case(house: Office, at_desk, signed_in) -> None:
    batch = house.batch(house.at("approved"))
    assert reads_file(at_desk("cashier"), f"payout_batch:{batch.pk}")
    assert reads_file(at_desk("clerk"), f"payout_batch:{batch.pk}") is False
    assert reads_file(at_desk("clerk"), "publicity_sheet:1") is None and reads_file(at_desk("clerk"), "") is None
    scan = Document.objects.create(
        dossier=f"payout_batch:{batch.pk}", organisation=batch.organisation, item="BANK_RECEIPT", name="回单.png",
        media_type="image/png", digest="0" * 64, added_at="2026-03-20T09:00:00+08:00")  # fmt: skip
    url = reverse("document", args=[scan.pk])
    assert signed_in("reviewer").get(url).status_code == 404, "reads relief cases there, but no batches"


def test_roles_of_supervision_read_no_relief_case() -> None:
    assert not KINDS["relief_application"].readers & {Role.SUPERVISOR, Role.CASE_OFFICE, Role.DIRECTOR, Role.LEADER}
    assert Role.ADMINISTRATOR not in KINDS["relief_application"].readers


def test_what_is_said_otherwise_before_is_refused(kinds: None) -> None:
    class Loud(Bare):
        tones = {"paid": "bad"}

    class Same(Bare):
        verbs = (BatchVerb("payout_batch", "submit", "drafted", "payment_reviewer", "payment_reviewer", ""),)

    for kind in (Loud(), Same()):
        with pytest.raises(ValueError, match="paid|submit"):
            show(kind)
    named = BatchVerb("payout_batch", "submit", "drafted", "payment_reviewer", "payment_reviewer", "", name="hand_over")
    assert named.key == "hand_over" and show(type("Named", (Bare,), {"verbs": (named,)})()) is None


def test_sections_stand_in_their_order_and_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [s for s in sections() if s.place in (10, 30, 90)]
    assert [str(s.title) for s in known] == ["救助", "发放", "管理"]
    monkeypatch.setattr(navigation, "_SECTIONS", known)
    line = Entry("监督案件", "desk", frozenset({Role.SUPERVISOR}))
    enter(Section(20, "监督", (line,)))
    enter(Section(20, "监督", (line, Entry("文书登记", "desk", frozenset({Role.SUPERVISOR})))))
    found = sections()
    assert [str(s.title) for s in found] == ["救助", "监督", "发放", "管理"]
    assert [e.word for e in found[1].entries] == ["监督案件", "文书登记"]
