"""Local rules and the law they stand on, to read. Written by administrators' commands only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from relief.applications.windows import Window
from relief.jurisdictions import selectors, shown
from relief.jurisdictions.models import Provision
from relief.queue.sitting import Sitting, sitting_of

PAGE = 100


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """These pages do not exist for anybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not _reads(sitting_of(request)):
            raise Http404
        return view(request, **given)

    return require_safe(guarded)


def _reads(sitting: Sitting) -> bool:
    return any(grant.role in selectors.RULE_READERS for grant in sitting.grants)


@for_readers
def profiles(request: HttpRequest) -> HttpResponse:
    """Every version of every region's rules, and whether it is confirmed."""
    known = sorted(selectors.profiles().values(), key=lambda v: (v.region, v.code, -v.version))
    empty = {"title": _("还没有地区规则"), "text": _("由管理员载入规则文件；没有规则的地区不能办理监督文书。")}
    return render(request, "jurisdictions/profile_list.html", {
        "rows": [shown.profile_row(version, sitting_of(request).on) for version in known], "empty": empty})  # fmt: skip


@for_readers
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """One version: its limits, chains, titles, ways of service, as they stand over its parent's."""
    version = next((v for v in selectors.profiles().values() if str(v) == name), None)
    if version is None:
        raise Http404
    row = shown.profile_row(version, sitting_of(request).on)
    crumbs = [{"label": _("地区规则"), "url": reverse("jurisdictions")}, {"label": row["title"]}]
    return render(request, "jurisdictions/profile.html", {
        "crumbs": crumbs, "profile": row, "notice": version.rules.banner, "limits": shown.limit_groups(version),
        "kinds": shown.kind_rows(version.rules), "methods": shown.method_rows(version.rules),
        "groups": shown.fact_groups(version),
    })  # fmt: skip


@for_readers
def provisions(request: HttpRequest) -> HttpResponse:
    """The catalogue, by matter and by words of the law."""
    matter, words = request.GET.get("matter", ""), request.GET.get("q", "").strip()[:50].replace("\x00", "")
    rows, window = _found(matter, words), Window(request, PAGE)
    on = sitting_of(request).on
    options = [{"value": m.code, "label": m.name, "selected": m.code == matter} for m in selectors.matters()]
    everything = {"value": "", "label": _("全部事项"), "selected": not matter}
    return render(request, "jurisdictions/provision_list.html", {
        "rows": [shown.provision_row(row, on) for row in window.rows(rows)], "page": window.page(rows.count()),
        "filters": [{"name": "matter", "label": _("事项"), "options": [everything, *options]}],
        "filters_typed": [{"name": "q", "label": _("法律、条款或内容"), "type": "search", "value": words}],
        "filters_on": bool(matter or words), "clear_url": reverse("provisions"),
        "empty": {"title": _("没有符合条件的条款"), "text": _("请换一个事项，或缩短查找的文字。")},
    })  # fmt: skip


def _found(matter: str, words: str) -> QuerySet[Provision]:
    rows = Provision.objects.select_related("matter").order_by("matter__code", "id")
    if matter:
        rows = rows.filter(matter__code=matter)
    for word in words.split():
        rows = rows.filter(Q(law__icontains=word) | Q(article__icontains=word) | Q(clause__icontains=word)
                           | Q(summary__icontains=word))  # fmt: skip
    return rows
