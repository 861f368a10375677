"""答复: what came back item by item and what was found of it; extensions, objections, a department's answers (§10)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.casework.rooms import Asked
from relief.casework.stand import Stand
from relief.letters.forms.answering import answer_words
from relief.letters.models import DepartmentAnswer, ExtensionRequest, Objection, Reply, ReplyItem
from relief.queue.sitting import Sitting

ITEM_TONES = {"DONE": "done", "IN_PROGRESS": "doing", "OBJECTED": "wait", "OPEN": "off"}


def page(stand: Stand, sitting: Sitting, asked: Asked) -> dict[str, Any]:
    """The latest first."""
    letter = stand.case
    replies = letter.replies.prefetch_related("items", "examinations__person").order_by("-id")
    objections = letter.objections.prefetch_related("rechecks__person").order_by("-id")
    return {
        "replies": [_reply(r) for r in replies], "objections": [_objection(o) for o in objections],
        "requests": [_request(x) for x in letter.extension_requests.order_by("-id")],
        "answers": [_answer(a) for a in letter.answers.order_by("-id")],
        "empty": {"title": _("还没有答复"), "text": _("对方的答复、异议和延期申请由办公室登记，列在这里。")},
    }  # fmt: skip


def _paper(key: int | None) -> str:
    return reverse("document", args=[key]) if key else ""


def _reply(reply: Reply) -> dict[str, Any]:
    told = [(_("形式"), reply.get_form_display()), (_("承办人电话"), reply.contact), (_("负责人签字"), reply.signed_by),
            (_("记录"), reply.note), (_("记录人"), reply.recorders)]  # fmt: skip
    examiners = list(dict.fromkeys(str(e.person) for e in reply.examinations.all()))
    return {"on": reply.received_on, "late": reply.late, "paper": _paper(reply.stamp_id),
            "rows": [{"name": n, "value": v} for n, v in told if v], "examiners": "、".join(examiners),
            "items": [_item(i) for i in sorted(reply.items.all(), key=lambda i: i.n)]}  # fmt: skip


def _item(item: ReplyItem) -> dict[str, Any]:
    found = {True: ("done", _("已到位")), False: ("wait", _("未到位")), None: ("off", _("待审查"))}[item.found_done]
    return {"n": item.n, "text": item.text, "tone": ITEM_TONES[item.status], "answer": answer_words(item),
            "evidence": _paper(item.evidence_id), "found_tone": found[0], "found": found[1], "finding": item.finding,
            "plan_on": item.plan_on}  # fmt: skip


def _objection(one: Objection) -> dict[str, Any]:
    checks = [{"person": str(r.person), "higher": r.from_higher, "opinion": r.opinion} for r in one.rechecks.all()]
    return {"on": one.received_on, "grounds": one.grounds, "paper": _paper(one.paper_id), "checks": checks,
            "result": one.result, "result_on": one.result_served_on}  # fmt: skip


def _request(one: ExtensionRequest) -> dict[str, Any]:
    return {"on": one.requested_on, "n": one.n, "granted": one.granted, "plan": _paper(one.plan_id),
            "ground": one.get_ground_display() if one.ground else "", "reason": one.reason}  # fmt: skip


def _answer(one: DepartmentAnswer) -> dict[str, Any]:
    told = [one.case_no, one.reasons, _("口头告知") if one.oral else "", one.result, one.decision_no]
    return {"what": one.get_what_display(), "on": one.on, "text": "；".join(t.rstrip("。；") for t in told if t),
            "paper": _paper(one.paper_id), "judgement": one.judgement}  # fmt: skip
