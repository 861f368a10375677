"""What an administrator keeps, to read: rules and their standing, the calendar, unions, grants. No case content."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from relief.organisations.models import Grant, Organisation
from relief.queue.admin_pages import cell, listed, paged, within
from relief.queue.sitting import sitting_of
from relief.schemes.selectors import versions
from workflows.models import CalendarDay


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """These pages do not exist for anybody else."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not sitting_of(request).administers:
            raise Http404
        return view(request)

    return require_GET(guarded)


@for_administrators
def home(request: HttpRequest) -> HttpResponse:
    """The pages there are, with what wants attention."""
    open_versions = [v for v in versions().values() if v.rules.unconfirmed]
    mark = {"state": "wait", "state_label": _("%(n)d个未确认") % {"n": len(open_versions)}} if open_versions else {}
    items = [
        {"label": _("救助办法"), "url": reverse("admin_schemes"), "text": _("各版本的生效日期和确认情况"), **mark},
        {"label": _("工作日历"), "url": reverse("admin_calendar"), "text": _("节假日和调休上班，期限按它计算")},
        {"label": _("工会组织"), "url": reverse("admin_organisations"), "text": _("您管理的各级工会")},
        {"label": _("单位信息"), "url": reverse("admin_letterheads"), "text": _("机关代字、电话、地址和邮编，文书上用")},
        {"label": _("监督员证"), "url": reverse("admin_certificates"), "text": _("劳动法律监督员的证号和有效期")},
        {"label": _("岗位授权"), "url": reverse("admin_grants"), "text": _("谁在哪家工会担任什么岗位，从何时到何时")},
    ]
    return render(request, "queue/admin_home.html", {
        "title": _("管理"), "groups": [{"title": _("查看"), "items": items}]})  # fmt: skip


@for_administrators
def schemes(request: HttpRequest) -> HttpResponse:
    """Every version of the 办法, and whether it is confirmed."""
    known = sorted(versions().values(), key=lambda v: (v.code, -v.version))
    rows = [
        [cell(v.name), cell(v.version, num=True), {"pill": v.get_status_display(), "state": _standing(v)},
         cell(v.valid_from), cell(v.valid_to), cell(v.source_document)]
        for v in known
    ]  # fmt: skip
    columns = [_("办法"), _("版本"), _("状态"), _("生效"), _("失效"), _("依据文件")]
    return listed(request, _("救助办法"), columns, rows, numbers=(1,))


def _standing(version: Any) -> str:
    return "done" if version.status == version.Status.CONFIRMED else "wait"


@for_administrators
def calendar_days(request: HttpRequest) -> HttpResponse:
    """Dated exceptions to Monday to Friday, the year of the address or the latest one."""
    years = [day.year for day in CalendarDay.objects.dates("date", "year", order="DESC")]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else None)
    days = CalendarDay.objects.filter(date__year=year).order_by("date") if year else CalendarDay.objects.none()
    rows = [
        [cell(day.date), {"pill": day.get_kind_display(), "state": "off" if day.kind == "holiday" else "todo"},
         cell(day.name), cell(day.source_document)]
        for day in days
    ]  # fmt: skip
    steps = [{"label": str(y), "url": f"?year={y}", "active": y == year} for y in years]
    columns = [_("日期"), _("性质"), _("名称"), _("依据文件")]
    return listed(request, _("工作日历"), columns, rows, steps=steps)


@for_administrators
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree, a level at a time, from where the administrator's grants are held."""
    tops = sitting_of(request).administers
    under = request.GET.get("under", "")
    parent = within(Organisation.objects.all(), tops, "path").filter(pk=under).first() if under.isdecimal() else None
    found = Organisation.objects.get_children(parent) if parent else Organisation.objects.filter(path__in=tops)
    people = Count("grants", filter=Q(grants__valid_to=None), distinct=True)
    page = paged(request, found.annotate(people=people).order_by("path"))
    rows = [
        [cell(unit.name, url=f"?{urlencode({'under': unit.pk})}" if unit.numchild else ""), cell(unit.code),
         cell(unit.get_level_display()), cell(unit.numchild, num=True), cell(unit.people, num=True)]
        for unit in page
    ]  # fmt: skip
    above = [unit for unit in Organisation.objects.get_ancestors(parent) if _covered(unit.path, tops)] if parent else []
    trail = [{"label": unit.name, "url": f"?under={unit.pk}"} for unit in above]
    trail += [{"label": parent.name, "url": ""}] if parent else []
    columns = [_("名称"), _("代码"), _("层级"), _("下级"), _("在任授权")]
    return listed(request, _("工会组织"), columns, rows, page=page, trail=trail, numbers=(3, 4))


@for_administrators
def grants(request: HttpRequest) -> HttpResponse:
    """Who holds which role where, ended ones included, the latest first."""
    tops = sitting_of(request).administers
    held = within(Grant.objects.select_related("person", "organisation"), tops, "organisation__path")
    page = paged(request, held.order_by("-valid_from", "organisation__path", "role", "id"))
    rows = [
        [cell(str(g.person)), cell(g.get_role_display()), cell(g.organisation.name), cell(g.valid_from),
         cell(g.valid_to), cell(g.reason)]
        for g in page
    ]  # fmt: skip
    columns = [_("姓名"), _("岗位"), _("单位"), _("自"), _("至"), _("依据或理由")]
    return listed(request, _("岗位授权"), columns, rows, page=page)


def _covered(path: str, tops: list[str]) -> bool:
    return any(path.startswith(top) for top in tops)
