"""The facts of the form: 名称—值—来源—更正, secrets masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from relief.applications.forms.draft import PARTS
from relief.applications.forms.entry_fields import label_of, value_label
from relief.applications.models import Amendment, Application
from relief.applications.pages.words import amended
from relief.applications.requirements import required_fields
from relief.casework.stand import Stand
from relief.people.identifiers import IdType
from relief.people.masking import mask_address, mask_card, mask_id, mask_mobile
from workflows.models import Event

MASKS = {"id_no": mask_id, "household_head_id": mask_id, "mobile": mask_mobile, "card_no": mask_card,
         "address": mask_address}  # fmt: skip
"""What lists and pages show; the full value only through 查看完整."""
KEY_FACTS = ("cause", "event_date", "event_place", "total_cost_fen", "loss_fen", "requested_fen", "narrative")
TYPED = ("open", "edit", "amend")


def page(stand: Stand) -> dict[str, Any]:
    """The tab 申请与家庭."""
    a = stand.case
    return {
        "groups": groups(stand),
        "members": [{"name": m.name, "relation": m.relation, "id_no": mask_id(m.id_no), "health": m.health,
                     "employer": m.occupation, "fen": m.monthly_income_fen,
                     "reveal_url": _reveal(a, f"member-{m.pk}") if m.id_no else ""} for m in a.members.all()],
        "invoices": [{"number": i.number, "fen": i.amount_fen, "on": i.issued_on, "hospital": i.hospital,
                      "warning": ""} for i in a.invoices.all()],
        "corrections": corrections(stand),
    }  # fmt: skip


def groups(stand: Stand, only: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The parts of the paper form; empty fields that the cause does not ask for are left out."""
    a = stand.case
    sources = _sources(a)
    needed = set(required_fields(a.cause, stand.facts.scheme))
    found = []
    for part in PARTS:
        names = [n for n, _span in part.fields if (n in only if only else n != "organisation")]
        rows = [_row(stand, n, sources) for n in names if getattr(a, n) not in (None, "") or n in needed]
        if rows:
            found.append({"title": "" if only else part.title, "rows": rows})
    return found


def key_facts(stand: Stand) -> list[dict[str, Any]]:
    """The few facts one needs first."""
    rows = [row for group in groups(stand, KEY_FACTS) for row in group["rows"]]
    return [{"title": "", "rows": rows}]


def _row(stand: Stand, name: str, sources: Mapping[str, str]) -> dict[str, Any]:
    a = stand.case
    value = getattr(a, name)
    masked = MASKS[name](value) if name in MASKS and value else None
    cause = stand.facts.scheme.causes.get(a.cause)
    label = cause.event_label if name == "event_date" and cause and cause.event_label else label_of(name)
    return {
        "name": label, "fen": value if name.endswith("_fen") else None,
        "value": masked or value_label(name, value, stand.facts.scheme), "source": sources.get(name, _derived(a, name)),
        "correct_url": _mend(stand, name), "reveal_url": _reveal(a, name) if masked and masked != value else "",
        "changed": "",
    }  # fmt: skip


def _reveal(a: Application, name: str) -> str:
    return reverse("application_reveal", args=[a.pk, name])


def _mend(stand: Stand, name: str) -> str:
    """A draft is edited; later every change is a correction."""
    if stand.may("edit"):
        return f"{reverse('application_edit', args=[stand.case.pk])}#id_{name}"
    return f"{reverse('application_act', args=[stand.case.pk, 'amend'])}?field={name}" if stand.may("amend") else ""


def _derived(a: Application, name: str) -> str:
    """What nobody typed follows from something else."""
    if name == "sex" and a.id_type == IdType.RESIDENT:
        return _("由证件号码得出")
    if name == "account_name" and a.account_name == a.name:
        return _("同申请人")
    return ""


def _sources(a: Application) -> dict[str, str]:
    """For each field, where its value comes from: the import sheet, or who typed it last and when."""
    events = Event.objects.filter(machine=a.machine.name, case_id=a.pk, verb__in=TYPED)
    found: dict[str, str] = {}
    for event in events.select_related("actor", "entered_by").order_by("seq"):
        who = event.actor or event.entered_by
        day = localtime(event.at).date()
        if event.verb == "open":
            text = _("导入表第%(row)s行") % {"row": a.import_row} if a.import_row else f"{who} {day}"
            found = {n: text for part in PARTS for n, _span in part.fields if getattr(a, n) not in (None, "")}
            found.update({n: _derived(a, n) for n in ("sex", "account_name") if _derived(a, n)})
        elif event.verb == "edit":
            found.update(dict.fromkeys(event.facts.get("changed", {}), f"{who} {day}"))
        else:
            found[event.facts.get("field", "")] = _("更正 %(who)s %(day)s") % {"who": who, "day": day}
    return found


def corrections(stand: Stand) -> list[dict[str, Any]]:
    """Every correction, newest first."""
    found = Amendment.objects.filter(application=stand.case).select_related("by").order_by("-id")
    scheme = stand.facts.scheme
    return [{"at": x.on, "who": x.by, "name": label_of(x.field), "old": amended(x.field, x.old, scheme) or "—",
             "new": amended(x.field, x.new, scheme), "reason": x.reason} for x in found]  # fmt: skip
