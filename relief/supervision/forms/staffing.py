"""Who investigates: assignment with certificates in view, recusal, extension (supervision.md §4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import words
from relief.casework.forms import ActForm, ReasonForm
from relief.organisations.models import Grant
from relief.organisations.selectors import in_force, paths_down_to
from relief.people.models import User
from relief.supervision.forms.fields import candidate_words, count_field, rows_choice, yes
from relief.supervision.models import Certificate
from relief.supervision.selectors import supervisors_for
from relief.supervision.services.assigning import MAY_RECUSE_OTHERS
from workflows.clock import today
from workflows.supervision_case import STAFF

UNITS = {"wd": _("个工作日"), "d": _("天")}


class AssignForm(ActForm):
    """Two supervisors; a certificate that is not valid today is told beside the name, the guard decides."""

    consequence = _("指派后案件转入调查，调查期限开始计算；除不预先通知外，向用人单位发出调查通知。")

    def build(self) -> None:
        found = supervisors_for(self.case, today())
        held: dict[int, Certificate] = {}
        for one in Certificate.objects.filter(person__in=[c.person.pk for c in found]).order_by("valid_to"):
            held[one.person_id] = one
        self.people = {str(c.person.pk): c.person for c in found}
        offered = [(key, candidate_words(c, held.get(c.person.pk))) for key, c in zip(self.people, found, strict=True)]
        self.fields["supervisors"] = forms.MultipleChoiceField(
            label=_("监督员"), choices=offered, widget=forms.CheckboxSelectMultiple, initial=self._standing(),
            error_messages={"required": _("请选择监督员。"), "invalid_choice": _("请从列表中选择。")},
            help_text=self._help(bool(found)))  # fmt: skip
        self.more()

    def _help(self, anybody: bool) -> str:
        if not anybody:
            return _now("本会和上级工会都没有劳动法律监督员，请管理员先授予岗位。")
        return _now("不少于两名；本会只有一名时，由上级工会派第二名。")

    def _standing(self) -> list[str]:
        return [str(a.supervisor_id) for a in self.facts.assigned]

    def more(self) -> None:
        self.fields["unannounced"] = yes(_("不预先通知用人单位"), help_text=_("预先通知可能妨碍调查时选用。"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "supervisors": [self.people[key] for key in values["supervisors"]]}


class ReassignForm(AssignForm):
    consequence = _("以后由选定的监督员办理；原监督员已办的事项继续有效。")

    def more(self) -> None:
        self.fields["reason"] = words(_("改派理由"), limit=500, required=False)


class RecuseForm(ReasonForm):
    """Oneself; the office and the director also register what concerns others."""

    consequence = _("登记后，回避的人不能再办理、也不能再查阅本案；正在承办的指派随即终止。")
    reason_help = _("写明与用人单位的利害关系。")

    def build(self) -> None:
        self.fields["person"] = rows_choice(_("回避人员"), self._people(), required=False, empty=_("本人"))
        super().build()

    def _people(self) -> list[User]:
        hand = self.option.hand
        if hand is None or hand.role not in MAY_RECUSE_OTHERS:
            return []
        near = Grant.objects.filter(in_force(today()), role__in=STAFF.split(), organisation__path__in=paths_down_to(
            self.case.organisation.path)).exclude(person__in=self.facts.recused)  # fmt: skip
        return list(User.objects.filter(pk__in=near.values("person")).exclude(pk=self.stand.person.pk).order_by("name"))


class ProlongForm(ActForm):
    """As far as the rules of the stage's limit allow."""

    def build(self) -> None:
        key = self.case.machine.stage(self.case.state).limit
        rules = self.facts.rules_at_start
        terms = rules.limit(key).extension if rules and key else None
        self.unit = str(UNITS.get(str(terms.unit), "")) if terms else ""
        most = terms.max_n if terms else 1
        self.fields["n"] = count_field(_("延长"), least=1, max_value=most,
                                       help_text=_now("最多%(n)d%(unit)s。") % {"n": most, "unit": self.unit})  # fmt: skip
        self.fields["reason"] = words(_("理由"), limit=500)

    @property
    def consequence(self) -> str:  # type: ignore[override]
        return _now("从现在的期限届满日起接着计算；延长按规则只有有限次数。")


