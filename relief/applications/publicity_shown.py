"""Publicity sheets as the pages show them: as they hang, what lacks, what may be done."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import PublicitySheet
from relief.applications.selectors_publicity import RECORDERS, SIGNER, Hanging, lacking
from relief.notices.papers import PAPERS
from relief.notices.sheets import KIND, sheet_paper
from relief.people.masking import mask_name
from relief.queue.dues import due_cell
from relief.queue.sitting import Sitting
from workflows.roles import Role

LACKS = {"start": gettext_lazy("开始照片"), "end": gettext_lazy("结束照片"), "result": gettext_lazy("签字的公示结果")}
HANGING, LATE, READY, OVER = "doing", "wait", "todo", "done"
STATES = {HANGING: gettext_lazy("公示中"), LATE: gettext_lazy("期满待登记"), READY: gettext_lazy("可以结束"),
          OVER: gettext_lazy("已结束")}  # fmt: skip


def state_of(sheet: Any, open_cases: int, on: Any) -> dict[str, Any]:
    """Word and tone: it hangs, waits for photos or result, may be closed, is over."""
    if not open_cases:
        state = OVER
    elif sheet.ends_on >= on:
        state = HANGING
    else:
        state = LATE if lacking(sheet) else READY
    return {"state": state, "state_label": STATES[state]}


def list_row(sheet: Any, sitting: Sitting) -> dict[str, Any]:
    """One line of the list."""
    wanted = LACKS if sheet.ends_on < sitting.on else ("start",)  # the rest is due when the term is over
    lacks = "、".join(str(LACKS[name]) for name in lacking(sheet) if name in wanted) if sheet.open else ""
    due = _due(sheet, sitting) if sheet.open else None
    return {"url": reverse("sheet", args=[sheet.pk]), "title": sheet.number or _("公示表"),
            "union": sheet.organisation.name, "place": sheet.place, "from_on": sheet.starts_on,
            "to_on": sheet.ends_on, "count": sheet.listed, "due": due, "lacks": lacks,
            **state_of(sheet, sheet.open, sitting.on)}  # fmt: skip


def _due(sheet: Any, sitting: Sitting) -> dict[str, Any] | None:
    """The term is a minimum: once it is over nothing is overdue, the cases may go on."""
    if sheet.ends_on < sitting.on:
        return {"on": sheet.ends_on, "words": _("已期满")}
    return due_cell(sheet.ends_on, None, today=sitting.on, now=sitting.now)


def paper(sheet: PublicitySheet, entries: Any = None) -> dict[str, Any]:
    """The sheet as it hangs: the whitelist of relief.md §7 and nothing else."""
    told = sheet_paper(sheet, entries)
    text = _("根据《%(name)s》第%(version)s版，经本人申请、入户调查和初审，拟对下列%(n)d名职工（会员）给予临时救助，"
             "现予公示，接受监督。") % {
                 "name": told.basis.name, "version": told.basis.version, "n": len(told.rows)}  # fmt: skip
    return {
        "title": str(PAPERS[KIND].title), "number": told.number, "text": text, "union": told.issuer,
        "place": told.place,
        "from_on": told.from_on, "to_on": told.until_on, "working_days": told.days_text, "phone": told.phone,
        "posted_on": told.from_on, "fen": sum(r.amount_fen for r in told.rows),
        "unconfirmed": "" if told.basis.confirmed else _("依据未确认办法，各项数值尚未由管理员核定确认。"),
        "rows": [{"name": r.name_masked, "employer": r.employer, "cause": r.cause_label, "fen": r.amount_fen}
                 for r in told.rows],
    }  # fmt: skip


def sheet_page(hanging: Hanging, sitting: Sitting) -> dict[str, Any]:
    """Everything of templates/applications/publicity_sheet.html but the panel's form."""
    sheet = hanging.sheet
    due = _due(sheet, sitting) if hanging.open_cases else None
    token = SIGNER.sign(str(sheet.pk))
    head = {**paper(sheet, hanging.entries), **state_of(sheet, len(hanging.open_cases), sitting.on), "due": due,
            "pdf_url": reverse("sheet_pdf", args=[sheet.pk]),
            "statement_url": reverse("paper_form", args=["publicity_result", "decided", sheet.pk]),
            "scan_url": reverse("paper_scan", args=["publicity_result", sheet.pk]),
            "public_url": reverse("sheet_public", args=[token]) if due and not hanging.over else ""}  # fmt: skip
    signed = {"by": sheet.result_signed_by, "on": sheet.result_on, "text": sheet.result}
    result = _("%(text)s（%(by)s %(on)s 签字）") % signed if sheet.result else ""
    return {"sheet": head, "cases": [_case(e) for e in hanging.entries], "photos": _photos(hanging, sitting),
            "result": result, "actions": panel(hanging, sitting)}  # fmt: skip


