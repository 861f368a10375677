"""Base review: the chair's opinion and the township's (relief.md §3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application, Opinion
from relief.applications.services.opinions import void_opinions, write_opinion
from relief.applications.services.publicity import publish_on_sheet
from workflows.engine import verb
from workflows.errors import NotAllowed, NotPossible
from workflows.fsm import Moment


@verb("relief_application", "township_opine")
def township_opine(m: Moment, *, opinion: str) -> dict[str, Any]:
    """The township's opinion, signed by a chair whose grant is held at the township."""
    parent = m.facts.line.parent
    if parent is None or m.grant is None or m.grant.path != parent.path:
        raise NotAllowed(_("乡镇(街道)意见须由乡镇(街道)工会主席签署。"))
    _written(opinion)
    write_opinion(m, Opinion.Of.TOWNSHIP, opinion)
    return {"opinion": opinion}


@verb("relief_application", "return_visit", "return_base")
def send_back(m: Moment, *, reason: str = "") -> dict[str, Any]:
    """Back to the base: its opinions and the county's are written anew."""
    void_opinions(m.case)
    return {"reason": reason}


@verb("relief_application", "publish")
def publish(m: Moment, *, opinion: str = "", amount_fen: int | None = None, sheet: Any = None,
            place: str = "", complaint_phone: str = "") -> dict[str, Any]:  # fmt: skip
    """The chair's opinion and proposed amount; the case goes on a publicity sheet, its own or a shared one."""
    a: Application = m.case
    if opinion.strip():
        write_opinion(m, Opinion.Of.BASE, opinion, amount_fen)
    ceiling = m.facts.ceiling_fen
    if amount_fen is not None and not 0 <= amount_fen <= ceiling:
        raise NotPossible(_("拟救助金额不能超过测算上限。"))
    if m.facts.in_national_archive:
        raise NotPossible(_("该家庭在全国困难职工档案中，按办法应转介帮扶，不在此救助。"))
    a.proposed_fen = m.facts.calculation.suggested_fen if amount_fen is None else amount_fen
    a.save(update_fields=["proposed_fen"])
    if m.facts.proposed_fen <= 0:
        raise NotPossible(_("拟救助金额为0，不能公示；请退回调查或不予救助。"))
    entry = publish_on_sheet(m, sheet=sheet, place=place, complaint_phone=complaint_phone)
    return {"opinion": opinion, "amount_fen": a.proposed_fen, "sheet": entry.sheet_id}


def _written(text: str) -> None:
    if not text.strip():
        raise NotPossible(_("请写明意见。"))
