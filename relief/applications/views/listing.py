"""The list of cases, and one field for many drafts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from relief import office
from relief.applications import filling, listed
from relief.applications.forms.filling import ChooseForm
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.queue.sitting import sitting_of
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.roles import Role

MOST = 500
UNPROCESSABLE = 422


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Cases of one's unions; the filters live in the address."""
    sitting, wanted = sitting_of(request), listed.asked(request.GET)
    scheme = scheme_on(today()).rules
    log_audit(person=request.user, grants=sitting.grants, what=AccessLog.What.SEARCH, detail=urlencode(wanted))
    page = listed.page_of(listed.matching(sitting, wanted), request.GET.get("at", ""))
    clerk = any(g.role == Role.CLERK for g in sitting.grants)
    drafts = clerk and any(a.state == "draft" for a in page.rows)
    return render(request, "applications/list.html", {
        "title": _("救助申请"), "new_url": reverse("application_new") if clerk else "",
        "import_url": reverse("import_new") if clerk else "", **listed.controls(sitting, wanted, scheme),
        "rows": listed.rows(page, sitting, scheme), "page": listed.pager(page, wanted),
        "batch_actions": [{"verb": "fill", "label": _("批量补填草稿…")}] if drafts else [],
        "batch_url": reverse("applications_chosen"), "empty": _nothing(bool(wanted), clerk),
    })  # fmt: skip


def _nothing(filtered: bool, clerk: bool) -> dict[str, str]:
    if filtered:
        return {"title": _("没有符合筛选条件的申请"), "text": _("换一个条件，或清除筛选再看。"),
                "url": reverse("applications"), "action": _("清除筛选")}  # fmt: skip
    if clerk:
        return {"title": _("还没有救助申请"), "text": _("可以逐件录入，也可以导入申请表。"),
                "url": reverse("application_new"), "action": _("新录申请")}  # fmt: skip
    return {"title": _("没有您能看的救助申请"), "text": _("您的岗位所管的工会还没有申请。")}


@require_POST
def applications_chosen(request: HttpRequest) -> HttpResponse:
    """From the ticked rows of the list to the page that fills them."""
    keys = [k for k in request.POST.getlist("pk") if k.isdecimal()][:MOST]
    return redirect(f"{reverse('applications_fill')}?{urlencode({'pk': keys}, doseq=True)}")


@require_http_methods(["GET", "POST"])
def applications_fill(request: HttpRequest) -> HttpResponse:
    """One field for many drafts: choose, look, confirm; all of them or none."""
    data = request.POST if request.method == "POST" else request.GET
    form = ChooseForm(data, scheme=scheme_on(today()).rules)
    drafts = filling.drafts_of(sitting_of(request), data.getlist("pk"))
    if request.method == "POST" and form.is_valid() and form.field_name:
        return _fill(request, form, drafts)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "applications/fill_many.html", _preview(form, drafts), status=status)


def _fill(request: HttpRequest, form: ChooseForm, drafts: list[Any]) -> HttpResponse:
    fitting = [d for d in drafts if not filling.problem(d, form)]
    office.perform_many(fitting, "edit", actor=request.user, values={form.field_name: form.value})
    messages.success(request, _("已把%(n)d件草稿的%(what)s填为“%(value)s”。") % {
        "n": len(fitting), "what": filling.label(form), "value": filling.shown(form)})  # fmt: skip
    return redirect(f"{reverse('applications')}?state=draft")


def _preview(form: ChooseForm, drafts: list[Any]) -> dict[str, Any]:
    previewing = form.is_bound and form.is_valid() and bool(form.field_name)
    rows = [filling.row(d, form, previewing) for d in drafts]
    return {
        "crumbs": [{"label": _("救助申请"), "url": reverse("applications")}, {"label": _("批量补填"), "url": ""}],
        "url": reverse("applications_fill"), "choose": form, "preview": previewing, "rows": rows,
        "field_label": filling.label(form), "value_label": filling.shown(form) if previewing else "",
        "count": sum(1 for r in rows if r["ticked"]),
        "empty": {"title": _("没有可以补填的草稿"), "text": _("先在申请列表里勾选草稿。"),
                  "url": f"{reverse('applications')}?state=draft", "action": _("去选草稿")},
    }  # fmt: skip
