"""The room of relief cases: forms, tabs, words, and where a meeting decides instead of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.forms import FORMS
from relief.applications.models import SheetEntry
from relief.applications.options import DECISIONS, POINTLESS, Reading, by_the_right_hand, meeting_decides
from relief.applications.pages import TABS
from relief.applications.pages.head import crumbs, head
from relief.applications.pages.lacks import DETAILS
from relief.applications.pages.words import WORDS
from relief.casework import stand as casework
from relief.casework.rooms import Room, furnish
from relief.casework.stand import Stand
from relief.queue.sitting import Sitting
from workflows.errors import NotPossible
from workflows.fsm import Guard
from workflows.options import Option
from workflows.relief_application import APPROVAL, APPROVED, LAPSED, NOT_ACCEPTED, RELIEF_APPLICATION, WITHDRAWN
from workflows.roles import Place, Pseudo, Role

COPIED = frozenset({LAPSED, WITHDRAWN, NOT_ACCEPTED})


class ApplicationRoom(Room):
    """What a relief case has of its own."""

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        return head(stand, sitting)

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        return crumbs(stand.case)

    def counted(self, stand: Stand) -> Mapping[str, Sequence[QuerySet[Any]]]:
        """The publicity sheets of the case count as papers."""
        return {"papers": [SheetEntry.objects.filter(application=stand.case)]}

    def adjust(self, option: Option, facts: Any) -> Option:
        return by_the_right_hand(option, facts)

    def check(self, stand: Stand, option: Option) -> None:
        if option.name in DECISIONS and meeting_decides(stand):
            raise NotPossible(_("这件申请由会议决定，请在会议纪要中登记，不能单独办理。"))

    def elsewhere(self, stand: Stand, verb: str) -> str:
        """The entry page for a draft, the minutes for what a meeting decides."""
        if verb == "edit":
            return reverse("application_edit", args=[stand.case.pk])
        if verb == "approve" and meeting_decides(stand):
            return f"{reverse('meeting_new')}?application={stand.case.pk}"
        return ""

    def left_out(self, stand: Stand, option: Option) -> bool:
        """Where a meeting decides, its minutes are the one way to each decision."""
        to_the_meeting = option.name in DECISIONS - {"approve"} and meeting_decides(stand)
        return to_the_meeting or super().left_out(stand, option)

    def label(self, stand: Stand, option: Option) -> str:
        if option.name == "approve" and meeting_decides(stand):
            return _("登记会议决定")
        return super().label(stand, option)

    def consequence(self, stand: Stand, verb: str) -> Any:
        if verb == "approve" and meeting_decides(stand):
            return _("由会议决定：登记纪要后，议题逐件生效。")
        return super().consequence(stand, verb)

    def extra_acts(self, stand: Stand, sitting: Sitting) -> list[dict[str, Any]]:
        """A clerk may copy a case that came to nothing into a new draft."""
        path = stand.facts.line.own.path
        takes_in = any(g.role == Role.CLERK and path.startswith(g.path) for g in sitting.grants)
        if stand.case.state not in COPIED or not takes_in:
            return []
        return [{"label": _("复制为新草稿"), "url": f"{reverse('application_new')}?copy={stand.case.pk}", "whole": True}]

    def mends(self, stand: Stand, guard: Guard) -> Sequence[str]:
        """A visit that is written is signed, not written again."""
        if guard.__name__ == "visit_signed_by_two" and stand.facts.visit_signers:
            return ["sign_visit"]
        return super().mends(stand, guard)

    def wording(self, guard_name: str) -> str:
        """The single lacks of a publicity say it all."""
        return "%(list)s" if guard_name == "term_served" else super().wording(guard_name)

    def roles(self, stand: Stand, option: Option) -> tuple[str, ...]:
        """Where the matrix decides, its role alone."""
        if stand.case.state == APPROVAL and option.name in DECISIONS:
            return (stand.facts.matrix_row.by,)
        return option.row.by

    def place(self, stand: Stand, option: Option) -> Place:
        parent = stand.facts.line.parent
        if option.name == "township_opine" and parent is not None:
            return Place(parent.path, exact=True)
        return super().place(stand, option)

    def held(self, stand: Stand) -> str:
        return super().held(stand) or _nothing_left_to_pay(stand)

    def none(self, stand: Stand) -> str:
        stage = self.machine.stage(stand.case.state)
        if not stage.has_desk:
            return _("这件申请已经办结。")
        if stage.by == Pseudo.BANK:
            return _("等发放到账：由制单、支付复核在发放批次中办理。")
        return ""


def _nothing_left_to_pay(stand: Stand) -> str:
    """Every line was cancelled: no bank will answer, and what takes the case on are two moves of officers (§3)."""
    if stand.case.state != APPROVED or not stand.facts.all_lines_cancelled:
        return ""
    moves = stand.case.machine.by_move
    return _("发放明细已全部取消，不会再有款项到账。请由审批人或会议秘书“%(reopen)s”，或由部门负责人“%(end)s”。") % {
        "reopen": moves["reopen"].label, "end": moves["terminate"].label}  # fmt: skip


ROOM = furnish(ApplicationRoom(
    machine=RELIEF_APPLICATION,
    page="application",
    forms=FORMS,
    forward=("submit", "accept", "answer", "answer_visit", "finish_visit", "publish", "close_publicity", "recommend",
             "approve", "archive"),
    tabs=TABS,
    pointless=POINTLESS,
    lacks=DETAILS,
    words=WORDS,
    tones={
        **dict.fromkeys(("ask", "hold", "return_visit", "return_base", "return_county", "republish", "reopen"), "wait"),
        **dict.fromkeys(("decline", "refuse_at_base", "refuse_at_county", "refuse", "terminate", "lapse", "expire"),
                        "bad"),
        **dict.fromkeys(("approve", "pay", "archive"), "done"),
    },
    opening=gettext_lazy("草稿"),
    related=("organisation", "scheme"),
    facts=Reading,
    links_papers=False,
))  # fmt: skip


def stand(case: Any, person: Any) -> Stand:
    """A relief case as it stands for one person."""
    return casework.stand(ROOM, case, person)
