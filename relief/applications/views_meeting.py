"""Meetings: cases that wait, minutes typed once, confirmed in words, decided line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relief import office
from relief.applications import meeting_minutes
from relief.applications.forms_meeting import AGREE, AgendaLineForm, MeetingForm, ScanForm
from relief.applications.meeting_shown import confirmation, held_meeting, typed_heads, typed_lines
from relief.applications.models import Meeting
from relief.applications.selectors_meeting import (
    chosen,
    matrix_rows,
    meeting_for,
    meetings_for,
    secretariats_of,
    waiting_sum,
)
from relief.applications.windows import Window
from relief.audit.models import AccessLog
from relief.audit.services import log_audit
from relief.documents.streaming import stored_response
from relief.organisations.models import Organisation
from relief.queue.sitting import sitting_of
from relief.schemes.selectors import scheme_on
from workflows.clock import today
from workflows.errors import NotPossible

PAGE = 50
MOST_PROBLEMS = 4


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """Minutes so far, and what waits for the next meeting."""
    own = secretariats_of(request.user)
    found, window = meetings_for(request.user), Window(request, PAGE)
    rows = [_row(m) for m in window.rows(found)]
    waiting = [{"organisation": o, "url": f"{reverse('meeting_new')}?at={o.pk}", **waiting_sum(o),
                "list_pdf_url": reverse("agenda_waiting", args=[o.pk])} for o in own]  # fmt: skip
    empty = {"title": _("还没有会议纪要"), "text": _("金额须由会议审批的案件，由会议秘书在这里登记会议的决定。")}
    context = {"new_url": reverse("meeting_new") if own else "", "waiting": waiting, "rows": rows, "empty": empty,
               "page": window.page(found.count())}  # fmt: skip
    return render(request, "applications/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Type the minutes of a meeting, see them once more in words, then let its decisions take effect."""
    at = _secretariat(request)
    entry = Entry(request, at)
    then = request.POST.get("then")
    if then not in ("confirm", "decide") or not entry.valid():
        return entry.page(status=422 if then in ("confirm", "decide") else 200)
    if then == "confirm" or request.POST.get("confirmed") != "1":
        return entry.page(confirming=True)
    return entry.decide()


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they were recorded, and what became of each case."""
    found = meeting_for(request.user, pk)
    log_audit(person=request.user, grants=sitting_of(request).grants, what=AccessLog.What.READ,
              dossier=f"meeting:{pk}", on_path=found.organisation.path)  # fmt: skip
    return render(request, "applications/meeting.html", _held(request, found))


@require_POST
def meeting_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """File the signed minutes afterwards."""
    found = meeting_for(request.user, pk)
    if found.organisation not in secretariats_of(request.user):
        raise PermissionDenied
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "applications/meeting.html", {**_held(request, found), "scan_form": form}, status=422)
    office.carry_out(meeting_minutes.add_scan, meeting=found, actor=request.user, scans=form.cleaned_data["scan"])
    return redirect("meeting", pk)


@require_GET
def meeting_scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed minutes."""
    scan = meeting_for(request.user, pk).scan
    if scan is None:
        raise Http404
    return stored_response(scan.digest, scan.name, media_type=scan.media_type)


def _secretariat(request: HttpRequest) -> Organisation:
    own = secretariats_of(request.user)
    if not own:
        raise PermissionDenied
    wanted = request.POST.get("at") or request.GET.get("at")
    return next((o for o in own if str(o.pk) == wanted), own[0])


def _row(m: Any) -> dict[str, Any]:
    return {"url": reverse("meeting", args=[m.pk]), "number": m.number, "body": m.body, "on": m.held_on,
            "count": m.lines, "fen": m.granted_fen or 0, "organisation": m.organisation,
            "secretary": m.recorded_by}  # fmt: skip


