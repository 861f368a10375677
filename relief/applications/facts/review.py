"""Facts of the investigation, the opinions and publicity (relief.md §3, §7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from relief.applications import calculating
from relief.applications.facts.standing import Standing
from relief.applications.models import Check, SheetEntry, StoredCalculation, Visit
from relief.people.masking import mask_name
from workflows.clock import today as office_today
from workflows.reading import Reading, one
from workflows.relief_application import INVESTIGATING
from workflows.rows import from_json


def _calculation(row: dict[str, Any] | None) -> StoredCalculation | None:
    return from_json(StoredCalculation, row) if row else None


INVESTIGATED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "last_signed": ("""
        SELECT json_build_array(round, ARRAY(SELECT person_id FROM applications_visitsignature WHERE visit_id = visit.id))
          FROM applications_visit visit WHERE application_id = %s AND NOT by_county ORDER BY id DESC LIMIT 1
        """, lambda found: found or (0, [])),
    "settled_checks": (f"""
        SELECT ARRAY(SELECT kind FROM applications_check WHERE application_id = %s AND status <> '{Check.Status.WAITING}')
        """, list),
    "calculation": ("""
        SELECT row_to_json(stored) FROM applications_storedcalculation stored WHERE application_id = %s
         ORDER BY id DESC LIMIT 1
        """, _calculation),
}  # fmt: skip
"""What guards ask of the investigation: how it is asked, and how the answer is read."""


class Review(Standing):
    """What the visit, the base, the sheet and the county ask.

    The end of the investigation is asked with what every move asks; the verbs that write of it drop it themselves.
    """

    kept = Standing.kept | {"calculation", "last_signed", "settled_checks"}

    def readings(self) -> dict[str, Reading]:
        found = super().readings()
        if self.case.state == INVESTIGATING:
            found |= {name: Reading(sql, [self.case.pk], read) for name, (sql, read) in INVESTIGATED.items()}
        return found

    @cached_property
    def visit_round(self) -> int:
        """A return to the investigation raises it: the visit is then made and signed anew."""
        return 1 + self.times("return_visit")

    @cached_property
    def visit(self) -> Visit | None:
        """The base's latest visit of this round."""
        return self.case.visit_set.filter(by_county=False, round=self.visit_round).order_by("id").last()

    @cached_property
    def last_signed(self) -> tuple[int, list[int]]:
        """The round of the base's latest visit, and who signed it; 0 where there is none."""
        return self._investigated("last_signed")

    @property
    def visit_signers(self) -> set[int]:
        """Who signed the visit of this round: signatures under different visits do not add up."""
        of_round, signers = self.last_signed
        return set(signers) if of_round == self.visit_round else set()

    @property
    def visitors_min(self) -> int:
        return self.scheme.investigation.visitors_min

    @property
    def county_visited(self) -> bool:
        return self.case.visit_set.filter(by_county=True).exists()

    @property
    def drawn_for_sample(self) -> bool:
        return self.case.drawn_for_sample

    def open_checks(self, by: str) -> list[Any]:
        """Required checks of the base or the county that are not settled yet."""
        required = [c for c in self.scheme.checks.values() if c.required and c.by == by]
        return [c for c in required if c.key not in self.settled_checks]

    @cached_property
    def settled_checks(self) -> list[str]:
        """The kinds of check that have their answer."""
        return self._investigated("settled_checks")

    @property
    def in_national_archive(self) -> bool:
        """eligibility.hardship_archive_excludes: such a household is referred, not paid here."""
        found = self.case.check_set.filter(kind="national_archive", status=Check.Status.MATCHED)
        return self.scheme.eligibility.hardship_archive_excludes and found.exists()

    @cached_property
    def calculation(self) -> Any:
        return self._investigated("calculation")

    def _investigated(self, name: str) -> Any:
        sql, read = INVESTIGATED[name]
        return one(Reading(sql, [self.case.pk], read))

    @property
    def calculation_current(self) -> bool:
        case = calculating.amount_case(self.case, area=self.area, as_of=office_today())
        return self.calculation is not None and calculating.still_holds(self.calculation, case)

    @cached_property
    def _opinions(self) -> set[str]:
        return set(self.case.opinion_set.filter(current=True).values_list("of", flat=True))

    def has_opinion(self, of: str) -> bool:
        return of in self._opinions

    @property
    def township_opinion_needed(self) -> bool:
        needed = self.scheme.township_opinion == "required_when_parent_is_township"
        return needed and self.line.parent is not None and self.line.parent.level == "township"

    @property
    def proposed_fen(self) -> int:
        if self.case.proposed_fen is not None:
            return self.case.proposed_fen
        return self.calculation.suggested_fen if self.calculation else 0

    @property
    def ceiling_fen(self) -> int:
        return self.calculation.ceiling_fen if self.calculation else 0

    @property
    def round(self) -> int:
        return self.case.round

    @cached_property
    def entry(self) -> SheetEntry | None:
        """The case as it was last published."""
        return SheetEntry.objects.filter(application=self.case).select_related("sheet").order_by("id").last()

    @property
    def before_publish(self) -> bool:
        return self.entry is None

    def published_fields(self) -> dict[str, Any]:
        """The whitelisted fields as they stand today (I10)."""
        cause = self.scheme.causes[self.case.cause]
        label = self.scheme.publicity.restricted_cause_label if cause.restricted else cause.label
        listed = self.scheme.publicity.fields
        return {"name_masked": mask_name(self.case.name),
                "employer": self.case.employer if "employer" in listed else "",
                "cause_label": label if "cause_label" in listed else "", "amount_fen": self.proposed_fen}  # fmt: skip

    @property
    def content_changed(self) -> bool:
        if self.entry is None:
            return False
        now = self.published_fields()
        amount = now.pop("amount_fen")
        rules = self.scheme.publicity
        if any(getattr(self.entry, key) != value for key, value in now.items()):
            return True
        up, down = amount > self.entry.amount_fen, amount < self.entry.amount_fen
        return (up and rules.amount_up_republish) or (down and rules.amount_down_republish)

    def _term_over(self, today: date) -> bool:
        due = self.deadline.due_on
        return due is not None and due < today

    def term_served(self, today: date) -> bool:
        sheet = self.entry.sheet if self.entry else None
        if sheet is None or not self._term_over(today):
            return False
        in_term = sheet.start_photo_on and sheet.end_photo_on and sheet.start_photo_on <= sheet.end_photo_on
        return bool(in_term and sheet.result and sheet.result_signed_by_id)
