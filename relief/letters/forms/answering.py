"""答复, 审查, 异议, 复核, and what is concluded of them (supervision.md §10, §11 回执)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, choice, line, words
from relief.casework.forms import ActForm
from relief.casework.panel import act_url
from relief.casework.row_lists import Rows
from relief.letters.forms.deciding import OpinionForm, first
from relief.letters.forms.serving import people
from relief.letters.models import Reply, ReplyItem
from relief.letters.services.replies import demands_of
from relief.supervision.forms.fields import YES_NO, Shown, paper, yes
from workflows.clock import today

Status = ReplyItem.Status
BY_WORD = (Reply.Form.ORAL, Reply.Form.VISIT)


class ReplyRow(forms.Form):
    """One demand as the employer answers it."""

    text = forms.CharField(label=_("要求"), required=False, widget=Shown())
    n = forms.IntegerField(widget=forms.HiddenInput())
    status = forms.ChoiceField(label=_("答复"), choices=Status.choices)
    done_on = DayField(label=_("整改日期"), required=False)
    planned_on = DayField(label=_("计划日期"), required=False)
    reason = line(_("异议理由"), required=False, limit=500)
    evidence = FilesField(label=_("证明材料"), many=False, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        status = values.get("status")
        lacks: Mapping[Any, Any] = {
            Status.DONE: (("done_on", _("请填写整改日期。")), ("evidence", _("请附证明材料。"))),
            Status.IN_PROGRESS: (("planned_on", _("请填写计划完成日期。")),),
            Status.OBJECTED: (("reason", _("请写明异议理由。")),),
        }
        for name, text in lacks.get(status, ()):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, text)
        if status == Status.DONE and values.get("done_on") and values["done_on"] > today():
            self.add_error("done_on", _("整改日期不能晚于今天。"))
        return values


class ReplyForm(ActForm):
    """回执: the form in which it came, and item by item what it says."""

    consequence = _("登记后由监督员逐项审查；逾期收到的也登记，并标明逾期。")
    wide = True
    rows = (Rows("items", _("逐项答复"), ReplyRow, fixed=True),)

    def build(self) -> None:
        again = {"hx-get": act_url(self.stand, self.option.name), "hx-target": "#action", "hx-select": "#action",
                 "hx-swap": "outerHTML", "hx-trigger": "change"}  # fmt: skip
        accepted = self.facts.rules.reply_forms[self.case.kind] if self.facts.rules else []
        self.fields["form"] = forms.ChoiceField(
            label=_("形式"), choices=[(f, Reply.Form(f).label) for f in accepted], initial=self.kind,
            widget=forms.RadioSelect(attrs=again), help_text=_("规则不接受的其他形式，请作为备注登记。"))  # fmt: skip
        receipt = self.facts.receipt
        self.fields["received_on"] = DayField(label=_("收到日期"), initial=today(), latest=today(),
                                              earliest=receipt.served_on if receipt else None)  # fmt: skip
        self.fields["contact"] = line(_("承办人电话"), limit=60)
        if self.kind in BY_WORD:
            self.fields["note"] = words(_("电话（来访）记录"), limit=1000)
            self.fields["recorders"] = line(_("记录人"), limit=100, help_text=_("两人记录，用顿号分开。"))
            return
        self.fields["stamp"] = paper(_("盖章的回执") if self.kind == Reply.Form.WRITTEN else _("截图"), required=True)
        if self.kind == Reply.Form.WRITTEN:
            self.fields["signatory"] = line(_("负责人签字"), limit=50)
        else:
            self.fields["original_checked"] = yes(_("已核对原始载体"))
        self.fields["note"] = words(_("记录"), required=False, limit=1000, rows=2)

    @cached_property
    def kind(self) -> str:
        """As chosen, else the first that the rules accept."""
        accepted = self.facts.rules.reply_forms[self.case.kind] if self.facts.rules else []
        asked = str(self.data.get("form", "")) if self.is_bound else self.asked.get("form", "")
        return asked if asked in accepted else str(accepted[0] if accepted else "")

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        return [{"n": n, "text": f"{n}. {text}", "status": Status.OPEN} for n, text in demands_of(self.case)]

    def clean_recorders(self) -> list[str]:
        found = people(self.cleaned_data["recorders"])
        if len(set(found)) < 2:
            raise forms.ValidationError(_("须由两人记录。"))
        return found

    def given(self) -> dict[str, Any]:
        values = super().given()
        items = []
        for row in values["items"]:
            if row["status"] != Status.OPEN:
                kept = {k: row[k] for k in ("n", "status", "done_on", "planned_on", "reason")}
                items.append({**kept, "evidence": (row["evidence"] or [None])[0]})
        return {**values, "items": items, "stamp": first(values, "stamp")}


class ExamineRow(forms.Form):
    """What was found of one demand: done, or open until a day."""

    text = forms.CharField(label=_("要求和答复"), required=False, widget=Shown())
    n = forms.IntegerField(widget=forms.HiddenInput())
    done = choice(_("是否到位"), YES_NO)
    finding = line(_("审查意见"), required=False, limit=500)
    plan_on = DayField(label=_("限期"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("done") == "no" and values.get("plan_on") and values["plan_on"] <= today():
            self.add_error("plan_on", _("限期须在今天之后。"))
        return values


class ExamineForm(ActForm):
    consequence = _("逐项记下审查意见；认定到位须由另一名监督员办理，没有到位的项要有限期。")
    wide = True
    rows = (Rows("items", _("逐项审查"), ExamineRow, fixed=True),)

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        done = {True: "yes", False: "no", None: ""}
        return [{"n": i.n, "text": f"{i.n}. {i.text}（{answer_words(i)}）", "done": done[i.found_done], "finding": i.finding,
                 "plan_on": i.plan_on or (i.planned_on if i.planned_on and i.planned_on > today() else None)}
                for i in self.facts.items]  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {"items": [{"n": r["n"], "done": r["done"] == "yes", "finding": r["finding"], "plan_on": r["plan_on"]}
                          for r in super().given()["items"]]}  # fmt: skip


def answer_words(item: ReplyItem) -> str:
    """已整改 2026-06-10; 整改中，计划 2026-07-01; 有异议：…"""
    if item.status == Status.DONE:
        return f"{item.get_status_display()} {item.done_on or ''}".strip()
    if item.status == Status.IN_PROGRESS:
        return _now("%(what)s，计划%(on)s完成") % {"what": item.get_status_display(), "on": item.planned_on}
    if item.status == Status.OBJECTED:
        return f"{item.get_status_display()}：{item.reason}"
    return str(item.get_status_display())


class AcceptForm(OpinionForm):
    consequence = _("认定全部整改到位，文书办结，案件的承办人可以转入整改核实。")


class PartialForm(OpinionForm):
    consequence = _("已到位的项不再要求，未到位的按限期整改；过了最早的限期即为逾期。")


class ObjectForm(ActForm):
    consequence = _("从次日起停止计算答复期限，由另外的监督员复核；没有理由的异议按未答复处理。")

    def build(self) -> None:
        receipt = self.facts.receipt
        self.fields["received_on"] = DayField(label=_("收到日期"), initial=today(), latest=today(),
                                              earliest=receipt.served_on if receipt else None)  # fmt: skip
        self.fields["grounds"] = words(_("异议理由"), limit=4000, rows=4)
        self.fields["paper"] = paper(_("异议书"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "paper": first(values, "paper")}


class RecheckForm(OpinionForm):
    consequence = _("登记您的复核意见；达到规定人数后由主任决定。调查、拟稿、签发的人不能复核。")
    opinion_label = _("复核意见")
    needed = True


class UpholdForm(ActForm):
    consequence = _("维持原文书，答复期限从复核结果送达的次日起继续计算。")

    def build(self) -> None:
        objection = self.facts.objection
        self.fields["result"] = words(_("复核结果"), limit=1000)
        self.fields["result_served_on"] = DayField(
            label=_("复核结果送达日期"), initial=today(), latest=today(),
            earliest=objection.received_on if objection else None)  # fmt: skip


class SupersedeForm(OpinionForm):
    @property
    def consequence(self) -> Any:  # type: ignore[override]
        after = self.facts.successor
        if after is None:
            return _("案件已进入结案，本文书不再追办。")
        return _now("本文书由%(what)s接替，不再追办。") % {"what": after}


class ChaseForm(ActForm):
    consequence = _("向对方发出催办函；文书仍为逾期，由主任决定是否转后续文书。")

    def build(self) -> None:
        self.fields["text"] = words(_("催办时要说明的话"), required=False, limit=500)
