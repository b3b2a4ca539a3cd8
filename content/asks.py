"""What an app may ask of a person. Each app that asks has an asked.py with `asked_of(user) -> list[Task]`;
home/first_screen.py gathers and orders them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Rank(IntEnum):
    """What comes first. Within a rank, what is over soonest."""

    PEOPLE_WAIT = 1
    STEP_OPEN = 2
    UPKEEP = 3
    ABOUT_ONESELF = 4
    READ = 5
    # Told, not asked: there is nothing to do, so it never stands first.
    TO_KNOW = 6


@dataclass(frozen=True)
class Task:
    """One thing asked: `text` says it as a heading, `more` why or of whom, `button` is the way to it. `about` and
    `step` (1 to 6) name the cycle it belongs to."""

    text: str
    url: str
    button: str
    rank: Rank
    more: str = ""
    until: datetime.date | None = None
    minutes: int | None = None
    about: str = ""
    step: int | None = None

    @property
    def when(self) -> str:
        """ "Until 12 March 2026, about 6 minutes." """
        parts = []
        if self.until:
            parts.append(_("until %(end)s") % {"end": date_format(self.until, "j F Y")})
        if self.minutes:
            about = ngettext("about %(number)d minute", "about %(number)d minutes", self.minutes)
            parts.append(about % {"number": self.minutes})
        said = ", ".join(parts)
        return f"{said[0].upper()}{said[1:]}." if said else ""


def in_order(tasks: Iterable[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.rank, task.until or datetime.date.max))
