"""What a cycle's page shows beside its prose, and the list of cycles with its archive."""

import datetime
import itertools
from collections.abc import Iterable

from django.utils.translation import get_language

from content.access import signed_in
from districts.models import Role

from .asked_in_steps import TEAM, asked_in, side_of
from .permissions import cycle_state, step_state
from .reading import date_changes
from .records import DateChange, LearningCycle, Step
from .wording import day, said_change, said_dates


def stepper(cycle: LearningCycle, on: datetime.date) -> list[dict]:
    """What the stepper shows of each step: number, name, dates, note, state."""
    return [
        {
            "number": step.number,
            "name": step.get_number_display(),
            "dates": "" if step.left_out else said_dates(step),
            "closes": day(step.closes_on) if step.closes_on else "",
            "note": step.note,
            "state": step_state(step, on),
        }
        for step in cycle.steps.all()
    ]


def current(shown: list[dict]) -> dict | None:
    """The step under way, else the last one done."""
    now = [step for step in shown if step["state"] == "now"]
    done = [step for step in shown if step["state"] == "done"]
    return now[0] if now else done[-1] if done else None


def running_parts(cycle: LearningCycle, viewer, shown: list[dict]) -> dict:
    """What is asked of whom, what was moved and why, who wants the answer, whether the reader follows."""
    now = current(shown)
    owner = cycle.decision_owner if cycle.owner_accepts else None
    return {
        **_asked(cycle, viewer, now["number"] if now and now["state"] == "now" else None),
        "moves": [(change, said_change(change), _foreign(change)) for change in _moves(cycle)],
        "owner": owner,
        "owner_title": owner and _title_of(cycle),
        # Whoever reads the page sees that it is public: may_follow without asking for its pages again.
        "may_follow": signed_in(viewer),
        "follows": cycle.follows,
    }


def _moves(cycle: LearningCycle) -> list[DateChange]:
    """Asked for only where there are some: the page has few queries to spare."""
    return date_changes(cycle) if cycle.moved else []


def _asked(cycle: LearningCycle, viewer, step: int | None) -> dict:
    """Of whom in the step under way, and, for those who answer, the questionnaire. Which district's page is theirs is
    found out once they go there."""
    if step is None:
        return {"asked": [], "answering": None}
    own = side_of(viewer, cycle)
    answers = own == TEAM and step == Step.COMPLETION
    return {
        "asked": asked_in(step, own),
        "answering": getattr(cycle, "questionnaire", None) if answers else None,
    }


def _foreign(change: DateChange) -> str:
    """The language of a reason that was not given in the reader's."""
    here = get_language() or "fr"
    return "" if getattr(change, f"because_{here}") else "en" if here == "fr" else "fr"


def _title_of(cycle: LearningCycle) -> str:
    """The owner's, as they say it themselves, else their role."""
    profile = getattr(cycle.decision_owner, "profile", None)
    if profile and profile.title:
        return profile.title
    return str(Role(cycle.owner_role).label) if cycle.owner_role else ""


def by_standing(pages: Iterable, on: datetime.date) -> tuple[list, list]:
    """Of pages of cycles: those under way or to come, then those that are over, the latest first."""
    live, over = [], []
    for page in pages:
        page.standing = cycle_state(page.cycle, on)
        page.now = current(stepper(page.cycle, on))
        page.year = _year(page.cycle)
        (over if page.standing == "over" else live).append(page)
    over.sort(key=lambda page: (page.year or 0, page.cycle.number or 0, page.cycle.code), reverse=True)
    return live, over


def _year(cycle: LearningCycle) -> int | None:
    """In which it ended."""
    days = [date for step in cycle.steps.all() for date in (step.opens_on, step.closes_on) if date]
    return max(days).year if days else None


def years(pages: Iterable) -> list[tuple[int | None, list]]:
    return [(year, list(found)) for year, found in itertools.groupby(pages, key=lambda page: page.year)]
