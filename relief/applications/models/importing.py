"""An uploaded import sheet on its way to drafts; the row is the truth of the job (relief.md §14)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.people.secrets import EncryptedTextField


class ImportJob(models.Model):
    """Read, shown, confirmed, written: what a worker, a page and a sweeper know of one upload.

    ``upload`` (the file in base64) and ``shown`` (the rows as the page shows them, JSON) hold personal data: both
    are ciphertext at rest, and emptied when the drafts are written or after seven days. ``found`` holds counts
    and texts only. ``beat_at`` is real time, not the office clock: it tells a worker that died.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待检查")
        READING = "reading", _("正在检查")
        READ = "read", _("已检查")
        CONFIRMED = "confirmed", _("等待写入")
        WRITING = "writing", _("正在写入")
        WRITTEN = "written", _("已写入")
        ALREADY = "already", _("此前已导入")
        FAILED = "failed", _("没有办成")
        CLEARED = "cleared", _("已清除")

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    received_on = models.DateField(_("收到日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    upload = EncryptedTextField(blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.WAITING)
    leave_out_bad = models.BooleanField(_("舍去错误行"), default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(_("写入件数"), default=0)
    found = models.JSONField(default=dict)
    shown = EncryptedTextField(blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("导入任务")
        verbose_name_plural = _("导入任务")
        indexes = [models.Index(fields=["by", "-id"]), models.Index(fields=["status"])]

    def __str__(self) -> str:
        return f"{self.name}·{self.get_status_display()}"

    @property
    def running(self) -> bool:
        """Does a worker have it, or will it?"""
        working = (self.Status.WAITING, self.Status.READING, self.Status.CONFIRMED, self.Status.WRITING)
        return self.status in working
