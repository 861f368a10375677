"""The second story, told in an office as set-up makes it: a lead through three letters, and work for every role."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from relief.demo.letters_desks import tell_desks
from relief.demo.letters_story import CALLER, PHONE, WORKERS, Arrears, play_scenes, tell_arrears
from relief.demo.output import fresh_folder
from relief.demo.resetting import reset
from relief.demo.setting_up import START, give_demo_means
from relief.demo.story import Story
from relief.documents import store
from relief.letters import register
from relief.letters.models import Series, SupervisionLetter
from relief.people.models import User
from relief.supervision.models import Certificate, PriorityReport, SupervisionCase
from workflows import clock, deadlines, journal
from workflows.desks import open_tasks
from workflows.models import Alert, Event
from workflows.roles import grants_of

LETTERS = ("supervision_lead", "supervision_case", "supervision_letter", "lead")
STAFF = ("hotline", "county_clerk", "case_office", "supervisor", "counsel", "director", "leader", "seal_keeper", "archivist")


@pytest.fixture
def story(db: None) -> Story:
    """A demo office, its cast."""
    call_command("setup_office", verbosity=0)
    return Story(lambda _step, _done, _of: None)


@pytest.fixture
def told(story: Story) -> Arrears:
    return tell_arrears(story)


def test_a_call_about_wages_goes_through_three_letters_to_the_archive(told: Arrears) -> None:
    case, letters = told.case, list(told.case.letters.order_by("pk"))
    assert (case.state, case.outcome) == ("archived", "RECTIFIED")
    assert told.lead.lead.state == "closed" and PriorityReport.objects.get().to.code == "GH9901"
    assert [(x.kind, x.state, x.detail) for x in letters] == [
        ("reminder_letter", "superseded", "ESCALATED"), ("opinion", "superseded", "ESCALATED"),
        ("recommendation", "satisfied", "FULL")]  # fmt: skip
    assert [x.number for x in letters] == ["示县工劳监函字〔2025〕1号", "示县工劳监意字〔2026〕1号", "示县工劳监建字〔2026〕1号"]
    assert [x.receipt.served_on for x in letters] == [date(2025, 12, 19), date(2026, 1, 8), date(2026, 2, 11)]
    lapsed = Event.objects.filter(machine="supervision_letter", verb="lapse").order_by("pk")
    assert [(e.case_id, e.occurred_on) for e in lapsed] == [(letters[0].pk, date(2026, 1, 6)), (letters[1].pk, date(2026, 2, 9))]
    assert all(page.whole for page in register.pages_of(Series.objects.all()))
    assert clock.today() < START and not list(journal.broken())


def test_each_rung_follows_the_one_before_and_names_nobody(told: Arrears) -> None:
    reminder, opinion, recommendation = told.case.letters.order_by("pk")
    assert (recommendation.follows, opinion.follows, reminder.follows) == (opinion, reminder, None)
    signer = Event.objects.get(machine="supervision_letter", case_id=recommendation.pk, verb="sign")
    assert signer.actor.username == "leader"
    for letter in (reminder, opinion, recommendation):
        assert store.read(letter.pdf_digest).startswith(b"%PDF-") and letter.acknowledged
    names = [CALLER, PHONE, *(name for name, _owed in WORKERS)]
    kept = [str(e.facts) for e in Event.objects.all()] + [str(x.content) for x in SupervisionLetter.objects.all()]
    assert not [name for name in names for text in kept if name in text]


def test_every_role_finds_work_that_is_not_overdue(story: Story) -> None:
    tell_desks(story, date(2026, 4, 8))
    waiting = list(open_tasks().filter(machine__in=LETTERS))
    for name in STAFF:
        grants = grants_of(User.objects.get(username=name).pk, clock.today())
        mine = [t for t in waiting if any(g.role == t.role and t.path.startswith(g.path) for g in grants)]
        assert mine, name
    states = set(SupervisionLetter.objects.values_list("state", flat=True))
    assert states == {"review", "signing", "numbered", "dispatched", "awaiting_reply", "partial", "objection", "satisfied"}
    story.on(date(2026, 4, 17))
    assert deadlines.run()["failed"] == 0 and not Alert.objects.filter(machine__in=LETTERS).exists()
    assert not list(journal.broken())


def test_a_second_telling_starts_anew(story: Story, settings: Any, tmp_path: Any) -> None:
    settings.BASE_DIR = tmp_path
    certificates = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))
    first = the_reminder(story)
    (fresh_folder() / "old.pdf").write_bytes(b"")
    connection.check_constraints()  # a real telling has committed what it wrote
    reset()
    give_demo_means()
    assert not SupervisionCase.objects.exists() and not Event.objects.filter(machine="supervision_case").exists()
    assert list(Certificate.objects.order_by("pk").values_list("pk", flat=True)) == certificates
    assert not list(fresh_folder().iterdir())
    assert the_reminder(story) == first
    assert not list(journal.broken())


def the_reminder(story: Story) -> tuple[str, str]:
    """The first letter, as far as its service: its number and its state."""
    told = Arrears(story)
    play_scenes(story, "", told.scenes()[:7])
    return told.reminder.number, told.reminder.state
