"""A general lead: what somebody said to the hotline, at a station, to a scout or at the counter (relief.md §4)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.cases import Case, bind
from relief.people.secrets import EncryptedTextField
from workflows import triggers
from workflows.fsm import StateField
from workflows.lead import LEAD, State


@bind(LEAD)
class Lead(LEAD.transitions(), Case):  # type: ignore[misc]
    """What was said, by whom (encrypted), how urgent, who handles it and how it ended."""

    class Source(models.TextChoices):
        """Where it came from."""

        HOTLINE = "12351", _("12351热线")
        STATION = "STATION", _("驿站扫码")
        SCOUT = "SCOUT", _("吹哨人")
        VISIT = "VISIT", _("走访")

    machine = LEAD
    state = StateField(_("状态"), choices=State.choices, default=LEAD.initial)

    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    source_ref = models.CharField(_("来源编号"), max_length=60, blank=True)
    received_at = models.DateTimeField(_("接收时间"))
    subject = models.CharField(_("事由"), max_length=100)
    text = models.TextField(_("反映内容"), max_length=4000)
    employer_name = models.CharField(_("单位"), max_length=100, blank=True)
    wage_arrears = models.BooleanField(_("涉及欠薪"), default=False)
    urgent = models.BooleanField(_("紧急"), default=False)
    person_name = EncryptedTextField(_("反映人"), blank=True)
    person_phone = EncryptedTextField(_("联系电话"), blank=True)
    phone_blind = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("处理人"), editable=False
    )
    answer = models.TextField(_("答复内容"), max_length=2000, blank=True, editable=False)
    application = models.OneToOneField(
        "applications.Application", models.PROTECT, null=True, related_name="lead", verbose_name=_("救助申请"), editable=False
    )
    outcome_told = models.BooleanField(_("已告知结果"), default=False, editable=False)
    unreachable = models.BooleanField(_("无法联系"), default=False, editable=False)
    reopened_at = models.DateTimeField(_("重新办理时间"), null=True, editable=False)
    rating = models.PositiveSmallIntegerField(_("评价"), null=True, editable=False)

    class Meta:
        verbose_name = _("线索")
        verbose_name_plural = _("线索")
        triggers = triggers.edges(LEAD)
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="rating_1_to_5")
        ]


class LeadContact(models.Model):
    """联系记录: when the office spoke with the person, or tried to. The first one ends the limit for contact."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="contacts")
    on = models.DateField(_("日期"))
    how = models.CharField(_("方式"), max_length=40)
    said = models.CharField(_("沟通内容"), max_length=1000)
    reached = models.BooleanField(_("已联系上"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.lead_id}·{self.on}"
