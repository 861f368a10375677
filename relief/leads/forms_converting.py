"""转办: into a supervision lead, a relief draft, or both, with what the lead itself does not know (relief.md §4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, choice, line, ticks
from relief.casework.forms import ActForm
from relief.jurisdictions.selectors import matters
from relief.leads.services.converting import RELIEF, SUPERVISION, offered
from relief.schemes.errors import SchemeError
from relief.schemes.selectors import scheme_on
from relief.supervision.facts.lead import WAGE
from relief.supervision.models import SupervisionLead
from workflows.clock import today

WORDS = {SUPERVISION: _("监督线索（侵权、欠薪等，由监督委员会办公室受理）"), RELIEF: _("救助申请草稿（生活困难，由经办人补全）")}


class ConvertForm(ActForm):
    """Arrears of wages always offer the supervision lead first."""

    consequence = _("按选定的去向登记，与本线索互相关联；本线索转热线坐席告知结果。")

    def build(self) -> None:
        lead = self.case
        ways = offered(lead)
        first = ways[:1] if lead.wage_arrears else []
        self.fields["into"] = ticks(_("转为"), [(way, WORDS[way]) for way in ways], initial=first)
        self.fields["employer_name"] = line(_("监督：单位"), required=False, initial=lead.employer_name)
        self.fields["matter"] = choice(_("监督：事项"), [(m.code, m.name) for m in matters()], required=False,
                                       initial=WAGE if lead.wage_arrears else None)  # fmt: skip
        self.fields["urgency"] = choice(_("监督：紧急程度"), SupervisionLead.Urgency.choices, required=False,
                                        initial=SupervisionLead.Urgency.NORMAL)  # fmt: skip
        self.fields["name"] = line(_("救助：申请人"), limit=50, required=False, help_text=self._known())
        self.fields["cause"] = choice(_("救助：致困原因"), self._causes(), required=False)
        self.fields["event_date"] = DayField(label=_("救助：发生日期"), required=False, latest=today())

    def _known(self) -> str:
        return _now("不填用来电人姓名。") if self.case.person_name else ""

    def _causes(self) -> list[tuple[str, Any]]:
        try:
            return [(code, cause.label) for code, cause in scheme_on(today()).rules.causes.items()]
        except SchemeError:
            return []

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        into = values.get("into") or []
        if SUPERVISION in into:
            self._ask(values, {"employer_name": _("请填写单位名称。"), "matter": _("请选择一项。")})
        if RELIEF in into:
            self._ask(values, {"cause": _("请选择一项。"), "event_date": _("请填写这一项。")})
            if not (values.get("name") or self.case.person_name):
                self.add_error("name", _("请填写这一项。"))
        return values

    def _ask(self, values: dict[str, Any], wanted: dict[str, Any]) -> None:
        for name, message in wanted.items():
            if not values.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(message))

    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        supervision = {k: typed[k] for k in ("employer_name", "urgency") if typed[k]}
        if typed["matter"]:
            supervision["matter_codes"] = [typed["matter"]]
        relief = {k: typed[k] for k in ("name", "cause", "event_date") if typed[k]}
        return {"into": typed["into"], "supervision": supervision, "relief": relief}
