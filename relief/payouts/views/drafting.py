"""制单: choose lines of one cash desk and one source, see the sum in words, draft the batch or batches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief import office
from relief.payouts import drafting, selectors
from relief.payouts.forms_batch import DraftForm
from relief.payouts.shown import confirmation, fund_label, group_rows, line_row, rules_today
from relief.queue.sitting import Sitting, sitting_of
from workflows.errors import NotAllowed, NotPossible
from workflows.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """Choose, confirm, draft."""
    sitting = sitting_of(request)
    if not selectors.paths_of(sitting, {Role.CASHIER}):
        raise NotAllowed(_("制单由制单岗位办理。"))
    words = request.POST if request.method == "POST" else request.GET
    organisation, source = words.get("organisation", ""), words.get("source", "")
    lines = _lines(sitting, organisation, source)
    if not lines:
        return _choose(request, sitting)
    page = Drafting(request, sitting, lines, source)
    if request.method != "POST" or not page.valid():
        return page.answer(status=422 if page.form.errors else 200)
    if request.POST.get("then") != "draft" or request.POST.get("confirmed") != "1":
        return page.answer(confirming=request.POST.get("then") != "edit")
    return page.draft()


def _lines(sitting: Sitting, organisation: str, source: str) -> list[Any]:
    if not organisation.isdecimal() or len(organisation) > 18:
        return []
    found = selectors.planned_for(sitting, {Role.CASHIER}).filter(organisation=int(organisation), award__source=source)
    return list(found)


def _choose(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Which desk and source: a batch has one of each."""
    groups = [row for row in group_rows(sitting, rules_today(sitting)) if row["url"]]
    if len(groups) == 1 and request.method != "POST":
        return redirect(groups[0]["url"])
    empty = {"title": _("没有等着入批的明细"), "text": _("案件批准后，发放明细会自动列在这里。"),
             "url": reverse("batches"), "action": _("看发放批次")}  # fmt: skip
    return render(request, "payouts/batch_new.html", {"waiting": groups, "empty": empty, "crumbs": crumbs()})


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("发放批次"), "url": reverse("batches")}, {"label": _("制单")}]


class Drafting:
    """The page on which a batch is put together."""

    def __init__(self, request: HttpRequest, sitting: Sitting, lines: list[Any], source: str) -> None:
        self.request, self.sitting, self.lines, self.source = request, sitting, lines, source
        self.obstacles = drafting.obstacles(lines)
        self.ready = [x for x in lines if not self.obstacles[x.pk]]
        usual = selectors.usual_template(lines[0].organisation_id)
        self.form = DraftForm(request.POST or None, templates=selectors.templates(), lines=self.ready, usual=usual)
        self.unwritable: dict[int, str] = {}

    def valid(self) -> bool:
        """Lines of the batch, all of which the bank's file can hold."""
        if not self.form.is_valid():
            return False
        self.unwritable = drafting.unwritable(self.form.chosen, self.form.cleaned_data["template"])
        for line in self.form.chosen:
            if line.pk in self.unwritable:
                self.form.add_error(None, self.unwritable[line.pk])
        return self.form.is_valid()

    def answer(self, *, confirming: bool = False, status: int = 200) -> HttpResponse:
        """The lines with what stands against them, or the sum to confirm."""
        rules = rules_today(self.sitting)
        shown = self.form.chosen if confirming else self.lines
        first = self.lines[0]
        context = {
            "crumbs": crumbs(), "url": reverse("batch_new"), "form": self.form, "organisation": first.organisation,
            "source_code": self.source, "fund": fund_label(self.source, rules), "lines": [self._row(x) for x in shown],
            "fen": sum(x.amount_fen for x in shown), "confirm": self._confirm(rules) if confirming else None,
            "back_url": f"{reverse('batch_new')}?organisation={first.organisation_id}&source={self.source}",
        }  # fmt: skip
        return render(self.request, "payouts/batch_new.html", context, status=status)

    def _row(self, line: Any) -> dict[str, Any]:
        ticked = self.form["line"].value() or []
        return {**line_row(line, warning=self.unwritable.get(line.pk, "")), "obstacles": self.obstacles[line.pk],
                "key": str(line.pk), "ticked": str(line.pk) in ticked}  # fmt: skip

    def _confirm(self, rules: Any) -> dict[str, Any]:
        chosen, template = self.form.chosen, self.form.cleaned_data["template"]
        sizes = drafting.parts(len(chosen), template)
        split = _("超过模板每批上限，分成%(n)d批：%(sizes)s笔") % {"n": len(sizes), "sizes": "、".join(map(str, sizes))}
        return confirmation(
            fen=sum(x.amount_fen for x in chosen), count=len(chosen), fund=fund_label(self.source, rules),
            rows=[(_("银行模板"), str(template)), (_("分批"), split if len(sizes) > 1 else "")],
            text=_("制单后由支付复核核对，制单人不能复核。"))  # fmt: skip

    def draft(self) -> HttpResponse:
        self.request.bound_form = self.form  # type: ignore[attr-defined]
        try:
            made = office.carry_out(drafting.draft_in_parts, lines=self.form.chosen, actor=self.request.user,
                                    template=self.form.cleaned_data["template"])  # fmt: skip
        except NotPossible as refusal:
            self.form.add_error(None, refusal.message)
            return self.answer(status=refusal.status)
        numbers = "、".join(b.number for b in made)
        messages.success(self.request, _("已制单：%(numbers)s，等支付复核。") % {"numbers": numbers})
        return redirect("batch", made[0].pk) if len(made) == 1 else redirect("batches")
