"""Routes of the import, of meetings and of publicity sheets."""

from django.urls import path

from relief.applications import views_import, views_meeting, views_publicity, views_sheet

urlpatterns = [
    path("import/", views_import.import_new, name="import_new"),
    path("import/blank.xlsx", views_import.import_template, name="import_template"),
    path("import/<int:pk>/", views_import.import_job, name="import_job"),
    path("import/<int:pk>/progress/", views_import.import_progress, name="import_progress"),
    path("import/<int:pk>/write/", views_import.import_write, name="import_write"),
    path("import/<int:pk>/retry/", views_import.import_retry, name="import_retry"),
    path("import/<int:pk>/marked.xlsx", views_import.import_workbook, name="import_workbook"),
    path("meetings/", views_meeting.meetings, name="meetings"),
    path("meetings/new/", views_meeting.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", views_meeting.meeting, name="meeting"),
    path("meetings/<int:pk>/scan/", views_meeting.meeting_scan, name="meeting_scan"),
    path("meetings/<int:pk>/scan/file/", views_meeting.meeting_scan_file, name="meeting_scan_file"),
    path("sheets/", views_publicity.sheets, name="sheets"),
    path("sheets/new/", views_sheet.sheet_new, name="sheet_new"),
    path("sheets/public/<str:token>/", views_publicity.sheet_public, name="sheet_public"),
    path("sheets/<int:pk>/", views_publicity.sheet, name="sheet"),
    path("sheets/<int:pk>/photos/<str:which>/", views_publicity.sheet_photo, name="sheet_photo"),
    path("sheets/<int:pk>/<str:verb>/", views_publicity.sheet_act, name="sheet_act"),
]
