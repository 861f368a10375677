"""What can be done for many files at once: steps whose form asks nothing, each confirmed once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relief.queue.pages import case_url, model_of
from relief.queue.registry import VERBS
from relief.queue.selectors import Line
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary, summaries
from workflows import options
from workflows.fsm import MACHINES

__all__ = ["CLAIM", "RELEASE", "VERBS", "BatchVerb", "Item", "Plan", "offered", "plan", "read_tokens"]
CLAIM, RELEASE = "claim", "release"


@dataclass(frozen=True)
class BatchVerb:
    """A verb of a machine that needs no form: the state it leaves, whose desk the file lies on, who acts."""

    machine: str
    verb: str
    state: str
    desk: str
    role: str
    then: Any
    money: bool = False
    name: str = ""

    @property
    def key(self) -> str:
        """What the button sends; ``name`` where another machine has the same verb."""
        return self.name or self.verb

    @property
    def label(self) -> str:
        return str(MACHINES[self.machine].row(self.verb).label)

    def fits(self, machine: str, state: str, desk: str) -> bool:
        return (self.machine, self.state, self.desk) == (machine, state, desk)


@dataclass(frozen=True)
class Item:
    """One ticked file. ``why`` says why it cannot go with the others; empty when it can."""

    line: Line
    summary: Summary
    why: str = ""

    @property
    def url(self) -> str:
        return case_url(self.line.machine, self.line.case_id)

    @property
    def token(self) -> str:
        """The case as it stood on the page: what was confirmed is what is done."""
        return f"{self.line.id}:{self.line.case_id}:{self.summary.event_count}"


@dataclass(frozen=True)
class Plan:
    """The ticked files, those that can go and those that stay behind."""

    verb: BatchVerb
    going: Sequence[Item]
    staying: Sequence[Item]

    @property
    def total_fen(self) -> int:
        return sum(item.summary.fen or 0 for item in self.going)

    @property
    def funds(self) -> Mapping[str, int]:
        """Sums by the name of the source of money."""
        sums: dict[str, int] = {}
        for item in self.going:
            name = item.summary.fund or _("未注明")
            sums[name] = sums.get(name, 0) + (item.summary.fen or 0)
        return sums


def offered(sitting: Sitting, tab: str, lines: Iterable[Line]) -> list[dict[str, str]]:
    """The buttons of the batch bar: those that at least one file of the page allows."""
    found = {"open": [(CLAIM, _("领取"))], "mine": [(RELEASE, _("放回"))]}.get(tab, [])
    standing = {(line.machine, line.state, line.role) for line in lines}
    for verb in VERBS.values():
        if sitting.holds(verb.role) and any(verb.fits(*where) for where in standing):
            found.append((verb.key, verb.label))
    return [{"verb": name, "label": label} for name, label in found]


def plan(verb: BatchVerb, lines: Sequence[Line], person: Any) -> Plan:
    """Ask of each ticked file whether it can go: the engine's own questions, so that nobody is surprised later."""
    told = summaries((line.machine, line.case_id) for line in lines)
    fitting = [line for line in lines if verb.fits(line.machine, line.state, line.role)]
    model = model_of(verb.machine)
    cases = list(model.objects.filter(pk__in=[line.case_id for line in fitting]).order_by("pk"))
    facts = {f.case.pk: f for f in MACHINES[verb.machine].facts.prefetched(cases)}
    items = []
    for line in lines:
        fits = line in fitting and line.case_id in facts
        why = _why_not(verb, facts[line.case_id], person) if fits else _("不在“%(state)s”这一步") % {
            "state": MACHINES[verb.machine].states(verb.state).label}  # fmt: skip
        items.append(Item(line, told[line.machine, line.case_id], why))
    return Plan(verb, [i for i in items if not i.why], [i for i in items if i.why])


def _why_not(verb: BatchVerb, facts: Any, person: Any) -> str:
    option = options.standing(facts, person).options.get(verb.verb)
    if option is None:
        return _("现在不能办这一步")
    if option.hand is None:
        return option.refusal
    return "；".join(str(_(g.missing)) for g in option.missing)  # type: ignore[attr-defined]


def read_tokens(tokens: Iterable[str]) -> list[tuple[int, int, int]]:
    """(task, case, event count) of every confirmed file; what is no token is left out."""
    parts = (token.split(":") for token in tokens)
    return [(int(p[0]), int(p[1]), int(p[2])) for p in parts if len(p) == 3 and all(n.isdecimal() for n in p)]
