"""Sentences about how far a district is, until when, who did what at what time."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from districts.models import User

from ..minutes import about
from .filling import Filling
from .times import State


def progress_words(filling: Filling) -> str:
    """ "3 of 14 questions are answered, about 6 minutes to go" """
    progress = filling.progress
    said = ngettext(
        "%(answered)d of %(asked)d question is answered",
        "%(answered)d of %(asked)d questions are answered",
        progress.asked,
    ) % {"answered": progress.answered, "asked": progress.asked}
    if progress.minutes:
        return _("%(said)s, %(minutes)s to go") % {"said": said, "minutes": about(progress.minutes)}
    return said


def until_words(filling: Filling) -> str:
    """Of the line above a title: "until Friday 12 March 2027"; empty where the step has no end."""
    day = filling.last_day
    if filling.state == State.BEFORE:
        opens = filling.step.opens_on
        return _("opens on %(day)s") % {"day": date_format(opens, "l j F Y")} if opens else _("not open yet")
    if day is None:
        return "" if filling.is_changeable else _("closed")
    said = {"day": date_format(day, "l j F Y")}
    if filling.state == State.CLOSED:
        return _("closed since the end of %(day)s") % said
    if filling.state == State.CORRECTING:
        return _("corrections until %(day)s") % said
    if filling.extension is not None and filling.extension.until == day:
        return _("until %(day)s, for this district alone") % said
    return _("until %(day)s") % said


def when_words(moment: datetime.datetime, filling: Filling) -> str:
    """ "today at 14:32", "yesterday at 16:10", "on 3 March 2027 at 09:05": by the clock of the district."""
    there = moment.astimezone(filling.unit.zone)
    clock = {"time": clock_words(there)}
    days = (timezone.now().astimezone(filling.unit.zone).date() - there.date()).days
    if days == 0:
        return _("today at %(time)s") % clock
    if days == 1:
        return _("yesterday at %(time)s") % clock
    return _("on %(day)s at %(time)s") % (clock | {"day": date_format(there, "j F Y")})


def clock_words(moment: datetime.datetime) -> str:
    return date_format(moment, pgettext("time of day", "H:i"))


def saved_words(filling: Filling) -> str:
    now = timezone.now().astimezone(filling.unit.zone)
    return _("Saved at %(time)s") % {"time": clock_words(now)}


def name_words(person: User | None) -> str:
    """Never the address or the number that somebody signs in with."""
    if person is None:
        return _("somebody unknown")
    return person.get_full_name() or _("somebody who gave no name")


def who_words(row) -> str:
    """Of an answer, a version of one or a signature: "A. Camara", "Saran Touré, for the team"; empty for what came by
    a file."""
    if row.by is None:
        return ""
    if row.on_behalf:
        return _("%(name)s, for the team") % {"name": name_words(row.by)}
    return name_words(row.by)


def not_open_words(filling: Filling) -> str:
    """As closed_words, for a device that keeps what was typed."""
    if filling.state == State.BEFORE:
        return _("This questionnaire is not open yet.")
    if filling.last_day is None:
        return _("This questionnaire is closed. Your facilitator can open it for your district again.")
    return _("This questionnaire closed on %(day)s. Your facilitator can give your district more time.") % {
        "day": date_format(filling.last_day, "j F Y")
    }


def closed_words(filling: Filling) -> str:
    """Why nothing can be saved at present, and whom to turn to."""
    if filling.state == State.BEFORE:
        return _("This questionnaire is not open yet. What you typed is below, but was not saved.")
    if filling.last_day is None:
        return _(
            "This questionnaire is closed: what you typed is below, but was not saved. Your facilitator can open it "
            "for your district again."
        )
    return _(
        "This questionnaire closed on %(day)s: what you typed is below, but was not saved. Your facilitator can give "
        "your district more time."
    ) % {"day": date_format(filling.last_day, "j F Y")}
