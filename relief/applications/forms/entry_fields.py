"""The fields of the 申请审批表, each typed in one way wherever it is typed: entry, correction, filling many drafts.

Refusals are those of the import sheet, with the scheme's own words (relief.md §8, §14).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.applications.models import Application
from relief.applications.models.application import Hukou, Identity, Liability, Sex
from relief.casework.fields import DayField, MoneyField, Suggesting, choice, line, words
from relief.people import identifiers as ids
from relief.people.identifiers import ID_TYPE_LABELS, IdType
from relief.schemes.rules import Scheme
from workflows.clock import today

OFFERS: Mapping[str, tuple[str, ...]] = {
    "insurance_kind": ("职工医保", "城乡居民医保", "未参保"),
    "work_status": ("在岗", "待岗", "病休", "失业", "退休"),
    "health": ("健康", "患病", "残疾"),
    "payee_relation": ("配偶", "子女", "父母", "监护人"),
    "member_relation": ("配偶", "子女", "父母"),
    "bank": ("农业银行", "邮储银行", "工商银行", "建设银行", "农村商业银行"),
    "consent_channel": ("当面签字", "捺印", "手机确认"),
}
LIMITS = {"name": 50, "health": 50, "member_no": 40, "insurance_kind": 40, "employer": 100, "work_status": 40,
          "member_name": 50, "member_relation": 20, "event_place": 100, "bank": 100, "bank_code": 14,
          "account_name": 50, "payee_relation": 40, "consent_version": 20, "consent_channel": 20}  # fmt: skip
MONEY = ("per_capita_monthly_fen", "rigid_spending_fen", "total_cost_fen", "medical_insurance_fen",
         "commercial_insurance_fen", "mutual_aid_fen", "other_aid_fen", "loss_fen", "requested_fen")  # fmt: skip
ONE_TO_TWENTY = (1, 20)


def label_of(name: str) -> str:
    """What the paper form calls a field."""
    column: Any = Application._meta.get_field(name)
    return str(column.verbose_name)


def message(scheme: Scheme, code: str, label: str = "") -> str:
    """The scheme's text of a refusal."""
    text = scheme.import_sheet.messages[code].replace("{列}", label)
    return text if text.endswith("。") else f"{text}。"


class CheckedField(forms.CharField):
    """A text that one function reads: it returns the stored form, or raises ValidationError."""

    def __init__(self, *, read: Callable[[str], Any], **options: Any) -> None:
        self.read = read
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.read(text) if text else text


def _refused(scheme: Scheme, code: str) -> ValidationError:
    return ValidationError(message(scheme, code), code=code)


def read_name(scheme: Scheme, text: str) -> str:
    name = ids.clean_name(text)
    if not ids.name_allowed(name):
        raise _refused(scheme, "E_NAME")
    return name


def read_mobile(scheme: Scheme, text: str) -> str:
    mobile = ids.parse_mobile(ids.fold_width(text))
    if mobile is None:
        raise _refused(scheme, "E_MOBILE")
    return mobile


def read_card(scheme: Scheme, text: str) -> str:
    card = ids.parse_card(ids.fold_width(text))
    if card is None:
        raise _refused(scheme, "E_CARD")
    return card


def read_number(scheme: Scheme, id_type: str | None, text: str, code: str = "") -> str:
    """An identity number in its stored form; without a type the shape decides. ``code`` names every refusal alike."""
    try:
        return ids.parse_identifier(IdType(id_type) if id_type else None, text, today=today()).number
    except ids.IdentifierError as error:
        raise _refused(scheme, code or error.code) from error


def _choices(kind: Any) -> list[tuple[str, Any]]:
    return list(kind.choices)


def _yes_no(label: str) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, choices=[("", _("请选择")), ("yes", _("是")), ("no", _("否"))], required=False,
        coerce=lambda v: v == "yes", empty_value=None)  # fmt: skip


def _whole(label: str, least: int, most: int, refusal: str) -> forms.Field:
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), refusal)
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, error_messages=messages,
                              widget=forms.TextInput(attrs={"inputmode": "numeric"}))  # fmt: skip


class ConsentDay(DayField):
    """The day on which consent was given, kept as an instant."""

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return timezone.make_aware(datetime.combine(day, time(9))) if day else None

    def prepare_value(self, value: Any) -> Any:
        return timezone.localdate(value) if isinstance(value, datetime) else value


def entry_field(name: str, scheme: Scheme, *, id_type: str | None = None, picker: bool = False) -> forms.Field:
    """The field for a column of the form. None is required here: what is required depends on the cause."""
    label = label_of(name)
    if name in MONEY:
        return MoneyField(label=_now("%(what)s（元）") % {"what": label}, required=False)
    if name in SELECTS:
        return choice(label, SELECTS[name](scheme), required=False)
    if name in ("event_date", "application_date"):
        return DayField(label=label, picker=picker, required=False, latest=today())
    if name in READ:
        widget = Suggesting() if name == "name" else forms.TextInput(attrs={"autocomplete": "off"})
        return CheckedField(label=label, required=False, widget=widget,
                            read=lambda text: READ[name](scheme, id_type, text))  # fmt: skip
    if name in OTHERS:
        return OTHERS[name](label, scheme, picker)
    return line(label, required=False, limit=LIMITS.get(name, 100), offers=OFFERS.get(name, ()))


def _sized(label: str, scheme: Scheme, _picker: bool) -> forms.Field:
    return _whole(label, *ONE_TO_TWENTY, message(scheme, "E_NUMBER"))


OTHERS: Mapping[str, Callable[[str, Scheme, bool], forms.Field]] = {
    "household_size": _sized,
    "contract_months": lambda label, _s, _p: _whole(label, 0, 1200, _now("写合同期的月数，如 24。")),
    "relative_of_staff": lambda label, _s, _p: _yes_no(label),
    "narrative": lambda label, _s, _p: words(label, required=False, rows=4, limit=2000),
    "address": lambda label, _s, _p: line(label, required=False, limit=200),
    "consent_at": lambda label, _s, picker: ConsentDay(label=label, picker=picker, required=False, latest=today()),
}
READ: Mapping[str, Callable[[Scheme, str | None, str], Any]] = {
    "name": lambda scheme, _t, text: read_name(scheme, text),
    "account_name": lambda scheme, _t, text: read_name(scheme, text),
    "member_name": lambda scheme, _t, text: read_name(scheme, text),
    "mobile": lambda scheme, _t, text: read_mobile(scheme, text),
    "card_no": lambda scheme, _t, text: read_card(scheme, text),
    "id_no": lambda scheme, id_type, text: read_number(scheme, id_type, text),
    "household_head_id": lambda scheme, _t, text: read_number(scheme, None, text, "E_HOUSEHOLD_ID"),
}
SELECTS: Mapping[str, Callable[[Scheme], Iterable[tuple[str, Any]]]] = {
    "sex": lambda _s: _choices(Sex),
    "hukou_type": lambda _s: _choices(Hukou),
    "identity": lambda _s: _choices(Identity),
    "liability": lambda _s: _choices(Liability),
    "id_type": lambda _s: [(str(t), _(label)) for t, label in ID_TYPE_LABELS.items()],
    "cause": lambda scheme: [(code, cause.label) for code, cause in scheme.causes.items()],
}


def value_label(name: str, value: Any, scheme: Scheme) -> Any:
    """A stored value in the words of the form."""
    if value in (None, ""):
        return ""
    if name in SELECTS:
        return dict(SELECTS[name](scheme)).get(value, value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return timezone.localdate(value) if isinstance(value, datetime) else value
