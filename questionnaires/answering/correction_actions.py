"""Writes: days after closing in which teams may correct what they signed. As with a district's own last day, nobody who
is typing is cut off: a window that has begun ends tonight at the earliest."""

import datetime

from django.db import transaction
from wagtail.log_actions import log

from cycles.permissions import today_of
from districts.models import User

from ..models import CorrectionWindow, Questionnaire
from ..notices import tell_of_corrections
from .extension_actions import LONGEST, NoReason, PastDay, Refused, TooFar
from .times import completion_step, end_of

Days = tuple[datetime.date, datetime.date]


class NotClosed(Refused):
    """Before the step has closed answers are changed without any window; `after` is its last day, None if it has
    none."""

    def __init__(self, after: datetime.date | None):
        super().__init__(str(after))
        self.after = after


class Backwards(Refused):
    """The window would close before it opens."""


class WindowThere(Refused):
    """Another one is open or to come: it can be changed."""


class WindowOver(Refused):
    """What is over stays as it was."""


class WindowBegun(Refused):
    """The first day of a window that has begun stays."""


class ChangedMeanwhile(Refused):
    """Somebody else changed its days after the page was read."""


@transaction.atomic
def open_corrections(
    *,
    questionnaire: Questionnaire,
    opens_on: datetime.date,
    closes_on: datetime.date,
    by: User,
    because_fr: str = "",
    because_en: str = "",
) -> CorrectionWindow:
    """Told to every team that has signed. One reason, in one language at least.

    Raises NoReason, NotClosed, PastDay, Backwards, TooFar, WindowThere.
    """
    _lock(questionnaire)
    if (there := current_window(questionnaire)) is not None:
        if (there.opens_on, there.closes_on, there.by_id) == (opens_on, closes_on, by.pk):
            return there
        raise WindowThere
    because = _reason(because_fr, because_en)
    _check_first_day(questionnaire, opens_on)
    _check_last_day(questionnaire, opens_on, closes_on)
    window = CorrectionWindow.objects.create(
        questionnaire=questionnaire, opens_on=opens_on, closes_on=closes_on, by=by, **because
    )
    _log(window, "questionnaires.corrections_opened", by)
    tell_of_corrections(window, by)
    return window


def current_window(questionnaire: Questionnaire) -> CorrectionWindow | None:
    """Open or to come, somewhere in the cycle's countries."""
    first, _latest = today_of(questionnaire.cycle)
    return questionnaire.correction_windows.filter(closes_on__gte=first).last()


def _lock(questionnaire: Questionnaire) -> None:
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)


def _reason(french: str, english: str) -> dict[str, str]:
    longest = CorrectionWindow._meta.get_field("because_fr").max_length
    because = {"because_fr": french.strip(), "because_en": english.strip()}
    if not any(because.values()) or any(len(text) > longest for text in because.values()):
        raise NoReason
    return because


def _check_first_day(questionnaire: Questionnaire, opens_on: datetime.date) -> None:
    step = completion_step(questionnaire)
    end = end_of(step)
    if end is None or (opens_on <= end and not hasattr(step, "completion")):
        raise NotClosed(end)
    if opens_on < today_of(questionnaire.cycle)[0]:
        raise PastDay


def _check_last_day(questionnaire: Questionnaire, opens_on: datetime.date, closes_on: datetime.date) -> None:
    """Today's date differs between the countries: the latest one counts."""
    _first, latest = today_of(questionnaire.cycle)
    if closes_on < opens_on:
        raise Backwards
    if closes_on < latest:
        raise PastDay
    if closes_on > latest + LONGEST:
        raise TooFar


def _log(window: CorrectionWindow, action: str, by: User) -> None:
    days = {"opens_on": str(window.opens_on), "closes_on": str(window.closes_on)}
    log(window.questionnaire, action, user=by, data=days)


@transaction.atomic
def change_corrections(
    *,
    window: CorrectionWindow,
    seen: Days,
    opens_on: datetime.date,
    closes_on: datetime.date,
    by: User,
    because_fr: str = "",
    because_en: str = "",
) -> CorrectionWindow:
    """Other days or another reason; `seen` are the days that the writer had read. The teams are told again if the days
    have changed.

    Raises NoReason, WindowOver, WindowBegun, ChangedMeanwhile, NotClosed, PastDay, Backwards, TooFar.
    """
    window = _locked(window)
    before, because = (window.opens_on, window.closes_on), _reason(because_fr, because_en)
    if before != seen and before != (opens_on, closes_on):
        raise ChangedMeanwhile
    if opens_on != window.opens_on:
        if has_begun(window):
            raise WindowBegun
        _check_first_day(window.questionnaire, opens_on)
    _check_last_day(window.questionnaire, opens_on, closes_on)
    window.opens_on, window.closes_on = opens_on, closes_on
    window.because_fr, window.because_en = because["because_fr"], because["because_en"]
    window.save(update_fields=["opens_on", "closes_on", "because_fr", "because_en"])
    _log(window, "questionnaires.corrections_changed", by)
    if before != (opens_on, closes_on):
        tell_of_corrections(window, by)
    return window


def _locked(window: CorrectionWindow) -> CorrectionWindow:
    questionnaire = window.questionnaire
    _lock(questionnaire)
    found = questionnaire.correction_windows.filter(pk=window.pk).first()
    if found is None or found.closes_on < today_of(questionnaire.cycle)[0]:
        raise WindowOver
    found.questionnaire = questionnaire
    return found


def has_begun(window: CorrectionWindow) -> bool:
    return window.opens_on <= today_of(window.questionnaire.cycle)[1]


@transaction.atomic
def end_corrections(*, window: CorrectionWindow, by: User) -> CorrectionWindow | None:
    """One that has begun ends tonight; one that is still to come is taken away, and None returned. Nobody is told: who
    has not corrected yet may have nothing to correct. Raises WindowOver."""
    window = _locked(window)
    if not has_begun(window):
        _log(window, "questionnaires.corrections_cancelled", by)
        window.delete()
        return None
    _first, latest = today_of(window.questionnaire.cycle)
    if window.closes_on > latest:
        window.closes_on = latest
        window.save(update_fields=["closes_on"])
        _log(window, "questionnaires.corrections_changed", by)
    return window
