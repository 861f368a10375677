"""A supervision case: one employer, its workers, and who investigates."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.people.secrets import EncryptedTextField
from workflows import triggers
from workflows.fsm import StateField
from workflows.supervision_case import SUPERVISION_CASE, State


def person(**options: Any) -> models.ForeignKey:
    """Somebody of the office; rows outlive their leaving."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


@bind(SUPERVISION_CASE)
class SupervisionCase(SUPERVISION_CASE.transitions(), Case):  # type: ignore[misc]
    """One employer. ``organisation`` is the handling union; limits are those of the profile in force at each stage."""

    class Outcome(models.TextChoices):
        """How a case ends (§10)."""

        RECTIFIED = "RECTIFIED", _("已整改")
        SETTLED = "SETTLED", _("协商解决")
        NOT_PROVED = "NOT_PROVED", _("违法事实不成立")
        REFERRED = "REFERRED", _("已移送")
        WITHDRAWN = "WITHDRAWN", _("反映人撤回")
        EMPLOYER_GONE = "EMPLOYER_GONE", _("用人单位注销或失联")
        OTHER_CHANNEL = "OTHER_CHANNEL", _("转其他渠道解决")

    class DropGround(models.TextChoices):
        """Why an investigation ends without letters (§4)."""

        ON_THE_SPOT = "ON_THE_SPOT", _("即时化解")
        PATROL_CLEAN = "PATROL_CLEAN", _("巡查未发现问题")
        NOT_PROVED = "NOT_PROVED", _("违法事实不成立")
        WITHDRAWN = "WITHDRAWN", _("反映人撤回")
        EMPLOYER_GONE = "EMPLOYER_GONE", _("用人单位注销或失联")
        OTHER_CHANNEL = "OTHER_CHANNEL", _("转其他渠道解决")

    machine = SUPERVISION_CASE
    state = StateField(_("状态"), choices=State.choices, default=SUPERVISION_CASE.initial)

    employer = models.ForeignKey("supervision.Employer", models.PROTECT, related_name="cases")
    matter_codes = models.JSONField(_("事项"), default=list)
    urgency = models.CharField(_("紧急程度"), max_length=6)
    summary = models.TextField(_("反映情况"), max_length=2000, blank=True)
    unannounced = models.BooleanField(_("不预先通知"), default=False)
    talks_agreed_on = models.DateField(_("双方同意协商日期"), null=True, editable=False)
    drop_ground = models.CharField(max_length=20, choices=DropGround.choices, blank=True, editable=False)
    drop_note = models.CharField(_("依据"), max_length=500, blank=True, editable=False)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome.choices, blank=True, editable=False)
    dossier_digest = models.CharField(max_length=64, blank=True, editable=False)
    retain_until = models.DateField(_("保存至"), null=True, editable=False)

    class Meta:
        verbose_name = _("监督案件")
        verbose_name_plural = _("监督案件")
        triggers = triggers.edges(SUPERVISION_CASE)
        indexes = [models.Index(fields=["organisation", "state"]), models.Index(fields=["employer", "state"])]


class Record(models.Model):
    """Something recorded of a case, on a day, by somebody."""

    case = models.ForeignKey(SupervisionCase, models.PROTECT)
    by = person()
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}·{self.case_id}"


class Assignment(Record):
    """A supervisor on the case, until ``ended_at``; the second may come from the higher union (§13.2)."""

    supervisor = person()
    from_higher = models.BooleanField(_("上级工会派员"), default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("指派")
        verbose_name_plural = _("指派")
        default_related_name = "assignments"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "supervisor"], condition=models.Q(ended_at=None), name="assigned_once"
            )
        ]


class Recusal(Record):
    """Somebody with an interest in the employer stands aside: no act, no read (§2)."""

    person = person()
    reason = models.CharField(_("理由"), max_length=500)

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        default_related_name = "recusals"
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recused_once")]


class CaseWorker(Record):
    """A worker of the case: papers know the pseudonym and give totals (§10)."""

    pseudonym = models.CharField(_("代称"), max_length=20)
    name = EncryptedTextField(_("姓名"))
    contact = EncryptedTextField(_("联系方式"), blank=True)
    owed_fen = models.BigIntegerField(_("欠付金额"), default=0)
    period = models.CharField(_("期间"), max_length=60, blank=True)
    status = models.CharField(_("情况"), max_length=60, blank=True)
    consents = models.BooleanField(_("同意向单位提供姓名"), default=False)

    class Meta:
        verbose_name = _("涉及职工")
        verbose_name_plural = _("涉及职工")
        default_related_name = "workers"
        constraints = [models.UniqueConstraint(fields=["case", "pseudonym"], name="pseudonym_once_a_case")]
