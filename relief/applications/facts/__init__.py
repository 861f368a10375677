"""The facts that the guards of relief_application ask for, each read from the office's tables, lazily and once."""

from __future__ import annotations

from typing import Any

from relief.applications.facts.intake import Intake
from relief.applications.facts.money import Decision
from relief.organisations.lines import Line
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
        lines: dict[int, Line] = {}
        versions: dict[int | None, SchemeVersion] = {}
        for facts in found if len(found) > 1 else ():
            case = facts.case
            if case.organisation_id not in lines:
                lines[case.organisation_id] = facts.line
            if case.scheme_id not in versions:
                versions[case.scheme_id] = facts.version
            facts.__dict__.update(line=lines[case.organisation_id], version=versions[case.scheme_id])
        return list(found)
