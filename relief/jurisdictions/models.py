"""Local rules and the law they stand on, as data: profile versions, matters, provisions (supervision.md §7).

What a profile version says never changes; a new text is a new version. Provisions keep every version of an article,
each with the days on which it may be cited.
"""

from __future__ import annotations

from functools import cached_property

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from relief.jurisdictions.rules import Rules
from relief.jurisdictions.vocabulary import RuleLevel
from relief.schemes.fields import OrderedJSONField

REFUSE = "RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = "
# An unconfirmed version is replaced only by deleting its row, which the keys of letters and of narrower rules refuse.
TEXT_CHANGED = pgtrigger.Condition(
    "((OLD.code, OLD.version, OLD.name, OLD.level, OLD.region, OLD.parent_id, OLD.valid_from, OLD.data)"
    " IS DISTINCT FROM (NEW.code, NEW.version, NEW.name, NEW.level, NEW.region, NEW.parent_id, NEW.valid_from, NEW.data))"
)
# After confirmation only the end of validity may still be set, when a successor takes over.
CONFIRMATION_CHANGED = pgtrigger.Condition(
    "OLD.status = 'CONFIRMED' AND (OLD.status, OLD.source_document, OLD.confirmed_by_id, OLD.confirmed_on)"
    " IS DISTINCT FROM (NEW.status, NEW.source_document, NEW.confirmed_by_id, NEW.confirmed_on)"
)
PARENT_OPEN = (
    "IF NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jurisdictions_profileversion"
    " WHERE id = NEW.parent_id AND status = 'CONFIRMED') THEN "
    f"{REFUSE} 'profile: never more confirmed than its parent'; END IF; RETURN NEW;"
)
UNSIGNED = models.Q(status="UNCONFIRMED", confirmed_by__isnull=True, confirmed_on__isnull=True)
SIGNED = models.Q(status="CONFIRMED", confirmed_by__isnull=False, confirmed_on__isnull=False)


class ProfileVersion(models.Model):
    """One dated version of a region's rules. UNCONFIRMED until an administrator confirms it on a document."""

    class Status(models.TextChoices):
        UNCONFIRMED = "UNCONFIRMED", _("未确认")
        CONFIRMED = "CONFIRMED", _("已确认")

    code = models.CharField(_("代码"), max_length=60)
    version = models.PositiveIntegerField(_("版本"))
    name = models.CharField(_("名称"), max_length=200)
    level = models.CharField(_("层级"), max_length=8, choices=RuleLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="narrower", verbose_name=_("上级规则")
    )
    region = models.CharField(_("行政区划代码"), max_length=6)
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
        related_name="confirmed_profiles",
        verbose_name=_("确认人"),
    )
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("地区规则版本")
        verbose_name_plural = _("地区规则版本")
        ordering = ["region", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="profile_version_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="profile_valid_in_order",
            ),
            models.CheckConstraint(
                condition=UNSIGNED | (SIGNED & ~models.Q(source_document="")),
                name="profile_confirmed_by_someone_on_a_document",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="text_is_final",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=TEXT_CHANGED,
                func=f"{REFUSE} 'profile: the text of a version never changes';",
            ),
            pgtrigger.Trigger(
                name="confirmation_is_final",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=CONFIRMATION_CHANGED,
                func=f"{REFUSE} 'profile: a confirmed version is immutable';",
            ),
            pgtrigger.Trigger(
                name="parent_goes_before",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.status = 'CONFIRMED'"),
                func=PARENT_OPEN,
            ),
            pgtrigger.Trigger(
                name="confirmed_stays",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.status = 'CONFIRMED'"),
                func=f"{REFUSE} 'profile: a confirmed version is never deleted';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"

    @cached_property
    def chain(self) -> list[ProfileVersion]:
        """This version and those it lies over, the widest first."""
        return [*(self.parent.chain if self.parent else ()), self]

    @cached_property
    def rules(self) -> Rules:
        """The version's content over its parents', typed. Its standing is the row's, not the file's."""
        return Rules([version.data for version in self.chain], confirmed=self.status == self.Status.CONFIRMED)


class Matter(models.Model):
    """A matter 事项 of labour law, such as WAGE 工资支付."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=100)

    class Meta:
        verbose_name = _("监督事项")
        verbose_name_plural = _("监督事项")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Provision(models.Model):
    """An article in one of its versions, with the days on which a letter may cite it.

    An amended article is a new row; the old one ends on the day the new one begins (``valid_to`` is exclusive).
    """

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("职权")
        DUTY = "duty", _("义务")
        LIABILITY = "liability", _("责任")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="provisions", verbose_name=_("事项"))
    law = models.CharField(_("法律"), max_length=100)
    law_id = models.CharField(_("简码"), max_length=20)
    version_date = models.DateField(_("文本日期"))
    article = models.CharField(_("条"), max_length=40)
    clause = models.CharField(_("款项"), max_length=40, blank=True)
    kind = models.CharField(_("性质"), max_length=10, choices=Kind.choices)
    summary = models.CharField(_("内容"), max_length=300)
    authority = models.CharField(_("主管部门"), max_length=100, blank=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True, help_text=_("从这一天起不再适用"))
    citable = models.BooleanField(_("可以引用"))
    superseded_by = models.CharField(_("代之以"), max_length=100, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("法律依据")
        verbose_name_plural = _("法律依据")
        ordering = ["matter", "id"]
        indexes = [models.Index(fields=["law", "article", "clause"], name="provision_cited")]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "law", "article", "clause", "version_date"], name="provision_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="provision_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.law}》{self.article}{self.clause}"
