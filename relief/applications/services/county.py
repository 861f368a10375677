"""County review: the reviewer's opinion, the search for earlier help, the head's recommendation (relief.md §3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from relief.applications import limits
from relief.applications.calculating import require_within_bounds
from relief.applications.models import Application, Award, Opinion
from relief.applications.services.opinions import write_opinion
from relief.people.identifiers import name_key
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment


@verb("relief_application", "opine")
def opine(m: Moment, *, opinion: str) -> dict[str, Any]:
    """The reviewer's signed opinion."""
    if not opinion.strip():
        raise NotPossible(_("请写明审核意见。"))
    write_opinion(m, Opinion.Of.COUNTY, opinion)
    return {"opinion": opinion}


@verb("relief_application", "search_duplicates")
def search_duplicates(m: Moment) -> dict[str, Any]:
    """Search all unions for earlier help of the same person, household or account; what was found is recorded."""
    a: Application = m.case
    kin = list(limits.kin(a).exclude(state="draft").values_list("number", flat=True))
    account = Application.objects.filter(card_blind=a.card_blind).exclude(card_blind="").exclude(id_blind=a.id_blind)
    helped = Award.objects.filter(application__in=limits.kin(a), revoked_on=None).count()
    a.searched_at_count = a.event_count + 1
    a.save(update_fields=["searched_at_count"])
    return {"same_person_or_household": [n for n in kin if n], "helped_before": helped,
            "same_account": account.count()}  # fmt: skip


@verb("relief_application", "recommend")
def recommend(m: Moment, *, source: str = "", opinion: str = "") -> dict[str, Any]:
    """The head names the fund source and sends the case up."""
    a: Application = m.case
    if source and source not in m.facts.scheme.fund_sources:
        raise NotPossible(_("办法没有这种资金来源。"))
    a.proposed_source = source
    if a.proposed_fen is None:
        a.proposed_fen = m.facts.proposed_fen
    a.save(update_fields=["proposed_source", "proposed_fen"])
    _payee_known(a)
    if m.facts.entry is None or m.facts.content_changed:
        raise NotPossible(_("公示之后内容有变动，须先重新公示。"))
    fund = m.facts.scheme.fund_sources.get(source)
    if fund is not None and fund.per_time_fen is not None and m.facts.proposed_fen > fund.per_time_fen:
        raise NotPossible(_("%(fund)s每次最多%(cap)s元，请换一种资金来源。") % {
            "fund": fund.label, "cap": f"{fund.per_time_fen // 100:,}"})  # fmt: skip
    require_within_bounds(m.facts, m.facts.proposed_fen, m.today)
    write_opinion(m, Opinion.Of.HEAD, opinion or _("同意"), m.facts.proposed_fen)
    return {"source": source, "amount_fen": m.facts.proposed_fen, "opinion": opinion}


def _payee_known(a: Application) -> None:
    """§7: the account, and the relation of a payee who is not the applicant, are known before the recommendation."""
    names = [n for n in ("bank", "card_no", "account_name") if not getattr(a, n)]
    if name_key(a.account_name) != name_key(a.name) and not a.payee_relation:
        names.append("payee_relation")
    if names:
        meta: Any = a._meta
        gaps = [str(meta.get_field(n).verbose_name) for n in names]
        raise NotPossible(_("提交审批前请补全收款信息：%(what)s。") % {"what": "、".join(gaps)}, missing=gaps)
