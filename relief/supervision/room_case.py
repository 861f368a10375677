"""The room of supervision cases: inquiry, letters, putting right, visits, workers, and every act beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from relief.casework.forms import ActForm
from relief.casework.rooms import Room, Tab, furnish
from relief.casework.stand import Stand
from relief.casework.tabs import DOCUMENTS, TIMELINE
from relief.queue.sitting import Sitting
from relief.supervision.forms.case_forms import CASE_FORMS
from relief.supervision.models import SupervisionCase
from relief.supervision.pages import case as pages
from relief.supervision.pages import ending, investigation, letters
from relief.supervision.pages.words import CODES, ITEMS, matters_line, paper_words
from workflows.supervision_case import ARCHIVED, SUPERVISION_CASE

Words = Mapping[str, Any]


class CaseRoom(Room):
    """A case; who stands aside from it does not find it."""

    def head(self, stand: Stand, sitting: Sitting) -> dict[str, Any]:
        case: SupervisionCase = stand.case
        marks = [str(CODES[case.urgency])] if case.urgency not in ("", "NORMAL") else []
        if case.unannounced:
            marks.append(_now("不预先通知"))
        return {"who": case.employer.name, "marks": marks,
                "line": [case.organisation.name, matters_line(case.matter_codes)]}  # fmt: skip

    def crumbs(self, stand: Stand) -> list[dict[str, str]]:
        listed = reverse("supervision_cases")
        unit = stand.case.organisation
        return [{"label": unit.name, "url": f"{listed}?unit={unit.pk}"},
                {"label": str(self.machine.label), "url": listed}, {"label": self.title(stand.case), "url": ""}]  # fmt: skip

    def counted(self, stand: Stand) -> dict[str, list[Any]]:
        case = stand.case
        return {"investigation": [case.records.all()], "letters": [case.plans.all()], "workers": [case.workers.all()]}

    def after(self, form: ActForm) -> str:
        """Who has stood aside reads the case no more."""
        aside = form.option.name == "recuse" and form.cleaned_data.get("person") in (None, form.stand.person)
        return reverse("supervision_cases") if aside else ""


def _assigned(facts: Words, of: Any) -> str:
    return _now("%(n)d名监督员") % {"n": len(facts.get("supervisors", []))}


def _planned(facts: Words, of: Any) -> str:
    told = [f"{CODES.get(p.get('kind', ''), '')}→{p.get('addressee', '')}" for p in facts.get("plans", [])]
    return "、".join(told)


def _checked(facts: Words, of: Any) -> str:
    return _now("落实%(done)d项，未落实%(open)d项") % {
        "done": len(facts.get("done", [])), "open": len(facts.get("open", []))}  # fmt: skip


def _prolonged(facts: Words, of: Any) -> str:
    unit = _now("个工作日") if facts.get("unit") == "wd" else _now("天")
    return _now("%(n)s%(unit)s") % {"n": facts.get("n", ""), "unit": unit}


def _told(facts: Words, of: Any) -> str:
    unreached = "" if facts.get("reached", True) else _now("，没有联系上")
    return f"{facts.get('channel', '')}{unreached}"


def _visited(facts: Words, of: Any) -> str:
    ended = _now("问题已解决") if facts.get("breach_ended") else _now("问题没有解决")
    return f"{CODES.get(facts.get('mode', ''), '')}，{ended}"


def _opened(facts: Words, of: Any) -> str:
    return matters_line(facts.get("matter_codes", []))


CASE_ROOM = furnish(CaseRoom(
    machine=SUPERVISION_CASE,
    page="supervision_case",
    forms=CASE_FORMS,
    forward=("assign", "report", "settle", "open_letters", "conclude_letters", "escalate", "verify", "visit", "close", "archive"),
    tabs=(
        Tab("overview", _("概要"), "supervision/_case.html", pages.overview),
        Tab("investigation", _("调查"), "supervision/_investigation.html", investigation.page),
        Tab("letters", _("文书"), "supervision/_letters.html", letters.page),
        Tab("ending", _("整改与回访"), "supervision/_ending.html", ending.page),
        Tab("workers", _("职工"), "supervision/_workers.html", pages.workers),
        DOCUMENTS,
        TIMELINE,
    ),
    pointless={
        "sign_record": lambda facts, option, person: all(
            person.pk in {s.person_id for s in r.signatures.all()} for r in facts.records),
        "check_items": lambda facts, option, person: not facts.items,
        "feed_back": lambda facts, option, person: not facts.case.leads.exclude(naming="ANONYMOUS").exists(),
    },
    lacks={"dossier_complete": lambda facts: facts.dossier_gaps,
           "every_demand_proved": lambda facts: [item.text for item in facts.unproved],
           "named_feedback_given": lambda facts: [str(lead) for lead in facts.unanswered],
           "every_letter_ended": letters.not_ended},
    done={ARCHIVED: _("这件案件已经归档。")},
    words={"open": _opened, "assign": _assigned, "reassign": _assigned, "open_letters": _planned, "escalate": _planned,
           "check_items": _checked, "prolong": _prolonged, "feed_back": _told, "record_visit": _visited,
           "add_paper": paper_words},
    fact_labels={"outcome": _("结果"), "workers": _("人数"), "amount_fen": _("金额"), "route": _("建议"),
                 "pseudonym": _("代称"), "owed_fen": _("欠付"),
                 "agreed_on": _("达成日期"), "ground": _("情形"), "contracts": _("补签合同")},
    codes=CODES,
    items=ITEMS,
    tones={"drop": "bad", "close": "done", "archive": "done", "tell": "wait", "send_back": "wait", "rethink": "wait"},
    related=("organisation", "employer"),
))  # fmt: skip
