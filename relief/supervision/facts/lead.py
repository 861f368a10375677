"""The facts that the guards of a supervision lead ask for (supervision.md §3, §11 线索登记表)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from relief.documents.models import Document
from relief.jurisdictions.models import Matter
from relief.supervision.facts.standing import Standing
from relief.supervision.models import LeadDuplicate, Recusal, SupervisionLead
from workflows.facts import facts_for
from workflows.fsm import Stage
from workflows.supervision_lead import ACCEPTED, REGISTERED, SUPERVISION_LEAD
from workflows.tables import Text

WAGE = "WAGE"
WAGES_LIMIT = "lead_screen_wages"
TICKETS = (SupervisionLead.Source.HOTLINE, SupervisionLead.Source.MAYOR)
WORKER_LIST = "WORKER_LIST"

# Fields marked ! of the form, in its order; each with what tells that it is filled in.
ALWAYS: Mapping[str, tuple[Text, Callable[[SupervisionLead], object]]] = {
    "received_at": (_("接收时间"), lambda x: x.received_at),
    "source": (_("来源"), lambda x: x.source),
    "source_ref": (_("来源编号"), lambda x: x.source_ref or x.source not in TICKETS),
    "naming": (_("实名情况"), lambda x: x.naming),
    "identity": (_("反映人"), lambda x: x.naming == x.Naming.ANONYMOUS or (x.identity and x.identity.name)),
    "employer_name": (_("单位"), lambda x: x.employer_name.strip()),
    "matter_codes": (_("事项"), lambda x: x.matter_codes),
    "workers": (_("人数"), lambda x: x.workers is not None),
    "other_channels": (_("仲裁诉讼投诉"), lambda x: x.other_channels),
    "urgency": (_("紧急程度"), lambda x: x.urgency),
}
# 欠薪六明确; the employer's name, the sixth, is always asked for.
SIX_CLEAR: Mapping[str, tuple[Text, Callable[[SupervisionLead], object]]] = {
    "project": (_("工程项目"), lambda x: x.project),
    "amount_fen": (_("欠薪金额"), lambda x: x.amount_fen is not None),
    "period": (_("欠薪期间"), lambda x: x.period_from and x.period_to),
    "worker_list": (_("工人信息"), lambda x: x.worker_list_filed),
    "contact": (_("联系方式"), lambda x: x.identity and x.identity.contact),
}


@facts_for(SUPERVISION_LEAD)
class SupervisionLeadFacts(Standing):
    """Facts of one lead."""

    case: SupervisionLead

    @property
    def about_wages(self) -> bool:
        return WAGE in self.case.matter_codes

    def limit_key(self, stage: Stage) -> str:
        """Wage matters are screened in a day."""
        return WAGES_LIMIT if stage.limit and self.about_wages else stage.limit

    def concerned(self) -> set[str]:
        """Who is recused from the case is so from its leads."""
        recused = Recusal.objects.filter(case=self.case.case_id).values_list("person_id", flat=True)
        return {f"person:{key}" for key in recused}

    @property
    def missing_fields(self) -> list[str]:
        """What the form lacks, in its own words."""
        lead = self.case
        gaps = [str(label) for label, filled in ALWAYS.values() if not filled(lead)]
        if self.about_wages:
            gaps += [str(label) for key, (label, filled) in SIX_CLEAR.items()
                     if not filled(lead) and not str(lead.why_missing.get(key) or "").strip()]  # fmt: skip
        return gaps

    @cached_property
    def matter_in_scope(self) -> bool:
        return Matter.objects.filter(code__in=self.case.matter_codes).exists()

    @cached_property
    def undecided_duplicates(self) -> list[LeadDuplicate]:
        return list(self.case.duplicates.filter(is_same=None).select_related("other"))

    @property
    def decline_ground_written(self) -> bool:
        return self.case.ground in SupervisionLead.Ground.values and bool(self.case.ground_text.strip())

    @property
    def recipient(self) -> str:
        return self.case.recipient.strip()

    @property
    def survivor_stands(self) -> bool:
        survivor = self.case.survivor
        return survivor is not None and survivor.pk != self.case.pk and survivor.state in (REGISTERED, ACCEPTED)

    @cached_property
    def papers(self) -> list[Document]:
        return list(Document.objects.filter(dossier=self.dossier(), removed_at=None).order_by("id"))
