"""Dates as people type them: 2026-03-12 as browsers send it, 12/03/2026, 12 mars 2026, March 12 2026."""

import datetime
import re
import unicodedata

from django.utils.translation import gettext as _

from .typed_numbers import Unreadable, short

EARLIEST, LATEST = 1900, 2100
MONTHS = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
    "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
)  # fmt: skip
NUMBER_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
# The day first in English too: that is how dates are written in Benin and Guinea.
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2,4})")
WITH_NAME = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+),? (\d{2,4})")
NAME_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{2,4})")


def read_date(text: str) -> datetime.date:
    """Raises Unreadable."""
    plain = _plain(text)
    year, month, day = _parts(plain) or (None, None, None)
    if year is None:
        raise Unreadable(
            _("“%(text)s” is not read as a date. Write day, month and year: 12/03/2026.")
            % {"text": short(text)}
        )
    if year < 100:
        raise Unreadable(_("Write the year with four digits: 12/03/2026."))
    return _date(year, month, day)


def _plain(text: str) -> str:
    """Lower case, without accents, one space at a time."""
    folded = unicodedata.normalize("NFD", text.strip()[:60].lower())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month, day."""
    if found := YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := WITH_NAME.fullmatch(text)) and found[2] in NUMBER_OF:
        return int(found[3]), NUMBER_OF[found[2]], int(found[1])
    if (found := NAME_FIRST.fullmatch(text)) and found[1] in NUMBER_OF:
        return int(found[3]), NUMBER_OF[found[1]], int(found[2])
    return None


def _date(year: int, month: int, day: int) -> datetime.date:
    if month > 12 >= day:
        raise Unreadable(
            _("There is no month %(month)d. The day comes first: 13/03/2026.") % {"month": month}
        )
    if not EARLIEST <= year <= LATEST:
        raise Unreadable(_("The year lies between 1900 and 2100."))
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Unreadable(_("There is no such day in the calendar.")) from None
