"""新建公示表: the cases that wait for the base's review go on one sheet, signed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief import office
from relief.applications import publicity_sheets
from relief.applications.forms_sheet import PUBLISH, NewSheetForm
from relief.applications.room import stand
from relief.applications.selectors_publicity import openers, to_publish
from relief.casework.panel import lack
from relief.casework.stand import Stand
from relief.organisations.models import Organisation
from relief.people.masking import mask_name
from relief.queue.sitting import Sitting, sitting_of
from workflows.errors import NotAllowed, NotPossible

MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_new(request: HttpRequest) -> HttpResponse:
    """Choose cases, say where it hangs, sign: each case is published on the one new sheet, or none is."""
    sitting = sitting_of(request)
    roles = openers(sitting)
    if not any(g.role in roles for g in sitting.grants):
        raise NotAllowed(_("公示表由基层工会主席签署后张贴。"))
    words = request.POST if request.method == "POST" else request.GET
    union = words.get("organisation", "")
    waiting = to_publish(sitting)
    cases = list(waiting.filter(organisation=int(union))[:MOST]) if union.isdecimal() and len(union) < 19 else []
    if not cases:
        return _choose(request, sitting)
    page = Opening(request, cases)
    return page.post(page.form) if request.method == "POST" and page.form else page.answer()


def _crumbs() -> list[dict[str, Any]]:
    return [{"label": _("公示"), "url": reverse("sheets")}, {"label": _("新建公示表")}]


def _choose(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """A sheet is of one union: which?"""
    counts: dict[Organisation, int] = {}
    for case in to_publish(sitting):
        counts[case.organisation] = counts.get(case.organisation, 0) + 1
    url = reverse("sheet_new")
    if len(counts) == 1 and request.method != "POST":
        return redirect(f"{url}?organisation={next(iter(counts)).pk}")
    unions = [{"name": o.name, "count": n, "url": f"{url}?organisation={o.pk}"} for o, n in counts.items()]
    empty = {"title": _("没有等着公示的申请"), "text": _("入户调查办完、转到基层初审的申请会列在这里。"),
             "url": reverse("sheets"), "action": _("看公示表")}  # fmt: skip
    return render(request, "applications/sheet_new.html", {"crumbs": _crumbs(), "unions": unions, "empty": empty})


class Opening:
    """The page on which a sheet is put together."""

    def __init__(self, request: HttpRequest, cases: Sequence[Any]) -> None:
        self.request, self.union = request, cases[0].organisation
        self.stands = [stand(case, request.user) for case in cases]
        may = [s for s in self.stands if s.may(PUBLISH)]
        own = [s for s in may if s.options[PUBLISH].hand is not None]
        self.ready = own or may
        self.form = NewSheetForm(request.POST or None, request.FILES or None, stands=self.ready) if self.ready else None

    def post(self, form: NewSheetForm) -> HttpResponse:
        """All that is ticked on one sheet, or nothing; what was typed stays."""
        self.request.bound_form = form  # type: ignore[attr-defined]
        if not form.is_valid():
            return self.answer(status=422)
        values = form.cleaned_data
        try:
            made = office.carry_out(
                publicity_sheets.publish_together, entries=form.entries(), actor=self.request.user,
                signature=form.signature, opinion=values["opinion"], place=values["place"],
                complaint_phone=values["complaint_phone"])  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
            return self.answer(status=refusal.status)
        messages.success(self.request, _("已新建公示表%(number)s，%(n)d件申请开始公示，到%(day)s期满。") % {
            "number": made.number, "n": len(form.chosen), "day": made.ends_on})  # fmt: skip
        return redirect("sheet", made.pk)

    def answer(self, status: int = 200) -> HttpResponse:
        """The cases that can go, and those that cannot with what they lack."""
        context = {
            "crumbs": _crumbs(), "url": reverse("sheet_new"), "organisation": self.union, "form": self.form,
            "heads": self._heads(), "rows": [self._row(s) for s in self.stands],
            "back_url": reverse("sheets"),
        }  # fmt: skip
        return render(self.request, "applications/sheet_new.html", context, status=status)

    def _heads(self) -> list[Any]:
        """The fields of the sheet, those of its lines apart."""
        names = ("opinion", "place", "complaint_phone", "signed_by", "occurred_on", "scan")
        return [self.form[name] for name in names if name in self.form.fields] if self.form else []

    def _row(self, s: Stand) -> dict[str, Any]:
        pk, cause = s.case.pk, s.facts.scheme.causes.get(s.case.cause)
        row = {"key": str(pk), "url": reverse("application", args=[pk]), "number": s.case.number,
               "party": mask_name(s.case.name), "cause": cause.label if cause else s.case.cause, "fen": s.facts.proposed_fen,
               "ceiling_fen": s.facts.ceiling_fen}  # fmt: skip
        if self.form is None or s not in self.ready:
            return {**row, "lacks": _lacks(s)}
        ticked = self.form["case"].value() or []
        return {**row, "ticked": str(pk) in ticked, "amount": self.form[f"amount_{pk}"],
                "seen": self.form[f"seen_{pk}"]}  # fmt: skip


def _lacks(s: Stand) -> list[dict[str, Any]]:
    """Why a case cannot go on this sheet."""
    option = s.options.get(PUBLISH)
    if option is None:
        return [{"text": _("现在不能公示")}]
    if not option.mine:
        return [{"text": option.refusal}]
    return [lack(s, guard) for guard in option.missing] or [{"text": _("须照签过字的纸面另行补录")}]
