"""The rooms of the house: what one machine's screens have of their own. Everything else all machines share.

An app furnishes one ``Room`` for its machine, gives its routes, and lets its ``AppConfig.ready`` import it::

    # relief/leads/room.py
    class LeadRoom(Room):
        def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
            return {"who": stand.case.employer_name, "line": [stand.case.get_source_display()]}

    ROOM = furnish(LeadRoom(
        machine=LEAD, page="lead", forms={"convert": ConvertForm, "close": CloseForm}, forward=("convert",),
        tabs=(Tab("overview", _("概要"), "leads/_overview.html", overview), *SHARED_TABS),
        words={"convert": lambda f, facts: _("转为%(number)s") % f}, fact_labels={"workers": _("人数")},
        lacks={"six_items_clear": lambda facts: facts.unclear_items}, done={"closed": _("这条线索已经办结。")}))

    # relief/leads/urls.py
    urlpatterns = [path("", views.leads, name="leads"), *case_routes(ROOM)]

That gives the pages ``lead``, ``lead_print``, ``lead_journal`` and ``lead_act`` (``<pk>/do/<verb>/``). A template gets the
tab's own context and ``case``, ``seen``, ``tabs``, ``actions`` beside it. The desk and the search are told apart, by
``relief.queue.registry``, which also says who reads the machine's cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.queue.pages import case_title
from relief.queue.scope import cases
from workflows.facts import Facts
from workflows.fsm import Guard, Machine, Text
from workflows.options import Option, place_of
from workflows.roles import Place

if TYPE_CHECKING:
    from relief.casework.forms import ActForm
    from relief.casework.stand import Stand
    from relief.queue.sitting import Sitting
    from workflows.engine import Fired

Asked = Mapping[str, str]
Show = Callable[["Stand", "Sitting", Asked], dict[str, Any]]
Words = Callable[[Mapping[str, Any], Any], str]
Pointless = Callable[[Any, Option, Any], bool]


@dataclass(frozen=True)
class Tab:
    """A part of the case's page. ``show`` gives the template's context from the address's words; ``prints``: it stands
    on the printed case too."""

    key: str
    label: Text
    template: str
    show: Show
    prints: bool = True


@dataclass(frozen=True, kw_only=True)
class Room:
    """What one machine's screens have of their own. Values are fields; what depends on the case is a method."""

    machine: Machine
    page: str
    """The name of the page of a case; ``<page>_act``, ``_print``, ``_journal`` are the others."""
    forms: Mapping[str, type[ActForm]]
    """One form a verb. A verb without one is not offered, unless ``elsewhere`` knows its page."""
    forward: tuple[str, ...] = ()
    """What takes a case on, in the order of its way: the first that a person may is the primary action."""
    tabs: tuple[Tab, ...] = ()
    labels: Mapping[str, Text] = field(default_factory=dict)
    """What a verb's button says, where the row's label does not do."""
    hidden: frozenset[str] = frozenset()
    """Rows with a place of their own on the page, or that follow from another move."""
    pointless: Mapping[str, Pointless] = field(default_factory=dict)
    """(facts, option, person) → a verb that the case has no use for just now is not offered."""
    lacks: Mapping[str, Callable[[Any], list[str]]] = field(default_factory=dict)
    """By the guard's name: which single things lack."""
    mending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the guard's name: the verbs that supply it, where the guard's own ``mend`` does not say."""
    done: Mapping[str, Text] = field(default_factory=dict)
    """By state: what stands in the panel where nothing is to be done."""
    words: Mapping[str, Words] = field(default_factory=dict)
    """By verb: the key facts of an event in one line, from (its facts, the facts of the case)."""
    fact_labels: Mapping[str, Text] = field(default_factory=dict)
    """What the facts of other events are called; a fact without a name is not told."""
    codes: Mapping[str, Text] = field(default_factory=dict)
    """Codes that stand in facts, in Chinese."""
    items: Mapping[str, Text] = field(default_factory=dict)
    """What the documents filed under an item are called."""
    tones: Mapping[str, str] = field(default_factory=dict)
    """By verb: the colour of an event in the timeline (wait, bad, done)."""
    opening: Text = ""
    """What ``open`` registers; the machine's label where it is empty."""
    related: tuple[str, ...] = ("organisation",)
    facts: Callable[[Any], Facts] | None = None
    """Facts that keep what they were asked, for one page; the machine's own by default."""
    links_papers: bool = True
    """The timeline links the documents of its events."""
    case_template: str = "casework/case.html"
    page_context: Callable[[HttpRequest, Stand], dict[str, Any]] | None = None
    """What a page of the machine's own shows around the panel, instead of head and tabs."""

    # --- the case --------------------------------------------------------------------------------------------
    def cases(self, sitting: Sitting) -> QuerySet[Any]:
        """Those that the person reads."""
        return cases(sitting, self.machine.name)

    def find(self, sitting: Sitting, pk: int) -> Any:
        """The case, for those who read it; for others it does not exist (404)."""
        case = self.cases(sitting).select_related(*self.related).filter(pk=pk).first()
        if case is None:
            raise Http404
        return case

    def facts_of(self, case: Any) -> Any:
        return self.facts(case) if self.facts else self.machine.facts(case)

    def title(self, case: Any) -> str:
        """The number, or what a case without one is called."""
        return case_title(self.machine.name, case.pk, getattr(case, "number", ""))

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        """``who`` and the words after it (``line``), ``fen``, ``marks``: what stands above every tab."""
        return {"who": stand.case.organisation.name, "line": []}

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        """Union › workflow › number."""
        return [{"label": stand.case.organisation.name, "url": ""}, {"label": str(self.machine.label), "url": ""},
                {"label": self.title(stand.case), "url": ""}]  # fmt: skip

    def counted(self, stand: Stand) -> Mapping[str, Sequence[QuerySet[Any]]]:
        """By tab: queries whose rows its count tells, besides the files and papers of the case's dossier."""
        return {}

    def item_label(self, item: str, stand: Stand) -> str:
        """What the documents filed under an item are called."""
        if item.startswith("SIGNED:"):
            return _("签字件扫描")
        return str(self.items.get(item, _("其他材料")))

    # --- what may be done ------------------------------------------------------------------------------------
    def adjust(self, option: Option, facts: Any) -> Option:
        """What the verb itself asks of the hand, beyond the row."""
        return option

    def check(self, stand: Stand, option: Option) -> None:
        """Raise NotPossible for what may not be done from a form of one case."""

    def elsewhere(self, stand: Stand, verb: str) -> str:
        """The address of a page of its own for a verb; '' where its form opens beside the case."""
        return ""

    def left_out(self, stand: Stand, option: Option) -> bool:
        """Not to be offered here although the rows allow it."""
        return option.name in self.hidden or not (option.name in self.forms or self.elsewhere(stand, option.name))

    def label(self, stand: Stand, option: Option) -> str:
        """What the button says."""
        return str(self.labels.get(option.name, option.row.label))

    def consequence(self, stand: Stand, verb: str) -> Any:
        """What follows, where it does not depend on what is typed."""
        said = getattr(self.forms.get(verb), "consequence", "")
        return "" if isinstance(said, property) else said

    def happened(self, form: ActForm, fired: list[Fired]) -> str:
        """What is said after a verb, where its label and its state do not do."""
        return ""

    def after(self, form: ActForm) -> str:
        """Where one goes on after a verb; '' = the case."""
        return ""

    def extra_acts(self, stand: Stand, sitting: Sitting) -> list[dict[str, Any]]:
        """Links of the panel that are no row: [{label, url, whole}]."""
        return []

    def mends(self, stand: Stand, guard: Guard) -> Sequence[str]:
        """The verbs that supply what lacks."""
        said = self.mending.get(guard.__name__)
        return guard.mend.split() if said is None else said  # type: ignore[attr-defined,no-any-return]

    def wording(self, guard_name: str) -> str:
        """How what lacks and its single things are said."""
        return _("%(what)s：%(list)s")

    def roles(self, stand: Stand, option: Option) -> tuple[str, ...]:
        """Who else may: the roles of the row."""
        return stand.facts.may_by(option.row)

    def place(self, stand: Stand, option: Option) -> Place:
        """Where they must hold it."""
        return place_of(option.row, stand.facts)

    def held(self, stand: Stand) -> str:
        """Why the case waits, where it is held."""
        pause = stand.facts.timekeeping.open_pause("held")
        if pause is None:
            return ""
        return _("暂缓办理，自%(since)s起计时已停：%(why)s。%(review)s复查。") % {
            "since": pause.started_on, "why": pause.reason.rstrip("。"), "review": pause.review_on}  # fmt: skip

    def none(self, stand: Stand) -> str:
        """What stands in the panel where nothing is to be done."""
        return str(self.done.get(stand.case.state, ""))


ROOMS: dict[str, Room] = {}
R = TypeVar("R", bound=Room)


def furnish(room: R) -> R:
    """Register the room of a machine; its tabs and forms are found under the machine's name from then on."""
    ROOMS[room.machine.name] = room
    return room


def case_url(room: Room, pk: int, **asked: Any) -> str:
    """The page of a case, at a tab."""
    query = "&".join(f"{key}={value}" for key, value in asked.items() if value)
    url = reverse(room.page, args=[pk])
    return f"{url}?{query}" if query else url
