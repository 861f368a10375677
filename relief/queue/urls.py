"""The desk, search, and what an administrator keeps."""

from django.urls import path

from relief.queue import admin_views, batch_views, search_views, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("desk/news/", views.news, name="desk_news"),
    path("desk/batch/", batch_views.batch, name="desk_batch"),
    path("desk/<int:task_id>/claim/", views.claim, name="claim"),
    path("desk/<int:task_id>/release/", views.release, name="release"),
    path("due/<slug:machine>/<int:pk>/", views.due_why, name="due_why"),
    path("search/", search_views.search, name="search"),
    path("role/", views.switch_role, name="switch_role"),
    path("administration/", admin_views.home, name="admin_home"),
    path("administration/schemes/", admin_views.schemes, name="admin_schemes"),
    path("administration/calendar/", admin_views.calendar_days, name="admin_calendar"),
    path("administration/organisations/", admin_views.organisations, name="admin_organisations"),
    path("administration/grants/", admin_views.grants, name="admin_grants"),
]
