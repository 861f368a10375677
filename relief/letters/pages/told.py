"""The journal of a letter in words, what single things lack, and the colours of its events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.jurisdictions.vocabulary import ChainStage
from relief.letters.forms.extending import limit_words
from relief.letters.models import DepartmentAnswer, ExtensionRequest, Method, Reply, ReplyItem, SupervisionLetter
from relief.letters.pages.words import FIELDS, told
from relief.supervision.models import LetterKind
from workflows.fsm import Text

Facts = Mapping[str, Any]
_CHOICES: tuple[Any, ...] = (Method, Reply.Form, ReplyItem.Status, LetterKind, SupervisionLetter.Detail, SupervisionLetter.Scope,
                             ExtensionRequest.Ground, DepartmentAnswer.What, ChainStage)  # fmt: skip
CODES: Mapping[str, Any] = {str(value): word for kind in _CHOICES for value, word in kind.choices}
FACT_LABELS: Mapping[str, Text] = {
    "kind": _("文种"), "number": _("文号"), "void": _("作废文号"), "method": _("方式"), "address": _("地点"),
    "served_on": _("送达日期"), "failed_on": _("日期"), "failure": _("原因"), "received_on": _("收到日期"), "form": _("形式"),
    "copies": _("份数"), "grounds": _("理由"), "result": _("结果"), "result_served_on": _("送达日期"),
    "requested_on": _("申请日期"), "ground": _("情形"), "plan_on": _("最早限期"), "detail": _("结局"), "successor": _("接替文书"),
    "case_no": _("案号"), "reasons": _("理由"), "decision_no": _("决定书文号"), "judgement": _("认定"), "why_weak": _("理由不足之处"),
    "item": _("材料"),
}  # fmt: skip
TONES: Mapping[str, str] = {
    **dict.fromkeys(("return_draft", "recall", "fail_service", "object", "find_partial", "tell", "chase", "decline"), "wait"),
    **dict.fromkeys(("lapse", "discard", "void"), "bad"), **dict.fromkeys(("accept", "accept_result", "seal"), "done"),
}  # fmt: skip


def _edited(facts: Facts, of: Any) -> str:
    return "、".join(str(FIELDS[name]) for name in facts.get("changed", []) if name in FIELDS)


def _opened(facts: Facts, of: Any) -> str:
    return str(CODES.get(facts.get("kind", ""), ""))


def _signed(facts: Facts, of: Any) -> str:
    return _now("文号%(number)s，成文日期%(on)s") % {"number": facts.get("number", ""), "on": facts.get("issued_on", "")}


def _replied(facts: Facts, of: Any) -> str:
    done = [str(i["n"]) for i in facts.get("items", []) if i.get("status") == ReplyItem.Status.DONE]
    parts = [_now("%(on)s收到") % {"on": facts.get("received_on", "")}, _now("逾期") if facts.get("late") else "",
             _now("第%(n)s项已整改") % {"n": "、".join(done)} if done else ""]  # fmt: skip
    return "，".join(p for p in parts if p)


def _examined(facts: Facts, of: Any) -> str:
    items = facts.get("items", [])
    done = sum(bool(i.get("done")) for i in items)
    return _now("到位%(done)d项，未到位%(open)d项") % {"done": done, "open": len(items) - done}


def _extended(facts: Facts, of: Any) -> str:
    unit = _now("个工作日") if facts.get("unit") == "wd" else _now("天")
    return _now("%(on)s申请，延长%(n)s%(unit)s") % {"on": facts.get("requested_on", ""), "n": facts.get("n", ""), "unit": unit}


WORDS = {"open": _opened, "edit": _edited, "sign": _signed, "reply": _replied, "examine": _examined, "extend": _extended}


def _faults(stage: str, guard: str) -> Any:
    return lambda facts: told(facts.faults(stage, guard))


def _why_no_extension(facts: Any) -> list[str]:
    return [limit_words(facts).rstrip("。")]


LACKS = {
    **{name: _faults("submit", name) for name in ("kind_facts_complete", "provisions_citable", "addressee_complete",
                                                  "no_personal_data")},
    "glyphs_present": _faults("sign", "glyphs_present"),
    "issuer_may_issue": lambda facts: told(facts.faults("sign", "issuer_may_issue", "provisions_citable")),
    "extension_allowed": _why_no_extension,
}  # fmt: skip
