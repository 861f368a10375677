"""Routes of relief cases."""

from django.urls import include, path

from relief.applications.room import ROOM
from relief.applications.views import entry, files, listing
from relief.casework.views import case_routes

urlpatterns = [
    path("", listing.applications, name="applications"),
    path("chosen/", listing.applications_chosen, name="applications_chosen"),
    path("fill/", listing.applications_fill, name="applications_fill"),
    path("new/", entry.application_new, name="application_new"),
    path("autosave/<slug:key>/", entry.application_autosave, name="application_autosave"),
    path("", include("relief.applications.urls_more")),
    path("<int:pk>/edit/", entry.application_edit, name="application_edit"),
    path("<int:pk>/reveal/<slug:field>/", files.application_reveal, name="application_reveal"),
    *case_routes(ROOM),
]
