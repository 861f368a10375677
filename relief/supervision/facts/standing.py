"""Where a file of supervision stands, whose work it is, what time it has (supervision.md §2, §7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from relief.jurisdictions.rules import Rules
from relief.jurisdictions.selectors import profile_for
from relief.organisations.lines import Line, line_of, line_reading
from relief.supervision.models import Certificate
from workflows.facts import Facts, Limit
from workflows.fsm import Row, Stage
from workflows.reading import Reading
from workflows.roles import Place, Role

# Which deeds of a supervisor the words of certificate_required_for mean (§7).
NEEDS_CERTIFICATE = {
    "investigate": frozenset({"record", "sign_record", "report"}),
    "draft": frozenset({"submit"}),
    "serve": frozenset({"dispatch", "fail_service", "retry", "serve"}),
    "examine": frozenset({"examine", "accept", "find_partial", "check_items", "verify", "recheck"}),
    "visit": frozenset({"record_visit", "visit"}),
}
# What an office signs on paper and keys later; a seal is put by the seal keeper's own hand (§9).
PAPER_SIGNERS = frozenset({Role.SUPERVISOR, Role.COUNSEL, Role.DIRECTOR, Role.LEADER})


def holders(persons: Iterable[int], on: date) -> set[int]:
    """Those of them who hold a certificate valid that day."""
    held = Certificate.objects.filter(person__in=persons, valid_from__lte=on, valid_to__gte=on)
    return set(held.values_list("person_id", flat=True))


class Standing(Facts):
    """The tree, the profile, the clocks: what leads, cases and letters share."""

    kept = Facts.kept | {"line"}

    @cached_property
    def line(self) -> Line:
        """The handling union and those above it."""
        return line_of(self.case.organisation_id)

    def readings(self) -> dict[str, Reading]:
        return {**super().readings(), "line": line_reading(self.case.organisation_id)}

    @property
    def organisation_name(self) -> str:  # type: ignore[override]
        return self.line.own.name

    @property
    def issuer_path(self) -> str:
        """The union at which a role marked ◆ must be held."""
        return self.line.own.path

    def place(self, at: str) -> Place:
        if at == "issuer":
            return Place(self.issuer_path, exact=True)
        return Place(self.line.own.path)

    # --- the rules of the region -----------------------------------------------------------------------------
    def rules_on(self, day: date) -> Rules | None:
        """The narrowest profile in force that day; None where the region has none (本地区尚无规则)."""
        version = profile_for(self.line.own.area, day)
        return version.rules if version else None

    def limit_key(self, stage: Stage) -> str:
        """The key of the profile's limit for a stage."""
        return stage.limit

    def limit(self, stage: Stage, start: date, start_at: datetime) -> Limit | None:
        """Case limits take the version in force when the stage began (§7)."""
        rules, key = self.rules_on(start), self.limit_key(stage)
        if rules is None or not key:
            return None
        rule = rules.limit(key)
        return Limit(start, rule.n, rule.unit, start_at, rule.start_rule, rule.roll_rule)

    # --- who may -----------------------------------------------------------------------------------------------
    def unfit(self, row: Row, role: str, persons: frozenset[int], on: date) -> str:
        """§2: a supervisor needs a certificate valid that day for the acts that the profile names."""
        rules = self.rules_on(on) if role == Role.SUPERVISOR else None
        words = rules.certificate_required_for if rules else ()
        if not any(row.name in NEEDS_CERTIFICATE.get(word, ()) for word in words):
            return ""
        return "监督员证当日无效，不能办理此事项。" if persons - holders(persons, on) else ""

    paper_keyers = frozenset({Role.CASE_OFFICE})
    keyed_as = Role.CASE_OFFICE.value

    def paper_entry(self, row_name: str, role: str, today: date) -> str:
        return "" if role in PAPER_SIGNERS else "用印和办公室的事项须由本人在系统中办理。"
