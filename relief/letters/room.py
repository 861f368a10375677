"""The room of letters: the paper itself, its approval, service and replies, and every act beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.rooms import Room, Tab, furnish
from relief.casework.stand import Stand
from relief.casework.tabs import DOCUMENTS, PAPERS, TIMELINE
from relief.letters.facts.chain import LEGAL_OPINION
from relief.letters.facts.clocks import OBJECTING
from relief.letters.forms.acts import LETTER_FORMS
from relief.letters.models import DepartmentAnswer, SupervisionLetter
from relief.letters.pages import approval, paper, replies, service
from relief.letters.pages.told import CODES, FACT_LABELS, LACKS, TONES, WORDS
from relief.letters.services.sealing import STAMPED
from relief.queue.sitting import Sitting
from workflows.fsm import Text
from workflows.supervision_letter import REVOKED, SATISFIED, SUPERSEDED, SUPERVISION_LETTER

WHOLE = frozenset({"endorse", "pass_review", "sign", "seal", "serve", "reply", "examine"})
"""Forms that open with the whole page beside them, or that need its width."""
ITEMS: Mapping[str, Text] = {
    STAMPED: _("加盖印章的扫描件"), LEGAL_OPINION: _("法律顾问的书面意见"), "REPLY": _("回执"), "OBJECTION": _("异议书"),
    "EXTENSION_PLAN": _("整改计划"), **{f"DEPARTMENT:{code}": word for code, word in DepartmentAnswer.What.choices},
}  # fmt: skip


class LetterRoom(Room):
    """A letter; who stands aside from its case does not find it."""

    def title(self, case: SupervisionLetter) -> str:
        """The number; a letter without one by its kind."""
        return case.number or _now("%(kind)s（未编号）") % {"kind": case.get_kind_display()}

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        letter: SupervisionLetter = stand.case
        issuer = letter.issuer_name or stand.facts.issuer.name
        marks = [str(letter.get_detail_display())] if letter.detail else []
        if letter.kind == "reminder_letter" and letter.scope != SupervisionLetter.Scope.TARGETED:
            marks.append(str(letter.get_scope_display()))
        kind = letter.get_kind_display() if letter.number else ""
        return {"workflow": kind, "who": letter.addressee or _now("主送单位未填"), "marks": marks,
                "line": [issuer, str(letter.case) if letter.case else _now("不立案")]}  # fmt: skip

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        letter: SupervisionLetter = stand.case
        found = [{"label": letter.organisation.name, "url": ""}, {"label": _now("监督文书"), "url": reverse("letters")}]
        if letter.case is not None:
            found.append({"label": str(letter.case), "url": reverse("supervision_case", args=[letter.case_id]) + "?tab=letters"})
        return [*found, {"label": self.title(letter), "url": ""}]

    def counted(self, stand: Stand) -> dict[str, list[Any]]:
        letter: SupervisionLetter = stand.case
        return {"service": [letter.attempts.all()], "replies": [letter.replies.all(), letter.answers.all(),
                                                                letter.objections.all()]}  # fmt: skip

    def item_label(self, item: str, stand: Stand) -> str:
        """Evidence of service by its code, papers of a reply by the number of the demand."""
        head, _colon, code = item.partition(":")
        if head == "SERVICE":
            return str(service.EVIDENCE.get(code, _now("送达证明")))
        if head == "REPLY" and code.isdecimal():
            return _now("第%(n)s项的整改证明") % {"n": code}
        known = item in ITEMS or item.startswith("SIGNED:")
        return super().item_label(item, stand) if known or item.isupper() else item

    def elsewhere(self, stand: Stand, verb: str) -> str:
        """Writing has its own page; what is decided on the text opens with the whole page beside it."""
        if verb == "edit":
            return reverse("letter_edit", args=[stand.case.pk])
        return reverse("letter_act", args=[stand.case.pk, verb]) if verb in WHOLE else ""

    def held(self, stand: Stand) -> str:
        pause = stand.facts.timekeeping.open_pause(OBJECTING)
        if pause is None:
            return super().held(stand)
        return _now("对方提出异议，自%(since)s起答复期限停止计算，复核结果送达后继续。") % {"since": pause.started_on}


def _no_endorser(facts: Any, option: Any, person: Any) -> bool:
    """Is the step that is due another verb's?"""
    return not any(facts.step_is_due(role) for role in option.row.by)


ROOM = furnish(LetterRoom(
    machine=SUPERVISION_LETTER,
    page="letter",
    forms=LETTER_FORMS,
    forward=("submit", "endorse", "pass_review", "sign", "seal", "dispatch", "retry", "serve", "accept", "examine", "uphold",
             "accept_result"),
    tabs=(
        Tab("letter", _("文书"), "letters_ui/_letter.html", paper.page),
        Tab("approval", _("审批"), "letters_ui/_approval.html", approval.page),
        Tab("service", _("送达"), "letters_ui/_service.html", service.page),
        Tab("replies", _("答复"), "letters_ui/_replies.html", replies.page),
        DOCUMENTS,
        Tab("papers", _("通知和表格"), PAPERS.template, PAPERS.show),
        TIMELINE,
    ),
    pointless={
        "endorse": _no_endorser,
        "acknowledge_unconfirmed": lambda facts, option, person: facts.profile_confirmed_or_acknowledged,
        "extend": lambda facts, option, person: facts.is_recommendation,
        "refuse_extension": lambda facts, option, person: facts.is_recommendation,
        "recheck": lambda facts, option, person: person.pk in facts.recheckers,
        "allow_announcement": lambda facts, option, person: facts.case.announcement_allowed_on is not None,
    },
    lacks=LACKS,
    done={SATISFIED: _("这份文书已经办结。"), SUPERSEDED: _("这份文书已由后续文书接替，或案件已终结。"),
          REVOKED: _("这份文书已经撤销或作废。")},
    words=WORDS,
    fact_labels=FACT_LABELS,
    codes=CODES,
    items=ITEMS,
    tones=TONES,
    related=("organisation", "issuer", "case", "case__employer", "plan", "plan__skip_decided_by", "follows", "profile", "stamped"),
    case_template="letters_ui/letter.html",
))  # fmt: skip
