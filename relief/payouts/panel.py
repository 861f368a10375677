"""The panel beside a batch or a line: what this person may do now, what lacks, who else may act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.organisations.models import Grant
from relief.organisations.selectors import in_force, paths_down_to
from workflows import roles
from workflows.clock import today
from workflows.fsm import Move
from workflows.options import Option, Standing, place_of, standing
from workflows.roles import Role

FORWARD = ("check", "export", "reissue", "prove_account", "confirm_account")
"""What takes a batch or a line on, in this order; an act only where it mends what lacks."""
LABELS: dict[str, Any] = {"cancel": gettext_lazy("取消这笔发放"), "void": gettext_lazy("作废这个批次")}
HIDDEN = frozenset({"batch", "unbatch", "download", "record_result"})
"""Rows with a place of their own on the page, or that follow from another move."""
MENDS = {"new_account_proved": ("prove_account",), "account_confirmed": ("confirm_account",)}
NAMES = 3
CONSEQUENCES: dict[str, Any] = {
    "check": gettext_lazy("复核通过后由您或另一位支付复核导出；制单人不能复核自己的批次。"),
    "export": gettext_lazy("导出即写成银行文件，资金由预留转为在途，不能再作废，只能导出一次。"),
    "send_back": gettext_lazy("批次退回制单，等制单作废重做或说明后再复核。"),
    "void": gettext_lazy("作废后各笔明细回到待入批，可以重新制单。"),
    "book": gettext_lazy("登记记账凭证号和日期。"),
    "confirm_account": gettext_lazy("按账户证明核对户名；银行的写法与姓名不同时，填银行的写法。"),
    "prove_account": gettext_lazy("新账号登记后由制单重发；原来的失败记录不变。"),
    "reissue": gettext_lazy("按已证明的新账号另立一笔待入批的明细，与这笔失败的明细相连。"),
    "cancel": gettext_lazy("这笔钱不再发放，预留的资金退回可用。"),
}


def stand(case: Any, person: Any) -> Standing:
    """Ask the engine's questions for every row of a batch or a line."""
    return standing(case.machine.facts(case), person)


def actions(known: Standing, url: Callable[[str], str], done: str) -> dict[str, Any]:
    """What templates/ui/actions.html shows."""
    shown = {name: o for name, o in known.options.items() if name not in HIDDEN}
    mine = [o for o in shown.values() if o.may]
    primary = next((o for name in FORWARD for o in mine if o.name == name and _wanted(o, known)), None)
    return {
        "primary": {**_link(primary, url), "consequence": CONSEQUENCES[primary.name]} if primary else None,
        "secondary": [_link(o, url) for o in mine if o is not primary and o.moves],
        "acts": [_link(o, url) for o in mine if o is not primary and not o.moves],
        "blocked": [_blocked(o, shown, url) for o in shown.values() if o.moves and o.mine and o.missing],
        "others": _others(known, [o for o in shown.values() if o.moves and o.hand is None]),
        "none": done,
    }


def _wanted(option: Option, known: Standing) -> bool:
    """An act stands on top only while the fact that it writes lacks."""
    lacks = {mend for o in known.options.values() for g in o.missing for mend in MENDS.get(g.__name__, ())}
    return option.moves or option.name in lacks


def label_of(row: Any) -> str:
    """A verb in the words of its button."""
    return str(LABELS.get(row.name, row.label))


def _link(option: Option, url: Callable[[str], str]) -> dict[str, Any]:
    return {"label": label_of(option.row), "url": url(option.name)}


def _blocked(option: Option, shown: Mapping[str, Option], url: Callable[[str], str]) -> dict[str, Any]:
    lacks = []
    for guard in option.missing:
        mend = next((name for name in MENDS.get(guard.__name__, ()) if name in shown and shown[name].may), "")
        lacks.append({"text": str(_(guard.missing)), "url": url(mend) if mend else ""})  # type: ignore[attr-defined]
    return {"label": label_of(option.row), "missing": lacks}


def _others(known: Standing, wanted: list[Option]) -> list[dict[str, str]]:
    """Who may make the moves that this person may not: one query for all of them."""
    names = _names(known, wanted)
    return [{"label": label_of(o.row), "names": names[o.name]} for o in wanted if names.get(o.name)]


def _names(known: Standing, wanted: Iterable[Option]) -> dict[str, str]:
    rows = [o.row for o in wanted]
    if not rows:
        return {}
    places = {row.name: place_of(row, known.facts).path for row in rows}
    paths = {p for path in places.values() for p in paths_down_to(path)}
    by = {r for row in rows for r in row.by if r in Role.values}
    held = Grant.objects.filter(in_force(today()), role__in=by, organisation__path__in=paths)
    found: dict[str, list[str]] = defaultdict(list)
    for grant in held.exclude(person=known.person).select_related("person", "organisation").order_by("id"):
        for row in rows:
            if _may(known, row, grant, places[row.name]):
                found[row.name].append(f"{grant.person}({roles.label(grant.role)})")
    return {name: _listed(people) for name, people in found.items()}


def _may(known: Standing, row: Any, grant: Grant, place: str) -> bool:
    covers = grant.role in row.by and place.startswith(grant.organisation.path)
    return covers and isinstance(row, Move) and not known.kept_apart(row, grant.person_id, grant.role)


def _listed(people: list[str]) -> str:
    names = list(dict.fromkeys(people))
    text = "、".join(names[:NAMES])
    return _("%(names)s等%(n)d人") % {"names": text, "n": len(names)} if len(names) > NAMES else text
