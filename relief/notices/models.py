"""Issued papers: numbers without unexplained gaps, text frozen with the move, PDF made after commit.

A notice's row is the truth of its job: status, attempts, next try, error (docs/decisions/0004-jobs-as-rows.md).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers


class NumberSeries(models.Model):
    """The last number given to a kind by an organisation in a year; locked while a number is taken.

    ``mark`` stands before 〔year〕 and stays for the year, even if the union is renamed.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    mark = models.CharField(_("机关代字"), max_length=60, blank=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.kind}〔{self.year}〕{self.last}"


class Notice(models.Model):
    """One issued paper: kind, number and content are frozen by the database, once made its bytes' digest too.

    ``organisation`` issued it; ``union`` is the union whose case it speaks of: who covers it may read the paper.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("待生成")
        READY = "ready", _("已生成")
        FAILED = "failed", _("生成失败")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    union = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    dossier = models.CharField(max_length=50, db_index=True)
    event = models.ForeignKey("workflows.Event", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("种类"), max_length=30)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    number = models.CharField(_("文号"), max_length=60)
    title = models.CharField(_("标题"), max_length=100)
    issued_on = models.DateField(_("日期"))
    content = models.JSONField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    pdf_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year", "n"], name="notice_number_once")]
        indexes = [models.Index(fields=["status", "next_try_at"], condition=~models.Q(status="ready"), name="unmade")]
        triggers = [
            triggers.frozen("kind", "number", "title", "content", "issued_on", "organisation_id", "union_id", "dossier",
                            "year", "n"),
            triggers.frozen("status", "pdf_digest", name="made", when="OLD.status = 'ready'"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def ready(self) -> bool:
        """Is there a PDF?"""
        return self.status == self.Status.READY


class Delivery(models.Model):
    """One delivery of a paper, as it happened; a second attempt is a row of its own (relief.md §7)."""

    class Method(models.TextChoices):
        """The words of the scheme's ``notices_delivery``."""

        HAND = "hand", _("当面送交")
        POST = "post", _("邮寄")
        PHONE = "phone", _("电话告知")
        SMS = "sms", _("短信")
        WECHAT = "wechat", _("微信")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    method = models.CharField(_("送达方式"), max_length=10, choices=Method.choices)
    on = models.DateField(_("送达日期"))
    receiver = models.CharField(_("签收人或接听人"), max_length=50, blank=True)
    proof = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.on}"
