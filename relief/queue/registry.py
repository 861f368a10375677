"""What desk, search and access know of each kind of case: an app registers a ``Kind`` when it is ready.

Nothing in this package names a machine. A new workflow writes one class::

    # relief/leads/desk.py
    class Leads(Kind):
        machine, page, readers = LEAD, "lead", frozenset({Role.HOTLINE, Role.CASE_OFFICE, Role.DIRECTOR})
        told = {"name": F("employer_name"), "workers": F("workers")}
        tones = {"registered": "todo", "closed": "done"}

        def party(self, summary: Summary) -> str:
            return str(summary.told["name"])

        def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
            found.add("lead", keys(self.cases(sitting).filter(employer_name__contains=text)), _("单位"))

    show(Leads())
    enter(Section(50, _("线索"), (Entry(_("线索登记"), "leads", Leads.readers, "lead"),)))     # relief.queue.navigation

and imports it in ``AppConfig.ready``. Its cases then stand on desks, among what one has handled and in the search, with the
filters, the due page and the documents of their files.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from relief.queue.templatetags.relief_ui import TONES
from workflows.fsm import MACHINES, Machine
from workflows.roles import HeldGrant

if TYPE_CHECKING:
    from relief.queue.batches import BatchVerb
    from relief.queue.finding import Found, Question
    from relief.queue.sitting import Sitting
    from relief.queue.summaries import Summary

LISTED = 20
"""How many cases the search lists."""


class Kind:
    """The cases of one machine. What it leaves as it is here is empty on the desk."""

    machine: Machine
    page: str
    """The name of the page of a case."""
    readers: frozenset[str]
    """Roles that read the cases of the subtrees in which they are held."""
    number: str = "number"
    amount: Any = Value(None, output_field=BigIntegerField())
    """The sum of a case in fen, as an expression."""
    amount_sql = "NULL::bigint"
    """The same of the task ``t``, for the filters of the desk's statement."""
    barred_sql = ""
    """Which cases ``{case}`` the person ``%(me)s`` must not see although a grant covers them, as a condition."""
    told: Mapping[str, Any] = {}
    """What the words of a row are made of, besides number, state, union, due day and sum: expressions by name."""
    tones: Mapping[str, str] = {}
    """By state: todo, doing, wait, bad, done, off."""
    verbs: tuple[BatchVerb, ...] = ()
    """Steps that can be done for many files at once."""
    series: tuple[str, ...] = ()
    """Kinds of number series that these cases are numbered in."""
    number_word: Any = ""

    # --- the row of a list ----------------------------------------------------------------------------------
    def rows(self) -> QuerySet[Any]:
        """The columns of ``Summary``."""
        return MACHINES[self.machine.name].model.objects.values_list(
            Value(self.machine.name, output_field=CharField()), "pk", Cast(F(self.number), CharField()), "state",
            "event_count", "due_on", "organisation__name", "organisation__path", self.amount,
            JSONObject(**self.told))  # fmt: skip

    def subject(self, summary: Summary) -> str:
        """What the case is about."""
        return str(self.machine.label)

    def party(self, summary: Summary) -> str:
        """Whom it is about; a person masked."""
        return ""

    def party_detail(self, summary: Summary) -> str:
        """男,41岁."""
        return ""

    def fund(self, summary: Summary) -> str:
        """The source of its money."""
        return ""

    def banner(self, case: Any) -> str | None:
        """Which rules of the case are not confirmed yet, on its own pages; None: those of relief."""
        return None

    def common_banner(self, sitting: Sitting) -> str | None:
        """The same on the pages of no case, for those who read such cases and none of relief."""
        return None

    # --- who reads --------------------------------------------------------------------------------------------
    def tops(self, grants: tuple[HeldGrant, ...]) -> list[str]:
        """Where the subtrees begin whose cases the holder of these grants reads."""
        return sorted({g.path for g in grants if g.role in self.readers})

    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        """The cases that a person reads, the latest first."""
        return self.machine.model.objects.filter(under(self.tops(sitting.grants))).order_by("-pk")

    # --- the search box ---------------------------------------------------------------------------------------
    def by_number(self, found: Found, text: str, exact: set[str], sitting: Sitting) -> None:
        """By its number: ``exact`` are whole numbers that what was typed may mean, else by its beginning."""
        cases = self.cases(sitting)
        if exact:
            found.add(self.machine.name, keys(cases.filter(**{f"{self.number}__in": exact})), self.number_word)
        if "〔" in text:
            begins = cases.filter(**{f"{self.number}__startswith": text})
            found.add(self.machine.name, keys(begins), self.number_word)

    def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
        """By names."""

    def by_secret(self, found: Found, question: Question, sitting: Sitting) -> None:
        """By whole identity numbers, cards, phones: one lookup in the blind indexes."""


KINDS: dict[str, Kind] = {}
VERBS: dict[str, BatchVerb] = {}


def show(kind: Kind) -> None:
    """Register the cases of a machine. A state's tone and the name of a step for many files are said once."""
    clash = {s for s, tone in kind.tones.items() if TONES.get(s, tone) != tone} | (
        {v.key for v in kind.verbs if VERBS.get(v.key, v) != v})  # fmt: skip
    if clash:
        raise ValueError(f"said otherwise before: {sorted(clash)}")
    KINDS[kind.machine.name] = kind
    VERBS.update({verb.key: verb for verb in kind.verbs})
    TONES.update(kind.tones)


def under(paths: Any, field: str = "organisation__path") -> Q:
    """Rows of the unions in these subtrees; none where there is no subtree."""
    covered = Q(pk__in=[])
    for path in paths:
        covered |= Q(**{f"{field}__startswith": path})
    return covered


def keys(rows: QuerySet[Any], column: str = "pk") -> list[int]:
    """The first of them, as many as the search lists and one more."""
    return list(islice(rows.values_list(column, flat=True)[: LISTED + 1], LISTED + 1))
