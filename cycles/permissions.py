"""When and for whom a step of a cycle is open, and who runs a cycle. The one reader of the clock."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from districts.audiences import memberships_of
from districts.models import OrgUnit, Role

from .records import CycleStep, LearningCycle

RUNNING_ROLES = (Role.FACILITATOR, Role.ADMINISTRATOR)
# What a cycle's decision owner is by profession.
OWNING_ROLES = (Role.OFFICIAL, Role.POLICYMAKER)


def may_run_cycle(user, cycle: LearningCycle) -> bool:
    """Build, open, extend, merge, choose: facilitators and administrators of one of the cycle's countries or of all.
    A moderator moderates only."""
    run = countries_run_by(user)
    return run is None or bool(run) and any(country.pk in run for country in cycle.countries.all())


def may_create_cycle(user, countries: Iterable[OrgUnit] | None = None) -> bool:
    """In these countries, every one of them the person's own; without countries: anywhere at all."""
    run = countries_run_by(user)
    return run is None or bool(run) and all(country.pk in run for country in countries or ())


def countries_run_by(user) -> set[int] | None:
    """The countries in which the person runs cycles; None stands for all of them."""
    if not user.is_authenticated or not user.is_active:
        return set()
    posts = [post for post in memberships_of(user) if post.role in RUNNING_ROLES]
    if user.is_superuser or any(post.unit_id is None for post in posts):
        return None
    return {post.unit_id for post in posts if post.unit.level == OrgUnit.Level.COUNTRY}


def may_follow(user, cycle: LearningCycle) -> bool:
    """Whoever has an account, once readers see the cycle."""
    return user.is_authenticated and user.is_active and is_published(cycle)


def is_owner(user, cycle: LearningCycle) -> bool:
    """The decision owner, once invited: answers and says what they want to know, as long as they are in office."""
    return (
        user.is_authenticated
        and user.is_active
        and cycle.decision_owner_id == user.pk
        and cycle.owner_invited_at is not None
        and any(post.role in OWNING_ROLES for post in memberships_of(user))
    )


def today_in(unit: OrgUnit | None) -> datetime.date:
    """The date where the reader's district is; UTC for readers of no district."""
    zone = unit.zone if unit else datetime.UTC
    return timezone.now().astimezone(zone).date()


def today_of(cycle: LearningCycle) -> tuple[datetime.date, datetime.date]:
    """The first and the last date that it is in the cycle's countries: a step is over once it is over everywhere, and
    has opened once it has opened anywhere."""
    dates = [today_in(country) for country in cycle.countries.all()] or [today_in(None)]
    return min(dates), max(dates)


def step_state(step: CycleStep, on: datetime.date) -> str:
    """ "left_out", "done", "now" or "todo". Dates are inclusive: a step closes when its last day is over."""
    if step.left_out:
        return "left_out"
    if hasattr(step, "completion") or (step.closes_on and step.closes_on < on):
        return "done"
    if step.opens_on and step.opens_on <= on:
        return "now"
    return "todo"


def is_open(step: CycleStep, unit: OrgUnit | None) -> bool:
    """For the team of `unit`, where it is: a deadline is over when its day ends in the district's own country. Nothing
    is asked in a cycle that readers do not see yet."""
    return step_state(step, today_in(unit)) == "now" and is_published(step.cycle)


def is_published(cycle: LearningCycle) -> bool:
    return any(page.live for page in cycle.pages.all())


def cycle_state(cycle: LearningCycle, on: datetime.date) -> str:
    """ "draft" as long as no page of it is live, then "planned", "running" and "over". Steps without dates count once
    they are declared done."""
    if not is_published(cycle):
        return "draft"
    steps = list(cycle.steps.all())
    states = [step_state(step, on) for step in steps]
    ahead = any(
        state == "todo" and (step.opens_on or step.closes_on)
        for step, state in zip(steps, states, strict=True)
    )
    if "now" in states or (ahead and "done" in states):
        return "running"
    return "over" if "done" in states else "planned"
