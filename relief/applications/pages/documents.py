"""The papers on file by what they prove, and the one that is open beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.pages.words import item_label
from relief.applications.selectors import documents_of, may_open
from relief.casework.stand import Stand
from relief.casework.tabs import viewer
from relief.documents.models import Document
from relief.queue.sitting import Sitting


def page(stand: Stand, sitting: Sitting, opened: int | None) -> dict[str, Any]:
    """The tab 材料."""
    filed = documents_of(stand.case)
    visible = {d.pk for d in filed if may_open(d, stand.person, sitting.grants, stand.facts.line.own.path)}
    current = next((d for d in filed if d.pk == opened and d.pk in visible and d.digest), None)
    return {"items": items(stand, filed, visible, current), "document": viewer(current) if current else None}


def items(stand: Stand, filed: Sequence[Document], visible: set[int],
          current: Document | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """What the cause asks for, then what else lies in the file."""
    scheme = stand.facts.scheme
    needs = scheme.evidence_for(stand.case.cause)
    codes = [n.code for n in needs]
    others = list(dict.fromkeys(c for d in filed for c in d.item.split(",") if c not in codes))
    lacking = set(stand.facts.missing_papers)
    found = []
    for need in needs:
        files = [d for d in filed if need.code in d.item.split(",")]
        paper = bool(files) and all(d.paper_only for d in files)
        state, label = ("ok", _("已有")) if files else ("off", _("没有"))
        if not files and any(need.label in text for text in lacking):
            state, label = "missing", _("还缺")
        found.append({
            "label": need.label, "required": need.kind == "R", "group": _("任选一种即可") if need.group else "",
            "state": "ok" if paper else state, "state_label": _("纸质存档") if paper else label,
            "files": [_file(stand, d, visible, current) for d in files], "add_url": _add_url(stand, need.code),
        })  # fmt: skip
    for code in others:
        files = [d for d in filed if code in d.item.split(",")]
        found.append({"label": item_label(code, scheme), "required": False, "group": "", "state": "ok",
                      "state_label": _("已有"), "files": [_file(stand, d, visible, current) for d in files],
                      "add_url": ""})  # fmt: skip
    return found


def _file(stand: Stand, document: Document, visible: set[int], current: Document | None) -> dict[str, Any]:
    opens = document.pk in visible and bool(document.digest)
    url = f"{reverse('application', args=[stand.case.pk])}?tab=documents&document={document.pk}" if opens else ""
    note = filesizeformat(document.size) if document.digest else _("在档案柜")
    if document.pk not in visible:
        note = _("限调查、审核、审批人员查看")
    return {"name": document.name, "url": url, "size": note, "current": document is current}


def _add_url(stand: Stand, code: str) -> str:
    if not stand.may("add_paper"):
        return ""
    return f"{reverse('application_act', args=[stand.case.pk, 'add_paper'])}?item={code}"