def _held(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    mine = found.organisation in secretariats_of(request.user)
    crumbs = [{"label": _("会议"), "url": reverse("meetings")}, {"label": str(found)}]
    return {**held_meeting(found), "crumbs": crumbs, "scan_form": ScanForm() if mine else None,
            "scan_post_url": reverse("meeting_scan", args=[found.pk]),
            "scan_url": reverse("meeting_scan_file", args=[found.pk]) if found.scan else ""}  # fmt: skip


class Entry:
    """The page on which minutes are typed: the head, one line a case, the step it is at."""

    def __init__(self, request: HttpRequest, at: Organisation) -> None:
        self.request, self.at = request, at
        self.scheme = scheme_on(today()).rules
        named = request.POST.getlist("case") or request.GET.getlist("application")
        self.cases = chosen(at, named)
        data = request.POST or None
        self.head = MeetingForm(data, rows=matrix_rows(self.scheme, at),
                                number_needed=self.scheme.minutes_number_by == "approve",
                                votes=self.scheme.meeting_votes)  # fmt: skip
        self.lines = [AgendaLineForm(data, case=c, votes=self.scheme.meeting_votes) for c in self.cases]
        self.scan = ScanForm(data, request.FILES or None)

    def valid(self) -> bool:
        """Head and lines together; at least one case on the agenda."""
        good = all([self.head.is_valid(), *(line.is_valid() for line in self.lines), self.scan.is_valid()])
        if good:
            for line in self.lines:
                line.check_meeting(self.head.cleaned_data["present"], self.head.cleaned_data["held_on"])
            if not self.agenda:
                self.head.add_error(None, _("请至少让一件案件上会。"))
        return good and self.head.is_valid() and all(not line.errors for line in self.lines)

    @property
    def agenda(self) -> list[AgendaLineForm]:
        return [line for line in self.lines if line.on_agenda]

    def page(self, *, confirming: bool = False, status: int = 200) -> HttpResponse:
        """The form, or the same values read-only with the sum in words."""
        lines = self.agenda if confirming else self.lines
        left = [line for line in self.lines if line not in lines]
        context = {
            "meeting": {"title": _("登记会议纪要"), "organisation": self.at}, "at": self.at, "form": self.head,
            "crumbs": [{"label": _("会议"), "url": reverse("meetings")}, {"label": _("登记会议纪要")}],
            "url": reverse("meeting_new"), "votes": self.scheme.meeting_votes, "scan": self.scan,
            "agenda": typed_lines(lines, confirming), "confirm": confirmation(lines) if confirming else None,
            "kept": [field for line in left for field in line], "kept_cases": [line.case.pk for line in left],
            "heads": typed_heads(self.head, self.at) if confirming else [],
            "problems": shortened([p for line in lines for p in line_problems(line)]),
            "empty": {"title": _("现在没有等着上会的案件"),
                      "text": _("部门负责人提交审批、金额属于会议审批的案件会出现在这里。")},
        }  # fmt: skip
        return render(self.request, "applications/meeting.html", context, status=status)

    def decide(self) -> HttpResponse:
        """One transaction: the minutes and every move, or nothing."""
        self.request.bound_form = self.head  # type: ignore[attr-defined]
        rows = [line.row() for line in self.agenda]
        seen = {line.case.pk: line.cleaned_data["seen"] for line in self.agenda}
        try:
            held = office.carry_out(
                meeting_minutes.record_and_decide, organisation=self.at, actor=self.request.user,
                head=self.head.head(), agenda=rows, seen=seen, scans=self.scan.cleaned_data["scan"])  # fmt: skip
        except NotPossible as refusal:
            self.head.add_error(None, refusal.message)
            return self.page(status=refusal.status)
        agreed = sum(row["decision"] == AGREE for row in rows)
        messages.success(self.request, _("已按纪要办理%(n)d件，其中同意%(yes)d件。") % {"n": len(rows), "yes": agreed})
        return redirect("meeting", held.pk)


def line_problems(line: AgendaLineForm) -> list[dict[str, str]]:
    """What is wrong in a line, for the summary on top."""
    if not line.is_bound:
        return []
    return [{"text": f"{line.case.number} {line.fields[name].label}：{error}", "url": f"#{line[name].auto_id}"}
            for name, errors in line.errors.items() if name in line.fields for error in errors]  # fmt: skip


def shortened(problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """A long list says how much there is beside its first lines; the table marks them all."""
    more = len(problems) - MOST_PROBLEMS
    told = {"text": _("议程中还有%(n)d处要改，见下表。") % {"n": more}}
    return problems if more <= 1 else [*problems[:MOST_PROBLEMS], told]
