"""整改核实, 回访, 反馈, 终结, 结案 (supervision.md §10, §11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import MoneyField, choice, line, ticks, words
from relief.casework.forms import ActForm, GroundForm
from relief.casework.row_lists import Rows
from relief.money import MoneyFault, parse_yuan
from relief.supervision.forms.fields import YES_NO, MomentField, PaperForm, Shown, count_field, paper, rows_choice, yes
from relief.supervision.models import Closing, SupervisionCase, SupervisionLead, Visit
from relief.supervision.pseudonyms import bearers, pseudonym_order
from workflows.clock import office_now

CHANNELS = (_("电话"), _("当面"), _("短信"), _("来信"))


class CheckRow(forms.Form):
    """One demand or term, looked at on the spot; one that was not looked at stays empty."""

    text = forms.CharField(label=_("要求"), required=False, widget=Shown())
    source = forms.CharField(widget=forms.HiddenInput())
    n = forms.IntegerField(widget=forms.HiddenInput())
    done = choice(_("是否落实"), (("yes", _("已落实")), ("no", _("未落实"))), required=False, empty=_("未核实"))
    evidence = line(_("依据"), limit=500, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("done") and not values.get("evidence", "").strip():
            self.add_error("evidence", _("请写明核实的依据。"))
        return values


class CheckItemsForm(ActForm):
    consequence = _("逐项登记是否落实；全部落实并由两名监督员核实后转回访。")
    rows = (Rows("checks", _("整改要求"), CheckRow, fixed=True),)

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        return [{"text": item.text, "source": item.source, "n": item.n} for item in self.facts.items]

    def given(self) -> dict[str, Any]:
        rows = [row for row in super().given()["checks"] if row["done"]]
        return {"checks": [{"source": r["source"], "n": r["n"], "done": r["done"] == "yes", "evidence": r["evidence"]}
                           for r in rows]}  # fmt: skip


class VisitRow(forms.Form):
    text = forms.CharField(label=_("要求"), required=False, widget=Shown())
    done = choice(_("是否已解决"), YES_NO)


class RecordVisitForm(ActForm):
    """回访记录: of each demand whether it is still kept."""

    consequence = _("登记回访记录；另一名监督员确认后案件转结案审批。")
    rows = (Rows("items", _("逐项情况"), VisitRow, fixed=True),)

    def build(self) -> None:
        names = sorted(set(bearers(self.case).values()), key=pseudonym_order)
        self.fields["visited_at"] = MomentField(label=_("回访时间"), initial=office_now())
        self.fields["mode"] = choice(_("方式"), Visit.Mode.choices)
        self.fields["pseudonyms"] = ticks(_("回访对象"), [(n, n) for n in names], help_text=_("只用代称。")) if names else line(
            _("回访对象"), limit=200, help_text=_("只用代称，如：职工甲。"))  # fmt: skip
        self.fields["new_issues"] = words(_("新问题"), required=False, limit=500, rows=2)
        self.fields["breach_ended"] = yes(_("反映的问题已经解决"))

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        return [{"text": item.text} for item in self.facts.items]

    def given(self) -> dict[str, Any]:
        values = super().given()
        told = values["pseudonyms"]
        return {**values, "pseudonyms": "、".join(told) if isinstance(told, list) else told,
                "items": [{"text": r["text"], "done": r["done"] == "yes"} for r in values["items"]]}  # fmt: skip


class FeedBackForm(ActForm):
    """Named complainants are told before the case is closed."""

    consequence = _("登记向反映人反馈的情况；实名反映人都得到反馈后才能结案。不要写姓名。")

    def build(self) -> None:
        named = self.case.leads.exclude(naming=SupervisionLead.Naming.ANONYMOUS).select_related("identity").order_by("pk")
        waiting = {lead.pk for lead in self.facts.unanswered}
        first = next((str(pk) for pk in sorted(waiting)), None)
        self.fields["lead"] = rows_choice(_("反映人"), named, lambda x: _lead_words(x, x.pk in waiting), initial=first)
        self.fields["channel"] = line(_("方式"), limit=40, offers=CHANNELS)
        self.fields["text"] = words(_("反馈内容"), limit=1000)
        self.fields["unreached"] = yes(_("没有联系上"), help_text=_("写明试过哪些方式、几次。"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        reached = not values.pop("unreached")
        return {**values, "reached": reached}


def _lead_words(lead: SupervisionLead, waiting: bool) -> str:
    who = f"{lead.identity}（{lead}）" if lead.identity else str(lead)
    return _now("%(who)s，待反馈") % {"who": who} if waiting else who


class DropForm(GroundForm, PaperForm):
    """终结调查: a ground, and on what it rests."""

    consequence = _("案件不再调查，转结案审批。即时化解须有职工确认，电话记录也可以。")
    ground_label = _("终结情形")
    reason_label = _("依据")
    grounds = SupervisionCase.DropGround.choices

    def build(self) -> None:
        super().build()
        self.fields["paper"] = paper(_("依据材料"))


class CloseForm(ActForm):
    """结案审批表: what was recovered by kind, in figures and in words. What is confirmed is the very sum that was shown."""

    consequence = _("结案后向有关各方发出结案通知，案件转档案员归档，不能再修改。")

    def build(self) -> None:
        outcomes = [c for c in SupervisionCase.Outcome.choices if c[0] in self.facts.outcomes]
        self.fields["outcome"] = choice(_("结果"), outcomes, initial=outcomes[0][0] if len(outcomes) == 1 else None)
        self.fields["workers"] = count_field(_("受益人数"), initial=self.facts.finding.workers if self.facts.finding else None)
        for kind, word in Closing.KINDS.items():
            self.fields[f"fen_{kind}"] = MoneyField(label=_now("追回%(what)s（元）") % {"what": word}, required=False)
        self.fields["contracts"] = count_field(_("补签劳动合同（份）"), required=False)
        self.fields["feedback"] = words(_("反馈情况"), limit=500, help_text=_("向反映人、职工反馈的情况，只用代称。"))
        self.fields["opinion"] = words(_("审批意见"), limit=500, required=False)
        self.fields["confirmed_fen"] = forms.CharField(required=False, widget=forms.HiddenInput())
        self.agreed = self.data.get("confirmed") == "1" and self.data.get("confirmed_fen") == str(self.total)
        if self.is_bound:
            typed: Any = self.data
            self.data = {**typed.dict(), "confirmed_fen": str(self.total)}

    @property
    def total(self) -> int:
        """What is typed so far, in fen."""
        fen = 0
        for kind in Closing.KINDS:
            with suppress(MoneyFault):
                fen += parse_yuan(self.data.get(f"fen_{kind}", "").strip() or "0")
        return fen

    @property
    def confirm(self) -> dict[str, Any] | None:
        return {"fen": self.total, "count": None, "fund": "", "rows": []} if self.is_bound and self.total else None

    def clean(self) -> dict[str, Any]:
        values = forms.Form.clean(self) or {}
        if self.total and not self.agreed:
            raise ValidationError(_("请核对追回金额的合计和大写，勾选“我已核对”后再结案。"))
        return values

    def given(self) -> dict[str, Any]:
        values = super().given()
        values.pop("confirmed_fen")
        recovered = {k: fen for k in Closing.KINDS if (fen := values.pop(f"fen_{k}"))}
        return {**values, "contracts": values["contracts"] or 0, "recovered": recovered}
