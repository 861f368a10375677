"""The facts that the guards of relief_application ask for, each read from the office's tables, lazily and once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from relief.applications.facts.intake import Intake
from relief.applications.facts.money import Decision
from relief.applications.models import HouseholdMember
from relief.organisations.lines import Line
from relief.payouts.models import PayoutLine
from relief.schemes.models import SchemeVersion
from workflows.facts import Facts, facts_for
from workflows.relief_application import RELIEF_APPLICATION


@facts_for(RELIEF_APPLICATION)
class ApplicationFacts(Intake, Decision):
    """Facts of one application."""

    @classmethod
    def prefetched(cls, cases: list[Any]) -> list[Facts]:
        """Cases share their unions' lines and, before acceptance, the scheme in force: read once for all."""
        found = [cls(case) for case in cases]
        if len(found) == 1:
            return list(found)
        lines: dict[int, Line] = {}
        versions: dict[int | None, SchemeVersion] = {}
        keys = [case.pk for case in cases]
        family = _by_case(HouseholdMember.objects.filter(application__in=keys), "id_blind")
        batches = _by_case(PayoutLine.objects.filter(application__in=keys).exclude(batch=None).distinct(), "batch_id")
        for facts in found:
            case = facts.case
            if case.organisation_id not in lines:
                lines[case.organisation_id] = facts.line
            if case.scheme_id not in versions:
                versions[case.scheme_id] = facts.version
            facts.__dict__.update(line=lines[case.organisation_id], version=versions[case.scheme_id],
                                  family=family[case.pk], batches=batches[case.pk])  # fmt: skip
        return list(found)


def _by_case(found: QuerySet[Any], column: str) -> dict[int, list[Any]]:
    """The values of a column of many cases, by case, in one query."""
    values = defaultdict(list)
    for key, value in found.values_list("application_id", column):
        values[key].append(value)
    return values
