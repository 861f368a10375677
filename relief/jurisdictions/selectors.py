"""Which local rules apply, and what may be cited. Profiles are few, large and hardly change: read once, kept seconds."""

import time
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from relief.jurisdictions.crosschecks import prefix
from relief.jurisdictions.errors import Problem, ProfileError
from relief.jurisdictions.models import Matter, ProfileVersion, Provision
from workflows.roles import Role

# Who works by these rules, who keeps them, who audits their use (supervision.md §2).
RULE_READERS = frozenset({Role.SUPERVISOR, Role.CASE_OFFICE, Role.COUNSEL, Role.DIRECTOR, Role.LEADER, Role.SEAL_KEEPER,
                          Role.ARCHIVIST, Role.AUDITOR, Role.ADMINISTRATOR})  # fmt: skip
KEPT_SECONDS = 5.0
_kept: dict[str, tuple[float, dict[int, ProfileVersion]]] = {}


def profiles() -> dict[int, ProfileVersion]:
    """Every stored version by its key, at most ``KEPT_SECONDS`` old: their texts never change, their standing may."""
    at, found = _kept.get("all", (0.0, {}))
    if not found or time.monotonic() - at > KEPT_SECONDS:
        found = ProfileVersion.objects.in_bulk()
        for version in found.values():
            if version.parent_id is not None:
                version.parent = found[version.parent_id]
        _kept["all"] = (time.monotonic(), found)
    return found


def forget_profiles() -> None:
    """Read them anew: a version was loaded or confirmed."""
    _kept.clear()


def profile_by_key(key: int) -> ProfileVersion:
    """The version that a letter was pinned to."""
    if key not in profiles():
        forget_profiles()
    return profiles()[key]


def profile_named(name: str) -> ProfileVersion:
    """demo-province@1. Raises ProfileError where there is no such version."""
    found = next((version for version in profiles().values() if str(version) == name), None)
    if found is None:
        raise ProfileError([Problem("profile", _("没有地区规则%(name)s,请先装入,或改正代码和版本号") % {"name": name})])
    return found


def profile_for(area: str, on: date) -> ProfileVersion | None:
    """The narrowest profile in force whose region holds the area; None: 本地区尚无规则.

    Of one region, confirmed versions go before unconfirmed ones; among them the latest begun, then the highest.
    """
    standing = [v for v in profiles().values() if area.startswith(prefix(v.region)) and _in_force(v, on)]
    return max(standing, key=_precedence, default=None) if area else None


def _precedence(version: ProfileVersion) -> tuple[int, bool, date, int]:
    confirmed = version.status == ProfileVersion.Status.CONFIRMED
    return len(prefix(version.region)), confirmed, version.valid_from, version.version


def _in_force(version: ProfileVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day < version.valid_to)


def in_force_on(on: date) -> Q:
    """Provisions in force on a day: valid_from <= on < valid_to."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def provisions_citable(on: date, matter_codes: Iterable[str] | None = None) -> QuerySet[Provision]:
    """What a letter of this day may cite, of these matters only when given."""
    found = Provision.objects.filter(in_force_on(on), citable=True).select_related("matter")
    return found if matter_codes is None else found.filter(matter__code__in=list(matter_codes))


def provision_row(law: str, article: str, clause: str | None, on: date) -> Provision | None:
    """The row of a citation: one citable on the day if there is any, else the nearest one, which says why not.

    A citation matches only if law, article and clause are all equal, an empty clause to an empty one.
    """
    rows = list(Provision.objects.filter(law=law, article=article, clause=clause or "").select_related("matter"))
    return max(rows, key=lambda row: (is_citable(row, on), _holds(row, on), row.valid_from), default=None)


def citable(law: str, article: str, clause: str | None, on: date) -> bool:
    """May a letter issued on this day cite it? Of several rows, several matters, any citable one suffices."""
    row = provision_row(law, article, clause, on)
    return row is not None and is_citable(row, on)


def is_citable(row: Provision, on: date) -> bool:
    return row.citable and _holds(row, on)


def _holds(row: Provision, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


def matters() -> QuerySet[Matter]:
    """Every matter, in the order of its code."""
    return Matter.objects.all()


def matter_label(code: str) -> str:
    """Chinese name of a matter; the code where the catalogue does not know it."""
    found = Matter.objects.filter(code=code).values_list("name", flat=True).first()
    return found or code
