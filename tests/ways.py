"""The happy path of a relief case, move by move, and the shortest ways off it: who, and with what."""

from __future__ import annotations

from typing import Any

HAPPY = ("draft", "submitted", "investigating", "grassroots_review", "publicity", "county_review", "approval",
         "approved", "paid", "archived")  # fmt: skip

PNG = b"\x89PNG\r\n\x1a\n" + b"invented scan"
VISIT = {"place": "申请人家中", "present": "申请人及家属", "conclusion": "情况属实。"}
FOLLOW_UP = {"how": "电话", "received": True, "said": "已收到。"}
REASON = {"reason": "理由充分。"}
CHECKS = [("settle_check", "clerk", {"kind": key, "status": "clean", "result": "查无记录"})
          for key in ("national_archive", "civil_affairs", "population_death", "other_unions")]  # fmt: skip
PUBLISH = {"opinion": "符合条件。", "place": "公示栏", "complaint_phone": "0358-0000000"}
ASK = {"items": ["户口簿全部页"]}
HAPPY_MOVES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "draft": ("submit", "clerk", {}),
    "submitted": ("accept", "clerk", {}),
    "investigating": ("finish_visit", "visitor", {}),
    "grassroots_review": ("publish", "chair", PUBLISH),
    "publicity": ("close_publicity", "clerk", {}),
    "county_review": ("recommend", "head", {"source": "OWN", "opinion": "同意。"}),
    "approval": ("approve", "approver", {}),
}
# state → from where, by which move, by whom, with what
UNHAPPY: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "supplement": ("submitted", "ask", "clerk", ASK),
    "rejected": ("grassroots_review", "refuse_at_base", "chair", REASON),
    "not_accepted": ("submitted", "decline", "chair", REASON),
    "withdrawn": ("submitted", "withdraw", "clerk", {"role": "APPLICANT", **REASON}),
    "terminated": ("submitted", "terminate", "head", REASON),
}
