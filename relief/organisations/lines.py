"""A union and those above it, read in one query: where the desks of a case stand."""

from dataclasses import dataclass

from relief.organisations.models import Organisation

ORDER = ("grassroots", "township", "county", "city", "province")


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
    """The line of a union."""
    own = Organisation.objects.get(pk=organisation_id)
    step = Organisation.steplen
    above = [own.path[:n] for n in range(step, len(own.path), step)]
    units = list(Organisation.objects.filter(path__in=above).order_by("path")) if above else []
    return Line((*units, own))
