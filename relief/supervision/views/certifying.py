"""监督员证 of the supervisors below one's unions: the list, a new one, another last day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from relief.queue.admin_pages import acted, by_administrators, cell, listed, paged, posted
from relief.queue.sitting import sitting_of
from relief.supervision.certificates import certificates_under, supervisors_under
from relief.supervision.forms.certifying import CertificateForm, CorrectionForm
from relief.supervision.models import Certificate
from relief.supervision.services.certifying import correct_certificate, register_certificate


@by_administrators
def certificates(request: HttpRequest) -> HttpResponse:
    """By person, with what holds today."""
    sitting = sitting_of(request)
    page = paged(request, certificates_under(sitting.administers))
    rows = [
        [cell(str(c.person), url=reverse("admin_certificate", args=[c.pk])), cell(c.person.posts[0].organisation.name),
         cell(c.number), cell(c.issuer), cell(c.valid_from), cell(c.valid_to), _standing(c, sitting.on)]
        for c in page
    ]  # fmt: skip
    columns = [_("监督员"), _("单位"), _("证号"), _("发证机关"), _("自"), _("至"), _("状态")]
    new = {"label": _("登记监督员证"), "url": reverse("admin_certificate_new")}
    return listed(request, _("监督员证"), columns, rows, page=page, buttons=[new])


def _standing(certificate: Certificate, on: Any) -> dict[str, Any]:
    if certificate.valid_to < on:
        return {"pill": _("已过期"), "state": "bad"}
    if certificate.valid_from > on:
        return {"pill": _("未生效"), "state": "wait"}
    return {"pill": _("有效"), "state": "done"}


@by_administrators
def certificate_new(request: HttpRequest) -> HttpResponse:
    """The card of somebody who is a supervisor today."""
    sitting = sitting_of(request)
    form = CertificateForm(posted(request), posts=supervisors_under(sitting.administers, sitting.on))
    return acted(
        request, form, lambda: register_certificate(actor=request.user, **form.given), title=_("登记监督员证"),
        listed_at=(_("监督员证"), "admin_certificates"), done=_("监督员证已登记。"))  # fmt: skip


@by_administrators
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Its last day; everything else stands as it was entered."""
    found: Any = get_object_or_404(certificates_under(sitting_of(request).administers), pk=pk)
    union = found.person.posts[0].organisation
    form = CorrectionForm(posted(request), initial={"valid_to": found.valid_to})
    return acted(
        request, form,
        lambda: correct_certificate(organisation=union, actor=request.user, certificate=found, **form.cleaned_data),
        title=f"{found.person} {found.number}", listed_at=(_("监督员证"), "admin_certificates"),
        done=_("监督员证的有效期已更正。"))  # fmt: skip
