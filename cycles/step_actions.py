"""Writes to the steps of a cycle: dates, notes, steps left out, a step opened again.

Before a step has opened its dates are a plan. From then on they are a promise: a change has a reason, is kept with
what was before, and is told to whoever follows the cycle.
"""

import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from content.editing import save_if_unchanged
from content.page_cache import bump
from districts.models import User

from .notices import tell_followers
from .permissions import is_published, step_state, today_of
from .records import CycleStep, DateChange, LearningCycle, StepCompletion

DATES = ("opens_on", "closes_on")
Because = dict[str, str]


class ReasonMissing(ValueError):
    """A step that has opened is moved without a word why; `steps` are their numbers."""

    def __init__(self, steps: list[int]):
        super().__init__(str(steps))
        self.steps = steps


class NotDone(ValueError):
    """Only a step that is over is opened again."""


class BackwardDates(ValueError):
    """The step would close before it opens, or, opened again, in the past."""


@transaction.atomic
def save_steps(
    *,
    cycle: LearningCycle,
    changes: dict[int, dict[str, Any]],
    by: User | None,
    because_fr: str = "",
    because_en: str = "",
) -> list[DateChange]:
    """`changes`: by number of the step, its new values (opens_on, closes_on, left_out, note_fr, note_en). One reason
    for all; returns what followers are told.

    Raises ReasonMissing, BackwardDates, and ChangedMeanwhile if the cycle was saved since it was read.
    """
    save_if_unchanged(cycle, {})
    because = {"because_fr": because_fr, "because_en": because_en}
    steps = [step for step in cycle.steps.select_related("completion") if step.number in changes]
    _require_reason(cycle, steps, changes, because)
    moves = [move for step in steps if (move := _save_step(cycle, step, changes[step.number], because, by))]
    log(cycle, "cycles.dates_changed", user=by, data={"steps": sorted(changes), "because": because})
    tell_followers(cycle, moves, by)
    transaction.on_commit(bump)
    return moves


def _require_reason(cycle: LearningCycle, steps: list[CycleStep], changes: dict, because: Because) -> None:
    _first, latest = today_of(cycle)
    opened = [
        step.number
        for step in steps
        if has_opened(step, latest) and _promise_changes(step, changes[step.number])
    ]
    if opened and is_published(cycle) and not any(because.values()):
        raise ReasonMissing(opened)


def has_opened(step: CycleStep, on: datetime.date) -> bool:
    """Under way or over; a step is not asked for a reason to be taken in again."""
    return step_state(step, on) in ("now", "done")


def _promise_changes(step: CycleStep, values: dict[str, Any]) -> bool:
    """Dates that were set become others, or the step is left out."""
    moved = any(getattr(step, name) not in (None, values.get(name, getattr(step, name))) for name in DATES)
    shortened = step.closes_on is None and values.get("closes_on") is not None
    return moved or shortened or (not step.left_out and values.get("left_out", False))


def _save_step(
    cycle: LearningCycle, step: CycleStep, values: dict[str, Any], because: Because, by: User | None
) -> DateChange | None:
    before = {name: getattr(step, name) for name in DATES}
    told = is_published(cycle) and not step.left_out and _promise_changes(step, values)
    for name, value in values.items():
        setattr(step, name, value)
    if step.opens_on and step.closes_on and step.closes_on < step.opens_on:
        raise BackwardDates(step.number)
    step.save()
    return _note_change(step, before, because, by) if told else None


def _note_change(
    step: CycleStep, before: dict, because: Because, by: User | None, reopened: bool = False
) -> DateChange:
    """A step that is left out has no dates in it any more."""
    return DateChange.objects.create(
        step=step,
        opened_on=before["opens_on"],
        closed_on=before["closes_on"],
        opens_on=None if step.left_out else step.opens_on,
        closes_on=None if step.left_out else step.closes_on,
        reopened=reopened,
        by=by,
        **because,
    )


@transaction.atomic
def reopen_step(
    *,
    step: CycleStep,
    closes_on: datetime.date,
    by: User | None,
    because_fr: str = "",
    because_en: str = "",
) -> DateChange:
    """A step that is over is under way again, until a day that is still to come.

    Raises NotDone, ReasonMissing, BackwardDates, ChangedMeanwhile.
    """
    cycle = step.cycle
    first, latest = today_of(cycle)
    save_if_unchanged(cycle, {})
    if step_state(step, first) != "done":
        raise NotDone(step.number)
    if not (because_fr or because_en):
        raise ReasonMissing([step.number])
    if closes_on < latest or (step.opens_on and closes_on < step.opens_on):
        raise BackwardDates(step.number)
    before = {name: getattr(step, name) for name in DATES}
    StepCompletion.objects.filter(step=step).delete()
    step.opens_on, step.closes_on = step.opens_on or first, closes_on
    step.save(update_fields=DATES)
    because = {"because_fr": because_fr, "because_en": because_en}
    change = _note_change(step, before, because, by, reopened=True)
    log(cycle, "cycles.step_reopened", user=by, data={"step": step.number, "because": because})
    if is_published(cycle):
        tell_followers(cycle, [change], by)
    transaction.on_commit(bump)
    return change
