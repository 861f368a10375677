"""People, and relief cases that wait at the base: made through the same door as in the office."""

from datetime import date
from random import Random

from django.utils import timezone

from bench.sheets import identity, workbook
from relief import office
from relief.applications.importing import import_sheet
from relief.applications.models import Application
from relief.demo import story
from relief.organisations.models import Organisation
from relief.organisations.services import grant_role
from relief.people.demo_users import DEMO_USERS
from relief.people.models import DeclaredRelative, User
from relief.people.secrets import blind

BASE, COUNTY = "GH141182-03-007", "GH141182"
NEEDED = frozenset({"clerk", "visitor", "visitor2", "chair", "township_chair", "reviewer"})
SINCE = date(2024, 1, 1)


def hire() -> dict[str, User]:
    """The people of the base that a case needs until its review, and a clerk of the county who imports."""
    people = {}
    for username, name, role, codes in DEMO_USERS:
        if username in NEEDED:
            people[username] = _person(username, name, role, codes)
    people["county_clerk"] = _person("county_clerk", "演示", "clerk", (COUNTY,))
    return people


def _person(username: str, name: str, role: str, codes: tuple[str, ...]) -> User:
    own = identity(sum(map(ord, username)), Random(username))
    person = User.objects.create(username=username, name=name, id_blind=blind("id", own))
    DeclaredRelative.objects.create(user=person, name="亲属", relation="配偶", id_blind=blind("id", own[::-1]))
    for unit in Organisation.objects.filter(code__in=codes):
        grant_role(person=person, role=role, organisation=unit, valid_from=SINCE, reason="benchmark")
    return person


def cases_at_review(count: int, people: dict[str, User]) -> list[Application]:
    """So many cases, imported, submitted, accepted and visited, that wait for the base's review."""
    base = Organisation.objects.get(code=BASE)
    sheet = workbook(count, unions=[base.name], seed=0)
    office.carry_out(import_sheet, source=sheet, organisation=base, received_on=timezone.localdate(),
                     actor=people["clerk"])  # fmt: skip
    told = story.Story(lambda *progress: None)
    for step in (story.complete, story.take_in, story.investigate):
        for case in Application.objects.order_by("id"):
            step(told, case)
    return list(Application.objects.filter(state="grassroots_review").order_by("id"))
