"""单位信息: the unions that one administers, and the entries of one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.organisations.forms import LetterheadForm
from relief.organisations.letterhead import FIELDS, set_letterhead
from relief.organisations.models import Organisation
from relief.queue.admin_pages import acted, by_administrators, cell, listed, paged, posted, within
from relief.queue.sitting import sitting_of


@by_administrators
def letterheads(request: HttpRequest) -> HttpResponse:
    """My unions with what their papers carry."""
    mine = within(Organisation.objects.all(), sitting_of(request).administers, "path")
    page = paged(request, mine.order_by("path"))
    rows = [
        [cell(unit.name, url=reverse("admin_letterhead", args=[unit.pk])), *(cell(getattr(unit, n)) for n in FIELDS)]
        for unit in page
    ]
    columns = [_("单位"), _("机关代字"), _("电话"), _("地址"), _("邮编")]
    return listed(request, _("单位信息"), columns, rows, page=page)


@by_administrators
def letterhead(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries of one union."""
    unit: Organisation = get_object_or_404(
        within(Organisation.objects.all(), sitting_of(request).administers, "path"), pk=pk)  # fmt: skip
    form = LetterheadForm(posted(request), initial={name: getattr(unit, name) for name in FIELDS})
    return acted(
        request, form, lambda: set_letterhead(organisation=unit, actor=request.user, **form.cleaned_data),
        title=unit.name, listed_at=(_("单位信息"), "admin_letterheads"),
        done=_("%(unit)s的单位信息已保存。") % {"unit": unit})  # fmt: skip
