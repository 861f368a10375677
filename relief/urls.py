"""Routes: one line an app."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("relief.people.urls")),
    path("", include("relief.queue.urls")),
    path("applications/", include("relief.applications.urls")),
    path("payouts/", include("relief.payouts.urls")),
    path("leads/", include("relief.leads.urls")),
    path("supervision/", include("relief.supervision.urls")),
    path("rules/", include("relief.jurisdictions.urls")),
    path("papers/", include("relief.notices.urls")),
    path("documents/", include("relief.documents.urls")),
]
