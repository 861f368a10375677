"""Routes of local rules and provisions."""

from django.urls import path

from relief.jurisdictions import views

urlpatterns = [
    path("", views.profiles, name="jurisdictions"),
    path("provisions/", views.provisions, name="provisions"),
    path("<str:name>/", views.profile, name="jurisdiction"),
]
