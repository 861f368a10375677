"""One field for many drafts: which of them, what they hold now, what would change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.forms.entry_fields import label_of, value_label
from relief.applications.forms.filling import ChooseForm
from relief.applications.models import Application
from relief.applications.selectors import applications_under
from relief.people.masking import mask_name
from relief.queue.sitting import Sitting
from relief.schemes.selectors import scheme_on
from relief.schemes.windows import window_start
from workflows.clock import today
from workflows.relief_application import DRAFT
from workflows.roles import Role

MOST = 500


def drafts_of(sitting: Sitting, keys: Iterable[str]) -> list[Application]:
    """The drafts that were ticked, or all of them when none was, among those this clerk works on."""
    chosen = [int(k) for k in keys if k.isdecimal() and len(k) < 18]
    found = applications_under(g.path for g in sitting.grants if g.role == Role.CLERK).filter(state=DRAFT)
    found = found.filter(pk__in=chosen) if chosen else found
    return list(found.select_related("organisation").order_by("pk")[:MOST])


def label(form: ChooseForm) -> str:
    """What the field is called."""
    return label_of(form.field_name) if form.field_name else ""


def shown(form: ChooseForm) -> Any:
    """The new value in the words of the form."""
    return value_label(form.field_name, form.value, scheme_on(today()).rules)


def problem(draft: Application, form: ChooseForm) -> str:
    """Why this draft cannot take the value; '' when it can."""
    value = form.value
    if getattr(draft, form.field_name) == value:
        return _("已经是这个值")
    if form.field_name == "application_date":
        window = scheme_on(today()).rules.eligibility.claim_window
        if draft.event_date > value:
            return _("早于发生日期")
        if draft.event_date < window_start(value, window.n, window.unit):
            return _("发生日期会超出申请期限")
    return ""


def row(draft: Application, form: ChooseForm, previewing: bool) -> dict[str, Any]:
    """A draft as templates/applications/fill_many.html shows it."""
    scheme = scheme_on(today()).rules
    cause = scheme.causes.get(draft.cause)
    why = problem(draft, form) if previewing else ""
    current = value_label(form.field_name, getattr(draft, form.field_name), scheme) if form.field_name else ""
    return {
        "pk": draft.pk, "url": reverse("application", args=[draft.pk]), "problem": why, "ticked": not why,
        "label": f"{mask_name(draft.name)} #{draft.pk}", "organisation": draft.organisation.name,
        "cause": cause.label if cause else draft.cause, "current": current,
    }  # fmt: skip
