"""Signing in, the lock after wrong passwords, one's own password, and how long a session lasts."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import include, path

from relief.people import sessions
from relief.people.models import User

PASSWORD = "richtig-langes-wort"
MIDDLEWARE = "relief.people.sessions.SessionLimits"

urlpatterns = [path("", include("relief.people.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def user(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    settings.LOGIN_REDIRECT_URL = "/desk/"
    settings.AXES_FAILURE_LIMIT = 3
    settings.AXES_COOLOFF_TIME = timedelta(minutes=15)
    settings.AXES_LOCKOUT_CALLABLE = "relief.people.views.locked_out"
    settings.AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
    settings.AXES_RESET_ON_SUCCESS = True
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "relief.people.passwords.MinimumLength", "OPTIONS": {"min_length": 10}}
    ]
    if MIDDLEWARE not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, MIDDLEWARE]
    return User.objects.create_user("clerk", name="李梅", password=PASSWORD)


def sign_in(client, password=PASSWORD, username="clerk", **more):
    return client.post("/sign-in/", {"username": username, "password": password} | more)


def test_the_page_is_chinese_labelled_and_complete(client, user):
    page = client.get("/sign-in/").content.decode()
    for text in ("登录", "用户名", "密码", 'autocomplete="username"', 'autocomplete="current-password"'):
        assert text in page
    assert "演示数据库" not in page


def test_a_demo_database_says_so(client, user, monkeypatch):
    monkeypatch.setattr("workflows.clock.is_demo", lambda: True)
    assert "演示数据库" in client.get("/sign-in/").content.decode()


def test_the_right_password_leads_to_the_desk_or_the_page_asked_for(client, user):
    assert sign_in(client).url == "/desk/"
    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.get("/sign-in/").url == "/desk/"
    assert sign_in(Client(), next="/cases/7/").url == "/cases/7/"
    assert sign_in(Client(), next="https://evil.example/").url == "/desk/"


@pytest.mark.parametrize("attempt", [{"password": "falsch"}, {"username": "nobody"}])
def test_a_refusal_does_not_say_which_was_wrong(client, user, attempt):
    response = sign_in(client, **attempt)
    assert response.status_code == 200 and "用户名或密码不对" in response.content.decode()
    assert SESSION_KEY not in client.session


def test_an_inactive_user_stays_outside(client, user):
    User.objects.update(is_active=False)
    assert "用户名或密码不对" in sign_in(client).content.decode()


def test_too_many_wrong_passwords_lock_that_user_at_that_computer(client, user):
    answers = [sign_in(client, "falsch") for _attempt in range(3)]
    assert answers[-1].status_code == 429
    page = answers[-1].content.decode()
    assert "暂时锁定" in page and "连续3次" in page and "15分钟" in page
    assert sign_in(client).status_code == 429
    User.objects.create_user("chair", name="周国强", password=PASSWORD)
    assert sign_in(client, username="chair").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_signing_out_is_a_post(client, user):
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/sign-in/"
    assert SESSION_KEY not in client.session


def test_forms_want_their_token(user):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def change(client, old=PASSWORD, new="ein-ganz-neues-wort", again=None):
    fields = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/password/", fields)


def test_a_changed_password_ends_the_other_sessions(client, user):
    other = Client()
    sign_in(client)
    sign_in(other)
    assert "原密码" in client.get("/password/").content.decode()
    assert change(client).url == "/desk/"
    assert client.get("/password/").status_code == 200
    assert other.get("/password/").status_code == 302
    assert User.objects.get().check_password("ein-ganz-neues-wort")


def test_a_bad_change_says_why_and_changes_nothing(client, user):
    sign_in(client)
    assert "原密码不对" in change(client, old="falsch").content.decode()
    assert "两次输入的新密码不一致" in change(client, again="anders-geschrieben").content.decode()
    assert "密码太短，至少10个字符。" in change(client, new="kurz").content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_stranger_is_led_to_sign_in(client, user):
    assert client.get("/password/").url == "/sign-in/?next=/password/"


def test_a_session_lasts_a_working_day_at_most(client, user):
    sign_in(client)
    assert client.get("/password/").status_code == 200
    session = client.session
    session[sessions.BEGAN] = int(time.time()) - sessions.LONGEST_SECONDS - 1
    session.save()
    assert client.get("/password/").status_code == 302


def test_the_idle_limit_is_pushed_on_every_few_minutes_not_at_every_click(client, user, django_assert_num_queries):
    sign_in(client)
    client.get("/password/")
    began = client.session[sessions.BEGAN]
    with django_assert_num_queries(2):  # the session, the user
        client.get("/password/")
    session = client.session
    session[sessions.TOUCHED] = 0
    session.save()
    client.get("/password/")
    assert client.session[sessions.TOUCHED] > 0 and client.session[sessions.BEGAN] == began
