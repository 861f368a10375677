"""The pages of local rules: who reads them, what they say, and that no code name stands on them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relief.jurisdictions.services import load_shipped_profiles, load_shipped_provisions
from relief.organisations.models import Grant, Organisation
from relief.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browsers() -> dict[str, Client]:
    """Signed in by role; unions, rules and provisions are there."""
    union = Organisation.add_root(code="GH99", name="示例省总工会", level="province", area="99")
    load_shipped_provisions()
    load_shipped_profiles()
    made = {}
    for role in ("supervisor", "administrator", "clerk"):
        user = User.objects.create(username=role, name=role)
        Grant.objects.create(person=user, role=role, organisation=union, valid_from=date(2020, 1, 1))
        made[role] = Client()
        made[role].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def test_the_list_says_what_is_unconfirmed(browsers: dict[str, Client]) -> None:
    page = text(browsers["supervisor"].get(reverse("jurisdictions")))
    assert page.count("规则待确认") == 2 and "示例市第1版" in page and "990100" in page


def test_a_profile_shows_every_limit_and_its_standing(browsers: dict[str, Client]) -> None:
    answer = browsers["administrator"].get(reverse("jurisdiction", args=["demo-city@1"]))
    page = text(answer)
    assert "规则待确认：示例市地区规则第1版" in page and "30个自然日" in page and page.count("本级规定") == 2
    assert sum(len(group["rows"]) for group in answer.context["limits"]) == 29
    assert "监督委员会办公室审核 → 法律顾问审核 → 监督委员会主任签发" in page
    assert "工会劳动法律监督意见书" in page and "工劳监意字〔2026〕1号" in page and "公告后第30日" in page
    assert not re.findall(r"[A-Z]{3,}|[a-z]+_[a-z]+", page)


def test_provisions_by_matter_and_by_words(browsers: dict[str, Client]) -> None:
    browser = browsers["supervisor"]
    everything = browser.get(reverse("provisions"))
    assert len(everything.context["rows"]) == 90 and "不可引用" in text(everything)
    wages = browser.get(reverse("provisions"), {"matter": "WAGE"})
    assert {row["matter"] for row in wages.context["rows"]} == {"工资支付"}
    found = browser.get(reverse("provisions"), {"q": "劳动合同法 第三十条"})
    assert [row["citation"] for row in found.context["rows"]] == ["《中华人民共和国劳动合同法》第三十条第一款"]
    assert "没有符合条件的条款" in text(browser.get(reverse("provisions"), {"q": "\x00没有这样的法"}))


def test_nobody_else_finds_them(browsers: dict[str, Client]) -> None:
    for url in (reverse("jurisdictions"), reverse("provisions"), reverse("jurisdiction", args=["demo-city@1"])):
        assert browsers["clerk"].get(url).status_code == 404
    assert browsers["supervisor"].get(reverse("jurisdiction", args=["demo-city@7"])).status_code == 404
    assert browsers["supervisor"].post(reverse("jurisdictions")).status_code == 405
