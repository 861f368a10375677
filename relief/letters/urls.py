"""Routes of letters and of their register; ``verify`` stands at the root, where the QR code leads."""

from django.urls import path

from relief.casework.views import case_routes
from relief.letters.room import ROOM
from relief.letters.views import drafting, listing, opening, paper, registers

urlpatterns = [
    path("", listing.letters, name="letters"),
    path("new/", opening.letter_new, name="letter_new"),
    path("registers/", registers.number_registers, name="number_registers"),
    path("registers/<int:pk>/", registers.number_register, name="number_register"),
    path("registers/<int:pk>/register.xlsx", registers.number_register_xlsx, name="number_register_xlsx"),
    path("<int:pk>/edit/", drafting.letter_edit, name="letter_edit"),
    path("<int:pk>/preview/", drafting.letter_preview, name="letter_preview"),
    path("<int:pk>/pages/", paper.letter_pages, name="letter_pages"),
    path("<int:pk>/pdf/", paper.letter_pdf, name="letter_pdf"),
    *case_routes(ROOM),
]
