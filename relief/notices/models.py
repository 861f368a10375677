"""Issued papers: numbers without unexplained gaps, text frozen with the move, PDF made after commit.

A notice's row is the truth of its job: status, attempts, next try, error (decision 0004).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers


class NumberSeries(models.Model):
    """The last number given to a kind by an organisation in a year; locked while a number is taken."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.kind}〔{self.year}〕{self.last}"


class Notice(models.Model):
    """One issued paper: kind, number and content are frozen by the database."""

    class Status(models.TextChoices):
        PENDING = "pending", _("待生成")
        READY = "ready", _("已生成")
        FAILED = "failed", _("生成失败")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
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
    delivered_by = models.CharField(_("送达方式"), max_length=10, blank=True)
    delivered_on = models.DateField(_("送达日期"), null=True)
    delivery_proof = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    delivery_entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "year", "n"], name="notice_number_once")]
        indexes = [models.Index(fields=["status", "next_try_at"], condition=~models.Q(status="ready"), name="unmade")]
        triggers = [triggers.frozen("kind", "number", "content", "issued_on", "organisation_id", "dossier", "year", "n")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
