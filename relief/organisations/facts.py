"""What the rules may know of the record of administrative acts."""

from django.utils.translation import gettext as _

from relief.organisations.models import Administration
from workflows.administration import ADMINISTRATION
from workflows.facts import Facts, facts_for
from workflows.roles import Place


@facts_for(ADMINISTRATION)
class AdministrationFacts(Facts):
    """It stands at its organisation. No grant covers the whole tree's: only set-up and the superuser write there."""

    case: Administration

    def place(self, at: str) -> Place:
        return Place(self.case.organisation.path if self.case.organisation else "")

    @property
    def organisation_name(self) -> str:  # type: ignore[override]
        return self.case.organisation.name if self.case.organisation else _("全部单位")
