"""会议纪要: a meeting's decision as a record of its own; its agenda decides many cases at once (§7)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.applications.models.application import Application, fen


class Meeting(models.Model):
    """Typed once by the secretary; moves fire line by line from the agenda."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="meetings")
    body = models.CharField(_("会议名称"), max_length=40)
    held_on = models.DateField(_("会议日期"))
    number = models.CharField(_("纪要编号"), max_length=60, blank=True)
    present = models.PositiveSmallIntegerField(_("到会人数"))
    entitled = models.PositiveSmallIntegerField(_("应到人数"))
    recused = models.CharField(_("回避人员"), max_length=200, blank=True)
    scan = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("会议纪要")
        verbose_name_plural = _("会议纪要")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(present__gt=0) & models.Q(entitled__gte=models.F("present")), name="present_entitled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}·{self.held_on}"


class AgendaItem(models.Model):
    """One case on the agenda, and what the meeting decided of it."""

    class Decision(models.TextChoices):
        AGREE = "agree", _("同意")
        RETURN = "return", _("退回")
        REFUSE = "refuse", _("不予")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    application = models.ForeignKey(Application, models.PROTECT, related_name="agenda_items")
    proposed_fen = models.BigIntegerField(_("提请金额"))
    decision = models.CharField(_("决定"), max_length=6, choices=Decision.choices)
    amount_fen = fen(_("批准金额"))
    votes_for = models.PositiveSmallIntegerField(_("赞成"), default=0)
    votes_against = models.PositiveSmallIntegerField(_("反对"), default=0)
    abstentions = models.PositiveSmallIntegerField(_("弃权"), default=0)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("议题")
        verbose_name_plural = _("议题")
        constraints = [models.UniqueConstraint(fields=["meeting", "application"], name="once_on_an_agenda")]

    def __str__(self) -> str:
        return f"{self.application}·{self.get_decision_display()}"
