"""When and for whom a step of a cycle is open. The one reader of the clock."""

import datetime

from django.utils import timezone

from districts.models import OrgUnit

from .records import CycleStep


def today_in(unit: OrgUnit | None) -> datetime.date:
    """The date where the reader's district is; UTC for readers of no district."""
    zone = unit.zone if unit else datetime.UTC
    return timezone.now().astimezone(zone).date()


def step_state(step: CycleStep, on: datetime.date) -> str:
    """ "done", "now" or "todo". Dates are inclusive: a step closes when its last day is over."""
    if hasattr(step, "completion") or (step.closes_on and step.closes_on < on):
        return "done"
    if step.opens_on and step.opens_on <= on:
        return "now"
    return "todo"
