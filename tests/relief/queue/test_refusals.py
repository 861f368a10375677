"""409 and 403 as pages: what happened, what was not lost, what to do; headers of every page."""

from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import include, path
from django.views.decorators.clickjacking import xframe_options_sameorigin

from workflows.errors import NotAllowed, NotPossible, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Form(forms.Form):
    reason = forms.CharField(label="不予受理的理由")
    ground = forms.ChoiceField(label="情形", choices=[("EXCLUDED", "属于排除情形")])
    id_no = forms.CharField(label="证件号码")
    hidden = forms.CharField(widget=forms.HiddenInput)


def refusing(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        if "form" in request.GET:
            request.bound_form = Form(request.POST)  # type: ignore[attr-defined]
        raise error

    return view


@xframe_options_sameorigin
def framed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", content_type=request.GET.get("type", "text/html"))


def about_a_case(request: HttpRequest) -> HttpResponse:
    from relief.applications.models import Application

    request.case = Application.objects.get()  # type: ignore[attr-defined]
    raise Stale("已由张岚办理。")


urlpatterns = [
    path("stale/", refusing(Stale("这件申请已由张岚在10:21退回，请刷新后再办。"))),
    path("not-possible/", refusing(NotPossible("还不能受理。", missing=["材料不齐", "家庭已有在办案件"]))),
    path("not-allowed/", refusing(NotAllowed("需要经办人。"))),
    path("case/", about_a_case),
    path("framed/", framed),
    path("", include("relief.urls")),
]
TYPED = {"reason": "本人不是会员\n已告知", "ground": "EXCLUDED", "id_no": "141182198802291232", "hidden": "machinery",
         "seen": "7", "password": "geheim", "card_no": "6222020508000000127", "new_password1": "x"}  # fmt: skip


@pytest.mark.parametrize(("where", "status", "title"), [
    ("stale", 409, "这件事刚有变化"), ("not-possible", 409, "现在还不能这样办"), ("not-allowed", 403, "您不能办这一步"),
])  # fmt: skip
def test_each_refusal_is_a_page_that_keeps_what_was_typed(signed_in, where, status, title) -> None:
    answer = signed_in("clerk").post(f"/{where}/?form", TYPED, HTTP_REFERER="http://testserver/?tab=open&at=2026-03-20.4")
    page = answer.content.decode()
    assert answer.status_code == status and title in page
    assert "不予受理的理由" in page and "本人不是会员<br>已告知" in page and "属于排除情形" in page
    for secret in ("141182198802291232", "6222020508000000127", "geheim", "machinery", "EXCLUDED", ">7<"):
        assert secret not in page
    assert 'href="/?tab=open&amp;at=2026-03-20.4"' in page


def test_what_lacks_is_listed(signed_in) -> None:
    page = signed_in("clerk").post("/not-possible/", {"reason": "x"}).content.decode()
    assert "材料不齐" in page and "家庭已有在办案件" in page and "没有写入任何内容" in page
    assert "理由" in page, "without a form the common words are known"


def test_the_case_is_named_with_the_way_to_it(house, signed_in) -> None:
    case = house.at("submitted")
    page = signed_in("clerk").post("/case/").content.decode()
    assert case.number in page and f'href="/applications/{case.pk}/"' in page


def test_htmx_gets_the_part_and_goes_back_to_the_page_it_stood_in(signed_in) -> None:
    answer = signed_in("clerk").post("/stale/", {"reason": "x"}, HTTP_HX_REQUEST="true",
                                     HTTP_HX_CURRENT_URL="http://testserver/applications/7/")  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 409 and "<html" not in page and 'id="action"' in page
    assert 'href="/applications/7/"' in page


@pytest.mark.parametrize("came_from", ["https://evil.example/x", "javascript:alert(1)", "//evil.example", ""])
def test_the_way_back_never_leaves_the_house(signed_in, came_from: str) -> None:
    page = signed_in("clerk").post("/stale/", HTTP_REFERER=came_from).content.decode()
    assert "evil" not in page and "javascript" not in page


def test_a_page_that_does_not_exist(signed_in) -> None:
    answer = signed_in("clerk").get("/nowhere/")
    assert answer.status_code == 404 and "没有找到这一页" in answer.content.decode()
    part = signed_in("clerk").get("/nowhere/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part and 'id="action"' in part


@override_settings(DEBUG=False)
def test_our_own_fault_says_that_nothing_was_written(signed_in, monkeypatch) -> None:
    browser = signed_in("clerk")
    browser.raise_request_exception = False
    monkeypatch.setattr("relief.queue.views.frame_of", lambda request: 1 / 0)
    answer = browser.get("/")
    assert answer.status_code == 500 and "系统出错" in answer.content.decode()


def test_nothing_leaves_the_machine_and_nothing_is_framed_unless_asked(signed_in) -> None:
    browser = signed_in("clerk")
    headers = browser.get("/?tab=open").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY" and headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    headers = browser.get("/framed/").headers
    assert headers["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    paper = browser.get("/framed/", {"type": "application/pdf"}).headers
    assert paper["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_pages_are_compressed(signed_in) -> None:
    answer = signed_in("clerk").get("/?tab=open", HTTP_ACCEPT_ENCODING="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"


def test_other_errors_are_none_of_ours(rf: RequestFactory) -> None:
    from relief.queue.refusals import Refusals

    assert Refusals(lambda request: HttpResponse()).process_exception(rf.get("/"), ValueError()) is None
