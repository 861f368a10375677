"""A union and those above it, read in one query: where the desks of a case stand."""

from dataclasses import dataclass

from relief.organisations.models import Organisation
from workflows.rows import rows

ORDER = ("grassroots", "township", "county", "city", "province")

LINE = """
WHERE path = ANY(ARRAY(
       SELECT left(o.path, n) FROM organisations_organisation o, generate_series(%s, length(o.path), %s) AS n
        WHERE o.id = %s))
 ORDER BY path
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
    step = Organisation.steplen
    return Line(tuple(rows(Organisation, LINE, [step, step, organisation_id])))
