"""Writes: one district answers longer than the others, with a reason. What is typed is never cut off: no last day is
brought forward beyond tonight."""

import datetime

from django.db import transaction
from wagtail.log_actions import log

from cycles.permissions import today_in
from districts.models import User

from ..models import Extension, Questionnaire
from ..notices import tell_of_extension
from .filling import Filling
from .times import end_of

LONGEST_REASON = Extension._meta.get_field("because").max_length
LONGEST = datetime.timedelta(days=366)


class Refused(ValueError):
    """What was asked for is not possible; nothing was written."""


class NoReason(Refused):
    """A last day is moved with a reason only."""


class NoEnd(Refused):
    """The step has no last day, so nobody needs longer; or it is left out of the cycle."""


class PastDay(Refused):
    """The day is over where the district is."""


class TooFar(Refused):
    """More than a year ahead."""


class NotLonger(Refused):
    """The district may answer until then anyway."""


class MovedMeanwhile(Refused):
    """Somebody else gave the district another last day after the page was read; `extension` is theirs."""

    def __init__(self, extension: Extension):
        super().__init__(str(extension))
        self.extension = extension


@transaction.atomic
def extend(
    *, filling: Filling, until: datetime.date, because: str, language: str, by: User, seen: int | None = None
) -> Extension:
    """`until` is the district's last day from now on: later than that of the others or, where it had been given more
    time, earlier than was said. `seen` is the id of the extension that the writer knew of, 0 for none; without it
    nobody is asked. The same again changes nothing.

    Raises NoReason, NoEnd, PastDay, TooFar, NotLonger, MovedMeanwhile.
    """
    latest = _latest(filling)
    because = because.strip()
    if latest is not None and (latest.until, latest.because, latest.by_id) == (until, because, by.pk):
        return latest
    if latest is not None and seen is not None and latest.pk != seen:
        raise MovedMeanwhile(latest)
    _check(filling, latest, until, because)
    return _write(filling, until, because, language, by)


def _latest(filling: Filling) -> Extension | None:
    """One writer at a time for each questionnaire."""
    Questionnaire.objects.select_for_update(no_key=True).get(pk=filling.questionnaire.pk)
    filling.__dict__.pop("extension", None)
    return filling.extension


def _check(filling: Filling, latest: Extension | None, until: datetime.date, because: str) -> None:
    today, end = today_in(filling.unit), end_of(filling.step)
    if not because or len(because) > LONGEST_REASON:
        raise NoReason
    if end is None:
        raise NoEnd
    if until < today:
        raise PastDay
    if until > today + LONGEST:
        raise TooFar
    if until <= end and (latest is None or latest.until <= end):
        raise NotLonger


def _write(filling: Filling, until: datetime.date, because: str, language: str, by: User) -> Extension:
    made = Extension.objects.create(
        questionnaire=filling.questionnaire,
        unit=filling.unit,
        until=until,
        because=because,
        language=language,
        by=by,
    )
    filling.__dict__.pop("extension", None)
    filling.__dict__.pop("state", None)
    log(made, "questionnaires.extended", user=by, data={"unit": filling.unit.code, "until": str(until)})
    tell_of_extension(made, by)
    return made


@transaction.atomic
def take_back_extension(
    *, filling: Filling, because: str, language: str, by: User, seen: int | None = None
) -> Extension:
    """The last day is that of the others again, or tonight if theirs is over: whoever is typing can end and sign.

    Raises NoReason, MovedMeanwhile, and NotLonger where there is nothing to take back.
    """
    latest, today, end = _latest(filling), today_in(filling.unit), end_of(filling.step)
    if latest is None or end is None or latest.until <= max(today, end):
        raise NotLonger
    return extend(
        filling=filling, until=max(today, end), because=because, language=language, by=by, seen=seen
    )
