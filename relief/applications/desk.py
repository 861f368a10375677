"""Relief cases on the desk, in the search and in the navigation."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relief.applications.models import Application, Award, HouseholdMember, StoredCalculation
from relief.applications.models.application import Sex
from relief.applications.selectors_meeting import MINUTES_READERS
from relief.applications.selectors_publicity import SHEET_READERS
from relief.organisations.models import Organisation
from relief.people.identifiers import age_on
from relief.people.masking import mask_name
from relief.people.secrets import blind
from relief.queue.batches import BatchVerb
from relief.queue.finding import Found, Question
from relief.queue.navigation import Entry, Section, enter
from relief.queue.registry import LISTED, Kind, keys, show, under
from relief.queue.sitting import READERS, Sitting
from relief.queue.summaries import Summary
from relief.schemes.rules import Scheme
from relief.schemes.selectors import scheme_on, version_by_key
from workflows.clock import today
from workflows.relief_application import RELIEF_APPLICATION
from workflows.roles import Pseudo, Role

DOTS = "·・•‧∙．."
AWARDED = Award.objects.filter(application=OuterRef("pk"), revoked_on=None).values("amount_fen")[:1]
SUGGESTED = StoredCalculation.objects.filter(application=OuterRef("pk")).order_by("-id").values("suggested_fen")[:1]
AMOUNT = Coalesce(Subquery(AWARDED), F("proposed_fen"), Subquery(SUGGESTED), F("requested_fen"))
"""What was granted; else proposed; else calculated; else asked for."""
CLERK = frozenset({Role.CLERK})


def _verb(verb: str, state: str, desk: str, role: str, then: Any, *, money: bool = False) -> BatchVerb:
    return BatchVerb(verb=verb, state=state, desk=desk, role=role, then=then, money=money,
                     machine=RELIEF_APPLICATION.name)  # fmt: skip


class Applications(Kind):
    """Relief cases: a person masked, the cause, the sum."""

    machine = RELIEF_APPLICATION
    page = "application"
    readers = READERS
    amount = AMOUNT
    amount_sql = (
        "(SELECT coalesce("
        "(SELECT amount_fen FROM applications_award WHERE application_id = a.id AND revoked_on IS NULL), a.proposed_fen,"
        " (SELECT suggested_fen FROM applications_storedcalculation WHERE application_id = a.id ORDER BY id DESC LIMIT 1),"
        " a.requested_fen) FROM applications_application a WHERE a.id = t.case_id)"
    )
    told = {"name": F("name"), "sex": F("sex"), "born": F("birth_on"), "cause": F("cause"), "scheme": F("scheme_id"),
            "source": F("proposed_source")}  # fmt: skip
    series = ("case",)
    number_word = gettext_lazy("编号")
    verbs = (
        _verb("submit", "draft", Pseudo.APPLICANT, Role.CLERK,
              gettext_lazy("提交后进入受理，草稿不能再修改，只能更正。")),
        _verb("finish_visit", "investigating", Role.VISITOR, Role.VISITOR,
              gettext_lazy("完成后按现有事实测算金额，交工会主席初审。")),
        _verb("close_publicity", "publicity", Role.CLERK, Role.CLERK, gettext_lazy("结束公示后报县级审核。")),
        _verb("search_duplicates", "county_review", Role.REVIEWER, Role.REVIEWER,
              gettext_lazy("在所有工会中查找同一人、同一家庭和同一账号的救助，结果记入各案。")),
        _verb("approve", "approval", Role.APPROVER, Role.APPROVER,
              gettext_lazy("批准后预留资金并列入待发放，您将不能再修改金额。"), money=True),
        _verb("archive", "paid", Role.ARCHIVIST, Role.ARCHIVIST, gettext_lazy("归档后案卷封存，不能再补材料。")),
    )  # fmt: skip

    # --- the row of a list ----------------------------------------------------------------------------------
    def subject(self, summary: Summary) -> str:
        known = _rules(summary).causes.get(summary.told["cause"])
        return str(known.label if known else self.machine.label)

    def party(self, summary: Summary) -> str:
        return mask_name(summary.told["name"])

    def party_detail(self, summary: Summary) -> str:
        sex, born = summary.told["sex"], summary.told["born"]
        known = [str(Sex(sex).label)] if sex else []
        if born:
            known.append(_("%(n)d岁") % {"n": age_on(date.fromisoformat(born), today())})
        return ",".join(known)

    def fund(self, summary: Summary) -> str:
        known = _rules(summary).fund_sources.get(summary.told["source"])
        return known.label if known else ""

    # --- the search box ---------------------------------------------------------------------------------------
    def by_secret(self, found: Found, question: Question, sitting: Sitting) -> None:
        cases = self.cases(sitting)
        identity, card, mobile = (
            blind("id", question.identity), blind("card", question.card), blind("mobile", question.mobile))  # fmt: skip
        if identity:
            self._add(found, cases.filter(id_blind=identity), _("申请人证件号码"))
            self._add(found, cases.filter(household_blind=identity), _("户主证件号码"))
            members = HouseholdMember.objects.filter(id_blind=identity).values("application")
            self._add(found, cases.filter(pk__in=members), _("家庭成员证件号码"))
        if card:
            paid = cases.filter(Q(card_blind=card) | Q(lines__card_blind=card)).distinct()
            self._add(found, paid, _("银行卡号"))
        if mobile:
            self._add(found, cases.filter(mobile_blind=mobile), _("手机号码"))

    def by_words(self, found: Found, text: str, sitting: Sitting) -> None:
        """A person's name by its beginning, a member of the household, a union, an employer."""
        tops, cases, names = self.tops(sitting.grants), self.cases(sitting), _spellings(text)
        self._add(found, cases.filter(_begins("name", names)), _("姓名"))
        household = HouseholdMember.objects.filter(under(tops, "application__organisation__path"))
        members = household.filter(_begins("name", names)).order_by("-application_id")
        found.add(self.machine.name, keys(members, "application_id"), _("家庭成员"))
        if len(found.keys) < LISTED:
            units = Organisation.objects.filter(under(tops, "path"), name__contains=text)
            self._add(found, cases.filter(organisation__in=keys(units)), _("单位"))
        if len(found.keys) < LISTED:
            self._add(found, cases.filter(employer__contains=text), _("工作单位"))

    def _add(self, found: Found, cases: QuerySet[Application], where: str) -> None:
        found.add(self.machine.name, keys(cases), where)


