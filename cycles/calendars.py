"""A cycle's deadlines as a calendar that telephones and mail programs subscribe to (RFC 5545)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event

from notifications.rendering import absolute

from .reading import date_changes
from .records import CycleStep, DateChange, LearningCycle
from .wording import said_change

ENDS = ("opens", "closes")
# How often a program asks again.
REFRESH = "PT12H"


def calendar_of(cycle: LearningCycle, address: str, published_at: datetime.datetime) -> bytes:
    """In the reader's language. Nothing in it depends on the moment of asking: the same dates are the same file."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//District.Team//cycle//")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", cycle.title)
    calendar.add("refresh-interval;value=duration", REFRESH)
    moved: dict[int, list[DateChange]] = {}
    for change in date_changes(cycle):
        moved.setdefault(change.step_id, []).append(change)
    for step in cycle.steps.all():
        for end in ENDS:
            changes = moved.get(step.pk, [])
            if event := _event(cycle, step, end, changes, address, published_at):
                calendar.add_component(event)
    return calendar.to_ical()


def _event(
    cycle: LearningCycle,
    step: CycleStep,
    end: str,
    changes: list[DateChange],
    address: str,
    published_at: datetime.datetime,
) -> Event | None:
    """All day. A date that was announced and taken away stays as cancelled, or it would stay in people's calendars."""
    date = getattr(step, f"{end}_on")
    announced = next((day for change in changes if (day := _before(change, end))), None)
    if not (date or announced):
        return None
    event, touched = Event(), changes[0].at if changes else published_at
    event.add("uid", f"{cycle.key}-{step.number}-{end}@{urlsplit(settings.PORTAL_URL).hostname}")
    event.add("dtstamp", touched)
    event.add("last-modified", touched)
    event.add("sequence", len(changes) + step.left_out)
    event.add("summary", _summary(cycle, step, end))
    event.add("dtstart", date or announced)
    event.add("dtend", (date or announced) + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("url", absolute(address))
    event.add("description", _description(changes, address))
    event.add("status", "CONFIRMED" if date and not step.left_out else "CANCELLED")
    return event


def _before(change: DateChange, end: str) -> datetime.date | None:
    return change.opened_on if end == "opens" else change.closed_on


def _summary(cycle: LearningCycle, step: CycleStep, end: str) -> str:
    words = {"step": step, "title": cycle.title}
    if end == "opens":
        return gettext("%(step)s: begins (%(title)s)") % words
    return gettext("%(step)s: last day (%(title)s)") % words


def _description(changes: list[DateChange], address: str) -> str:
    lines = [f"{said_change(change)} {change.because}".strip() for change in changes[:1]]
    return "\n".join([*lines, absolute(address)])
