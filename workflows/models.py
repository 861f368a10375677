"""The journal, pauses and extensions of clocks, the calendar, and the office clock of a demo database."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows import triggers
from workflows.desks import DeskTask, Docket
from workflows.fsm import MACHINES, SafeRefresh

__all__ = ["Alert", "CalendarDay", "DeskTask", "Docket", "Event", "Extension", "Journalled", "OfficeClock", "Pause"]


class Journalled(SafeRefresh):
    """What the engine needs of every case: how many events it has, and the hash of the last one.

    Subclasses mix in ``Machine.transitions()``, a ``StateField`` and set ``machine``.
    """

    event_count = models.PositiveIntegerField(default=0, editable=False)
    head_hash = models.BinaryField(default=b"", editable=False)

    class Meta:
        abstract = True


class Event(models.Model):
    """One row per move or act, append-only and hash-chained per case (invariants I6, I7).

    ``actor`` did it in ``role``; ``principal`` is whom they stood in for; ``entered_by`` keyed it and counts as
    ``entered_as`` for separation. An actor is
    empty for APPLICANT, BANK and CLOCK. ``occurred_on`` is the date it happened (the date on the paper),
    ``at`` the office clock, ``recorded_at`` the database's. ``path`` and ``organisation_name`` are the place then.
    """

    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    dossier = models.CharField(max_length=50)
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    role = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    principal = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_as = models.CharField(max_length=20, blank=True)
    path = models.CharField(max_length=255)
    organisation_name = models.CharField(max_length=100, blank=True)
    occurred_on = models.DateField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(editable=False)
    facts = models.JSONField(default=dict)
    prev_hash = models.BinaryField(editable=False)
    hash = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        constraints = [models.UniqueConstraint(fields=["machine", "case_id", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["dossier", "id"]), models.Index(fields=["at"])]
        triggers = [triggers.chain(), triggers.append_only()]

    def __str__(self) -> str:
        return f"{self.machine}:{self.case_id}#{self.seq} {self.verb}"

    @property
    def tag(self) -> str:
        """The verb with its machine, as rows, services, URLs and templates name it."""
        return f"{self.machine}:{self.verb}"

    @property
    def label(self) -> str:
        """What was done, in Chinese."""
        return MACHINES[self.machine].label_of(self.verb)


class Pause(models.Model):
    """An interval in which a case's clocks stand; both end days are uncounted (relief.md §6)."""

    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("计时暂停")
        verbose_name_plural = _("计时暂停")
        indexes = [models.Index(fields=["machine", "case_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["machine", "case_id", "kind"], condition=models.Q(ended_on=None), name="one_open_pause_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.machine}:{self.case_id} {self.kind} {self.started_on}–{self.ended_on or ''}"


class Extension(models.Model):
    """A named clock lengthened: a new interval, never an edited date (relief.md §6)."""

    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    clock = models.CharField(max_length=30)
    started_on = models.DateField()
    n = models.PositiveIntegerField()
    unit = models.CharField(max_length=2)
    reason = models.TextField()

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        indexes = [models.Index(fields=["machine", "case_id"])]

    def __str__(self) -> str:
        return f"{self.machine}:{self.case_id} {self.clock} +{self.n}{self.unit}"


class Alert(models.Model):
    """A stage's limit has passed and somebody is told: once a desk task and due day, however many runners there are.

    ``told`` are role words of the stage's row; ``path`` is where the file lies, whose subtree their grants must cover.
    It is on their list 已逾期 as long as the task is open and still due on that day.
    """

    task = models.ForeignKey(DeskTask, models.CASCADE, related_name="alerts")
    machine = models.CharField(max_length=30)
    case_id = models.BigIntegerField()
    state = models.CharField(max_length=30)
    path = models.CharField(max_length=255)
    told = models.CharField(_("提醒对象"), max_length=80)
    on = models.DateField(_("到期日"))
    at = models.DateTimeField(_("提醒时间"))

    class Meta:
        verbose_name = _("逾期提醒")
        verbose_name_plural = _("逾期提醒")
        constraints = [models.UniqueConstraint(fields=["task", "on"], name="told_once_a_due_day")]
        indexes = [models.Index(fields=["machine", "case_id"])]

    def __str__(self) -> str:
        return f"{self.machine}:{self.case_id} {self.state} {self.on}"


class CalendarDay(models.Model):
    """A dated exception to Monday–Friday: a holiday, or a make-up working day 调休上班."""

    HOLIDAY, MAKEUP = "holiday", "makeup"

    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("性质"), max_length=8, choices=[(HOLIDAY, _("节假日")), (MAKEUP, _("调休上班"))])
    name = models.CharField(_("名称"), max_length=40)
    source_document = models.CharField(_("依据文件"), max_length=200)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("日历")
        verbose_name_plural = _("日历")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class OfficeClock(models.Model):
    """The one row that makes a database a demo one, and how far its clock stands from real time."""

    offset_by = models.DurationField(default=timedelta())

    _cache: ClassVar[dict[str, bool]] = {}

    class Meta:
        verbose_name = _("演示时钟")
        verbose_name_plural = _("演示时钟")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_office_clock")]

    def __str__(self) -> str:
        return str(self.offset_by)

    @classmethod
    def offset(cls) -> timedelta:
        """How far the office clock is from real time: nothing in a real database (asked once a process)."""
        if cls._cache.get("real"):
            return timedelta()
        row = cls.objects.first()
        if row is None:
            cls._cache["real"] = True
            return timedelta()
        return row.offset_by

    @classmethod
    def forget(cls) -> None:
        """Ask the database again whether it is a demo one."""
        cls._cache.clear()
