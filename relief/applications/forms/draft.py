"""The application form for clerks: one page in the order of the paper, household and bills as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.forms.entry_fields import (
    OFFERS,
    CheckedField,
    entry_field,
    label_of,
    message,
    read_name,
    read_number,
)
from relief.applications.models import Application
from relief.applications.requirements import required_fields
from relief.applications.services.drafting import SECRET
from relief.casework.fields import DayField, MoneyField, Suggesting
from relief.organisations.models import Organisation
from relief.people.identifiers import IdType, age_on
from relief.people.identity import identity_of
from relief.schemes.rules import Scheme
from relief.schemes.windows import window_start
from workflows.clock import today

CLEAR = "-"
"""Typed into a field that shows nothing of what is stored, it empties it."""
NEEDED = ("organisation", "name", "id_type", "id_no", "cause", "event_date", "application_date")
"""What even a draft must have: without them nobody could find it again."""
CONSENT = ("consent_channel", "consent_at", "consent_version")
RECEIVED = ("medical_insurance_fen", "commercial_insurance_fen", "mutual_aid_fen", "other_aid_fen")


@dataclass(frozen=True)
class Part:
    """A part of the paper form: (field, columns of six). ``rows`` names the table that follows."""

    title: Any
    fields: tuple[tuple[str, int], ...]
    help: Any = ""
    rows: str = ""
    rows_title: Any = ""
    rows_add: Any = ""


PARTS = (
    Part(_("申请人"), (
        ("organisation", 4), ("application_date", 2), ("name", 2), ("id_type", 2), ("id_no", 2), ("sex", 1),
        ("hukou_type", 1), ("mobile", 2), ("household_head_id", 2), ("address", 4), ("identity", 2), ("employer", 4),
        ("member_no", 2), ("insurance_kind", 2), ("work_status", 1), ("contract_months", 1), ("health", 2),
        ("relative_of_staff", 2), ("member_name", 2), ("member_relation", 2))),
    Part(_("家庭"), (("household_size", 2), ("per_capita_monthly_fen", 2), ("rigid_spending_fen", 2)),
         rows="members", rows_title=_("家庭成员"), rows_add=_("加一名成员")),
    Part(_("困难情况"), (
        ("cause", 2), ("event_date", 2), ("event_place", 2), ("liability", 2), ("total_cost_fen", 2),
        ("medical_insurance_fen", 2), ("commercial_insurance_fen", 2), ("mutual_aid_fen", 2), ("other_aid_fen", 2),
        ("loss_fen", 2), ("requested_fen", 2), ("narrative", 6)),
         rows="invoices", rows_title=_("票据"), rows_add=_("加一张票据")),
    Part(_("收款账户"), (
        ("bank", 2), ("card_no", 2), ("account_name", 2), ("payee_relation", 2), ("bank_code", 2)),
         help=_("户名与申请人不一致时，写明收款关系。")),
    Part(_("承诺与核对授权"), (("consent_channel", 2), ("consent_at", 2), ("consent_version", 2))),
)  # fmt: skip
NAMES = tuple(name for part in PARTS for name, _span in part.fields)


class UnionField(forms.CharField):
    """The accepting union, chosen or typed by name or code among those the clerk works for."""

    def __init__(self, unions: Mapping[str, Organisation], **options: Any) -> None:
        self.unions = unions
        super().__init__(widget=Suggesting(u.name for u in unions.values()), **options)

    def clean(self, value: Any) -> Organisation | None:
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        found = [u for code, u in self.unions.items() if text in (code, u.name)]
        if len(found) > 1:
            raise ValidationError(_("有几家工会同名，请填写工会代码。"))
        if not found:
            raise ValidationError(_("没有这家工会，或不在您的管辖范围内；请填写全称或代码。"))
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value


class DraftForm(forms.Form):
    """A draft is kept with little; what the cause requires is marked, and named when it is to be submitted."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, scheme: Scheme, unions: Mapping[str, Organisation],
                 stored: Application | None = None, **options: Any) -> None:  # fmt: skip
        self.cleared: list[str] = []
        super().__init__(self._emptied(data) if stored and data else data, **options)
        self.scheme, self.stored = scheme, stored
        for name in NAMES:
            self.fields[name] = (
                UnionField(unions, label=_("受理工会"), required=False) if name == "organisation"
                else entry_field(name, scheme, id_type=self.id_type))  # fmt: skip
        for name in NEEDED:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _now("请填写%(what)s。") % {"what": self.fields[name].label}
        for name in SECRET if stored else ():
            self._hide(name)
        cause = scheme.causes.get(self.typed("cause"))
        if cause is not None:
            self.fields["event_date"].label = cause.event_label or label_of("event_date")

    def typed(self, name: str) -> str:
        """What stands in a field, not yet checked."""
        return str(self.data.get(name, "") if self.is_bound else self.initial.get(name) or "")

    @property
    def id_type(self) -> str:
        """The type by which the number is read; what was never chosen is an identity card."""
        typed = self.typed("id_type")
        return typed if typed in {t.value for t in IdType} else IdType.RESIDENT.value

    def _hide(self, name: str) -> None:
        """A stored secret is not shown again: an empty field keeps it."""
        value = getattr(self.stored, name)
        if not value:
            return
        if self.initial.get(name) == value:
            self.initial[name] = ""
        field = self.fields[name]
        field.required = False
        field.widget.attrs["placeholder"] = SECRET[name](value)
        field.help_text = _("不改请留空")

    def mark(self) -> None:
        """Show what the cause requires; the check at submission is the verb's."""
        for name in (*required_fields(self.typed("cause"), self.scheme), *CONSENT):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        values = {**(super().clean() or {})}
        for name in SECRET if self.stored else ():
            if not self.data.get(name) and name not in self.cleared:
                values[name] = getattr(self.stored, name)
        self._days(values)
        self._received(values)
        return values

    def _emptied(self, data: QueryDict) -> QueryDict:
        """``-`` empties a field whose stored value is not shown."""
        self.cleared = [n for n in SECRET if data.get(n) == CLEAR and n not in NEEDED]
        typed = data.copy()
        for name in self.cleared:
            typed[name] = ""
        return typed

    def _days(self, values: dict[str, Any]) -> None:
        """E_AGE, E_DATE_FUTURE, E_WINDOW."""
        applied, happened = values.get("application_date"), values.get("event_date")
        if applied is None:
            return
        eligibility = self.scheme.eligibility
        identity = identity_of(values.get("id_type", ""), values.get("id_no", ""), today=today())
        born = identity.birth_date if identity else None
        if born and eligibility.age_min is not None and age_on(born, applied) < eligibility.age_min:
            self.add_error("id_no", message(self.scheme, "E_AGE"))
        if happened is None:
            return
        window = eligibility.claim_window
        label = str(self.fields["event_date"].label)
        if happened > applied:
            self.add_error("event_date", message(self.scheme, "E_DATE_FUTURE", label))
        elif happened < window_start(applied, window.n, window.unit):
            self.add_error("event_date", message(self.scheme, "E_WINDOW"))

    def _received(self, values: dict[str, Any]) -> None:
        """E_COST: what others paid is no more than cost or loss."""
        if values.get("cause") not in self.scheme.causes:
            return
        basis = self.scheme.rule_for(values["cause"]).basis
        gross = {"cost": "total_cost_fen", "loss": "loss_fen"}.get(basis)
        if gross and values.get(gross) is not None and sum(values.get(k) or 0 for k in RECEIVED) > values[gross]:
            self.add_error(gross, message(self.scheme, "E_COST"))


