"""线索登记表: every field of supervision.md §11 in its order; of wages the six clear items 欠薪六明确 or why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import DayField, FilesField, MoneyField, choice, line, ticks, words
from relief.jurisdictions.selectors import matters, profile_for
from relief.organisations.models import Organisation
from relief.people.masking import mask_mobile, mask_name
from relief.supervision.facts.lead import SIX_CLEAR, TICKETS, WAGE
from relief.supervision.forms.fields import MomentField, count_field, rows_choice
from relief.supervision.models import Employer, SupervisionLead
from relief.supervision.services.leading import FORM_FIELDS
from workflows.clock import office_now, today

Lead = SupervisionLead
USCC = re.compile(r"[0-9A-Z]{18}")
# (field, columns of six), part by part.
PARTS: tuple[tuple[Any, tuple[tuple[str, int], ...]], ...] = (
    (_("来源"), (("organisation", 2), ("received_at", 2), ("source", 1), ("source_ref", 1), ("urgency", 1),
                ("naming", 1), ("name", 2), ("contact", 2))),
    (_("用人单位"), (("employer_name", 3), ("uscc", 3), ("address", 3), ("industry", 2), ("has_union", 1))),
    (_("反映事项"), (("matter_codes", 6), ("workers", 1), ("other_channels", 2), ("request", 6))),
)  # fmt: skip
WAGES = (("project", 3), ("why_project", 3), ("amount_fen", 3), ("why_amount_fen", 3), ("period_from", 1),
         ("period_to", 2), ("why_period", 3), ("worker_list", 3), ("why_worker_list", 3), ("why_contact", 6))  # fmt: skip
FILES = ("worker_list", "evidence")


class LeadEntryForm(forms.Form):
    """The form, new or of a registered lead. The complainant's stored name and contact are not shown again."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, unions: Sequence[Organisation] = (),
                 stored: SupervisionLead | None = None) -> None:  # fmt: skip
        self.stored, self.unions = stored, unions
        super().__init__(data, files, initial=_initial(stored) if stored else None)
        if stored is None:
            only = str(unions[0].pk) if len(unions) == 1 else None
            self.fields["organisation"] = rows_choice(_("登记工会"), unions, initial=only)
        self._source()
        self._employer()
        self._matter()
        self._wages()
        self.fields["evidence"] = FilesField(label=_("证据材料"), required=False, help_text=_("可一次选多份，照片或 PDF。"))

    # --- fields ------------------------------------------------------------------------------------------------
    def _source(self) -> None:
        hidden = self.stored.identity if self.stored else None
        self.fields["received_at"] = MomentField(label=_("接收时间"), initial=office_now())
        self.fields["source"] = choice(_("来源"), Lead.Source.choices)
        self.fields["source_ref"] = line(_("来源编号"), limit=60, required=False)
        self.fields["urgency"] = choice(_("紧急程度"), Lead.Urgency.choices, initial=Lead.Urgency.NORMAL)
        self.fields["naming"] = choice(_("实名情况"), Lead.Naming.choices)
        kept = _now("已加密保存；不改请留空。") if hidden else _now("加密保存，页面和文书只用代称；匿名的不填。")
        self.fields["name"] = line(_("反映人"), limit=50, required=False, help_text=kept)
        self.fields["contact"] = line(_("联系方式"), limit=60, required=False)
        if hidden:
            self.fields["name"].widget.attrs["placeholder"] = mask_name(hidden.name)
            self.fields["contact"].widget.attrs["placeholder"] = mask_mobile(hidden.contact)

    def _employer(self) -> None:
        self.fields["employer_name"] = line(_("单位名称"), help_text=_("写全称。"))
        self.fields["uscc"] = line(_("统一社会信用代码"), limit=18, required=False, help_text=_("18位，不知道可不填。"))
        self.fields["address"] = line(_("地址"), limit=200, required=False)
        self.fields["industry"] = line(_("行业"), limit=40, required=False, offers=(_("建筑业"), _("制造业"), _("物流快递")))
        self.fields["has_union"] = choice(_("建会"), Employer.Union.choices, required=False)

    def _matter(self) -> None:
        first = self._priority()
        offered = [(m.code, m.name) for m in sorted(matters(), key=lambda m: (m.code not in first, m.code != WAGE, m.code))]
        self.fields["matter_codes"] = ticks(_("事项"), offered)
        self.fields["workers"] = count_field(_("人数"), least=1)
        self.fields["other_channels"] = choice(_("仲裁诉讼投诉"), Lead.Channels.choices, initial=Lead.Channels.NONE)
        self.fields["request"] = words(_("诉求"), limit=2000, required=False, rows=4, help_text=_("不要写姓名，写“反映人”。"))

    def _priority(self) -> tuple[str, ...]:
        """Matters of priority stand first; wages before all."""
        unit = self.stored.organisation if self.stored else next(iter(self.unions), None)
        version = profile_for(unit.area, today()) if unit else None
        return version.rules.priority_matters if version else ()

    def _wages(self) -> None:
        self.fields["project"] = line(_("工程项目"), required=False)
        self.fields["amount_fen"] = MoneyField(label=_("欠薪金额（元）"), required=False)
        self.fields["period_from"] = DayField(label=_("欠薪期间自"), required=False, latest=today())
        self.fields["period_to"] = DayField(label=_("至"), required=False)
        self.fields["worker_list"] = FilesField(label=_("工人信息"), many=False, required=False, help_text=self._listed())
        for key, (label, _filled) in SIX_CLEAR.items():
            self.fields[f"why_{key}"] = line(_now("没有%(what)s的原因") % {"what": label}, limit=100, required=False)

    def _listed(self) -> str:
        filed = self.stored is not None and self.stored.worker_list_filed
        return _now("已附，可再补一份。") if filed else _now("名单的照片或 PDF。")

    # --- checks ------------------------------------------------------------------------------------------------
    def clean_uscc(self) -> str:
        code: str = "".join(self.cleaned_data["uscc"].split()).upper()
        if code and not USCC.fullmatch(code):
            raise forms.ValidationError(_("统一社会信用代码是18位数字和大写字母。"))
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("source") in TICKETS and not values.get("source_ref"):
            self.add_error("source_ref", _("热线转来的须写工单编号。"))
        self._named(values)
        start, end = values.get("period_from"), values.get("period_to")
        if start and end and start > end:
            self.add_error("period_to", _("欠薪期间的起止日期颠倒。"))
        if WAGE in (values.get("matter_codes") or []):
            self._six_clear(values)
        return values

    def _named(self, values: Mapping[str, Any]) -> None:
        naming, told = values.get("naming"), values.get("name") or values.get("contact")
        known = self.stored is not None and self.stored.identity is not None
        if naming == Lead.Naming.ANONYMOUS and told:
            self.add_error("name", _("匿名线索不登记反映人身份。"))
        if naming and naming != Lead.Naming.ANONYMOUS and not values.get("name") and not known:
            self.add_error("name", _("实名线索须填写反映人；不愿留名的选匿名。"))

    def _six_clear(self, values: Mapping[str, Any]) -> None:
        """Each of the six, or a reason why not; the employer's name, the sixth, is always asked for."""
        there = {
            "project": values.get("project"), "amount_fen": values.get("amount_fen") is not None,
            "period": values.get("period_from") and values.get("period_to"),
            "worker_list": values.get("worker_list") or (self.stored and self.stored.worker_list_filed),
            "contact": values.get("contact") or (self.stored and self.stored.identity and self.stored.identity.contact),
        }  # fmt: skip
        for key, (label, _filled) in SIX_CLEAR.items():
            if not there[key] and not values.get(f"why_{key}"):
                self.add_error(f"why_{key}", _now("请填写%(what)s，或写明没有的原因。") % {"what": label})

    # --- what it gives -----------------------------------------------------------------------------------------
    @property
    def values(self) -> dict[str, Any]:
        """The fields of the row."""
        typed = self.cleaned_data
        why = {key: typed[f"why_{key}"] for key in SIX_CLEAR if typed[f"why_{key}"]}
        return {**{k: typed[k] for k in FORM_FIELDS if k in typed}, "why_missing": why}

    @property
    def identity(self) -> dict[str, str] | None:
        """For the vault; None leaves what is there. What was not typed anew is kept."""
        name, contact = self.cleaned_data["name"], self.cleaned_data["contact"]
        if not (name or contact):
            return None
        old = self.stored.identity if self.stored else None
        return {"name": name or (old.name if old else ""), "contact": contact or (old.contact if old else "")}

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The parts of the form, for the template."""
        parts = [{"title": title, "fields": self._cells(cells), "wages": False} for title, cells in PARTS]
        wages = {"title": _("欠薪六明确"), "fields": self._cells(WAGES), "wages": True,
                 "help": _("单位、项目、金额、期间、工人信息、联系方式要逐项明确；缺哪一项，写明原因。")}  # fmt: skip
        return [*parts, wages, {"title": _("证据"), "fields": self._cells((("evidence", 6),)), "wages": False}]

    def _cells(self, cells: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
        return [{"field": self[name], "span": span} for name, span in cells if name in self.fields]


def _initial(lead: SupervisionLead) -> dict[str, Any]:
    values = {key: getattr(lead, key) for key in FORM_FIELDS if key != "why_missing"}
    return {**values, **{f"why_{key}": lead.why_missing.get(key, "") for key in SIX_CLEAR}}
