"""调查笔录, 笔录签字, 审查结论, 涉及职工 (supervision.md §11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.fields import MoneyField, choice, line, ticks, words
from relief.casework.forms import ActForm
from relief.casework.row_lists import Rows
from relief.documents.models import Document
from relief.jurisdictions.models import Provision
from relief.jurisdictions.selectors import provisions_citable
from relief.supervision.forms.fields import MomentField, PaperForm, count_field, paper, rows_choice, yes
from relief.supervision.models import Finding, InvestigationRecord
from workflows.clock import office_now, today

TOLD = _("已告知调查人员身份、权利义务和如实陈述的责任")


class RecordForm(PaperForm):
    """调查笔录: signed by whom was asked, or a note that it was refused."""

    consequence = _("登记笔录，您签为第一名调查人；另一名指派的监督员须再签字。")

    def build(self) -> None:
        self.fields["held_at"] = MomentField(label=_("调查时间"), initial=office_now())
        self.fields["place"] = line(_("地点"))
        self.fields["person"] = line(_("被调查人"), limit=50)
        self.fields["position"] = line(_("职务"), limit=50, required=False)
        self.fields["told"] = words(_("告知事项"), limit=500, initial=TOLD, rows=2)
        self.fields["text"] = words(_("问答"), limit=8000, rows=10, help_text=_("一问一答，照笔录录入。"))
        self.fields["read_back"] = choice(_("核对情况"), InvestigationRecord.ReadBack.choices)
        self.fields["paper"] = paper(_("签名的笔录扫描件"), help_text=_("还没有签名的，可在另一人签字时补传。"))
        self.fields["refusal_note"] = words(_("拒签说明"), required=False, limit=500, rows=2,
                                            help_text=_("被调查人拒绝签名时，写明经过和在场人。"))  # fmt: skip


class SignRecordForm(PaperForm):
    """Of the records that one has not signed."""

    consequence = _("您作为另一名调查人，在笔录上签字，对其内容负责。")

    def build(self) -> None:
        own = self.stand.person.pk
        unsigned = [r for r in self.facts.records if own not in {s.person_id for s in r.signatures.all()}]
        self.fields["record"] = rows_choice(
            _("笔录"), unsigned, record_words, initial=str(unsigned[-1].pk) if unsigned else None)  # fmt: skip
        self.fields["paper"] = paper(_("签名的笔录扫描件"), help_text=_("登记时没有上传的，在这里补传。"))
        self.fields["refusal_note"] = words(_("拒签说明"), required=False, limit=500, rows=2)


def record_words(record: InvestigationRecord) -> str:
    """2026-06-01 单位会议室."""
    return f"{record.held_at:%Y-%m-%d} {record.place}"


class FactRow(forms.Form):
    """A fact, and on what it rests."""

    text = words(_("事实"), limit=1000, rows=2)
    evidence_ref = line(_("证据"), limit=200)
    period = line(_("期间"), limit=60, required=False)

    def __init__(self, *args: Any, papers: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence_ref"] = line(_("证据"), limit=200, offers=papers)


class OtherRow(forms.Form):
    """A provision of another matter than those of the case."""

    provision = choice(_("条款"), (), required=False)

    def __init__(self, *args: Any, provisions: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["provision"] = choice(_("条款"), provisions, required=False)


class ReportForm(ActForm):
    """审查结论: facts, what was broken (chosen from the catalogue by matter), the way proposed, two names."""

    consequence = _("审查结论报主任审定；您和另一名监督员共同负责，作出结论的人以后不参与签发、用印和结案审批。")
    rows = (
        Rows("facts", _("认定的事实"), FactRow, add=_("再加一条事实"), least=1, most=30),
        Rows("others", _("违反其他事项的规定（需要时选）"), OtherRow, add=_("再加一条规定"), most=20),
    )

    def build(self) -> None:
        self.fields["violations"] = ticks(
            _("违反的规定"), by_matter(self.of_the_case), required=False,
            help_text=_("按本案事项列出今天可以引用的条款；没有违法事实的不选。"))  # fmt: skip
        self.fields["workers"] = count_field(_("涉及人数"), initial=self._workers())
        self.fields["amount_fen"] = MoneyField(label=_("涉及金额（元）"), initial=self._amount(), required=False)
        self.fields["employer_view"] = words(_("单位意见"), limit=2000)
        self.fields["route"] = choice(_("处理建议"), Finding.Route.choices)
        self.fields["reason"] = words(_("理由"), limit=2000)
        others = [a.supervisor for a in self.facts.assigned if a.supervisor_id != self.stand.person.pk]
        self.fields["second"] = rows_choice(_("另一名监督员"), others,
                                            initial=str(others[0].pk) if len(others) == 1 else None)  # fmt: skip

    @cached_property
    def provisions(self) -> dict[str, Provision]:
        """Duties that a finding of today may name; who supervises whom is no duty."""
        found = provisions_citable(today()).filter(kind=Provision.Kind.DUTY).order_by("matter__code", "id")
        return {str(p.pk): p for p in found}

    @property
    def of_the_case(self) -> list[Provision]:
        return [p for p in self.provisions.values() if p.matter.code in self.case.matter_codes]

    def initial_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        last = self.facts.finding
        return [dict(x) for x in last.facts] if last and name == "facts" else []

    def row_options(self, name: str) -> Mapping[str, Any]:
        if name == "others":
            return {"provisions": by_matter(p for p in self.provisions.values() if p.matter.code not in self.case.matter_codes)}
        files = [self.facts.dossier(), *(f"supervision_lead:{pk}" for pk in self.case.leads.values_list("pk", flat=True))]
        names = Document.objects.filter(dossier__in=files, removed_at=None).values_list("item", flat=True)
        return {"papers": [x for x in dict.fromkeys(names) if not x.isupper() and ":" not in x]}

    def _workers(self) -> int | None:
        last = self.facts.finding
        if last:
            return int(last.workers)
        told = sum(lead.workers or 0 for lead in self.case.leads.all())
        return max(self.case.workers.count(), told) or None

    def _amount(self) -> int | None:
        last = self.facts.finding
        if last:
            return int(last.amount_fen)
        return sum(w.owed_fen for w in self.case.workers.all()) or None

    def given(self) -> dict[str, Any]:
        values = super().given()
        keys = [*values["violations"], *(row["provision"] for row in values.pop("others"))]
        chosen = [self.provisions[key] for key in dict.fromkeys(keys)]
        return {**values, "amount_fen": values["amount_fen"] or 0,
                "violations": [{"law": p.law, "article": p.article, "clause": p.clause} for p in chosen]}  # fmt: skip


def by_matter(provisions: Iterable[Provision]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Provisions under the names of their matters: 《劳动法》第五十条 工资应当按月支付."""
    rows = sorted(provisions, key=lambda p: (p.matter.code, p.pk))
    return [(str(rows_of[0].matter), [(str(p.pk), f"{p} {p.summary}") for p in rows_of])
            for _code, found in groupby(rows, key=lambda p: p.matter.code) if (rows_of := list(found))]  # fmt: skip


class AddWorkerForm(ActForm):
    """涉及职工: the name is encrypted and not shown again; pages speak of 职工甲."""

    consequence = _("姓名和联系方式加密保存，页面和文书只用代称。")

    def build(self) -> None:
        self.fields["worker"] = rows_choice(
            _("登记或更正"), self.case.workers.order_by("pk"), lambda w: _now("更正%(who)s") % {"who": w.pseudonym},
            required=False, empty=_("登记新的职工"))  # fmt: skip
        self.fields["name"] = line(_("姓名"), limit=50, help_text=_("更正时也须重新填写。"))
        self.fields["contact"] = line(_("联系方式"), limit=60, required=False)
        self.fields["owed_fen"] = MoneyField(label=_("欠付金额（元）"), required=False)
        self.fields["period"] = line(_("期间"), limit=60, required=False, help_text=_("如：2026年2月至4月。"))
        self.fields["status"] = line(_("情况"), limit=60, required=False, offers=(_("在职"), _("已离职"), _("已申请仲裁")))
        self.fields["consents"] = yes(_("本人同意向单位提供姓名"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        return {**values, "owed_fen": values["owed_fen"] or 0}
