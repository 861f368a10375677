"""Routes of general leads."""

from django.urls import path

from relief.casework.views import case_routes
from relief.leads.room import ROOM
from relief.leads.views import lead_new, leads

urlpatterns = [path("", leads, name="leads"), path("new/", lead_new, name="lead_new"), *case_routes(ROOM)]
