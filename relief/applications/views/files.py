"""查看完整: a purpose first, then the value, and a row in the access log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from relief.applications.forms.entry_fields import label_of
from relief.applications.forms.revealing import PurposeForm
from relief.applications.models import Application
from relief.applications.pages.facts import MASKS
from relief.applications.room import ROOM
from relief.applications.selectors import dossier_of
from relief.audit.selectors import reveals_left
from relief.audit.services import log_reveal
from relief.casework.shown import opened
from relief.people.masking import mask_id
from relief.queue.sitting import READERS, sitting_of
from relief.schemes.selectors import scheme_on
from workflows.clock import today

UNPROCESSABLE = 422
MEMBER = "member-"


@never_cache
@require_http_methods(["GET", "POST"])
def application_reveal(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """GET asks for the purpose; POST logs it and shows the value once."""
    case = opened(request, ROOM, pk)
    name, value, masked = _secret(case, field)
    rules = (case.scheme or scheme_on(today())).rules.masking
    url = reverse("application_reveal", args=[pk, field])
    context = {"name": name, "masked": masked, "url": url, "back_url": reverse("application", args=[pk])}
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        left = reveals_left(request.user, rules.full_per_hour)
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "applications/reveal.html", {**context, "form": form, "left": left}, status=status)
    path = case.organisation.path
    by = next(g for g in sitting_of(request).grants if g.role in READERS and path.startswith(g.path))
    log_reveal(person=request.user, dossier=dossier_of(case), detail=name, reason=form.cleaned_data["reason"],
               path=by.path, per_hour=rules.full_per_hour)  # fmt: skip
    return render(request, "applications/reveal.html", {**context, "value": value})


def _secret(case: Application, field: str) -> tuple[str, str, str]:
    """(what it is called, the value, the value masked); 404 for anything that is no secret or is empty."""
    if field.startswith(MEMBER):
        key = field.removeprefix(MEMBER)
        member = case.members.filter(pk=key).first() if key.isdecimal() else None
        if member is None or not member.id_no:
            raise Http404
        return _("%(who)s的证件号码") % {"who": member.name}, member.id_no, mask_id(member.id_no)
    value = getattr(case, field) if field in MASKS else ""
    if not value:
        raise Http404
    return label_of(field), value, MASKS[field](value)
