"""Replies 答复: taken in item by item, examined, and what is concluded of them (supervision.md §10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relief.documents.services import Upload
from relief.letters.models import Examination, Reply, ReplyItem, SupervisionLetter
from relief.letters.services.papers import MACHINE, file_one, filed, not_ahead
from relief.letters.terms import REMINDER
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

Status = ReplyItem.Status


@verb(MACHINE, "reply")
def reply(m: Moment, *, form: str, received_on: date, contact: str, items: Sequence[Mapping[str, Any]],
          stamp: Upload | None = None, signatory: str = "", note: str = "", recorders: Sequence[str] = (),
          original_checked: bool = False) -> dict[str, Any]:  # fmt: skip
    """A reply as it came, late or not; what it does not speak of stays open. What was found done before stays so."""
    letter: SupervisionLetter = m.case
    _received(m, received_on)
    before = {item.n: item for item in m.facts.items}
    answers = _by_number(letter, items)
    paper = file_one(m, "REPLY", stamp)
    row = Reply.objects.create(
        letter=letter, form=form, received_on=received_on, late=m.facts.late_on(received_on), contact=contact.strip(),
        signed_by=signatory.strip(), stamp=paper, note=note.strip(), recorders="、".join(r.strip() for r in recorders),
        original_checked=original_checked, at=m.at)  # fmt: skip
    made = []
    for n, text in demands_of(letter):
        item = _item(m, row, n, text, answers.get(n))
        if n in before and before[n].found_done:
            item.found_done, item.finding = True, before[n].finding
        made.append(item)
    ReplyItem.objects.bulk_create(made)
    return {"form": form, "received_on": received_on, "late": row.late, **filed({"paper": paper}),
            "items": [{"n": i.n, "status": i.status} for i in made]}  # fmt: skip


def _received(m: Moment, on: date) -> None:
    """Not before the letter was served, not ahead of today."""
    not_ahead(m, on, _("收到日期"))
    if m.facts.receipt is None or on < m.facts.receipt.served_on:
        raise NotPossible(_("收到日期不能早于送达日期。"))


def demands_of(letter: SupervisionLetter) -> list[tuple[int, str]]:
    """What is to be answered, by number: the items of a reminder, the demands of an opinion."""
    if letter.kind == REMINDER:
        return [(n, str(text)[:500]) for n, text in enumerate(letter.content.get("items") or (), start=1)]
    return [(row["n"], str(row["action"])[:500]) for row in letter.content.get("demands") or ()]


def _by_number(letter: SupervisionLetter, items: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    known = {n for n, _text in demands_of(letter)}
    found = {row.get("n"): row for row in items}
    if len(found) != len(items) or not set(found) <= known:
        raise NotPossible(_("逐项答复的序号与文书的要求不一致。"))
    return found  # type: ignore[return-value]


def _item(m: Moment, row: Reply, n: int, text: str, answer: Mapping[str, Any] | None) -> ReplyItem:
    """One demand as it was answered: DONE with its evidence, IN_PROGRESS with its day, OBJECTED with its reason."""
    item = ReplyItem(reply=row, n=n, text=text)
    if answer is None:
        return item
    item.status = answer.get("status") or Status.OPEN
    item.done_on, item.planned_on = answer.get("done_on"), answer.get("planned_on")
    item.reason = str(answer.get("reason") or "").strip()
    if item.status not in Status.values:
        raise NotPossible(_("第%(n)d项：请选择整改情况。") % {"n": n})
    evidence = answer.get("evidence")
    if item.status == Status.DONE and (item.done_on is None or evidence is None):
        raise NotPossible(_("第%(n)d项已整改：请填写整改日期并附证明材料。") % {"n": n})
    if item.status == Status.IN_PROGRESS and item.planned_on is None:
        raise NotPossible(_("第%(n)d项整改中：请填写计划完成日期。") % {"n": n})
    if item.status == Status.OBJECTED and not item.reason:
        raise NotPossible(_("第%(n)d项有异议：请填写理由。") % {"n": n})
    item.evidence = file_one(m, f"REPLY:{n}", evidence)
    return item


@verb(MACHINE, "examine")
def examine(m: Moment, *, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What one supervisor found of each item: done, or open until a day."""
    rows = {item.n: item for item in m.facts.items}
    for found in items:
        item = rows.get(found.get("n"))
        if item is None:
            raise NotPossible(_("没有第%(n)s项。") % {"n": found.get("n")})
        item.found_done = bool(found.get("done"))
        item.finding = str(found.get("finding") or "").strip()
        item.plan_on = None if item.found_done else _plan(m, item.n, found.get("plan_on"))
        item.save(update_fields=["found_done", "finding", "plan_on"])
    Examination.objects.create(reply=m.facts.latest_reply, person=m.actor, at=m.at)
    return {"items": [{"n": i.n, "done": i.found_done, "plan_on": i.plan_on} for i in rows.values()]}


def _plan(m: Moment, n: int, day: date | None) -> date | None:
    if day is not None and day <= m.today:
        raise NotPossible(_("第%(n)d项：限期须在今天之后。") % {"n": n})
    return day


@verb(MACHINE, "accept")
def accept(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """Everything is put right; a second supervisor concludes."""
    m.case.detail = SupervisionLetter.Detail.FULL
    m.case.save(update_fields=["detail"])
    return {"opinion": opinion}


@verb(MACHINE, "find_partial")
def find_partial(m: Moment, *, opinion: str = "") -> dict[str, Any]:
    """What is open has its days; the earliest is the letter's next."""
    return {"opinion": opinion, "plan_on": m.facts.plan_on}
