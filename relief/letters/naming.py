"""What a letter calls its issuer."""

from django.utils.translation import gettext as _

from relief.notices.numbers import short_name
from relief.organisations.models import Organisation
from relief.supervision.models import Organ


def issuer_name_of(union: Organisation, organ: str) -> str:
    """The union itself, or its committee (§7: an organ of the union issues)."""
    return _("%(union)s劳动法律监督委员会") % {"union": union.name} if organ == Organ.COMMITTEE else union.name


def abbr_of(union: Organisation) -> str:
    """机关代字 of a new series; where none was entered, what tells the union from its neighbours."""
    return union.abbr or short_name(union.name)
