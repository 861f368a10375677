"""Stored papers."""

from django.urls import path

from relief.documents import views

urlpatterns = [
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/download/", views.document_download, name="document_download"),
]
