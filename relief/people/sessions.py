"""How long a sign-in lasts: so long without a click, and a working day at most.

Office PCs are shared. ``SESSION_COOKIE_AGE`` is the idle limit: the session row is touched every few minutes,
not at every request, which would be one more write a click.
"""

import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

LONGEST_SECONDS = 12 * 3600
TOUCH_SECONDS = 5 * 60
BEGAN, TOUCHED = "signed_in_at", "seen_at"


class SessionLimits:
    """Middleware, behind the authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            self._judge(request, int(time.time()))
        return self.get_response(request)

    def _judge(self, request: HttpRequest, now: int) -> None:
        began = request.session.get(BEGAN)
        if began is not None and now - began > LONGEST_SECONDS:
            logout(request)
            return
        if began is None:
            request.session[BEGAN] = now
        if now - request.session.get(TOUCHED, 0) > TOUCH_SECONDS:
            request.session[TOUCHED] = now
