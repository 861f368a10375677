"""编号登记簿 (supervision.md §8): no number is used twice, none is missing without its reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.supervision.models import LetterKind
from workflows import triggers


class Series(models.Model):
    """Issuer × organ × kind × year of ``issued_on``; its row is locked while a number is taken. ``abbr`` stays."""

    issuer = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(_("文种"), max_length=20, choices=LetterKind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    abbr = models.CharField(_("机关代字"), max_length=20)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [models.UniqueConstraint(fields=["issuer", "kind", "year"], name="letter_series_once")]

    def __str__(self) -> str:
        return f"{self.abbr}·{self.kind}·{self.year}"


class NumberEntry(models.Model):
    """One number: RESERVED at sign, ISSUED at seal, VOID at recall or void, with its reason; a VOID never returns."""

    class State(models.TextChoices):
        RESERVED = "RESERVED", _("已预留")
        ISSUED = "ISSUED", _("已使用")
        VOID = "VOID", _("作废")

    series = models.ForeignKey(Series, models.PROTECT, related_name="entries")
    n = models.PositiveIntegerField(_("序号"))
    text = models.CharField(_("文号"), max_length=80)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices)
    letter = models.ForeignKey("letters.SupervisionLetter", models.PROTECT, related_name="numbers")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        constraints = [
            models.UniqueConstraint(fields=["series", "n"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["letter"], condition=~models.Q(state="VOID"), name="one_living_number_a_letter"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="VOID") | ~models.Q(reason=""), name="void_number_has_a_reason"
            ),
        ]
        triggers = [
            triggers.frozen("series_id", "n", "text", "letter_id", name="number_stands"),
            triggers.frozen("state", "reason", name="void_is_final", when="OLD.state = 'VOID'"),
            triggers.frozen("state", name="issued_is_never_reserved_again",
                            when="OLD.state = 'ISSUED' AND NEW.state = 'RESERVED'"),
        ]

    def __str__(self) -> str:
        return self.text
