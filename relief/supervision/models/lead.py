"""线索登记表: the form of supervision.md §11, one row a supervision lead; the complainant lies in the vault."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.people.secrets import EncryptedTextField
from workflows import triggers
from workflows.fsm import StateField
from workflows.supervision_lead import SUPERVISION_LEAD, State


class Identity(models.Model):
    """The complainant 反映人, encrypted: files know the pseudonym alone (§10)."""

    pseudonym = models.CharField(_("代称"), max_length=20)
    name = EncryptedTextField(_("姓名"), blank=True)
    contact = EncryptedTextField(_("联系方式"), blank=True)

    class Meta:
        verbose_name = _("反映人")
        verbose_name_plural = _("反映人")

    def __str__(self) -> str:
        return self.pseudonym


@bind(SUPERVISION_LEAD)
class SupervisionLead(SUPERVISION_LEAD.transitions(), Case):  # type: ignore[misc]
    """What is reported of an employer. The fields of the six clear items 欠薪六明确 matter for wages."""

    class Source(models.TextChoices):
        HOTLINE = "12351", _("12351热线")
        MAYOR = "12345", _("12345热线")
        VISIT = "VISIT", _("来访")
        ONLINE = "ONLINE", _("网上")
        PATROL = "PATROL", _("巡查")
        BASIC_UNION = "BASIC_UNION", _("基层工会")
        HIGHER_UNION = "HIGHER_UNION", _("上级工会")
        DEPARTMENT = "DEPARTMENT", _("部门移送")
        COURT = "COURT", _("法院")
        MEDIA = "MEDIA", _("媒体")
        OTHER = "OTHER", _("其他")

    class Naming(models.TextChoices):
        NAMED = "NAMED", _("实名")
        CONFIDENTIAL = "CONFIDENTIAL", _("实名保密")
        ANONYMOUS = "ANONYMOUS", _("匿名")

    class Urgency(models.TextChoices):
        NORMAL = "NORMAL", _("一般")
        GROUP = "GROUP", _("群体性")
        DANGER = "DANGER", _("危及安全")

    class Channels(models.TextChoices):
        """仲裁诉讼投诉: where else the matter is."""

        NONE = "NONE", _("没有")
        COMPLAINT = "COMPLAINT", _("已向监察投诉")
        ARBITRATION = "ARBITRATION", _("已申请仲裁")
        COURT = "COURT", _("已起诉")

    class Ground(models.TextChoices):
        """Why a lead is not taken up (§3)."""

        OUT_OF_SCOPE = "OUT_OF_SCOPE", _("不属于监督范围")
        IN_ARBITRATION_OR_COURT = "IN_ARBITRATION_OR_COURT", _("已仲裁或诉讼")
        WITH_DEPARTMENT = "WITH_DEPARTMENT", _("部门已在处理")
        NO_EMPLOYER = "NO_EMPLOYER", _("用人单位不明")
        WITHDRAWN = "WITHDRAWN", _("反映人撤回")
        INSUFFICIENT = "INSUFFICIENT", _("线索不足")

    machine = SUPERVISION_LEAD
    state = StateField(_("状态"), choices=State.choices, default=SUPERVISION_LEAD.initial)

    lead = models.OneToOneField("leads.Lead", models.PROTECT, null=True, related_name="supervision_lead", editable=False)
    received_at = models.DateTimeField(_("接收时间"))
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    source_ref = models.CharField(_("来源编号"), max_length=60, blank=True)
    naming = models.CharField(_("实名情况"), max_length=12, choices=Naming.choices)
    identity = models.OneToOneField(Identity, models.PROTECT, null=True, editable=False)
    employer_name = models.CharField(_("单位"), max_length=100)
    name_key = models.CharField(max_length=100, blank=True, db_index=True, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    has_union = models.CharField(_("建会"), max_length=7, blank=True)
    matter_codes = models.JSONField(_("事项"), default=list)
    workers = models.PositiveIntegerField(_("人数"), null=True)
    request = models.TextField(_("诉求"), max_length=2000, blank=True)
    other_channels = models.CharField(_("仲裁诉讼投诉"), max_length=12, choices=Channels.choices)
    urgency = models.CharField(_("紧急程度"), max_length=6, choices=Urgency.choices)
    project = models.CharField(_("工程项目"), max_length=100, blank=True)
    amount_fen = models.BigIntegerField(_("欠薪金额"), null=True, blank=True)
    period_from = models.DateField(_("欠薪期间自"), null=True, blank=True)
    period_to = models.DateField(_("欠薪期间至"), null=True, blank=True)
    worker_list_filed = models.BooleanField(_("已附工人信息"), default=False)
    why_missing = models.JSONField(_("缺项原因"), default=dict, help_text=_("六明确中每一缺项的原因"))

    ground = models.CharField(_("不予受理情形"), max_length=30, choices=Ground.choices, blank=True, editable=False)
    ground_text = models.CharField(_("理由"), max_length=500, blank=True, editable=False)
    recipient = models.CharField(_("转往单位"), max_length=100, blank=True, editable=False)
    survivor = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", editable=False)
    case = models.ForeignKey("supervision.SupervisionCase", models.PROTECT, null=True, related_name="leads", editable=False)

    class Meta:
        verbose_name = _("监督线索")
        verbose_name_plural = _("监督线索")
        triggers = triggers.edges(SUPERVISION_LEAD)
        indexes = [models.Index(fields=["organisation", "state"]), models.Index(fields=["uscc"])]


class LeadDuplicate(models.Model):
    """A lead that may be the same (credit code or name, period, matter): stored on write, decided by a person (§3)."""

    lead = models.ForeignKey(SupervisionLead, models.CASCADE, related_name="duplicates")
    other = models.ForeignKey(SupervisionLead, models.PROTECT, related_name="+")
    same = models.JSONField(_("相同之处"), default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_same = models.BooleanField(_("是同一线索"), null=True)

    class Meta:
        verbose_name = _("疑似重复")
        verbose_name_plural = _("疑似重复")
        constraints = [models.UniqueConstraint(fields=["lead", "other"], name="duplicate_once")]

    def __str__(self) -> str:
        return f"{self.lead_id}~{self.other_id}"


class PriorityReport(models.Model):
    """A lead on a matter of priority was taken up: reported to the next higher union."""

    lead = models.OneToOneField(SupervisionLead, models.PROTECT, related_name="priority_report")
    to = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("上级工会"))
    matter_codes = models.JSONField(_("事项"), default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("重点事项报告")
        verbose_name_plural = _("重点事项报告")

    def __str__(self) -> str:
        return f"{self.lead_id}→{self.to_id}"
