"""Minutes of a meeting: its head, and one line a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relief.applications.models import AgendaItem, Application
from relief.casework.fields import DayField, FilesField, MoneyField, line
from relief.schemes.money_terms import MatrixRow
from workflows.clock import today

AGREE, RETURN, REFUSE = AgendaItem.Decision.AGREE, AgendaItem.Decision.RETURN, AgendaItem.Decision.REFUSE
LEFT_OUT = ""
COMMON = "votes_for"
"""The head's field for votes that are alike in every line."""
MOST_PEOPLE = 500


def persons(label: Any, *, least: int = 0, required: bool = True, **options: Any) -> forms.IntegerField:
    """A number of people or votes."""
    messages = {"required": _("请填写人数。"), "invalid": _("请填写整数。"),
                "min_value": _("不能小于%(limit_value)s。"), "max_value": _("不能大于%(limit_value)s。")}  # fmt: skip
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_PEOPLE, required=required,
                              error_messages=messages, **options)  # fmt: skip


class MeetingForm(forms.Form):
    """What the minutes say of the meeting itself. ``rows``: what the matrix says of meetings of this level."""

    def __init__(self, *args: Any, rows: Sequence[MatrixRow], number_needed: bool, votes: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.use_required_attribute = False
        self.rows = rows
        bodies = list(dict.fromkeys(r.meeting for r in rows if r.meeting))
        self.fields["body"] = forms.ChoiceField(
            label=_("会议名称"), choices=[(b, b) for b in bodies], help_text=_("办法规定由它审批的会议。"),
            error_messages={"required": _("请选择会议。"), "invalid_choice": _("请从列表中选择。")})  # fmt: skip
        self.fields["held_on"] = DayField(label=_("会议日期"), initial=today(), latest=today())
        self.fields["number"] = line(_("纪要编号"), limit=60, required=number_needed)
        self.fields["entitled"] = persons(_("应到人数"), least=1)
        self.fields["present"] = persons(_("到会人数"), least=1, help_text=self._quorum_text())
        self.fields["recused"] = line(_("回避人员"), limit=200, required=False)
        if votes:
            self.fields[COMMON] = persons(_("各件赞成票数"), required=False, help_text=_("不一样的在议程中逐件填。"))

    def _quorum_text(self) -> str:
        most = max((r.quorum_bp or 0 for r in self.rows), default=0)
        return _("须达应到人数的%(share)s%%。") % {"share": f"{most / 100:.2f}".rstrip("0").rstrip(".")} if most else ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        present, entitled = values.get("present"), values.get("entitled")
        if present and entitled and present > entitled:
            self.add_error("present", _("到会人数不能超过应到人数。"))
        elif present and entitled and any(present * 10000 < entitled * (r.quorum_bp or 0) for r in self.rows):
            self.add_error("present", _("到会人数不足，不能形成决定。"))
        return values

    def head(self) -> dict[str, Any]:
        """What ``record_meeting`` takes of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != COMMON}


class ScanForm(forms.Form):
    """The signed minutes."""

    scan = FilesField(label=_("纪要扫描件"), required=False, help_text=_("jpg、png、heic或PDF，可以以后再补。"))


class AgendaLineForm(forms.Form):
    """What the meeting said of one case; an empty decision leaves the case for another meeting."""

    decision = forms.ChoiceField(
        label=_("决定"), required=False, choices=[*AgendaItem.Decision.choices, (LEFT_OUT, _("本次不上会"))],
        error_messages={"invalid_choice": _("请从列表中选择。")})  # fmt: skip
    amount = MoneyField(label=_("批准金额"), required=False)
    votes_for = persons(_("赞成"), required=False)
    votes_against = persons(_("反对"), required=False)
    abstentions = persons(_("弃权"), required=False)
    reason = forms.CharField(label=_("理由"), required=False, max_length=300,
                             error_messages={"max_length": _("最多300个字。")})  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Application, votes: bool, **options: Any) -> None:
        initial = {"decision": AGREE, "amount": case.proposed_fen, "votes_against": 0, "abstentions": 0,
                   "seen": case.event_count}  # fmt: skip
        super().__init__(*args, **{**options, "initial": initial, "prefix": f"case{case.pk}"})
        self.use_required_attribute = False
        self.case, self.votes = case, votes
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{case.number} {field.label or name}"
        for name in ("votes_for", "votes_against", "abstentions"):
            if votes:
                self.fields[name].widget.attrs["class"] = "votes-input"
            else:
                del self.fields[name]

    @property
    def on_agenda(self) -> bool:
        return bool(self.cleaned_data.get("decision"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        decision = values.get("decision")
        if decision == AGREE and "amount" not in self.errors:
            self._check_amount(values.get("amount"))
        if decision in (RETURN, REFUSE) and not (values.get("reason") or "").strip():
            self.add_error("reason", _("退回或不予须写明理由。"))
        if decision and self.votes:
            self._check_votes(values, decision)
        return values

    def _check_amount(self, amount: int | None) -> None:
        if amount is None:
            self.add_error("amount", _("请填写批准金额。"))
        elif not 0 < amount <= (self.case.proposed_fen or 0):
            self.add_error("amount", _("须大于0，且不超过建议金额；要调高请退回审核。"))

    def _check_votes(self, values: dict[str, Any], decision: str) -> None:
        common = self.data.get(COMMON, "")
        if values.get("votes_for") is None and common.isdecimal() and int(common) <= MOST_PEOPLE:
            values["votes_for"] = int(common)
        yes, no = values.get("votes_for"), values.get("votes_against") or 0
        if yes is None:
            if "votes_for" not in self.errors:
                self.add_error("votes_for", ValidationError(_("请填写赞成票数。")))
        elif decision == AGREE and yes <= no:
            self.add_error("votes_for", _("赞成票须多于反对票。"))

    def check_meeting(self, present: int, held_on: date) -> None:
        """Votes are not more than the people in the room; nothing is granted before its publicity is over."""
        published = self.case.published_until  # type: ignore[attr-defined]
        if self.cleaned_data.get("decision") == AGREE and published and held_on <= published:
            self.add_error("decision", _("公示到%(day)s期满，会议须在此之后。") % {"day": published})
        cast = sum(self.cleaned_data.get(n) or 0 for n in ("votes_for", "votes_against", "abstentions"))
        if self.votes and self.on_agenda and cast > present:
            self.add_error("votes_for", _("票数合计%(n)d，多于到会人数。") % {"n": cast})

    def row(self) -> dict[str, Any]:
        """What ``record_meeting`` takes of it."""
        values = self.cleaned_data
        agreed = values["decision"] == AGREE
        votes = {n: values.get(n) or 0 for n in ("votes_for", "votes_against", "abstentions")}
        return {"application": self.case, "proposed_fen": self.case.proposed_fen or 0, "decision": values["decision"],
                "amount_fen": values["amount"] if agreed else None, "reason": values["reason"].strip(),
                **votes}  # fmt: skip
