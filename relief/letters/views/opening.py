"""A new letter: from a plan of a case, or a reminder to a class or the public without one (supervision.md §6.1)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relief import office
from relief.casework.tabs import number_in
from relief.letters.forms.opening import WithoutCaseForm, unions_that_may
from relief.letters.models import SupervisionLetter
from relief.letters.selectors import plans_to_draft
from relief.letters.services.drafting import open_letter, open_letter_without_case
from relief.queue.sitting import Sitting, sitting_of
from relief.supervision.models import LetterPlan
from relief.supervision.pages.words import rules_banner
from relief.supervision.routes import SKIP_LABELS
from relief.supervision.unions import area_of
from workflows.errors import NotAllowed, NotPossible
from workflows.supervision_letter import SUPERVISION_LETTER

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    """``?plan=``: what was decided, and one button. Without a plan: what waits, and the reminder without a case."""
    sitting = sitting_of(request)
    if not any(g.role in SUPERVISION_LETTER.opened_by for g in sitting.grants):
        raise NotAllowed(_("文书由劳动法律监督员或监督委员会办公室拟稿。"))
    if "plan" in request.GET:
        return _from_plan(request, sitting, number_in(request.GET["plan"]))
    return _without_case(request, sitting)


def _from_plan(request: HttpRequest, sitting: Sitting, key: int | None) -> HttpResponse:
    drafted = SupervisionLetter.objects.filter(plan=key).values_list("pk", flat=True).first() if key else None
    if drafted is not None:
        return redirect("letter", drafted)
    plan = plans_to_draft(sitting.grants).filter(pk=key).first() if key else None
    if plan is None:
        raise Http404
    if request.method == "POST":
        letter = office.carry_out(open_letter, plan=plan, actor=request.user)
        messages.success(request, _("已拟出初稿，内容由案件、审查结论和规则带入，请核对修改。"))
        return redirect("letter_edit", letter.pk)
    context = {"plan": _plan(plan), "post_url": f"{reverse('letter_new')}?plan={plan.pk}",
               "case_url": reverse("supervision_case", args=[plan.case_id]) + "?tab=letters",
               "banner": rules_banner(plan.case.organisation.area)}  # fmt: skip
    return render(request, "letters_ui/new.html", context)


def _plan(plan: LetterPlan) -> dict[str, Any]:
    """What the director decided."""
    skip = plan.skip_reminder or plan.skip_opinion
    rows = [(_("文种"), plan.get_kind_display()), (_("主送"), plan.addressee), (_("制发工会"), plan.issuer.name),
            (_("名义"), plan.get_organ_display()), (_("案件"), f"{plan.case} {plan.case.employer.name}"),
            (_("前一文书"), str(plan.follows or "")), (_("跳级理由"), str(SKIP_LABELS.get(skip, skip))),
            (_("说明"), plan.skip_note)]  # fmt: skip
    return {"title": plan.get_kind_display(), "rows": [{"name": n, "value": v} for n, v in rows if v]}


def _without_case(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    unions = unions_that_may(sitting)
    form = WithoutCaseForm(request.POST if request.method == "POST" else None, unions=unions) if unions else None
    if request.method == "POST":
        if form is None:
            raise NotPossible(_("按本地规则，文书都须在案件中制发。"))
        if form.is_valid():
            letter = office.carry_out(open_letter_without_case, actor=request.user, **form.cleaned_data)
            return redirect("letter_edit", letter.pk)
    waiting = [{"text": f"{p.get_kind_display()} → {p.addressee}", "case": str(p.case),
                "url": f"{reverse('letter_new')}?plan={p.pk}"} for p in plans_to_draft(sitting.grants)[:100]]  # fmt: skip
    context = {"waiting": waiting, "form": form, "post_url": reverse("letter_new"), "banner": rules_banner(area_of(sitting))}
    return render(request, "letters_ui/new.html", context, status=UNPROCESSABLE if form and form.errors else 200)
