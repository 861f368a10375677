"""How case and letters talk (supervision.md §6): the case writes plans, letters write outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.supervision.models.case import Record, SupervisionCase, person


class LetterKind(models.TextChoices):
    REMINDER = "reminder_letter", _("提示函")
    OPINION = "opinion", _("意见书")
    RECOMMENDATION = "recommendation", _("建议书")


class Organ(models.TextChoices):
    COMMITTEE = "COMMITTEE", _("监督委员会")
    UNION = "UNION", _("工会")


class LetterPlan(Record):
    """Which letter goes to whom, decided by the director; a letter with a case is drafted from one only."""

    kind = models.CharField(_("文种"), max_length=20, choices=LetterKind.choices)
    issuer = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("制发工会"))
    organ = models.CharField(_("名义"), max_length=10, choices=Organ.choices)
    addressee = models.CharField(_("主送单位"), max_length=100)
    follows = models.ForeignKey(
        "letters.SupervisionLetter", models.PROTECT, null=True, related_name="+", verbose_name=_("前一文书")
    )
    skip_reminder = models.CharField(_("跳过提示函的理由"), max_length=20, blank=True)
    skip_opinion = models.CharField(_("跳过意见书的理由"), max_length=20, blank=True)
    skip_note = models.CharField(_("说明"), max_length=500, blank=True)
    skip_decided_by = person(null=True)

    class Meta:
        verbose_name = _("文书计划")
        verbose_name_plural = _("文书计划")
        default_related_name = "plans"


class LetterOutcome(models.Model):
    """A letter has ended: written by the letter in the same transaction, read by the case as a fact (§6.2)."""

    class End(models.TextChoices):
        SATISFIED = "satisfied", _("已办结")
        SUPERSEDED = "superseded", _("已转后续文书")
        REVOKED = "revoked", _("已撤销")

    case = models.ForeignKey(SupervisionCase, models.PROTECT, related_name="outcomes")
    plan = models.ForeignKey(LetterPlan, models.PROTECT, null=True, related_name="outcomes")
    letter = models.OneToOneField("letters.SupervisionLetter", models.PROTECT, related_name="outcome_row")
    end = models.CharField(_("结局"), max_length=10, choices=End.choices)
    detail = models.CharField(_("情形"), max_length=12)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("文书结局")
        verbose_name_plural = _("文书结局")

    def __str__(self) -> str:
        return f"{self.letter_id}·{self.end}·{self.detail}"
