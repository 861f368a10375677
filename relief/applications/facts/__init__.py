"""The facts that the guards of relief_application ask for, each read from the office's tables, lazily and once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection

from relief.applications.facts.intake import Intake
from relief.applications.facts.money import Decision
from relief.organisations.lines import Line
from relief.schemes.models import SchemeVersion
from workflows.facts import Facts, facts_for
from workflows.relief_application import RELIEF_APPLICATION

FAMILIES = "SELECT application_id, id_blind FROM applications_householdmember WHERE application_id = ANY(%s)"
BATCHES = """
SELECT DISTINCT application_id, batch_id FROM payouts_payoutline
 WHERE application_id = ANY(%s) AND batch_id IS NOT NULL
"""


@facts_for(RELIEF_APPLICATION)
class ApplicationFacts(Intake, Decision):
    """Facts of one application."""

    @classmethod
    def prefetched(cls, cases: list[Any]) -> list[Facts]:
        """Cases share what is asked of their unions and, before acceptance, the scheme in force: read once for all."""
        found = [cls(case) for case in cases]
        if len(found) == 1:
            return list(found)
        unions: dict[int, tuple[Line, bool]] = {}
        versions: dict[int | None, SchemeVersion] = {}
        family, batches = _by_case(FAMILIES, cases), _by_case(BATCHES, cases)
        for facts in found:
            case = facts.case
            if case.organisation_id not in unions:
                unions[case.organisation_id] = facts.line, facts.small_office
            if case.scheme_id not in versions:
                versions[case.scheme_id] = facts.version
            line, small_office = unions[case.organisation_id]
            facts.__dict__.update(line=line, small_office=small_office, version=versions[case.scheme_id],
                                  family=family[case.pk], batches=batches[case.pk])  # fmt: skip
        return list(found)


def _by_case(statement: str, cases: list[Any]) -> dict[int, list[Any]]:
    """The values of a column of many cases, by case, in one query."""
    values = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [[case.pk for case in cases]])
        for key, value in cursor.fetchall():
            values[key].append(value)
    return values
