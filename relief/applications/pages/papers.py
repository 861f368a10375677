"""The papers of a case: issued notices, the publicity sheet, the forms that people sign by hand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.models import SheetEntry, Visit
from relief.applications.selectors_publicity import SHEET_READERS
from relief.casework.stand import Stand
from relief.notices.formkinds import FORMS
from relief.notices.pages import form_links, paper_row
from relief.notices.selectors import papers_of
from relief.notices.sheets import dossier_of
from relief.queue.sitting import Sitting

BY_HAND = ("application_form", "visit_form")


def page(stand: Stand, sitting: Sitting) -> dict[str, Any]:
    """The tab 文书."""
    issued = papers_of(stand.case)
    return {
        "papers": [paper_row(notice, stand.case) for notice in issued]
        + hanging(stand, sitting, {n.dossier for n in issued}),
        "blanks": _by_hand(stand, sitting),
        "empty": {"title": _("还没有文书"), "text": _("受理、补正、审批等环节会自动生成文书，列在这里。")},
    }


def hanging(stand: Stand, sitting: Sitting, filed: set[str]) -> list[dict[str, Any]]:
    """Publicity sheets of the case that hang, or hung, and are not filed as a paper yet; its page opens to its readers."""
    path = stand.facts.line.own.path
    opens = any(g.role in SHEET_READERS and path.startswith(g.path) for g in sitting.grants)
    entries = SheetEntry.objects.filter(application=stand.case).select_related("sheet").order_by("id")
    return [{"kind": _("公示表"), "number": e.sheet.number, "on": e.sheet.starts_on, "state": "doing",
             "state_label": _("公示至%(day)s") % {"day": e.sheet.ends_on}, "url": reverse("sheet", args=[e.sheet_id]) if opens else "",
             "pdf_url": reverse("sheet_pdf", args=[e.sheet_id]), "delivered": _("张贴公示")}
            for e in entries if dossier_of(e.sheet) not in filed]  # fmt: skip


def _by_hand(stand: Stand, sitting: Sitting) -> list[dict[str, str]]:
    """Forms of this case that the reader may print; the visit's own when there was one."""
    path = stand.facts.line.own.path
    held = {g.role for g in sitting.grants if path.startswith(g.path)}
    kinds = [FORMS[name] for name in BY_HAND if FORMS[name].readers & held]
    visited = Visit.objects.filter(application=stand.case).exists()
    links = [form_links(kind, stand.case.pk) for kind in kinds]
    for link, kind in zip(links, kinds, strict=True):
        if kind.kind == "visit_form" and not visited:
            link.pop("decided_url")
    return links
