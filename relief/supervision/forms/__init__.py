"""The forms of leads and cases of supervision, one a verb."""

from relief.supervision.forms.case_forms import CASE_FORMS
from relief.supervision.forms.lead_acts import LEAD_FORMS

__all__ = ["CASE_FORMS", "LEAD_FORMS"]
