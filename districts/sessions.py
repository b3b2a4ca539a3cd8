"""What holds while somebody is signed in: how long, on whose computer, and with today's roles."""

import datetime
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .form_secrets import digest_of_secret
from .groups import sync_groups
from .models import SignIn, User
from .visits import remember_previous

SHARED = "shared_computer"
SEEN = "seen_at"
ROLES_OF = "roles_of_day"
IDLE_SECONDS = 20 * 60
SIGN_INS_KEPT = datetime.timedelta(days=90)
# The editor asks this by itself every few seconds; it says nothing about a person being there.
BY_ITSELF = ("/admin/editing-sessions/",)


def mark_shared(request: HttpRequest, shared: bool) -> None:
    """Before signing in: with a second factor, the session begins only some pages later."""
    request.session[SHARED] = shared


def is_shared(request: HttpRequest) -> bool:
    """Do others use this computer too?"""
    return bool(request.session.get(SHARED))


def set_length(request: HttpRequest) -> None:
    """0: until the browser is closed."""
    request.session.set_expiry(0 if is_shared(request) else settings.SESSION_COOKIE_AGE)


def begin(request: HttpRequest, user: User) -> None:
    """Roles of today, and a record by which forms of this session are known to be this person's."""
    sync_groups(user=user)
    request.session[ROLES_OF] = timezone.localdate().isoformat()
    request.session[SEEN] = int(time.time())
    remember_previous(request, user)
    # Older ones serve nobody: no session lasts so long, and the log has them all.
    user.sign_ins.filter(at__lt=timezone.now() - SIGN_INS_KEPT).delete()
    shared = is_shared(request)
    secret = request.META.get("CSRF_COOKIE") or ""
    SignIn.objects.create(user=user, form_secret=digest_of_secret(secret), shared_computer=shared)
    log(user, "districts.sign_in", user=user)


class OpenSessionMiddleware:
    """Ends the session of a shared computer that nobody uses, and brings the groups up to date once a day.

    What a person may do is asked of memberships at every request; the groups are only Wagtail's copy of that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session there is nothing to ask, and asking would keep the answer out of the page cache.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if self._left_alone(request):
                return self._end(request)
            self._of_today(request)
        return self.get_response(request)

    def _left_alone(self, request: HttpRequest) -> bool:
        if not is_shared(request):
            return False
        now, seen = int(time.time()), request.session.get(SEEN, 0)
        if now - seen > IDLE_SECONDS:
            return True
        # Not at every request: each one would write the session.
        if now - seen > 30 and not request.path_info.startswith(BY_ITSELF):
            request.session[SEEN] = now
        return False

    def _end(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        if request.method == "POST":
            # The view turns it away and kept_posts keeps it.
            return self.get_response(request)
        messages.info(
            request, _("You were signed out after 20 minutes without a click, as on any shared computer.")
        )
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    def _of_today(self, request: HttpRequest) -> None:
        today = timezone.localdate().isoformat()
        if request.session.get(ROLES_OF) != today:
            sync_groups(user=request.user)
            request.session[ROLES_OF] = today
