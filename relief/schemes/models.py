"""A version of the federation's 办法 as data. What it says never changes; a new text is a new version."""

from functools import cached_property

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.schemes.fields import OrderedJSONField
from relief.schemes.rules import Scheme

REFUSE = "RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = "
# An unconfirmed version is replaced only by deleting its row, which the keys of the cases that use it refuse.
TEXT_CHANGED = pgtrigger.Condition(
    "((OLD.code, OLD.version, OLD.name, OLD.valid_from, OLD.data) IS DISTINCT FROM"
    " (NEW.code, NEW.version, NEW.name, NEW.valid_from, NEW.data))"
)
CONFIRMED = pgtrigger.Condition("OLD.status = 'CONFIRMED'")
# After confirmation only the end of validity may still be set, when a successor takes over.
CONFIRMATION_CHANGED = pgtrigger.Condition(
    "OLD.status = 'CONFIRMED' AND (OLD.status, OLD.source_document, OLD.confirmed_by_id, OLD.confirmed_on)"
    " IS DISTINCT FROM (NEW.status, NEW.source_document, NEW.confirmed_by_id, NEW.confirmed_on)"
)


class SchemeVersion(models.Model):
    """One dated version. UNCONFIRMED until an administrator confirms it, naming the source document."""

    class Status(models.TextChoices):
        UNCONFIRMED = "UNCONFIRMED", _("未确认")
        CONFIRMED = "CONFIRMED", _("已确认")

    code = models.CharField(_("代码"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    name = models.CharField(_("名称"), max_length=100)
    status = models.CharField(_("状态"), max_length=11, choices=Status.choices, default=Status.UNCONFIRMED)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True, help_text=_("从这一天起不再适用"))
    data = OrderedJSONField(_("内容"))
    source_document = models.CharField(_("依据文件"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_schemes",
        verbose_name=_("确认人"),
    )
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("办法版本")
        verbose_name_plural = _("办法版本")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="scheme_valid_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(status="UNCONFIRMED", confirmed_by__isnull=True, confirmed_on__isnull=True)
                | (
                    models.Q(status="CONFIRMED", confirmed_by__isnull=False, confirmed_on__isnull=False)
                    & ~models.Q(source_document="")
                ),
                name="scheme_confirmed_by_someone_on_a_document",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="text_is_final",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=TEXT_CHANGED,
                func=f"{REFUSE} 'scheme: the text of a version never changes';",
            ),
            pgtrigger.Trigger(
                name="confirmation_is_final",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=CONFIRMATION_CHANGED,
                func=f"{REFUSE} 'scheme: a confirmed version is immutable';",
            ),
            pgtrigger.Trigger(
                name="confirmed_stays",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=CONFIRMED,
                func=f"{REFUSE} 'scheme: a confirmed version is never deleted';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @cached_property
    def rules(self) -> Scheme:
        """The version's content, typed. Its standing is the row's, not the file's."""
        return Scheme(self.data, confirmed=self.status == self.Status.CONFIRMED)
