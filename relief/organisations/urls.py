"""Routes of a union's entries."""

from django.urls import path

from relief.organisations import views

urlpatterns = [
    path("", views.letterheads, name="admin_letterheads"),
    path("<int:pk>/", views.letterhead, name="admin_letterhead"),
]
