"""Which version of the 办法 applies. Versions are few, large and hardly ever change: read once, kept for seconds."""

import time
from datetime import date

from django.utils.translation import gettext as _

from relief.schemes.errors import Problem, SchemeError
from relief.schemes.models import SchemeVersion

KEPT_SECONDS = 5.0
_kept: dict[str, tuple[float, dict[int, SchemeVersion]]] = {}


def versions() -> dict[int, SchemeVersion]:
    """Every stored version by its key, at most ``KEPT_SECONDS`` old: their texts never change, their standing may."""
    at, found = _kept.get("all", (0.0, {}))
    if not found or time.monotonic() - at > KEPT_SECONDS:
        found = SchemeVersion.objects.in_bulk()
        _kept["all"] = (time.monotonic(), found)
    return found


def forget_versions() -> None:
    """Read them anew: a version was loaded or confirmed."""
    _kept.clear()


def version_by_key(key: int) -> SchemeVersion:
    """The version that a case was accepted under."""
    if key not in versions():
        forget_versions()
    return versions()[key]


def scheme_on(day: date, code: str | None = None) -> SchemeVersion:
    """The version in force on an acceptance date: valid_from <= day < valid_to. Raises SchemeError if there is none.

    Confirmed versions go before unconfirmed ones; among them the latest begun, then the highest version.
    """
    standing = [v for v in versions().values() if _in_force(v, day) and code in (None, v.code)]
    if not standing:
        what = {"code": code or _("救助办法"), "day": day.isoformat()}
        raise SchemeError([Problem("", _("%(code)s在%(day)s没有生效的版本") % what)])
    return max(standing, key=lambda v: (v.status == SchemeVersion.Status.CONFIRMED, v.valid_from, v.version))


def _in_force(version: SchemeVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day < version.valid_to)
