"""How a case ends: 整改核实, 回访, 反馈, 结案 (supervision.md §10, §11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.supervision.models.case import Record


class ItemCheck(Record):
    """One demand, or one term of a settlement, looked at on the spot. ``source``: letter:<pk> or settlement:<pk>."""

    source = models.CharField(max_length=30)
    n = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("要求"), max_length=500)
    done = models.BooleanField(_("已落实"))
    evidence = models.CharField(_("依据"), max_length=500)

    class Meta:
        verbose_name = _("整改核实")
        verbose_name_plural = _("整改核实")
        default_related_name = "checks"


class Visit(Record):
    """回访记录: one supervisor records it, another confirms by the move ``visit``."""

    class Mode(models.TextChoices):
        ON_SITE = "ON_SITE", _("实地")
        PHONE = "PHONE", _("电话")
        ONLINE = "ONLINE", _("网络")

    visited_at = models.DateTimeField(_("时间"))
    mode = models.CharField(_("方式"), max_length=8, choices=Mode.choices)
    pseudonyms = models.CharField(_("回访对象"), max_length=200)
    items = models.JSONField(_("逐项"), default=list, help_text="[{n, text, done}]")
    new_issues = models.CharField(_("新问题"), max_length=500, blank=True)
    breach_ended = models.BooleanField(_("问题已解决"))

    class Meta:
        verbose_name = _("回访记录")
        verbose_name_plural = _("回访记录")
        default_related_name = "visits"
        get_latest_by = "id"


class Feedback(Record):
    """What a complainant was told, or that they could not be reached."""

    lead = models.ForeignKey("supervision.SupervisionLead", models.PROTECT, related_name="feedback")
    channel = models.CharField(_("方式"), max_length=40)
    text = models.CharField(_("内容"), max_length=1000)
    reached = models.BooleanField(_("已告知"), default=True)

    class Meta:
        verbose_name = _("反馈")
        verbose_name_plural = _("反馈")
        default_related_name = "feedback"


class Closing(Record):
    """结案审批表. ``recovered``: fen by WAGES, OVERTIME, INSURANCE, COMPENSATION, OTHER."""

    KINDS = {"WAGES": _("工资"), "OVERTIME": _("加班费"), "INSURANCE": _("社会保险"), "COMPENSATION": _("经济补偿"),
             "OTHER": _("其他")}  # fmt: skip

    outcome = models.CharField(_("结果"), max_length=20)
    workers = models.PositiveIntegerField(_("人数"))
    recovered = models.JSONField(_("追回金额"), default=dict)
    contracts = models.PositiveIntegerField(_("补签合同"), default=0)
    feedback = models.CharField(_("反馈"), max_length=500)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("结案审批表")
        verbose_name_plural = _("结案审批表")
        default_related_name = "closings"
        get_latest_by = "id"
