"""What a browser may do with our pages: nothing leaves the machine, nothing runs that is not ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Bootstrap's own style sheet draws arrows and ticks as data: images.
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
ANCESTORS = "frame-ancestors {}"
PDF = "application/pdf"
"""The browser's own viewer shows it, with parts of its own that a policy for our pages would forbid."""


class SecurityHeaders:
    """Middleware: the content security policy, and no page of a case in any cache but the reader's own.

    A view that may stand in a frame of our own pages says so by X-Frame-Options: SAMEORIGIN.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
        ancestors = ANCESTORS.format("'self'" if framed else "'none'")
        ours = response.headers.get("Content-Type", "").partition(";")[0] != PDF
        response.headers.setdefault("Content-Security-Policy", POLICY + ancestors if ours else ancestors)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
