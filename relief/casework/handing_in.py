"""A form handed in: its files filed, its verb done once or several times, all or nothing through the one door."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief import office
from relief.casework.forms import ActForm, Filing
from relief.casework.telling import details
from relief.documents.services import file_papers
from workflows.clock import office_now
from workflows.engine import Fired


def hand_in(form: ActForm, *, actor: Any, seen: int) -> str:
    """Do what a valid form asks for. Returns what happened, in a sentence. Raises the three errors."""
    fired: list[Fired] = office.carry_out(_do, form=form, actor=actor, seen=seen)
    return form.stand.room.happened(form, fired) or _happened(form, fired)


def _happened(form: ActForm, fired: list[Fired]) -> str:
    last = fired[-1]
    label = form.stand.room.label(form.stand, form.option)
    if last.event.from_state != last.event.to_state:
        return _("已办理“%(what)s”，案件现在是“%(state)s”。") % {"what": label, "state": last.case.state_label}
    detail = details(last.event, form.facts) if len(fired) == 1 else ""
    return _("已办理“%(what)s”：%(detail)s。") % {"what": label, "detail": detail.rstrip("。")} if detail else _(
        "已办理“%(what)s”。") % {"what": label}  # fmt: skip


def _do(*, form: ActForm, actor: Any, seen: int) -> list[Fired]:
    """The verb takes the documents by name; what no value of it names is only filed with the case."""
    case, verb = form.case, form.option.name
    taken = {f.name: _file(form, f, actor) for f in form.filings() if f.name}
    fired: list[Fired] = []
    for given in form.runs():
        fired.append(office.perform(case, verb, actor=actor, seen=None if fired else seen, **form.signature,
                                    **{**given, **taken}))  # fmt: skip
    for filing in form.filings():
        if not filing.name:
            _file(form, filing, actor)
    return fired


def _file(form: ActForm, filing: Filing, actor: Any) -> Any:
    """All the documents filed, or the last of them."""
    filed = file_papers(
        dossier=filing.dossier or form.facts.dossier(), organisation=form.case.organisation, item=filing.item,
        uploads=filing.uploads, by=actor, at=office_now())  # fmt: skip
    return filed if filing.many else filed[-1]
