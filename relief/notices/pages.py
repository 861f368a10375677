"""What the screens of papers show, as plain data for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.documents.models import Document
from relief.notices.delivering import may_deliver, may_file, methods_for, takes_scans
from relief.notices.formkinds import FORMS, FormKind
from relief.notices.kinds import KINDS
from relief.notices.models import Delivery, Notice, NumberSeries
from relief.notices.papers import PAPERS
from relief.notices.register import TONES, Line, label_of
from relief.notices.selectors import may_read
from relief.notices.sheets import KIND as PUBLICITY
from relief.queue.pages import case_title, case_url
from relief.queue.registry import KINDS as CASES
from relief.queue.sitting import Sitting

STATES = {
    "failed": gettext_lazy("生成失败"),
    "pending": gettext_lazy("待生成"),
    "ready": gettext_lazy("已生成"),
    "undelivered": gettext_lazy("待送达"),
}


def paper_row(notice: Notice, case: Any) -> dict[str, Any]:
    """A paper in a list (templates/casework/_papers.html)."""
    url = reverse("paper", args=[notice.pk])
    return {
        "kind": notice.title, "number": notice.number, "url": url, "on": notice.issued_on,
        "pdf_url": reverse("paper_pdf", args=[notice.pk]) if notice.ready else "",
        "state": TONES[Notice.Status(notice.status)], "state_label": notice.get_status_display(),
        "error": notice.error, "retry_url": "" if notice.ready else reverse("paper_retry", args=[notice.pk]),
        "delivered": delivered(notice), "union": notice.union.name, "issuer": notice.organisation.name,
        **_case(case),
    }  # fmt: skip


def _case(case: Any) -> dict[str, str]:
    """The number and the page of the case that a paper speaks of."""
    if case is None:
        return {"case_number": "", "case_url": ""}
    machine = case.machine.name
    return {"case_number": case_title(machine, case.pk, case.number),
            "case_url": case_url(machine, case.pk) if machine in CASES else ""}  # fmt: skip


def delivered(notice: Notice) -> str:
    """How and when a paper last reached its person; the sheet hangs."""
    if notice.kind == PUBLICITY:
        return _("张贴公示")
    last = max(notice.deliveries.all(), key=lambda d: d.pk, default=None)
    return f"{last.get_method_display()} {last.on:%Y-%m-%d}" if last else ""


def list_filters(sitting: Sitting, kind: str, state: str) -> list[dict[str, Any]]:
    """The selects above the list: the kinds of the cases that the person reads."""
    machines = {name for name, case in CASES.items() if case.tops(sitting.grants)}
    names = [
        *(name for name, row in KINDS.items() if row.machine in machines),
        *([PUBLICITY] if sitting.readable else []),
    ]
    kinds = [(name, str(PAPERS[name].title)) for name in names]
    return [_select("kind", _("种类"), kinds, kind), _select("state", _("状态"), list(STATES.items()), state)]


def _select(name: str, label: str, options: Sequence[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    listed = [("", _("全部")), *options]
    return {"name": name, "label": label,
            "options": [{"value": v, "label": w, "selected": v == chosen} for v, w in listed]}  # fmt: skip


def paper_page(notice: Notice, case: Any, person: Any) -> dict[str, Any]:
    """One paper (templates/applications/paper.html)."""
    row = paper_row(notice, case)
    pdf = reverse("paper_pdf", args=[notice.pk])
    return {
        "paper": {**row, "digest": notice.pdf_digest, "attempts": notice.attempts, "next_try_at": notice.next_try_at},
        "crumbs": [{"label": notice.union.name, "url": ""}, {"label": _("文书"), "url": reverse("papers")},
                   {"label": notice.number, "url": ""}],
        "pdf_url": f"{pdf}?download=1" if notice.ready else "", "inline_url": pdf if notice.ready else "",
        "retry_url": row["retry_url"], "deliveries": [_delivery(d) for d in notice.deliveries.all()],
        "actions": _actions(notice, person),
    }  # fmt: skip


def _delivery(row: Delivery) -> dict[str, Any]:
    who = _("签收 %(who)s，") % {"who": row.receiver} if row.receiver else ""
    return {"method": row.get_method_display(), "on": row.on, "who": who + _("登记 %(by)s") % {"by": row.entered_by},
            "proof_url": reverse("paper_proof", args=[row.pk]) if row.proof_id else ""}  # fmt: skip


def _actions(notice: Notice, person: Any) -> dict[str, Any]:
    if notice.kind == PUBLICITY:
        return {"none": _("公示表张贴公示，不逐人送达。")}
    if not notice.ready:
        return {"none": _("PDF生成后可以登记送达。")}
    if not may_deliver(person, notice) or not methods_for(notice):
        return {"none": ""}
    return {"primary": {"label": _("登记送达"), "url": reverse("paper_deliver", args=[notice.pk]),
                        "consequence": _("登记这份文书怎样、哪天送到当事人手里，凭证一并留存。")}}  # fmt: skip


def blank_groups() -> list[dict[str, Any]]:
    """The empty forms, by the field of work."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for kind in FORMS.values():
        row = {"label": kind.title, "url": reverse("paper_blank", args=[kind.kind])}
        groups.setdefault(str(kind.group), []).append(row)
    return [{"title": title, "rows": rows} for title, rows in groups.items()]


