"""The panel beside a case: what this person may do now, what still lacks and where to mend it, who else may act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.stand import Stand, among_moves, is_danger
from relief.organisations.models import Grant
from relief.organisations.selectors import in_force, paths_down_to
from relief.queue.sitting import Sitting
from workflows import roles
from workflows.clock import today
from workflows.fsm import Guard
from workflows.options import Option
from workflows.roles import Place, Pseudo

SHOWN = 6
"""How many single lacks a line lists before it says 等."""
NAMES = 3
"""How many names a line lists before it says 等."""


def act_url(stand: Stand, verb: str) -> str:
    """Where the form of a verb is: beside the case, or a page of its own."""
    return stand.room.elsewhere(stand, verb) or reverse(f"{stand.room.page}_act", args=[stand.case.pk, verb])


def actions(stand: Stand, sitting: Sitting | None = None) -> dict[str, Any]:
    """What templates/ui/actions.html shows."""
    room, others = stand.room, Others(stand)
    primary = _primary(stand)
    mine = [o for o in stand.options.values() if o.may and o is not primary and not room.left_out(stand, o)]
    return {
        "primary": _link(stand, primary, consequence=True) if primary else None,
        "secondary": [_link(stand, o) for o in mine if among_moves(o)],
        "acts": [_link(stand, o) for o in mine if not among_moves(o)]
        + (room.extra_acts(stand, sitting) if sitting else []),
        "blocked": _blocked(stand, others),
        "others": others.lines(),
        "held": room.held(stand),
        "none": room.none(stand),
    }


def _primary(stand: Stand) -> Option | None:
    """What takes the case on; where it still lacks something, the first verb that mends it."""
    forward = stand.forward
    if forward is None:
        return None
    if forward.may and not stand.room.left_out(stand, forward):
        return forward
    mends = (stand.options[v] for g in forward.missing for v in stand.room.mends(stand, g) if stand.may(v))
    return next((o for o in mends if not stand.room.left_out(stand, o)), None)


def _link(stand: Stand, option: Option, *, consequence: bool = False) -> dict[str, Any]:
    label = stand.room.label(stand, option)
    if option.hand is None and option.signers:
        label = _("%(what)s（纸面补录）") % {"what": label}
    elif option.hand is not None and option.hand.role in Pseudo.values:
        label = _("%(what)s（代%(who)s录入）") % {"what": label, "who": roles.label(option.hand.role)}
    return {"label": label, "url": act_url(stand, option.name), "whole": bool(stand.room.elsewhere(stand, option.name)),
            "consequence": stand.room.consequence(stand, option.name) if consequence else ""}  # fmt: skip


def _takes_on(stand: Stand, option: Option) -> bool:
    return (option.moves or option.name in stand.room.forward) and not is_danger(option)


def _blocked(stand: Stand, others: Others) -> list[dict[str, Any]]:
    """What is this person's and takes the case on or back, with what each still lacks."""
    found = [o for o in stand.options.values() if o.mine and o.missing and _takes_on(stand, o)]
    return [{"label": stand.room.label(stand, o), "missing": [lack(stand, g, others) for g in o.missing]}
            for o in found if not stand.room.left_out(stand, o)]  # fmt: skip


def lack(stand: Stand, guard: Any, others: Others | None = None) -> dict[str, Any]:
    """What lacks, and where to mend it, or who does."""
    room = stand.room
    text = str(_(guard.missing)).removeprefix("缺")
    details = _details(stand, guard)
    if details:
        text = room.wording(guard.__name__) % {"what": text, "list": "、".join(details)}
    mends = [v for v in room.mends(stand, guard) if v in stand.options]
    mend = next((v for v in mends if stand.may(v)), "")
    if mend:
        return {"text": text, "url": act_url(stand, mend), "link": room.label(stand, stand.options[mend]),
                "whole": bool(room.elsewhere(stand, mend))}  # fmt: skip
    who = (others or Others(stand)).names_for(mends)
    return {"text": _("%(what)s（等%(who)s办）") % {"what": text, "who": who} if who else text, "url": ""}


def _details(stand: Stand, guard: Guard) -> list[str]:
    """The single things that lack, at most ``SHOWN`` of them."""
    read = stand.room.lacks.get(guard.__name__)
    found = read(stand.facts) if read else []
    more = [_("等%(n)d项") % {"n": len(found)}] if len(found) > SHOWN else []
    return found[:SHOWN] + more


class Others:
    """Who else may do what this person may not: one query for all of it."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.wanted = [o for o in stand.options.values() if not o.mine]
        self._found: Mapping[str, list[str]] | None = None

    def lines(self) -> list[dict[str, str]]:
        """What others may that takes the case on or back; ends and other acts are left out."""
        room = self.stand.room
        rows = [o for o in self.wanted if _takes_on(self.stand, o) and not room.left_out(self.stand, o)]
        return [{"label": room.label(self.stand, o), "names": names} for o in rows
                if (names := self.names_for([o.name]))]  # fmt: skip

    def names_for(self, verbs: Iterable[str]) -> str:
        """张岚(部门负责人)、…"""
        verbs = list(verbs)
        names = [n for verb in verbs for n in self.found.get(verb, ())] if verbs else []
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
        room, stand = self.stand.room, self.stand
        places = {o.name: room.place(stand, o) for o in self.wanted}
        paths = {p for place in places.values() for p in paths_down_to(place.path)}
        wanted_roles = {r for o in self.wanted for r in room.roles(stand, o)}
        held = Grant.objects.filter(in_force(today()), Q(role__in=wanted_roles), organisation__path__in=paths)
        grants = list(held.select_related("person", "organisation").order_by("-organisation__depth", "id"))
        return {o.name: _nearest([g for g in grants if self._may(g, o, places[o.name])]) for o in self.wanted}

    def _may(self, grant: Grant, option: Option, place: Place) -> bool:
        if grant.person_id == self.stand.person.pk or grant.role not in self.stand.room.roles(self.stand, option):
            return False
        path = grant.organisation.path
        covers = path == place.path if place.exact else place.path.startswith(path)
        return covers and not self.stand.known.kept_apart(option.row, grant.person_id, grant.role)


def _nearest(grants: list[Grant]) -> list[str]:
    """The people of the nearest union that has somebody; those above it could, and are not asked."""
    near = [g for g in grants if g.organisation.depth == grants[0].organisation.depth]
    return [f"{g.person}({roles.label(g.role)})" for g in near]
