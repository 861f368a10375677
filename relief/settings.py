"""Settings. Everything a deployment may change comes from the environment; a fresh clone needs none of it."""

import os
import secrets
from pathlib import Path

from relief import postgres
from relief.people import private_files

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("RELIEF_VAR", BASE_DIR / "var"))
FONTS_DIR = VAR_DIR / "fonts"
SECRETS_DIR = Path(os.environ.get("RELIEF_SECRETS", BASE_DIR / ".secrets"))
SECRET_KEY = os.environ.get("RELIEF_SECRET_KEY") or private_files.kept(
    SECRETS_DIR / "session-key", lambda: secrets.token_urlsafe(50)
)

DEBUG = os.environ.get("RELIEF_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("RELIEF_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Where letters' QR codes lead: sealed papers carry it for ever.
PUBLIC_ADDRESS = os.environ.get("RELIEF_ADDRESS", "http://127.0.0.1:8000")
ROOT_URLCONF = "relief.urls"
WSGI_APPLICATION = "relief.wsgi.application"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "treebeard",
    "axes",
    "django_htmx",
    "js_lib_bootstrap5",
    "django_tasks",
    "django_tasks_db",
    "viewflow",
    "viewflow.workflow",
    "workflows",
    "relief.people",
    "relief.organisations",
    "relief.schemes",
    "relief.jurisdictions",
    "relief.leads",
    "relief.supervision",
    "relief.letters",
    "relief.documents",
    "relief.applications",
    "relief.payouts",
    "relief.notices",
    "relief.audit",
    "relief.queue",
    "relief.demo",
]
VIEWFLOW = {"AUTOREGISTER": False}

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "relief.queue.security.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "relief.people.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "relief.queue.instant.OneInstant",
    "relief.queue.refusals.Refusals",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relief.queue.context.frame",
            ]
        },
    }
]

DATABASES = {"default": postgres.database_settings(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_SCHEMA_EDITOR = False

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "relief.people.views.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # one address alone would lock a whole office
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "relief.people.passwords.MinimumLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 3600  # an hour without a click signs out; SessionLimits ends every session after twelve
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"  # a view whose page stands beside a form says SAMEORIGIN itself
if os.environ.get("RELIEF_HTTPS") == "1":  # behind a proxy that speaks https and sets X-Forwarded-Proto
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "relief" / "static"]
STATIC_ROOT = None  # whitenoise serves from the installed packages themselves
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}
