"""A reminder in a real browser, each role at its own seat: decided, drafted beside its page, signed, sealed, served."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from relief import office as door
from relief.applications.importing import import_sheet
from relief.applications.models import Application
from relief.demo.inquiries import do
from relief.demo.letters_story import WORKERS, Arrears, play_scenes
from relief.demo.setting_up import START
from relief.demo.story import Story, complete, in_state
from relief.letters.models import Series, SupervisionLetter
from relief.organisations.models import Organisation
from relief.organisations.services import grant_role
from relief.people.demo_users import BASE, SINCE
from relief.people.models import User
from tests.browser.test_story import fill, send
from workflows.clock import today
from workflows.roles import Role

SHEET = Path("fixtures/examples/applications-small.xlsx")
TO_THE_FINDING = 5  # scenes of the demo's story
Shot = Callable[[Page, str], None]
Seat = Callable[..., Page]


@pytest.fixture
def found(office: None) -> Arrears:
    """The demo's wage case with its finding, waiting for the director."""
    story = Story(lambda _step, _done, _of: None)
    told = Arrears(story)
    play_scenes(story, "", told.scenes()[:TO_THE_FINDING])
    told.case.refresh_from_db()
    return told


def act(page: Page, case: Any, verb: str, **fields: Any) -> None:
    """Open the verb's form, fill it, send it; the page of the case comes back."""
    name = "letter" if isinstance(case, SupervisionLetter) else "supervision_case"
    page.goto(reverse(f"{name}_act", args=[case.pk, verb]))
    form = page.locator("#action form")
    for field, value in fields.items():
        fill(form, field, value)
    send(page, "**" + reverse(name, args=[case.pk]) + "*")
    case.refresh_from_db()


def with_its_page(page: Page, shot: Shot, name: str) -> None:
    """A picture once the page of the letter is drawn in it."""
    expect(page.locator(".letter-pages img").first).to_be_visible(timeout=20_000)
    shot(page, name)


def test_a_reminder_from_the_decision_to_its_service(seat: Seat, shot: Shot, found: Arrears) -> None:
    director, supervisor = seat("director"), seat("supervisor")
    act(director, found.case, "open_letters", kind="reminder_letter")
    letter = drafted(supervisor, found, shot)
    counsel = seat("counsel")
    counsel.goto(reverse("letter_act", args=[letter.pk, "pass_review"]))
    with_its_page(counsel, shot, "letters-04-review-with-the-whole-page")
    act(counsel, letter, "pass_review", opinion="事实清楚，依据准确，同意。")
    director.goto(reverse("letter_act", args=[letter.pk, "sign"]))
    with_its_page(director, shot, "letters-05-signature-shows-the-whole-page")
    act(director, letter, "sign", opinion="同意签发。")
    act(director, letter, "acknowledge_unconfirmed", reason="已与现行规定核对，同意用印。")
    keeper = seat("seal_keeper")
    act(keeper, letter, "seal")
    expect(keeper.get_by_text(letter.number).first).to_be_visible()
    with_its_page(keeper, shot, "letters-06-sealed")
    act(supervisor, letter, "dispatch", method="DIRECT", address="示例县东关街18号")
    act(supervisor, letter, "serve", signer="王收发", capacity="收发室", evidence_service_receipt="回证")
    with_its_page(supervisor, shot, "letters-07-served-its-clock-runs")
    assert letter.state == "awaiting_reply" and letter.receipt.served_on == today()
    supervisor.goto(reverse("number_register", args=[Series.objects.get().pk]))
    expect(supervisor.get_by_text(letter.number).first).to_be_visible()
    shot(supervisor, "letters-08-register")
    stranger = supervisor.context.browser.new_page(base_url=supervisor.url.split("/letters")[0])
    stranger.goto(f"/v/{letter.verify_code}")
    expect(stranger.get_by_text(letter.number).first).to_be_visible()
    assert found.case.employer.name not in stranger.content()
    shot(stranger, "letters-09-what-the-code-answers")


def drafted(supervisor: Page, found: Arrears, shot: Shot) -> SupervisionLetter:
    """One button makes the draft; the page on the right follows the typing and warns of a worker's name at its field."""
    plan = found.case.plans.get()
    supervisor.goto(f"{reverse('letter_new')}?plan={plan.pk}")
    supervisor.get_by_role("button", name="开始拟稿").click()
    supervisor.wait_for_url(re.compile(r"/letters/\d+/edit/$"))
    letter = SupervisionLetter.objects.get()
    pages = supervisor.locator("#preview img")
    expect(pages.first).to_be_visible(timeout=20_000)
    shot(supervisor, "letters-01-draft-beside-its-page")
    supervisor.locator("[name=reason]").fill(f"{WORKERS[0][0]}等职工反映你单位没有按月支付工资，现予以提示。")
    expect(supervisor.locator("#letter-form").get_by_text("职工").filter(has_text=WORKERS[0][0]).first).to_be_visible(timeout=20_000)
    shot(supervisor, "letters-02-a-name-is-warned-of-at-its-field")
    supervisor.locator("[name=reason]").fill("有职工反映你单位没有按月支付工资，现予以提示。")
    supervisor.locator("[name=items-0-text]").fill("核对2025年9月以来的工资支付情况；")
    supervisor.get_by_role("button", name="保存并送审").click()
    supervisor.wait_for_url("**" + reverse("letter", args=[letter.pk]) + "*")
    letter.refresh_from_db()
    assert letter.state == "review"
    shot(supervisor, "letters-03-submitted")
    return letter


def test_my_desk_shows_both_workflows(seat: Seat, shot: Shot, found: Arrears) -> None:
    """Somebody who takes in relief applications and supervises finds both on one desk, on a phone as well."""
    story, base = found.story, Organisation.objects.get(code=BASE)
    story.on(START)
    do(story, found.case, "send_back", "director", reason="请补充工资表。")
    door.carry_out(import_sheet, source=SHEET, organisation=base, received_on=START, actor=story.by("clerk"),
                   leave_out_bad=True)  # fmt: skip
    application = in_state("draft")[0]
    complete(story, application)
    story.perform(application, "submit", "clerk")
    grant_role(person=User.objects.get(username="supervisor"), role=Role.CLERK, organisation=base, valid_from=SINCE, reason="兼任")
    for width, name in ((1366, "letters-10-my-desk"), (390, "letters-11-my-desk-on-a-phone")):
        page = seat("supervisor", width=width)
        page.goto("/?tab=queue")
        for number in (found.case.number, Application.objects.get(pk=application.pk).number):
            expect(page.get_by_text(number).first).to_be_visible()
        shot(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
