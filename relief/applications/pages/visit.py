"""Visits, checks and the opinions of every stage."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relief.applications.forms.visiting import VISIT_PHOTO
from relief.applications.models import Check, Opinion, Visit
from relief.applications.selectors import documents_of
from relief.casework.stand import Stand

TOLD = ("housing", "income", "spending", "neighbours", "refusal_of_signature")


def page(stand: Stand) -> dict[str, Any]:
    """The tab 调查与核对."""
    a = stand.case
    visits = list(Visit.objects.filter(application=a).prefetch_related("signatures__person").order_by("-id"))
    photos = [d for d in documents_of(a) if VISIT_PHOTO in d.item.split(",")]
    shown = [_visit(v) for v in visits]
    if shown and photos:
        shown[0]["photos"] = [{"name": p.name, "url": reverse("document", args=[p.pk]),
                               "thumb_url": reverse("document", args=[p.pk])} for p in photos]  # fmt: skip
    return {
        "visits": shown,
        "checks": checks(stand),
        "opinions": opinions(stand),
        "empty": {"title": _("还没有入户调查"), "text": _("受理后由两名调查员入户，登记的调查表会列在这里。")},
    }


def _visit(visit: Visit) -> dict[str, Any]:
    columns: Any = {f.name: f for f in Visit._meta.concrete_fields}
    rows = [{"name": columns[n].verbose_name, "value": getattr(visit, n), "fen": None} for n in TOLD
            if getattr(visit, n)]  # fmt: skip
    who = "、".join(str(s.person) for s in visit.signatures.all())
    return {
        "on": visit.on, "place": visit.place, "visitors": who, "present": visit.present,
        "paper": _("县级复核入户") if visit.by_county else "", "groups": [{"title": "", "rows": rows}] if rows else [],
        "photos": [], "conclusion": visit.conclusion, "fen": visit.proposed_fen,
    }  # fmt: skip


def checks(stand: Stand) -> list[dict[str, Any]]:
    """Every check of the scheme: answered, awaited, or required and not begun."""
    done = {c.kind: c for c in Check.objects.filter(application=stand.case)}
    url = reverse("application_act", args=[stand.case.pk, "settle_check"]) if stand.may("settle_check") else ""
    found = []
    for kind, rule in stand.facts.scheme.checks.items():
        check = done.get(kind)
        if check is None and not rule.required:
            continue
        waiting = check is None or check.status == Check.Status.WAITING
        found.append({
            "kind": rule.label, "state": check.status if check else "missing",
            "state_label": check.get_status_display() if check else _("还没有核对"),
            "requested_on": check.on if check else None, "by": _("县级") if rule.by == "county" else _("基层"),
            "result": check.result if check else "", "settled_on": check.settled_on if check else None,
            "settle_url": url if waiting else "",
        })  # fmt: skip
    return found


def opinions(stand: Stand) -> list[dict[str, Any]]:
    """Signed opinions in order; one that was replaced says so."""
    found = Opinion.objects.filter(application=stand.case).select_related("person").order_by("id")
    return [{"role": o.get_of_display(), "who": o.person, "on": o.on, "text": o.text,
             "paper": "" if o.current else _("已由后来的意见代替")} for o in found]  # fmt: skip
