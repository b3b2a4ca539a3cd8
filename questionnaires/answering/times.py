"""When a district may answer: while the step is open where it is, until its own extension ends, and in a correction
window afterwards."""

import datetime
from enum import StrEnum

from django.utils import timezone

from cycles.models import CycleStep, Step
from cycles.permissions import is_open, is_published, step_state, today_in
from districts.models import OrgUnit

from ..models import CorrectionWindow, Extension, Questionnaire


class State(StrEnum):
    BEFORE = "before"
    OPEN = "open"
    # Closed, but what was signed may be put right, with a reason.
    CORRECTING = "correcting"
    CLOSED = "closed"


CHANGEABLE = (State.OPEN, State.CORRECTING)


def completion_step(questionnaire: Questionnaire) -> CycleStep:
    """With the cycle at hand, for those who ask whether it is open."""
    step = questionnaire.cycle.steps.select_related("completion").get(number=Step.COMPLETION)
    step.cycle = questionnaire.cycle
    return step


def state_of(
    questionnaire: Questionnaire,
    unit: OrgUnit,
    step: CycleStep,
    extension: Extension | None,
    windows: list[CorrectionWindow],
) -> State:
    """All dates are inclusive and end where the district is. Nothing is open before the questionnaire is, nor in a
    cycle that readers do not see."""
    if questionnaire.opened_at is None or not is_published(questionnaire.cycle) or step.left_out:
        return State.BEFORE
    today = today_in(unit)
    if step_state(step, today) == "todo":
        return State.BEFORE
    if is_open(step, unit) or (extension is not None and extension.until >= today):
        return State.OPEN
    if any(window.opens_on <= today <= window.closes_on for window in windows):
        return State.CORRECTING
    return State.CLOSED


def end_of(step: CycleStep) -> datetime.date | None:
    """The last day for all districts: the one that was set, or the one on which the step was declared done before it.
    None where it has no end yet, and where the step is left out."""
    if step.left_out:
        return None
    if hasattr(step, "completion"):
        done = timezone.localdate(step.completion.at)
        return done if step.closes_on is None else min(done, step.closes_on)
    return step.closes_on


def last_day(step: CycleStep, extension: Extension | None) -> datetime.date | None:
    """The last day on which the district may answer; None where the step has no end yet."""
    end = end_of(step)
    return end if end is None or extension is None else max(end, extension.until)
