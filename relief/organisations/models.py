"""The tree of unions, and who holds which role where and when (relief.md §2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from relief.cases import bind
from workflows import triggers
from workflows.administration import ADMINISTRATION, State
from workflows.fsm import StateField
from workflows.models import Journalled
from workflows.roles import Role


class Level(models.TextChoices):
    """Levels of the organisation tree, from the top down."""

    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县")
    TOWNSHIP = "township", _("乡镇街道")
    GRASSROOTS = "grassroots", _("基层")
    INDUSTRY = "industry", _("产业")


class Organisation(MP_Node):
    """A union. ``path`` (treebeard) is the text that grants, desk tasks and events are compared with."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    area = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    abbr = models.CharField(_("机关代字"), max_length=20, blank=True, help_text=_("文号中代表本单位的字，如示县"))
    address = models.CharField(_("地址"), max_length=100, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    sort_key = models.CharField(max_length=300, db_index=True, editable=False)
    valid_from = models.DateField(_("成立日期"), null=True, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("承接单位"))

    class Meta:
        verbose_name = _("工会组织")
        verbose_name_plural = _("工会组织")

    def __str__(self) -> str:
        return self.name

    def at_level(self, level: str) -> "Organisation | None":
        """This organisation or its nearest ancestor of ``level``; None where the tree has none."""
        if self.level == level:
            return self
        return Organisation.objects.get_ancestors(self).filter(level=level).last()


class Dated(models.Model):
    """Holds from ``valid_from`` up to and including ``valid_to`` (null = until ended).

    A row ended before it began has ``valid_to`` on the day before ``valid_from``: it never held. Rows are
    never deleted; papers signed under them stay explicable.
    """

    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    reason = models.CharField(_("依据或理由"), max_length=200, blank=True)
    set_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(_("终止理由"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Grant(Dated):
    """A role held at an organisation between dates; it covers the subtree."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", verbose_name=_("人员"))
    role = models.CharField(_("岗位"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="grants", verbose_name=_("单位"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation", "valid_from"],
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="grant_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}·{self.get_role_display()}·{self.organisation}"


class Delegation(Dated):
    """A dated substitution 代理: the delegate acts for the principal, and both are judged by every rule."""

    principal = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegated")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions")
    role = models.CharField(_("岗位"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("代理")
        verbose_name_plural = _("代理")
        constraints = [
            models.CheckConstraint(condition=~models.Q(principal=models.F("delegate")), name="delegate_is_another"),
            models.CheckConstraint(condition=models.Q(valid_to__isnull=False), name="delegation_has_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}→{self.principal}·{self.get_role_display()}"


class SmallOffice(Dated):
    """Leave to join cells 合并岗位, granted to an organisation by the level above (relief.md §2)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="small_office")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("合并岗位许可")
        verbose_name_plural = _("合并岗位许可")

    def __str__(self) -> str:
        return f"{self.organisation}·{self.valid_from}"


@bind(ADMINISTRATION)
class Administration(ADMINISTRATION.transitions(), Journalled):  # type: ignore[misc]
    """What administrators did at one organisation, as a chain of events; without one it is that of the whole tree.

    Set-up and the superuser, who stand above every union, write into the latter where the act has no union of its own.
    """

    machine = ADMINISTRATION
    due_on = None
    state = StateField(_("状态"), choices=State.choices, default=ADMINISTRATION.initial)

    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="administration")

    class Meta:
        verbose_name = _("管理事项")
        verbose_name_plural = _("管理事项")
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(organisation=None), name="one_for_the_tree")
        ]
        triggers = triggers.edges(ADMINISTRATION)

    def __str__(self) -> str:
        return f"{self.machine.label}·{self.organisation or _('全部单位')}"
