"""Reading the access log."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from relief.audit.models import AccessLog
from relief.organisations.selectors import grants_of
from workflows.clock import office_now, today
from workflows.roles import Role

HOUR = timedelta(hours=1)


def reveals_left(person: Any, per_hour: int) -> int:
    """How many more times this person may see a secret in full within the running hour."""
    used = AccessLog.objects.filter(person=person, what=AccessLog.What.REVEAL, at__gt=office_now() - HOUR).count()
    return max(0, per_hour - used)


def access_log_for(user: Any) -> QuerySet[AccessLog]:
    """What an auditor may read of the log: looks in the own subtree; auditors' looks at the own level only (§10)."""
    looks = (AccessLog.What.READ, AccessLog.What.SEARCH)
    seen = Q(pk__in=[])
    for grant in grants_of(user.pk, today()):
        if grant.role == Role.AUDITOR:
            seen |= Q(path=grant.path) | Q(path__startswith=grant.path) & ~Q(what__in=looks)
    return AccessLog.objects.filter(seen).select_related("person").order_by("-id")
