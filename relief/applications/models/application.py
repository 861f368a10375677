"""申请审批表: the application form of relief.md §7, one row a case."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.people.secrets import EncryptedTextField
from workflows import triggers
from workflows.fsm import StateField
from workflows.relief_application import RELIEF_APPLICATION, State


def fen(label: Any) -> models.BigIntegerField:
    """A sum of money in whole fen; empty = not stated."""
    return models.BigIntegerField(label, null=True, blank=True)


def text(label: Any, length: int) -> models.CharField:
    """An optional short text."""
    return models.CharField(label, max_length=length, blank=True)


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Hukou(models.TextChoices):
    URBAN = "urban", _("城镇")
    RURAL = "rural", _("农村")


class Identity(models.TextChoices):
    """身份 of the worker."""

    WORKER = "worker", _("职工")
    MIGRANT = "migrant", _("农民工")
    NEW_FORM = "new_form", _("新就业形态")


class Liability(models.TextChoices):
    NONE = "none", _("无责")
    SECONDARY = "secondary", _("次责")
    EQUAL = "equal", _("同责")
    MAIN = "main", _("主责")
    FULL = "full", _("全责")


ASKED_WHOLE = ("id_blind", "household_blind", "mobile_blind", "card_blind", "import_digest")
"""Columns found by their whole value alone: an index each, without a second one for beginnings of words."""


@bind(RELIEF_APPLICATION)
class Application(RELIEF_APPLICATION.transitions(), Case):  # type: ignore[misc]
    """One household, one applicant, one cause, one event. Identity, card and phone are encrypted (§8)."""

    machine = RELIEF_APPLICATION
    state = StateField(_("状态"), choices=State.choices, default=RELIEF_APPLICATION.initial)

    name = models.CharField(_("姓名"), max_length=50)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=20)
    id_no = EncryptedTextField(_("证件号码"))
    id_blind = models.CharField(max_length=64, editable=False)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True, editable=False)
    household_head_id = EncryptedTextField(_("户主证件号码"), blank=True)
    household_blind = models.CharField(max_length=64, editable=False)
    hukou_type = models.CharField(_("户口类型"), max_length=6, choices=Hukou.choices, blank=True)
    address = EncryptedTextField(_("住址"), blank=True)
    mobile = EncryptedTextField(_("手机号码"), blank=True)
    mobile_blind = models.CharField(max_length=64, blank=True, editable=False)
    health = text(_("健康残疾"), 50)
    identity = models.CharField(_("身份"), max_length=10, choices=Identity.choices, blank=True)
    member_no = text(_("会员编号"), 40)
    insurance_kind = text(_("医保"), 40)
    employer = text(_("工作单位"), 100)
    work_status = text(_("工作状态"), 40)
    contract_months = models.PositiveIntegerField(_("合同期月"), null=True, blank=True)
    member_name = text(_("会员姓名(非申请人本人时)"), 50)
    member_relation = text(_("与会员关系"), 20)
    household_size = models.PositiveSmallIntegerField(_("家庭人口"), null=True, blank=True)
    per_capita_monthly_fen = fen(_("家庭月人均收入"))
    rigid_spending_fen = fen(_("刚性支出"))

    cause = models.CharField(_("致困原因"), max_length=20)
    narrative = models.TextField(_("情况说明"), max_length=2000, blank=True)
    event_date = models.DateField(_("发生日期"))
    event_place = text(_("地点"), 100)
    application_date = models.DateField(_("申请日期"))
    total_cost_fen = fen(_("费用总额"))
    medical_insurance_fen = fen(_("医保报销"))
    commercial_insurance_fen = fen(_("商业保险赔付"))
    mutual_aid_fen = fen(_("互助保障给付"))
    other_aid_fen = fen(_("其他救助"))
    loss_fen = fen(_("损失金额"))
    liability = models.CharField(_("责任认定"), max_length=10, choices=Liability.choices, blank=True)
    requested_fen = fen(_("申请金额"))

    bank = text(_("开户银行"), 100)
    bank_code = text(_("联行号"), 14)
    card_no = EncryptedTextField(_("银行卡号"), blank=True)
    card_blind = models.CharField(max_length=64, blank=True, editable=False)
    account_name = text(_("户名"), 50)
    payee_relation = text(_("收款关系"), 40)
    relative_of_staff = models.BooleanField(_("是否职工亲属"), null=True, blank=True)
    consent_version = text(_("承诺与核对授权版本"), 20)
    consent_at = models.DateTimeField(_("授权时间"), null=True, blank=True)
    consent_channel = text(_("授权方式"), 20)

    scheme = models.ForeignKey("schemes.SchemeVersion", models.PROTECT, null=True, editable=False)
    accepted_on = models.DateField(_("受理日期"), null=True, editable=False)
    exclusions = models.JSONField(_("排除情形"), default=dict, editable=False)
    exception = models.CharField(_("会员例外"), max_length=60, blank=True, editable=False)
    proposed_fen = fen(_("拟救助金额"))
    proposed_source = models.CharField(_("资金来源"), max_length=20, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(_("公示轮次"), default=1, editable=False)
    drawn_for_sample = models.BooleanField(_("抽中复核"), default=False, editable=False)
    searched_at_count = models.PositiveIntegerField(default=0, editable=False)
    rejected_reason = models.CharField(_("理由"), max_length=500, blank=True, editable=False)
    retain_until = models.DateField(_("保存至"), null=True, editable=False)
    dossier_digest = models.CharField(max_length=64, blank=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    import_row = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("救助申请")
        verbose_name_plural = _("救助申请")
        triggers = triggers.edges(RELIEF_APPLICATION)
        indexes = [
            models.Index(fields=["organisation", "state"]),
            models.Index(fields=["name"], name="application_by_name", opclasses=["varchar_pattern_ops"]),
            *(models.Index(fields=[column]) for column in ASKED_WHOLE),
        ]


class HouseholdMember(models.Model):
    """A member of the household as the form lists them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="members")
    name = models.CharField(_("姓名"), max_length=50)
    relation = models.CharField(_("关系"), max_length=20)
    id_no = EncryptedTextField(_("证件号码"), blank=True)
    id_blind = models.CharField(max_length=64, blank=True, db_index=True)
    health = text(_("健康状况"), 50)
    occupation = text(_("单位或学校"), 100)
    monthly_income_fen = fen(_("月收入"))

    class Meta:
        verbose_name = _("家庭成员")
        verbose_name_plural = _("家庭成员")
        indexes = [models.Index(fields=["name"], name="member_by_name", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return f"{self.name}({self.relation})"


class Invoice(models.Model):
    """A bill that the costs rest on; its number, amount, day and hospital find a second use (§10.12)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="invoices")
    number = models.CharField(_("票据号码"), max_length=200, db_index=True)
    amount_fen = fen(_("金额"))
    issued_on = models.DateField(_("日期"), null=True, blank=True)
    hospital = text(_("医院"), 100)

    class Meta:
        verbose_name = _("票据")
        verbose_name_plural = _("票据")

    def __str__(self) -> str:
        return self.number


class HouseholdLock(models.Model):
    """I5: one live case per household and cause-event. Taken by accept; freed where a state has no desk."""

    household_blind = models.CharField(max_length=64)
    cause = models.CharField(max_length=20)
    event_date = models.DateField()
    application = models.OneToOneField(Application, models.CASCADE, related_name="lock")

    class Meta:
        verbose_name = _("家庭锁")
        verbose_name_plural = _("家庭锁")
        constraints = [
            models.UniqueConstraint(fields=["household_blind", "cause", "event_date"], name="one_live_case_a_household")
        ]

    def __str__(self) -> str:
        return f"{self.cause}·{self.event_date}"


class ImportRun(models.Model):
    """A sheet that was written: once per file (I12)."""

    digest = models.CharField("SHA-256", max_length=64, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    received_on = models.DateField(_("收到日期"))
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(_("行数"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")

    def __str__(self) -> str:
        return f"{self.digest[:8]}·{self.rows}"
