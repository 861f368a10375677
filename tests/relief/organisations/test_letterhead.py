"""单位信息 through HTTP: who may, what is refused, what the record says."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from relief.letters.naming import abbr_of
from relief.organisations import importing
from relief.organisations.letterhead import set_letterhead
from relief.organisations.models import Organisation
from tests.factories import COUNTY, Office
from tests.relief.organisations.conftest import TREE
from workflows.errors import NotAllowed, NotPossible
from workflows.models import Event

GIVEN = {"abbr": "汾", "phone": "0358-7222222", "address": "汾阳市示例街1号", "postcode": "032200"}
LIST = "admin_letterheads"


@pytest.fixture
def house(db: None) -> Office:
    return Office()


def browser(house: Office, name: str) -> Client:
    client = Client()
    client.force_login(house.by(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(house: Office, code: str = COUNTY) -> str:
    return reverse("admin_letterhead", args=[house.units[code].pk])


def told() -> list[Event]:
    return list(Event.objects.filter(machine="administration", verb="set_letterhead").order_by("pk"))


def test_an_administrator_enters_what_the_papers_carry(house: Office) -> None:
    client = browser(house, "administrator")
    assert "单位信息" in client.get(reverse("admin_home")).content.decode()
    page = client.get(form_of(house)).content.decode()
    assert "沿用启用当日的代字" in page and "汾阳市总工会" in page
    answer = client.post(form_of(house), GIVEN, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(LIST)
    assert all(value in answer.content.decode() for value in GIVEN.values())
    unit = Organisation.objects.get(code=COUNTY)
    assert {name: getattr(unit, name) for name in GIVEN} == GIVEN and abbr_of(unit) == "汾"
    (event,) = told()
    assert (event.actor, event.role, event.organisation_name) == (house.by("administrator"), "administrator", unit.name)
    assert event.facts["abbr"] == "汾" and not event.facts.get("was")
    call_command("verify_journal")


def test_only_what_changed_is_told(house: Office) -> None:
    client = browser(house, "administrator")
    client.post(form_of(house), GIVEN)
    client.post(form_of(house), {**GIVEN, "phone": "0358-7333333"})
    assert told()[-1].facts == {"phone": "0358-7333333", "was": {"phone": "0358-7222222"}}
    client.post(form_of(house), {**GIVEN, "phone": ""})
    assert told()[-1].facts == {"was": {"phone": "0358-7333333"}} and Organisation.objects.get(code=COUNTY).phone == ""
    again = client.post(form_of(house), {**GIVEN, "phone": ""})
    assert again.status_code == 409 and "没有改动" in again.content.decode() and len(told()) == 3


def test_whoever_administers_no_union_is_refused(house: Office) -> None:
    for name in ("clerk", "head", "auditor"):
        client = browser(house, name)
        assert client.get(reverse(LIST)).status_code == 403
        refused = client.post(form_of(house), GIVEN)
        assert refused.status_code == 403 and "管理员" in refused.content.decode()
        with pytest.raises(NotAllowed):
            set_letterhead(organisation=house.units[COUNTY], actor=house.by(name), **GIVEN)
    assert not told() and Organisation.objects.get(code=COUNTY).abbr == ""


def test_a_union_outside_the_subtree_is_not_there(house: Office) -> None:
    client = browser(house, "administrator")
    assert client.post(form_of(house, "GH1411"), GIVEN).status_code == 404
    assert "吕梁市总工会" not in client.get(reverse(LIST)).content.decode()
    with pytest.raises(NotAllowed):
        set_letterhead(organisation=house.units["GH1411"], actor=house.by("administrator"), **GIVEN)
    assert not told()


def test_a_short_word_belongs_to_one_union(house: Office) -> None:
    Organisation.objects.filter(code="GH1411").update(abbr="汾")
    answer = browser(house, "administrator").post(form_of(house), GIVEN)
    page = answer.content.decode()
    assert answer.status_code == 409 and "机关代字“汾”已由吕梁市总工会使用，请换一个。" in page and "示例街1号" in page
    assert not told() and Organisation.objects.get(code=COUNTY).phone == ""


@pytest.mark.parametrize(("wrong", "says"), [
    ({"abbr": "FY"}, "只能是汉字"), ({"abbr": "汾 阳"}, "只能是汉字"), ({"abbr": "汾" * 11}, "最多10个字"),
    ({"postcode": "3220"}, "邮政编码是六位数字"),
])  # fmt: skip
def test_what_is_no_short_word_or_postcode(house: Office, wrong: dict[str, str], says: str) -> None:
    answer = browser(house, "administrator").post(form_of(house), {**GIVEN, **wrong})
    assert answer.status_code == 422 and says in answer.content.decode()
    with pytest.raises(NotPossible):
        set_letterhead(organisation=house.units[COUNTY], actor=house.by("administrator"), **{**GIVEN, **wrong})
    assert not told()


def test_unions_without_a_short_word_do_not_clash(house: Office) -> None:
    client = browser(house, "administrator")
    assert client.post(form_of(house), {**GIVEN, "abbr": ""}).status_code == 302
    assert abbr_of(Organisation.objects.get(code=COUNTY)) == "汾阳"


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_one_of_several_unions_gets_a_short_word_chosen_at_once() -> None:
    importing.import_units(TREE)

    def choose(unit: Organisation) -> bool:
        try:
            set_letterhead(organisation=unit, actor=None, **GIVEN)
        except NotPossible:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(choose, Organisation.objects.all()[:6])) == 1
    assert Organisation.objects.filter(abbr="汾").count() == 1 and len(told()) == 1
