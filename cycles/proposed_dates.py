"""Dates to begin with: six steps one after the other, over some months, or over some days in a flash cycle."""

import datetime

from .records import CycleStep, Step

# How many days each step takes. The lengths are a proposal, to be changed on the screen of the steps.
PLAIN = {
    Step.ISSUE: 14,
    Step.QUESTIONNAIRE: 14,
    Step.COMPLETION: 21,
    Step.RESULTS: 14,
    Step.DISCUSSION: 28,
    Step.TRANSLATION: 28,
}
FLASH = {
    Step.ISSUE: 2,
    Step.QUESTIONNAIRE: 2,
    Step.COMPLETION: 4,
    Step.RESULTS: 1,
    Step.DISCUSSION: 3,
    Step.TRANSLATION: 2,
}


def proposed_dates(start: datetime.date, flash: bool) -> dict[Step, dict]:
    """Opening and closing of each step, one step beginning the day after the other ends."""
    dates, opens = {}, start
    for step, days in (FLASH if flash else PLAIN).items():
        closes = opens + datetime.timedelta(days=days - 1)
        dates[step] = {"opens_on": opens, "closes_on": closes}
        opens = closes + datetime.timedelta(days=1)
    return dates


def moved_to(start: datetime.date, steps: list[CycleStep]) -> dict[Step, dict]:
    """The steps of another cycle, as long and as far apart as then, beginning on that day."""
    known = [day for step in steps for day in (step.opens_on, step.closes_on) if day]
    by = start - min(known) if known else datetime.timedelta()
    return {
        Step(step.number): {
            "opens_on": step.opens_on and step.opens_on + by,
            "closes_on": step.closes_on and step.closes_on + by,
            "left_out": step.left_out,
        }
        for step in steps
    }
