"""Routes of papers."""

from django.urls import path

from relief.notices import form_views, views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/pdf/", views.paper_pdf, name="paper_pdf"),
    path("<int:pk>/retry/", views.paper_retry, name="paper_retry"),
    path("<int:pk>/deliver/", views.paper_deliver, name="paper_deliver"),
    path("deliveries/<int:pk>/proof/", views.paper_proof, name="paper_proof"),
    path("registers/", views.registers, name="registers"),
    path("registers/<int:pk>/", views.register_page, name="register"),
    path("blanks/", form_views.blank_forms, name="blank_forms"),
    path("blanks/<str:kind>/", form_views.paper_blank, name="paper_blank"),
    path("forms/<str:kind>/<int:pk>/scan/", form_views.paper_scan, name="paper_scan"),
    path("forms/<str:kind>/<str:mode>/<int:pk>/", form_views.paper_form, name="paper_form"),
    path("scans/<int:pk>/", form_views.paper_scan_file, name="paper_scan_file"),
    path("waiting/<int:pk>/", form_views.agenda_of_waiting, name="agenda_waiting"),
    path("sheets/<int:pk>/pdf/", form_views.sheet_pdf, name="sheet_pdf"),
]