def _rules(summary: Summary) -> Scheme:
    """Frozen at acceptance; before that, the one in force today."""
    scheme = summary.told["scheme"]
    rules: Scheme = (version_by_key(scheme) if scheme else scheme_on(today())).rules
    return rules


def _spellings(name: str) -> list[str]:
    """The dot in a name is typed in many ways."""
    dots = [d for d in DOTS if d in name]
    return [re.sub(f"[{re.escape(''.join(dots))}]", d, name) for d in DOTS] if dots else [name]


def _begins(column: str, names: list[str]) -> Q:
    found = Q(pk__in=[])
    for name in names:
        found |= Q(**{f"{column}__startswith": name})
    return found


show(Applications())
enter(Section(10, gettext_lazy("救助"), (
    Entry(gettext_lazy("救助申请"), "applications", READERS, "application"),
    Entry(gettext_lazy("录入申请"), "application_new", CLERK),
    Entry(gettext_lazy("导入申请表"), "import_new", CLERK, "import"),
    Entry(gettext_lazy("公示"), "sheets", SHEET_READERS, "sheet"),
    Entry(gettext_lazy("会议"), "meetings", MINUTES_READERS, "meeting"),
    Entry(gettext_lazy("文书"), "papers", READERS, "paper"),
)))  # fmt: skip