def form_links(kind: FormKind, pk: int, row: Any = None) -> dict[str, str]:
    """Where a subject's form, or that of one of its rows, prints in each mode, and where its signed scan is filed."""
    asked = f"?row={row.pk}" if row is not None else ""
    urls = {mode: reverse("paper_form", args=[kind.kind, mode, pk]) + asked for mode in ("blank", "wet", "decided")}
    label = (
        _("%(form)s（%(row)s）") % {"form": kind.title, "row": kind.row_word(row)} if row is not None else kind.title
    )
    return {"label": label, "blank_url": urls["blank"], "filled_url": urls["wet"], "decided_url": urls["decided"],
            "scan_url": reverse("paper_scan", args=[kind.kind, pk])}  # fmt: skip


def case_forms(case: Any, sitting: Sitting) -> list[dict[str, str]]:
    """The forms of a case that its reader may print; of what is there several times, one each."""
    found = []
    for kind in FORMS.values():
        if kind.prefix == case.machine.name and may_read(sitting, kind, case.organisation.path):
            found += [form_links(kind, case.pk, row) for row in kind.rows(case)] or [form_links(kind, case.pk)]
    return found


def scan_page(kind: FormKind, subject: Any, person: Any, scans: Sequence[Document]) -> dict[str, Any]:
    """A form of a subject: print it, see and file its signed scan (templates/papers/scan.html)."""
    here = reverse("paper_scan", args=[kind.kind, subject.pk])
    page = {
        "title": kind.title, "subject": str(subject), "links": form_links(kind, subject.pk), "scans": scan_rows(scans),
        "seen": getattr(subject, "event_count", ""),
        "crumbs": [{"label": subject.organisation.name, "url": ""},
                   {"label": str(subject), "url": _subject_url(kind, subject)},
                   {"label": kind.title, "url": ""}],
    }  # fmt: skip
    if not takes_scans(subject):
        return {**page, "actions": {"none": _("案卷已经办结，不能再存入扫描件。")}}
    if not may_file(person, kind, subject.organisation):
        return {**page, "actions": {"none": _("您的岗位只能打印，不能存入这份表的扫描件。")}}
    action = {"title": _("存入签字盖章扫描件"), "label": _("存入"), "url": here, "cancel_url": here, "multipart": True}
    return {**page, "action": action}


def _subject_url(kind: FormKind, subject: Any) -> str:
    if kind.prefix in CASES:
        return case_url(kind.prefix, subject.pk)
    return reverse(SUBJECTS[kind.prefix], args=[subject.pk]) if kind.prefix in SUBJECTS else ""


def scan_rows(scans: Sequence[Document]) -> list[dict[str, Any]]:
    """Filed scans of a form."""
    return [{"name": d.name, "url": reverse("paper_scan_file", args=[d.pk]), "on": d.added_at, "by": d.added_by}
            for d in scans]  # fmt: skip


def series_row(series: NumberSeries) -> dict[str, Any]:
    """A series in the list of registers."""
    return {"url": reverse("register", args=[series.pk]), "union": series.organisation.name, "year": series.year,
            "kind": label_of(series.kind), "last": series.last, "mark": series.mark}  # fmt: skip


def line_row(line: Line) -> dict[str, Any]:
    """A number in its register."""
    return {**line.__dict__, "url": _line_url(line)}


def _line_url(line: Line) -> str:
    if line.machine in PAGES and line.pk is not None:
        return reverse(PAGES[line.machine], args=[line.pk])
    return case_url(line.machine, line.pk) if line.machine and line.pk is not None else ""


SUBJECTS: Mapping[str, str] = {"meeting": "meeting", "publicity_sheet": "sheet"}
PAGES: Mapping[str, str] = {"paper": "paper", "sheet": "sheet"}
