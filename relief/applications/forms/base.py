"""What every form of a verb on a relief case shares besides relief.casework.forms."""

from __future__ import annotations

from relief.casework.forms import ActForm
from relief.schemes.rules import Scheme


class ApplicationForm(ActForm):
    """The form of one verb on one relief case: its 办法 names reasons, evidence, checks."""

    @property
    def scheme(self) -> Scheme:
        rules: Scheme = self.facts.scheme
        return rules