class RowForm(forms.Form):
    """A row of a table; a row left empty is none."""

    use_required_attribute = False

    def __init__(self, *args: Any, scheme: Scheme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.empty_permitted = True
        self.build(scheme)

    def build(self, scheme: Scheme) -> None:
        raise NotImplementedError  # pragma: no cover - every table says what its columns are

    def has_changed(self) -> bool:
        """Is anything written in it? A stored row that was emptied is taken out."""
        shown = [self.add_prefix(f.name) for f in self.visible_fields()]
        return any(self.data.get(name, "").strip() for name in shown)


class MemberForm(RowForm):
    """A member of the household. ``pk`` tells a stored row, whose number is not shown again."""

    def build(self, scheme: Scheme) -> None:
        self.fields["pk"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.fields["name"] = CheckedField(label=_("姓名"), read=lambda text: read_name(scheme, text))
        self.fields["relation"] = forms.CharField(
            label=_("关系"), max_length=20, widget=Suggesting(OFFERS["member_relation"]))  # fmt: skip
        self.fields["id_no"] = CheckedField(
            label=_("证件号码"), required=False, read=lambda text: read_number(scheme, None, text))
        self.fields["health"] = forms.CharField(label=_("健康状况"), max_length=50, required=False)
        self.fields["occupation"] = forms.CharField(label=_("单位或学校"), max_length=100, required=False)
        self.fields["monthly_income_fen"] = MoneyField(label=_("月收入（元）"), required=False)
        if self.initial.get("masked"):
            self.fields["id_no"].widget.attrs["placeholder"] = self.initial["masked"]


class InvoiceForm(RowForm):
    """A bill."""

    def build(self, scheme: Scheme) -> None:
        self.fields["number"] = forms.CharField(label=_("票据号码"), max_length=200)
        self.fields["amount_fen"] = MoneyField(label=_("金额（元）"), required=False)
        self.fields["issued_on"] = DayField(label=_("日期"), picker=False, required=False, latest=today())
        self.fields["hospital"] = forms.CharField(label=_("医院"), max_length=100, required=False)


Members = formset_factory(MemberForm, extra=2)
Invoices = formset_factory(InvoiceForm, extra=1)
