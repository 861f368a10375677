"""The panel beside a case: what this person may do now, what still lacks and where to mend it, who else may act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.forms import consequence_of, title_of
from relief.applications.options import Stand, is_danger
from relief.applications.pages.lacks import details_of
from relief.organisations.models import Grant
from relief.organisations.selectors import in_force, paths_down_to
from workflows import roles
from workflows.clock import today
from workflows.fsm import Guard
from workflows.options import Option, place_of
from workflows.relief_application import LAPSED, NOT_ACCEPTED, WITHDRAWN
from workflows.roles import HeldGrant, Place, Pseudo, Role

SAYS = {"term_served": "%(list)s"}
"""Guards whose single lacks say it all."""
COPIED = frozenset({LAPSED, WITHDRAWN, NOT_ACCEPTED})
NAMES = 3
"""How many names a line lists before it says 等."""


def act_url(stand: Stand, verb: str) -> str:
    """Where the form of a verb is: the entry page for a draft, the minutes for what a meeting decides."""
    pk = stand.case.pk
    if verb == "edit":
        return reverse("application_edit", args=[pk])
    if stand.meeting_decides and verb == "approve":
        return f"{reverse('meeting_new')}?application={pk}"
    return reverse("application_act", args=[pk, verb])


def _whole(stand: Stand, verb: str) -> bool:
    """Has it a page of its own instead of a form beside the case?"""
    return verb == "edit" or (stand.meeting_decides and verb == "approve")


def actions(stand: Stand, grants: Iterable[HeldGrant] = ()) -> dict[str, Any]:
    """What templates/ui/actions.html shows. A clerk may copy a case that came to nothing into a new draft."""
    others = Others(stand)
    primary = _primary(stand)
    mine = [o for o in stand.options.values() if o.may and o is not primary and not _left_to_the_meeting(stand, o)]
    return {
        "primary": _link(stand, primary, consequence=True) if primary else None,
        "secondary": [_link(stand, o) for o in mine if o.moves],
        "acts": [_link(stand, o) for o in mine if not o.moves] + _copy(stand, grants),
        "blocked": _blocked(stand, others),
        "others": others.lines(),
        "held": _held(stand),
        "none": _none(stand),
    }


def _copy(stand: Stand, grants: Iterable[HeldGrant]) -> list[dict[str, Any]]:
    path = stand.facts.line.own.path
    if stand.case.state not in COPIED or not any(g.role == Role.CLERK and path.startswith(g.path) for g in grants):
        return []
    return [{"label": _("复制为新草稿"), "url": f"{reverse('application_new')}?copy={stand.case.pk}", "whole": True}]


def _left_to_the_meeting(stand: Stand, option: Option) -> bool:
    """Where a meeting decides, its minutes are the one way to each decision."""
    return stand.meeting_decides and option.name in ("refuse", "return_county")


def _primary(stand: Stand) -> Option | None:
    """The move that takes the case on; where it still lacks something, the first act that mends it."""
    forward = stand.forward
    if forward is None:
        return None
    if forward.may:
        return forward
    mends = (stand.options[v] for g in forward.missing for v in _mends(stand, g) if stand.may(v))
    return next(mends, None)


def _mends(stand: Stand, guard: Guard) -> list[str]:
    """The acts that supply what lacks; a visit that is written is signed, not written again."""
    if guard.__name__ == "visit_signed_by_two" and stand.facts.visit_signers:
        return ["sign_visit"]
    return guard.mend.split()  # type: ignore[attr-defined,no-any-return]


def _link(stand: Stand, option: Option, *, consequence: bool = False) -> dict[str, Any]:
    label = _label(stand, option)
    if option.hand is None and option.signers:
        label = _("%(what)s（纸面补录）") % {"what": label}
    elif option.hand is not None and option.hand.role == Pseudo.APPLICANT:
        label = _("%(what)s（代申请人录入）") % {"what": label}
    by_meeting = stand.meeting_decides and option.name == "approve"
    said = _("由会议决定：登记纪要后，议题逐件生效。") if by_meeting else consequence_of(option.name)
    return {"label": label, "url": act_url(stand, option.name), "whole": _whole(stand, option.name),
            "consequence": said if consequence else ""}  # fmt: skip


def _label(stand: Stand, option: Option) -> str:
    """What the button says: where a meeting decides, its minutes are typed."""
    if stand.meeting_decides and option.name == "approve":
        return _("登记会议决定")
    return title_of(option.row)


def _blocked(stand: Stand, others: Others) -> list[dict[str, Any]]:
    """Moves that are this person's, and what each still lacks."""
    found = [o for o in stand.options.values() if o.moves and o.mine and o.missing and not is_danger(o)]
    return [{"label": _label(stand, o), "missing": [lack(stand, g, others) for g in o.missing]} for o in found]


