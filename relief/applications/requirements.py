"""What the form and the file must hold: R fields, evidence by cause, the index of an archived case (§7)."""

from typing import Any

from django.utils.translation import gettext as _

from relief.applications.models import Application
from relief.documents.models import Document
from relief.notices.models import Notice
from relief.schemes.rules import Scheme

REQUIRED = ("name", "sex", "id_type", "id_no", "hukou_type", "address", "mobile", "identity", "insurance_kind",
            "work_status", "household_size", "per_capita_monthly_fen", "cause", "narrative", "event_date",
            "application_date", "relative_of_staff")  # fmt: skip
DEATH_OF_MEMBER = "DEATH_SELF"
DEATH_IN_FAMILY = "DEATH_FAMILY"
COSTS = ("total_cost_fen", "medical_insurance_fen", "commercial_insurance_fen", "mutual_aid_fen", "other_aid_fen")


def required_fields(cause: str, scheme: Scheme) -> list[str]:
    """Names of the R fields of the form for this cause."""
    names = list(REQUIRED)
    if cause not in scheme.causes:
        return names
    rule = scheme.rule_for(cause)
    if scheme.causes[cause].type == "URGENT":
        names.append("event_place")
    if rule.basis == "cost":
        names += COSTS
    if rule.basis == "loss":
        names.append("loss_fen")
    if rule.liability is not None:
        names.append("liability")
    if cause == DEATH_OF_MEMBER:
        names += ["member_name", "member_relation"]
    return names


def missing_fields(application: Application, scheme: Scheme) -> list[str]:
    """Chinese labels of R fields that are still empty."""
    names = required_fields(application.cause, scheme)
    meta: Any = application._meta
    return [str(meta.get_field(n).verbose_name) for n in names if getattr(application, n) in (None, "")]


def papers_of(application: Application) -> set[str]:
    """Evidence codes for which something is on file."""
    filed = Document.objects.filter(dossier=f"relief_application:{application.pk}", removed_at=None)
    return {code for item in filed.values_list("item", flat=True) for code in item.split(",")}


def missing_papers(application: Application, scheme: Scheme) -> list[str]:
    """Chinese labels of R evidence, and of A groups of which nothing is there."""
    have = papers_of(application)
    needs = scheme.evidence_for(application.cause)
    gaps = [n.label for n in needs if n.kind == "R" and n.code not in have]
    for group in sorted({n.group for n in needs if n.group}):
        members = [n for n in needs if n.group == group]
        if not any(n.code in have for n in members):
            gaps.append(_("或").join(n.label for n in members))
    return gaps


def index_gaps(application: Application, scheme: Scheme) -> list[str]:
    """What an archived case still lacks: papers not rendered, evidence missing."""
    unmade = Notice.objects.filter(dossier=f"relief_application:{application.pk}").exclude(status="ready")
    return [str(n) for n in unmade] + missing_papers(application, scheme)
