"""The rows of the desk as templates/queue/desk.html shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.queue.dues import due_cell
from relief.queue.handled import Done
from relief.queue.pages import case_url, why_url
from relief.queue.selectors import Line
from relief.queue.sitting import Sitting
from relief.queue.summaries import Summary, summaries
from workflows.roles import Pseudo, label

AWAITED: dict[str, Any] = {
    Pseudo.BANK: gettext_lazy("等付款"),
    Pseudo.CLOCK: gettext_lazy("等期满"),
}


def desk_rows(lines: Iterable[Line], sitting: Sitting) -> list[dict[str, Any]]:
    """Open files, most urgent first."""
    lines = list(lines)
    told = summaries((line.machine, line.case_id) for line in lines)
    claim, lay_back = reverse("claim", args=[0]), reverse("release", args=[0])
    rows = []
    for line in lines:
        mine = line.owner_id == sitting.person_id
        free = line.owner_id is None and line.role not in Pseudo.values
        row = _row(told[line.machine, line.case_id])
        row |= {
            "pk": line.id,
            "due": due_cell(line.due_on, line.due_at, today=sitting.on, now=sitting.now, stopped=line.stopped,
                            why_url=row["why_url"]),
            "stayed": _days(localdate(line.created), sitting.on),
            "holder": line.owner or _awaited(line.role),
            "mine": mine,
            "claim_url": claim.replace("0", str(line.id)) if free and _may_claim(line, sitting) else "",
            "release_url": lay_back.replace("0", str(line.id)) if mine else "",
        }  # fmt: skip
        rows.append(row)
    return rows


def handled_rows(done: Iterable[Done], sitting: Sitting) -> list[dict[str, Any]]:
    """Cases one has worked on, the latest first; 停留 tells how long ago that was."""
    done = list(done)
    told = summaries((row.machine, row.case_id) for row in done)
    rows = []
    for one in done:
        summary = told[one.machine, one.case_id]
        row = _row(summary)
        due = due_cell(summary.due_on, None, today=sitting.on, now=sitting.now, why_url=row["why_url"])
        row |= {"due": due, "stayed": _days(localdate(one.at), sitting.on), "holder": ""}
        rows.append(row)
    return rows


def _row(summary: Summary) -> dict[str, Any]:
    return {
        "url": case_url(summary.machine, summary.pk),
        "why_url": why_url(summary.machine, summary.pk),
        "number": summary.title,
        "matter": summary.matter,
        "state": summary.state,
        "state_label": summary.state_label,
        "party": summary.party,
        "party_detail": summary.party_detail,
        "organisation": summary.unit,
        "fen": summary.fen,
    }


def _awaited(role: str) -> str:
    """Whom a file waits for; '' where it lies on a desk."""
    if role not in Pseudo.values:
        return ""
    return str(AWAITED.get(role) or _("等%(who)s") % {"who": label(role)})


def _may_claim(line: Line, sitting: Sitting) -> bool:
    """A file that somebody else is told of (已逾期) is theirs to see, not to take; nor is one the switch hides."""
    return any(
        g.role == line.role and (line.path == g.path if line.exact else line.path.startswith(g.path))
        for g in sitting.held
    )


def _days(since: date, today: date) -> str:
    days = (today - since).days
    return _("%(n)d天") % {"n": days} if days > 0 else _("今天")
