"""Rules: the local rules in force for a region, its own over its parents', read as typed values (supervision.md §7).

No number, signatory, title or method of service of a locality stands in code. A letter keeps the version that was
pinned when it was submitted.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from relief.jurisdictions import readers
from relief.jurisdictions.merging import merged
from relief.jurisdictions.terms import (
    Investigation,
    IssuerRule,
    Ladder,
    LimitRule,
    Method,
    Recheck,
    Regional,
    RestRule,
    SealRule,
    StaffReminders,
    Step,
)
from relief.jurisdictions.vocabulary import Kind
from workflows.calendar import Calendar, Due, due

TARGETED = "TARGETED"
PLACE = re.compile(r"\{(abbr|mark|year|n)\}")


class Rules:
    """Read-only. `confirmed` is the standing of the stored version, never of the file."""

    def __init__(self, chain: Sequence[Mapping[str, Any]], *, confirmed: bool = False) -> None:
        """``chain`` holds the contents from the widest profile down to the one that is asked."""
        self.data = merged(chain)
        self.confirmed = confirmed
        self.name: str = self.data["name"]
        self.key = f"{self.data['code']}@{self.data['version']}"

    @property
    def unconfirmed(self) -> bool:
        return not self.confirmed

    @property
    def banner(self) -> str:
        """规则待确认 with its reason, shown on every screen, draft and preview; empty once confirmed."""
        if self.confirmed:
            return ""
        return _("规则待确认：%(name)s地区规则第%(version)s版，各项数值尚未由管理员核定确认") % {
            "name": self.name,
            "version": self.data["version"],
        }

    @property
    def regional(self) -> Regional:
        return Regional(self.data["region"], self.name)

    # --- limits -------------------------------------------------------------------------------------------
    @cached_property
    def limits(self) -> Mapping[str, LimitRule]:
        return {key: readers.limit(key, row) for key, row in self.data["limits"].items()}

    def limit(self, key: str) -> LimitRule:
        return self.limits[key]

    def due(self, key: str, trigger: Any, *, calendar: Calendar, pauses: Any = (), extensions: Any = ()) -> Due:
        """The due day of a limit from its trigger; it explains itself."""
        rule = self.limit(key)
        return due(trigger, rule.n, rule.unit, calendar=calendar, pauses=pauses, start_rule=rule.start_rule,
                   roll_rule=rule.roll_rule, extensions=extensions)  # fmt: skip

    @cached_property
    def objection_min_rest(self) -> RestRule:
        row = self.data["objection"]["min_rest"]
        return RestRule(row["n"], readers.unit(row["unit"]))

    @cached_property
    def staff_reminders(self) -> StaffReminders:
        row = self.data["staff_reminders"]
        return StaffReminders(row["at_fraction"], tuple(row["days_before"]))

    # --- issuers, signatures, seals -----------------------------------------------------------------------
    def issuers(self, kind: str) -> tuple[IssuerRule, ...]:
        return tuple(IssuerRule(row["organ"], tuple(row["levels"])) for row in self.data["issuers"][kind])

    def may_issue(self, kind: str, organ: str, level: str) -> bool:
        """May this organ of a union of this level issue the kind? Levels are taken in either case."""
        return any(row.organ == organ and level.upper() in row.levels for row in self.issuers(kind))

    def chain(self, kind: str) -> tuple[Step, ...]:
        return tuple(Step(row["stage"], row["role"]) for row in self.data["signing_chain"][kind])

    @property
    def deputy_director_signs(self) -> bool:
        return self.data["deputy_director_signs"]

    @property
    def signatory_line(self) -> bool:
        return self.data["signatory_line"]

    @property
    def seal_mode(self) -> str:
        return self.data["seal"]["mode"]

    def seal_of(self, organ: str) -> SealRule:
        return SealRule(**self.data["seal"][organ])

    # --- numbers, titles, copies --------------------------------------------------------------------------
    def number_text(self, abbr: str, kind: str, year: int, n: int) -> str:
        """The number as printed: no leading zero, nothing of the parts interpreted again (supervision.md §8)."""
        numbering = self.data["numbering"]
        parts = {"abbr": abbr, "mark": numbering["marks"][kind], "year": str(year), "n": str(n)}
        return PLACE.sub(lambda place: parts[place[1]], numbering["pattern"])

    @property
    def first_number(self) -> int:
        return self.data["numbering"]["first"]

    @property
    def titles(self) -> Mapping[str, str]:
        return self.data["titles"]

    @property
    def copies(self) -> Mapping[str, list[str]]:
        return self.data["copies"]

    @property
    def copy_to(self) -> Mapping[str, list[str]]:
        return self.data["copy_to"]

    @property
    def copy_to_procuratorate(self) -> tuple[str, ...]:
        return tuple(self.data["copy_to_procuratorate"])

    # --- service and replies ------------------------------------------------------------------------------
    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """Ways of service that the region uses."""
        rows = self.data["service"]["methods"]
        return {code: readers.method(code, row) for code, row in rows.items() if row is not None}

    @property
    def failed_methods_before_final(self) -> int:
        return self.data["service"]["failed_methods_before_service_failed_is_final"]

    @property
    def reply_forms(self) -> Mapping[str, list[str]]:
        return self.data["reply_forms"]

    def case_required(self, kind: str, scope: str = TARGETED) -> bool:
        return kind != Kind.REMINDER or self._reminder(scope)["case_required"]

    def reply_expected(self, kind: str, scope: str = TARGETED) -> bool:
        return kind != Kind.REMINDER or self._reminder(scope)["reply_expected"]

    def _reminder(self, scope: str) -> Mapping[str, bool]:
        return self.data["targeted_reminder" if scope == TARGETED else "public_reminder"]

    # --- order of letters, investigation ------------------------------------------------------------------
    @cached_property
    def ladder(self) -> Ladder:
        return readers.ladder(self.data["ladder"])

    @property
    def priority_matters(self) -> tuple[str, ...]:
        return tuple(self.data["priority_matters"])

    @property
    def recheck(self) -> Recheck:
        return Recheck(**self.data["recheck"])

    @property
    def certificate_required_for(self) -> tuple[str, ...]:
        return tuple(self.data["certificate_required_for"])

    @property
    def investigation(self) -> Investigation:
        return Investigation(**self.data["investigation"])
