"""Whose 监督员证 an administrator keeps: of supervisors below the unions they administer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from relief.organisations.models import Grant
from relief.organisations.selectors import in_force
from relief.supervision.models import Certificate
from workflows.roles import Role


def posts_under(tops: Sequence[str]) -> QuerySet[Grant]:
    """Grants of supervisors at these unions and below, ended ones too, the latest first; none that never held."""
    below = Q(pk__in=[])
    for top in tops:
        below |= Q(organisation__path__startswith=top)
    held = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
    found = Grant.objects.filter(below, held, role=Role.SUPERVISOR).select_related("organisation", "person")
    return found.order_by("-valid_from", "organisation__path")


def supervisors_under(tops: Sequence[str], on: date) -> list[Grant]:
    """Who holds the role there on a day, each once."""
    each: dict[int, Grant] = {}
    for post in posts_under(tops).filter(in_force(on)).order_by("organisation__path", "person__name"):
        each.setdefault(post.person_id, post)
    return list(each.values())


def certificates_under(tops: Sequence[str]) -> QuerySet[Certificate]:
    """Their certificates by person, the latest first; ``person.posts`` are the grants that make them ours."""
    posts = posts_under(tops)
    mine = Certificate.objects.filter(person__in=posts.order_by().values("person"))
    with_posts = mine.select_related("person").prefetch_related(Prefetch("person__grants", posts, to_attr="posts"))
    return with_posts.order_by("person__name", "person_id", "-valid_from", "-pk")
