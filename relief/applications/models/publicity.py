"""公示表: one sheet for any number of cases of one union; a whitelist of fields, frozen on the entry (§7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.applications.models.application import Application
from workflows import triggers


class PublicitySheet(models.Model):
    """Photos and result belong to the sheet. Dates of photos are stated, never read from files.

    It has its number from the day it is opened; what it says is frozen, its list ends with its first day.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="sheets")
    number = models.CharField(_("公示编号"), max_length=60, blank=True, editable=False)
    place = models.CharField(_("公示地点"), max_length=100)
    complaint_phone = models.CharField(_("监督电话"), max_length=40)
    starts_on = models.DateField(_("公示开始"))
    ends_on = models.DateField(_("公示截止"))
    start_photo = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    start_photo_on = models.DateField(_("开始照片日期"), null=True)
    end_photo = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    end_photo_on = models.DateField(_("结束照片日期"), null=True)
    result = models.CharField(_("公示结果"), max_length=200, blank=True)
    result_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    result_on = models.DateField(_("结果签字日期"), null=True)

    class Meta:
        verbose_name = _("公示表")
        verbose_name_plural = _("公示表")
        triggers = [
            triggers.frozen("organisation_id", "number", "place", "complaint_phone", "starts_on", "ends_on")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}·{self.starts_on}"


class SheetEntry(models.Model):
    """One case on a sheet: exactly the whitelisted fields, as they were published (I10)."""

    sheet = models.ForeignKey(PublicitySheet, models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, models.PROTECT, related_name="sheet_entries")
    round = models.PositiveSmallIntegerField(default=1)
    name_masked = models.CharField(_("姓名"), max_length=50)
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    cause_label = models.CharField(_("致困原因"), max_length=20)
    amount_fen = models.BigIntegerField(_("拟救助金额"))

    class Meta:
        verbose_name = _("公示条目")
        verbose_name_plural = _("公示条目")
        constraints = [models.UniqueConstraint(fields=["sheet", "application"], name="once_on_a_sheet")]
        triggers = [triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.name_masked}·{self.amount_fen}"
