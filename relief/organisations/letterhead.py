"""单位信息: what a union's papers carry of it, kept by its administrator (supervision.md §8: the short word of numbers).

A series of numbers keeps the short word of the day it was opened (relief.letters.register); the next series takes the new one.
"""

import re
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relief.organisations.administering import administer
from relief.organisations.models import Organisation
from workflows.engine import verb
from workflows.errors import NotPossible
from workflows.fsm import Moment

FIELDS = ("abbr", "phone", "address", "postcode")
SHORT_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{1,10}")
POSTCODE = re.compile(r"[0-9]{6}")
CHOOSING = "SELECT pg_advisory_xact_lock(hashtext('organisations.abbr'))"


def set_letterhead(
    *, organisation: Organisation, actor: Any, abbr: str, phone: str, address: str, postcode: str
) -> Organisation:
    """The four entries as they are from now on; papers that were made keep theirs."""
    administer("set_letterhead", organisation=organisation, actor=actor, abbr=abbr, phone=phone, address=address,
               postcode=postcode)  # fmt: skip
    return Organisation.objects.get(pk=organisation.pk)


@verb("administration", "set_letterhead")
def write_letterhead(m: Moment, **given: str) -> dict[str, Any]:
    """Unique short word, then the entries; the event says what each was before."""
    new = {name: given[name].strip() for name in FIELDS}
    _require_short_word(new["abbr"], m.case.organisation)
    if new["postcode"] and not POSTCODE.fullmatch(new["postcode"]):
        raise NotPossible(_("邮政编码是六位数字。"))
    unit = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=m.case.organisation.pk)
    was = {name: getattr(unit, name) for name in FIELDS if getattr(unit, name) != new[name]}
    if not was:
        raise NotPossible(_("内容没有改动，无须保存。"))
    for name in was:
        setattr(unit, name, new[name])
    unit.save(update_fields=list(was))
    return {**{name: new[name] for name in was}, "was": was}


def _require_short_word(abbr: str, organisation: Organisation) -> None:
    """Numbers of two unions must not look alike. One union chooses at a time, so that two see each other."""
    if not abbr:
        return
    if not SHORT_WORD.fullmatch(abbr):
        raise NotPossible(_("机关代字只能是汉字，一至十个字。"))
    with connection.cursor() as cursor:
        cursor.execute(CHOOSING)
    other = Organisation.objects.filter(abbr=abbr).exclude(pk=organisation.pk).first()
    if other is not None:
        raise NotPossible(_("机关代字“%(abbr)s”已由%(unit)s使用，请换一个。") % {"abbr": abbr, "unit": other})
