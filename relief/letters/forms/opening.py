"""提示函 without a case: to a class or to the public, where the local rules need no case for it (§6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import choice
from relief.jurisdictions.selectors import profile_for
from relief.letters.forms.content import SCOPES
from relief.letters.terms import REMINDER
from relief.organisations.models import Organisation
from relief.queue.sitting import Sitting
from relief.supervision.models import Organ
from relief.supervision.routes import may_issue
from workflows.clock import today
from workflows.supervision_letter import SUPERVISION_LETTER

Offers = Mapping[str, tuple[Organisation, list[str], list[str]]]
"""By union's key: the union, scopes, organs."""


def unions_that_may(sitting: Sitting) -> Offers:
    """Unions at which the person drafts and whose rules let a reminder go without a case."""
    keys = {g.organisation_id for g in sitting.grants if g.role in SUPERVISION_LETTER.opened_by}
    found = {}
    for unit in Organisation.objects.filter(pk__in=keys).order_by("path"):
        version = profile_for(unit.area, today())
        if version is None:
            continue
        scopes = [code for code, _word in SCOPES if not version.rules.case_required(REMINDER, code)]
        organs = [organ.value for organ in Organ if may_issue(version.rules, REMINDER, organ, unit)]
        if scopes and organs:
            found[str(unit.pk)] = (unit, scopes, organs)
    return found


class WithoutCaseForm(forms.Form):
    """By which union, to whom, in whose name."""

    def __init__(self, data: Any = None, *, unions: Offers) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.unions = unions
        first = next(iter(unions), None)
        scopes = {code for _unit, codes, _organs in unions.values() for code in codes}
        organs = {code for _unit, _scopes, codes in unions.values() for code in codes}
        self.fields["organisation"] = choice(_("制发工会"), [(k, row[0].name) for k, row in unions.items()],
                                             initial=first if len(unions) == 1 else None)  # fmt: skip
        self.fields["scope"] = choice(_("范围"), [(c, w) for c, w in SCOPES if c in scopes])
        self.fields["organ"] = choice(_("以谁的名义"), [(o.value, o.label) for o in Organ if o.value in organs])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        unit, scopes, organs = self.unions[values["organisation"]]
        if values["scope"] not in scopes:
            self.add_error("scope", _("按本地规则，这种提示函须在案件中制发。"))
        if values["organ"] not in organs:
            self.add_error("organ", _("该工会不能以这一名义制发。"))
        return {**values, "organisation": unit}
