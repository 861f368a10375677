"""Routes: one line an app."""

from django.urls import URLPattern, URLResolver, include, path

from relief.letters.views.verifying import verify

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("relief.people.urls")),
    path("", include("relief.queue.urls")),
    path("administration/letterheads/", include("relief.organisations.urls")),
    path("applications/", include("relief.applications.urls")),
    path("payouts/", include("relief.payouts.urls")),
    path("leads/", include("relief.leads.urls")),
    path("supervision/", include("relief.supervision.urls")),
    path("rules/", include("relief.jurisdictions.urls")),
    path("letters/", include("relief.letters.urls")),
    path("v/<slug:code>", verify, name="verify"),
    path("papers/", include("relief.notices.urls")),
    path("documents/", include("relief.documents.urls")),
]