def _case(entry: Any) -> dict[str, Any]:
    a = entry.application
    note = _("已另表重新公示") if entry.replaced else ""
    return {"url": reverse("application", args=[a.pk]), "number": a.number, "party": mask_name(a.name),
            "state": a.state, "state_label": a.state_label, "fen": entry.amount_fen, "note": note}  # fmt: skip


def _photos(hanging: Hanging, sitting: Sitting) -> list[dict[str, Any]]:
    sheet, may = hanging.sheet, may_record(hanging, sitting)
    add = reverse("sheet_act", args=[sheet.pk, "record_publicity"]) if may else ""
    rows = []
    for which, photo, on in (
        ("start", sheet.start_photo, sheet.start_photo_on),
        ("end", sheet.end_photo, sheet.end_photo_on),
    ):
        there = photo is not None
        too_early = which == "end" and not hanging.over
        rows.append({
            "label": LACKS[which], "state": "ok" if there else "off" if too_early else "missing", "on": on,
            "name": photo.name if photo else "",
            "state_label": _("已登记") if there else _("期满后登记") if too_early else _("还缺"),
            "url": reverse("sheet_photo", args=[sheet.pk, which]) if there else "",
            "add_url": "" if there or too_early else add,
        })  # fmt: skip
    return rows


def holds(sitting: Sitting, roles: Any, hanging: Hanging) -> bool:
    """Does the person hold one of the roles over the sheet's union?"""
    path = hanging.sheet.organisation.path
    return any(g.role in roles and path.startswith(g.path) for g in sitting.grants)


def may_record(hanging: Hanging, sitting: Sitting) -> bool:
    """A clerk or chair of the union, while a case is still published on it."""
    return bool(hanging.open_cases) and holds(sitting, RECORDERS, hanging)


def panel(hanging: Hanging, sitting: Sitting) -> dict[str, Any]:
    """What templates/ui/actions.html shows: close what may be closed, else what lacks."""
    pk, clerk = hanging.sheet.pk, holds(sitting, {Role.CLERK}, hanging)
    record = {"label": _("登记公示照片与结果"), "url": reverse("sheet_act", args=[pk, "record_publicity"])}
    close = {"label": _("结束公示（%(n)d件）") % {"n": len(hanging.closable)},
             "consequence": _("表上公示期满的案件一起报县级审核。"),
             "url": reverse("sheet_act", args=[pk, "close_publicity"])}  # fmt: skip
    if not hanging.open_cases:
        return {"none": _("这张公示表上的案件都已办完公示。")}
    found: dict[str, Any] = {"none": _("等本工会经办人登记照片与结果、结束公示。")}
    if hanging.closable and clerk:
        found["primary"] = close
    if may_record(hanging, sitting) and hanging.lacks:
        found |= {"primary": record} if hanging.over else {"secondary": [record]}
    if clerk and not hanging.closable:
        found["blocked"] = [{"label": _("结束公示"), "missing": _missing(hanging)}]
    return found


def _missing(hanging: Hanging) -> list[dict[str, str]]:
    if not hanging.over:
        return [{"text": _("公示期到%(day)s届满") % {"day": hanging.sheet.ends_on.isoformat()}}]
    gaps = [{"text": str(LACKS[name])} for name in hanging.lacks]
    return gaps or [{"text": _("表上的案件还在计时（异议或暂缓过的天数顺延）")}]
