"""A union and those above it, read in one query: where the desks of a case stand."""

from dataclasses import dataclass
from typing import Any

from relief.organisations.models import Organisation
from workflows.reading import Reading, one
from workflows.rows import from_json

ORDER = ("grassroots", "township", "county", "city", "province")

LINE = """
SELECT json_agg(unit ORDER BY path) FROM organisations_organisation unit WHERE path = ANY(ARRAY(
       SELECT left(o.path, n) FROM organisations_organisation o, generate_series(%(step)s, length(o.path), %(step)s) AS n
        WHERE o.id = %(own)s))
"""


@dataclass(frozen=True)
class Line:
    """From the top down; the last is the union itself."""

    units: tuple[Organisation, ...]

    @property
    def own(self) -> Organisation:
        return self.units[-1]

    @property
    def parent(self) -> Organisation | None:
        return self.units[-2] if len(self.units) > 1 else None

    def at(self, level: str) -> Organisation:
        """The unit of ``level``; where there is none, the nearest above it, else the top."""
        wanted = ORDER.index(level)
        for unit in reversed(self.units):
            if unit.level in ORDER and ORDER.index(unit.level) >= wanted:
                return unit
        return self.units[0]


def line_of(organisation_id: int) -> Line:
    """The line of a union, in one query."""
    return one(line_reading(organisation_id))


def line_reading(organisation_id: int) -> Reading:
    """The same, to be asked together with others."""
    return Reading(LINE, {"step": Organisation.steplen, "own": organisation_id}, _line)


def _line(units: list[dict[str, Any]]) -> Line:
    return Line(tuple(from_json(Organisation, unit) for unit in units))
