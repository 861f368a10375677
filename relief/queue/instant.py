"""One request, one instant: whatever a page tells of today, it tells of the same moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workflows.clock import clock_read_once


class OneInstant:
    """Middleware: the office clock is read once a request, and in a real office not at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock_read_once():
            return self.get_response(request)
