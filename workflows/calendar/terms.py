"""Due days: computed from start, rule, calendar and pauses, never counted down by a job (relief.md §6)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workflows.calendar import wording
from workflows.calendar.days import ONE_DAY, Calendar
from workflows.calendar.rules import (
    BadTerm,
    ExtensionTerm,
    Note,
    PauseDates,
    Pauses,
    RollRule,
    StartRule,
    State,
    Step,
    Unit,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A due day that can explain itself.

    `due` is None while the clock is stopped or the calendar ends too early; `estimate` then holds the day that
    would follow without the open pause, unknown days taken as Monday to Friday (暂定). The lists hold only
    what is certain: days before the open pause and inside the calendar.
    """

    start: date
    n: int
    unit: Unit
    due: date | None
    state: State
    counted: tuple[date, ...]
    skipped: tuple[Note, ...]
    rolled: tuple[Note, ...]
    makeup: tuple[date, ...]
    estimate: date | None
    stopped_from: date | None
    extensions: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """「为什么是这一天」 in one sentence."""
        return wording.explain(self)


class _Walk:
    """One walk over the days after a start, noting what it counts, skips and rolls over, and why."""

    def __init__(self, calendar: Calendar, pauses: Pauses) -> None:
        self.calendar = calendar
        self.pauses = pauses
        self.counted: list[date] = []
        self.skipped: list[Note] = []
        self.rolled: list[Note] = []
        self.unknown: date | None = None

    def count(self, start: date, n: int, unit: Unit, start_rule: StartRule) -> date:
        """The n-th countable unpaused day; paused days of d and m are so added. n = 0 is the start itself."""
        wanted = (_add_months(start, n) - start).days if unit is Unit.MONTH else n
        day = start - ONE_DAY if start_rule is StartRule.SAME_DAY and wanted else start
        while wanted:
            day += ONE_DAY
            if not self.pauses.hold(day) and (unit is not Unit.WORKING_DAY or self._works(day)):
                self.counted.append(day)
                wanted -= 1
            else:
                self.skipped.append((day, self._reason(day)))
        return day

    def roll(self, day: date, rule: RollRule) -> date:
        """The last day moved on while it is off by the rule or paused; it must lie inside the calendar anyhow."""
        while self._is_off(day, rule) or self.pauses.hold(day):
            self.rolled.append((day, self._reason(day)))
            day += ONE_DAY
        return day

    def _is_off(self, day: date, rule: RollRule) -> bool:
        works = self._works(day)
        if rule is RollRule.NEXT_WORKING_DAY:
            return not works
        return rule is RollRule.AFTER_STATUTORY_HOLIDAY and self.calendar.is_holiday(day)

    def _reason(self, day: date) -> str:
        """A pause is named first: it alone would leave the day out."""
        return _("暂停") if self.pauses.hold(day) else self.calendar.rest_reason(day)

    def _works(self, day: date) -> bool:
        if self.unknown is None and not self.calendar.covers(day):
            self.unknown = day
        return self.calendar.seems_to_work(day)


def due(
    start: date,
    n: int,
    unit: str,
    *,
    calendar: Calendar,
    pauses: Iterable[PauseDates] = (),
    start_rule: StartRule = StartRule.NEXT_DAY,
    roll_rule: RollRule = RollRule.NEXT_WORKING_DAY,
    extensions: Iterable[ExtensionTerm] = (),
) -> Due:
    """The due day of a term of n units from `start`; the defaults are relief's rules (relief.md §6).

    An open pause that begins on or before the due day stops the clock, a later one changes nothing.
    """
    steps = [Step(n, _unit(unit)), *(Step(more.n, _unit(more.unit)) for more in extensions)]
    walk = _Walk(calendar, Pauses(pauses))
    end, last_day, rule = start, start, start_rule
    for step in steps:
        _check(end, step)
        try:
            last_day = walk.count(end, step.n, step.unit, rule)
            end = walk.roll(last_day, roll_rule) if step.n else last_day
        except OverflowError:
            raise _too_long() from None
        rule = StartRule.NEXT_DAY
    return _conclude(walk, start, steps, last_day, end)


def _conclude(walk: _Walk, start: date, steps: list[Step], last_day: date, end: date) -> Due:
    """Decide the state of a finished walk, and keep of its notes only the certain days."""
    open_from = walk.pauses.open_from
    stopped_from = open_from if open_from is not None and open_from <= end else None
    state = State.STOPPED if stopped_from else State.BEYOND_CALENDAR if walk.unknown else State.RUNNING
    running = state is State.RUNNING
    limit = min((day for day in (stopped_from, walk.unknown) if day), default=date.max)
    counted = tuple(day for day in walk.counted if day < limit)
    stands = (end,) if running and end != last_day else ()
    return Due(
        start=start,
        n=steps[0].n,
        unit=steps[0].unit,
        due=end if running else None,
        state=state,
        counted=counted,
        skipped=tuple(note for note in walk.skipped if note[0] < limit),
        rolled=tuple(note for note in walk.rolled if note[0] < limit),
        makeup=tuple(day for day in counted + stands if walk.calendar.is_makeup(day)),
        estimate=None if running else end,
        stopped_from=stopped_from,
        extensions=tuple(steps[1:]),
    )


def between(start: date, end: date, calendar: Calendar) -> int:
    """Working days from start (not counted) to end (counted); raises BeyondCalendar where a day is unknown."""
    return sum(calendar.works(day) for day in _days_after(start, end))


def between_estimate(start: date, end: date, calendar: Calendar) -> int:
    """As `between`, unknown days taken as Monday to Friday: shown 暂定."""
    return sum(calendar.seems_to_work(day) for day in _days_after(start, end))


def hours(start: datetime, n: int) -> datetime:
    """n hours of elapsed time, never stopped, never rolled, as Asia/Shanghai; a naive start is taken as that."""
    if n < 0:
        raise _negative()
    aware = start if start.tzinfo else start.replace(tzinfo=SHANGHAI)
    try:
        return (aware.astimezone(UTC) + timedelta(hours=n)).astimezone(SHANGHAI)
    except OverflowError:
        raise _too_long() from None


def _days_after(start: date, end: date) -> Iterator[date]:
    if end < start:
        raise BadTerm("end", _("结束日%(end)s早于开始日%(start)s") % {"end": end, "start": start})
    return (start + timedelta(days=step) for step in range(1, (end - start).days + 1))


def _add_months(day: date, months: int) -> date:
    """The same day n months on, clamped to the end of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if year > date.max.year:
        raise _too_long()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unit(unit: str) -> Unit:
    try:
        return Unit(unit)
    except ValueError:
        raise BadTerm("unit", _("期限单位应为wd(工作日)、d(自然日)或m(月)")) from None


def _check(start: date, step: Step) -> None:
    if isinstance(start, datetime):
        raise BadTerm("start", _("期限从日期起算，不从时刻起算"))
    if step.n < 0:
        raise _negative()
    if step.n > (date.max - start).days:
        raise _too_long()


def _negative() -> BadTerm:
    return BadTerm("n", _("期限不能为负数"))


def _too_long() -> BadTerm:
    return BadTerm("n", _("期限过长，超出可表示的日期"))
