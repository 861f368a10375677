"""Which version of the 办法 applies."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from relief.schemes.errors import Problem, SchemeError
from relief.schemes.models import SchemeVersion


def scheme_on(day: date, code: str | None = None) -> SchemeVersion:
    """The version in force on an acceptance date: valid_from <= day < valid_to. Raises SchemeError if there is none.

    Confirmed versions go before unconfirmed ones; among them the latest begun, then the highest version.
    """
    standing = SchemeVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    if code is not None:
        standing = standing.filter(code=code)
    # "CONFIRMED" sorts before "UNCONFIRMED".
    found = standing.order_by("status", "-valid_from", "-version").first()
    if found is None:
        what = {"code": code or _("救助办法"), "day": day.isoformat()}
        raise SchemeError([Problem("", _("%(code)s在%(day)s没有生效的版本") % what)])
    return found
