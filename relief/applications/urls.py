"""Routes of relief cases."""

from django.urls import include, path

from relief.applications.views import acting, case, entry, files, listing

urlpatterns = [
    path("", listing.applications, name="applications"),
    path("chosen/", listing.applications_chosen, name="applications_chosen"),
    path("fill/", listing.applications_fill, name="applications_fill"),
    path("new/", entry.application_new, name="application_new"),
    path("autosave/<slug:key>/", entry.application_autosave, name="application_autosave"),
    path("", include("relief.applications.urls_more")),
    path("<int:pk>/", case.application, name="application"),
    path("<int:pk>/edit/", entry.application_edit, name="application_edit"),
    path("<int:pk>/print/", case.application_print, name="application_print"),
    path("<int:pk>/journal/", case.application_journal, name="application_journal"),
    path("<int:pk>/reveal/<slug:field>/", files.application_reveal, name="application_reveal"),
    path("<int:pk>/do/<slug:verb>/", acting.application_act, name="application_act"),
]
