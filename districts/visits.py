"""When somebody was here before: for what is new since then."""

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .models import User

PREVIOUS = "previous_visit"
# Whoever was signed out by a shared computer and comes back is on the same visit still.
ONE_VISIT = datetime.timedelta(hours=4)


def remember_previous(request: HttpRequest, user: User) -> None:
    """At sign-in, before this one is noted; kept in the session, so that reading it costs no query."""
    earlier = user.sign_ins.filter(at__lt=timezone.now() - ONE_VISIT)
    at = earlier.order_by("-at").values_list("at", flat=True).first()
    request.session[PREVIOUS] = at.isoformat() if at else ""


def previous_visit(request: HttpRequest) -> datetime.datetime | None:
    """None for a first visit, and in sessions that began before this was remembered."""
    return parse_datetime(request.session.get(PREVIOUS) or "")
