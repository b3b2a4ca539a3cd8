"""Sentences about dates, in the reader's language."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from .records import CycleStep, DateChange


def day(date: datetime.date) -> str:
    return date_format(date, "j F Y")


def said_dates(step: CycleStep) -> str:
    """Of a step, as a stepper shows them."""
    start, end = step.opens_on and day(step.opens_on), step.closes_on and day(step.closes_on)
    if start and end:
        return gettext("%(start)s to %(end)s") % {"start": start, "end": end}
    if end:
        return gettext("until %(end)s") % {"end": end}
    return gettext("from %(start)s") % {"start": start} if start else ""


def said_change(change: DateChange) -> str:
    """What was moved from when to when, without the reason."""
    if change.reopened:
        return gettext("The step is open again, until %(date)s.") % {"date": day(change.closes_on)}
    if change.opens_on is None and change.closes_on is None:
        return gettext("The step was left out.")
    said = []
    if change.opened_on != change.opens_on:
        said.append(_said_opening(change.opened_on, change.opens_on))
    if change.closed_on != change.closes_on:
        said.append(_said_closing(change.closed_on, change.closes_on))
    return " ".join(said)


def _said_opening(before: datetime.date | None, after: datetime.date | None) -> str:
    if after is None:
        return gettext("The opening date was taken away.")
    if before is None:
        return gettext("The opening date is now %(after)s.") % {"after": day(after)}
    words = {"before": day(before), "after": day(after)}
    return gettext("The opening date moved from %(before)s to %(after)s.") % words


def _said_closing(before: datetime.date | None, after: datetime.date | None) -> str:
    if after is None:
        return gettext("The closing date was taken away.")
    if before is None:
        return gettext("The closing date is now %(after)s.") % {"after": day(after)}
    words = {"before": day(before), "after": day(after)}
    return gettext("The closing date moved from %(before)s to %(after)s.") % words
