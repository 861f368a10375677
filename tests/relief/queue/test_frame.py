"""The frame of every page: what one's grants open, who one is, which rules are unconfirmed."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from relief.queue.navigation import sections
from relief.schemes.models import SchemeVersion
from relief.schemes.selectors import forget_versions
from tests.factories import COUNTY, Office
from workflows import clock
from workflows.roles import Role

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {"sign_in", "sheet_public", "verify"}
"""Pages without sign-in: the sign-in page, and what the QR codes of the sheet on the wall and of a letter open."""


def test_every_entry_of_the_navigation_is_a_page() -> None:
    for section in sections():
        for entry in section.entries:
            assert reverse(entry.page).startswith("/")
            assert entry.roles <= set(Role.values)


def test_one_sees_only_what_ones_grants_open(signed_in) -> None:
    clerk = signed_in("clerk").get("/").content.decode()
    assert "我的待办" in clerk and "管理" not in clerk.split('class="side"')[1].split("</nav>")[0]
    home = signed_in("administrator").get("/", follow=True)
    page = home.content.decode()
    assert home.redirect_chain[-1][0] == reverse("admin_home") and "各岗位待领" not in page and "岗位授权" in page


def test_the_strip_says_which_rules_are_unconfirmed(house: Office, signed_in) -> None:
    browser = signed_in("clerk")
    assert "依据未确认办法" in browser.get("/").content.decode()
    SchemeVersion.objects.update(status="CONFIRMED", source_document="汾工发〔2026〕3号",
                                 confirmed_by=house.by("administrator"), confirmed_on=clock.today())  # fmt: skip
    forget_versions()
    assert "依据未确认办法" not in browser.get("/").content.decode()


def test_who_one_is_and_the_switch_of_several_roles(house: Office, signed_in) -> None:
    page = signed_in("clerk").get("/").content.decode()
    assert "东塬镇联合基层工会 · 经办人" in page and reverse("switch_role") not in page
    house.grant("clerk", "reviewer", COUNTY)
    browser = signed_in("clerk")
    page = browser.get("/").content.decode()
    assert reverse("switch_role") in page and "经办人、审核员" in page and "全部岗位" in page
    assert browser.post(reverse("switch_role"), {"role": "reviewer"}).url == reverse("desk")
    assert browser.session["role"] == "reviewer"
    assert "汾阳市总工会 · 审核员" in browser.get("/").content.decode()
    browser.post(reverse("switch_role"), {"role": "approver"})
    assert browser.session["role"] == "", "a role not held"


def _routes(patterns, before: str = ""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _routes(pattern.url_patterns)


def test_every_page_wants_a_sign_in_unless_it_says_so() -> None:
    """By default nothing is open; what is, is named here."""
    routes = list(_routes(get_resolver().url_patterns))
    assert len(routes) > 15
    opened = {route.name for route in routes if not getattr(route.callback, "login_required", True)}
    assert opened <= OPEN_TO_ALL


def test_without_a_sign_in_one_is_led_there_and_back(client, house: Office) -> None:
    for name in ("desk", "search", "admin_home", "desk_news"):
        assert client.get(reverse(name)).url.startswith(f"{reverse('sign_in')}?next=")
    assert client.post(reverse("claim", args=[1])).url.startswith(reverse("sign_in"))


ADMINISTRATION = ["admin_home", "admin_schemes", "admin_calendar", "admin_organisations", "admin_grants"]


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_what_an_administrator_keeps_exists_for_nobody_else(signed_in, name: str) -> None:
    for who in ("clerk", "head", "auditor"):
        assert signed_in(who).get(reverse(name)).status_code == 404
    answer = signed_in("administrator").get(reverse(name))
    assert answer.status_code == 200 and "<table" in answer.content.decode() or name == "admin_home"


def test_an_administrator_sees_only_the_own_subtree(house: Office, signed_in) -> None:
    browser = signed_in("administrator")
    grants = browser.get(reverse("admin_grants")).content.decode()
    assert "reviewer" in grants and "city_reviewer" not in grants
    tree = browser.get(reverse("admin_organisations")).content.decode()
    assert "汾阳市总工会" in tree and "吕梁市总工会" not in tree
    below = browser.get(reverse("admin_organisations"), {"under": house.units[COUNTY].pk}).content.decode()
    assert "汾阳市东塬镇总工会" in below
    above = browser.get(reverse("admin_organisations"), {"under": house.units["GH14"].pk}).content.decode()
    assert "吕梁市总工会" not in above
    year = browser.get(reverse("admin_calendar"), {"year": "2026"}).content.decode()
    assert "春节" in year and "调休上班" in year
    assert "未确认" in browser.get(reverse("admin_schemes")).content.decode()