def lack(stand: Stand, guard: Any, others: Others | None = None) -> dict[str, Any]:
    """What lacks, and where to mend it, or who does."""
    text = str(_(guard.missing)).removeprefix("缺")
    details = details_of(guard.__name__, stand.facts)
    if details:
        text = _(SAYS.get(guard.__name__, "%(what)s：%(list)s")) % {"what": text, "list": "、".join(details)}
    mend = next((v for v in _mends(stand, guard) if stand.may(v)), "")
    if mend:
        return {"text": text, "url": act_url(stand, mend), "link": title_of(stand.options[mend].row),
                "whole": _whole(stand, mend)}  # fmt: skip
    who = (others or Others(stand)).names_for(v for v in _mends(stand, guard) if v in stand.options)
    return {"text": _("%(what)s（等%(who)s办）") % {"what": text, "who": who} if who else text, "url": ""}


def _held(stand: Stand) -> str:
    pause = stand.facts.timekeeping.open_pause("held")
    if pause is None:
        return ""
    return _("暂缓办理，自%(since)s起计时已停：%(why)s。%(review)s复查。") % {
        "since": pause.started_on, "why": pause.reason.rstrip("。"), "review": pause.review_on}  # fmt: skip


def _none(stand: Stand) -> str:
    stage = stand.case.machine.stage(stand.case.state)
    if not stage.has_desk:
        return _("这件申请已经办结。")
    if stage.by == Pseudo.BANK:
        return _("等发放到账：由制单、支付复核在发放批次中办理。")
    return ""


class Others:
    """Who else may make the moves of this state: one query for all of them."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.wanted = [o for o in stand.options.values() if not o.mine]
        self._found: Mapping[str, list[str]] | None = None

    def lines(self) -> list[dict[str, str]]:
        """Moves of others that take the case on or back; ends and acts are left out."""
        rows = [o for o in self.wanted if o.moves and not is_danger(o) and not _left_to_the_meeting(self.stand, o)]
        return [{"label": _label(self.stand, o), "names": names} for o in rows if (names := self.names_for([o.name]))]

    def names_for(self, verbs: Iterable[str]) -> str:
        """张岚(部门负责人)、…"""
        names = [n for verb in verbs for n in self.found.get(verb, ())]
        unique = list(dict.fromkeys(names))
        text = "、".join(unique[:NAMES])
        return _("%(names)s等%(n)d人") % {"names": text, "n": len(unique)} if len(unique) > NAMES else text

    @property
    def found(self) -> Mapping[str, list[str]]:
        if self._found is None:
            self._found = self._look()
        return self._found

    def _look(self) -> Mapping[str, list[str]]:
        if not self.wanted:
            return {}
        places = {o.name: _place(self.stand, o) for o in self.wanted}
        paths = {p for place in places.values() for p in paths_down_to(place.path)}
        wanted_roles = {r for o in self.wanted for r in _roles(self.stand, o)}
        held = Grant.objects.filter(in_force(today()), Q(role__in=wanted_roles), organisation__path__in=paths)
        grants = list(held.select_related("person", "organisation").order_by("-organisation__depth", "id"))
        return {o.name: self._nearest([g for g in grants if self._may(g, o, places[o.name])]) for o in self.wanted}

    def _nearest(self, grants: list[Grant]) -> list[str]:
        """The people of the nearest union that has somebody; those above it could, and are not asked."""
        near = [g for g in grants if g.organisation.depth == grants[0].organisation.depth]
        return [f"{g.person}({roles.label(g.role)})" for g in near]

    def _may(self, grant: Grant, option: Option, place: Place) -> bool:
        if grant.person_id == self.stand.person.pk or grant.role not in _roles(self.stand, option):
            return False
        path = grant.organisation.path
        covers = path == place.path if place.exact else place.path.startswith(path)
        return covers and not self.stand.known.kept_apart(option.row, grant.person_id, grant.role)


def _roles(stand: Stand, option: Option) -> tuple[str, ...]:
    """Where the matrix decides, its role alone."""
    if stand.case.state == "approval" and option.name in ("approve", "refuse", "return_county"):
        return (stand.facts.matrix_row.by,)
    return option.row.by


def _place(stand: Stand, option: Option) -> Place:
    parent = stand.facts.line.parent
    if option.name == "township_opine" and parent is not None:
        return Place(parent.path, exact=True)
    return place_of(option.row, stand.facts)
