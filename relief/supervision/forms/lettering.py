"""决定文书 and 决定后续文书: kind, addressee, and a skipped rung's reason where one is skipped (supervision.md §6)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import choice, line, words
from relief.casework.forms import ActForm
from relief.casework.panel import act_url
from relief.casework.row_lists import Rows
from relief.jurisdictions.selectors import provisions_citable
from relief.organisations.models import Grant
from relief.organisations.selectors import in_force
from relief.supervision.forms.fields import rows_choice
from relief.supervision.models import LetterKind, Organ
from relief.supervision.routes import HIGH_LEVELS, SKIP_LABELS, issuer_for, rung_skipped
from workflows.clock import today
from workflows.roles import Role, label

KIND_HELP = {
    LetterKind.REMINDER: _("提示风险或初次问题，由单位自查。"),
    LetterKind.OPINION: _("认定违法事实，要求改正并书面答复。"),
    LetterKind.RECOMMENDATION: _("提请有关部门调查处理。"),
}
GROUND_WORDS = {
    "REMINDER_OVERDUE": _("提示函已送达，期满未答复"), "PLAN_MISSED": _("整改计划到期未完成"),
    "REPEAT": _("十二个月内同一事项再次发生"), "OPINION_REFUSED_RECEIPT": _("意见书被拒收，已留置送达"),
    "OPINION_UNANSWERED": _("意见书已送达，期满未答复"), "OPINION_NOT_COMPLIED": _("意见书的要求没有落实"),
    "REPLACE": _("异议已复核，可以重新制发"),
}  # fmt: skip


class AlsoRow(forms.Form):
    addressee = line(_("主送单位"), required=False)


class LettersForm(ActForm):
    """One kind of letter, to one addressee or several (contractor, using unit: one letter and one clock each)."""

    rows = (Rows("also", _("同时发给（需要时填）"), AlsoRow, add=_("再加一个单位"), most=10),)

    def build(self) -> None:
        again = {"hx-get": act_url(self.stand, self.option.name), "hx-target": "#action", "hx-select": "#action",
                 "hx-swap": "outerHTML", "hx-trigger": "change"}  # fmt: skip
        kinds = forms.RadioSelect(attrs=again)
        offered = [(k, f"{LetterKind(k).label}：{KIND_HELP[LetterKind(k)]}") for k in self._kinds()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("文种"), choices=offered, widget=kinds, initial=self.kind,
            error_messages={"required": _("请选择文种。")}, help_text=self._nothing_proved())  # fmt: skip
        if self.kind in LetterKind.values:
            self._of_the_kind()

    def _kinds(self) -> list[str]:
        """A letter that names violations needs a finding that does."""
        proved = self.facts.finding is not None and self.facts.finding.violations
        return [k for k in LetterKind.values if k == LetterKind.REMINDER or proved]

    def _nothing_proved(self) -> str:
        return "" if len(self._kinds()) > 1 else _now("审查结论没有认定违反的规定，只能发提示函。")

    @cached_property
    def kind(self) -> str:
        """As it is typed, or asked for when another was chosen; at first what the letters give ground for."""
        if self.is_bound:
            return str(self.data.get("kind", ""))
        grounds = [g.kind for g in self.facts.escalation_grounds] if self.option.name == "escalate" else []
        return self.asked.get("kind", "") or str(grounds[0] if grounds else LetterKind.REMINDER)

    @cached_property
    def addressee(self) -> str:
        """Typed, or the employer; a department has to be named."""
        if self.is_bound:
            return str(self.data.get("addressee", ""))
        return "" if self.kind == LetterKind.RECOMMENDATION else self.case.employer.name

    def _of_the_kind(self) -> None:
        to_department = self.kind == LetterKind.RECOMMENDATION
        self.fields["addressee"] = line(
            _("主送部门") if to_department else _("主送单位"), initial=self.addressee, offers=self._offers(),
            help_text=_("写部门全称。") if to_department else "")  # fmt: skip
        self._organ()
        grounds = {g.letter.pk: g for g in self.facts.escalation_grounds if g.kind == self.kind}
        if len(grounds) > 1:
            self.fields["follows"] = rows_choice(
                _("依据哪一份文书"), [g.letter for g in grounds.values()],
                lambda x: f"{x}：{GROUND_WORDS.get(grounds[x.pk].code, '')}")  # fmt: skip
        if rung_skipped(self.facts, self.kind, self.addressee):
            self._skip()
        if self.option.name == "escalate":
            self.fields["reason"] = words(_("决定的理由"), limit=500, required=False)

    def _offers(self) -> list[str]:
        if self.kind != LetterKind.RECOMMENDATION:
            return [self.case.employer.name]
        county = self.facts.line.at("county").name.removesuffix("总工会")
        found = provisions_citable(today(), self.case.matter_codes).values_list("authority", flat=True)
        return [f"{county}{x.removesuffix('部门')}局" for x in dict.fromkeys(found) if x.endswith("部门")]

    def _organ(self) -> None:
        """In whose name, where the rules leave a choice; the issuer follows from the rules."""
        rules = self.facts.rules_today
        organs = [o for o in Organ if rules and issuer_for(self.facts, self.kind, o)[0]]
        issuer, name = issuer_for(self.facts, self.kind)
        told = _now("由%(union)s制发。") % {"union": issuer} if issuer else _now("按规则没有可以制发这种文书的工会。")
        if len(organs) > 1:
            self.fields["organ"] = choice(_("以谁的名义"), [(o.value, o.label) for o in organs], initial=name, help_text=told)
        else:
            self.fields["addressee"].help_text = f"{told}{self.fields['addressee'].help_text}"

    def _skip(self) -> None:
        """The rung that is skipped, its reasons by the rules, and who has to decide."""
        rules = self.facts.rules_today
        if rules is None:
            return
        higher = self.kind == LetterKind.RECOMMENDATION
        rule = rules.ladder.skip_opinion if higher else rules.ladder.skip_reminder
        name, rung = ("skip_opinion", _("意见书")) if higher else ("skip_reminder", _("提示函"))
        who = _now("县级以上工会的%(role)s") % {"role": label(rule.decided_by)} if higher else label(rule.decided_by)
        self.fields[name] = choice(
            _now("跳过%(what)s的理由") % {"what": rung}, [(r, SKIP_LABELS.get(r, r)) for r in rule.reasons],
            help_text=_now("没有送达后期满的%(what)s可以依据。跳过须由%(who)s决定，理由只记入审批表，不写进文书。") % {
                "what": rung, "who": who})  # fmt: skip
        self.fields["skip_note"] = words(_("具体情况"), limit=500)
        if rule.decided_by != Role.DIRECTOR:
            self.fields["skip_decided_by"] = rows_choice(_("谁决定跳过"), self._deciders(rule.decided_by), help_text=who)

    def _deciders(self, role: str) -> list[Any]:
        high = [u.path for u in self.facts.line.units if u.level in HIGH_LEVELS]
        found = Grant.objects.filter(in_force(today()), role=role, organisation__path__in=high).select_related("person")
        people = {g.person_id: g.person for g in found.order_by("-organisation__depth", "id")}
        return [p for key, p in people.items() if key not in self.facts.recused]

    def clean_addressee(self) -> str:
        return " ".join(self.cleaned_data["addressee"].split())

    def given(self) -> dict[str, Any]:
        values = super().given()
        reason, also = values.pop("reason", ""), [row["addressee"] for row in values.pop("also")]
        plans = [values, *({**values, "addressee": to, "follows": None} for to in also)]
        return {"plans": plans, "reason": reason}


class OpenLettersForm(LettersForm):
    consequence = _("案件转入文书办理，承办监督员按这一决定拟稿；跳级理由随案保存。")


class EscalateForm(LettersForm):
    consequence = _("写入新的文书计划，由监督员拟稿；前一份文书在后续文书用印后再转结。")


