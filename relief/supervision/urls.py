"""Routes of supervision: leads, cases, certificates."""

from django.urls import include, path

from relief.casework.views import case_routes
from relief.supervision.room_case import CASE_ROOM
from relief.supervision.room_lead import LEAD_ROOM
from relief.supervision.views.certifying import certificate, certificate_new, certificates
from relief.supervision.views.entry import supervision_lead_edit, supervision_lead_new
from relief.supervision.views.listing import supervision_cases, supervision_leads

LEADS = [
    path("", supervision_leads, name="supervision_leads"),
    path("new/", supervision_lead_new, name="supervision_lead_new"),
    path("<int:pk>/edit/", supervision_lead_edit, name="supervision_lead_edit"),
    *case_routes(LEAD_ROOM),
]
CASES = [path("", supervision_cases, name="supervision_cases"), *case_routes(CASE_ROOM)]
CERTIFICATES = [
    path("", certificates, name="admin_certificates"),
    path("new/", certificate_new, name="admin_certificate_new"),
    path("<int:pk>/", certificate, name="admin_certificate"),
]
urlpatterns = [
    path("leads/", include(LEADS)), path("cases/", include(CASES)), path("certificates/", include(CERTIFICATES)),
]  # fmt: skip
