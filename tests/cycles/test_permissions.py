"""When a step is open. Dates are inclusive, and the day is the one of the district's own country."""

import datetime

import pytest
from django.utils import timezone

from cycles.actions import complete_step
from cycles.models import CycleStep, LearningCycle, Step
from cycles.permissions import step_state, today_in
from tests.districts.places import country, districts_of

OPENS, CLOSES = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)


def step(opens=OPENS, closes=CLOSES) -> CycleStep:
    cycle = LearningCycle.objects.create(code="essai", title_fr="Essai")
    return CycleStep.objects.create(cycle=cycle, number=Step.COMPLETION, opens_on=opens, closes_on=closes)


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-03-31T23:30Z")` stops the time there."""

    def stop(moment: str) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.fromisoformat(moment))

    return stop


@pytest.mark.parametrize(("day", "expected"), [
    ("2026-02-28", "todo"),
    ("2026-03-01", "now"),
    ("2026-03-15", "now"),
    ("2026-03-31", "now"),
    ("2026-04-01", "done"),
])  # fmt: skip
def test_a_step_is_open_from_its_first_day_to_its_last(db, day, expected):
    assert step_state(step(), datetime.date.fromisoformat(day)) == expected


@pytest.mark.parametrize(("opens", "closes", "expected"), [
    (None, None, ["todo", "todo", "todo"]),
    (OPENS, None, ["todo", "now", "now"]),
    (None, CLOSES, ["todo", "todo", "done"]),
])  # fmt: skip
def test_a_date_that_is_not_set_opens_and_closes_nothing(db, opens, closes, expected):
    made = step(opens, closes)
    before, during, after = OPENS - datetime.timedelta(1), CLOSES, CLOSES + datetime.timedelta(1)
    assert [step_state(made, day) for day in (before, during, after)] == expected


def test_a_step_declared_done_is_done_before_its_last_day(db):
    made = step()
    complete_step(step=made, by=None, because="All districts answered")
    assert step_state(CycleStep.objects.select_related("completion").get(), OPENS) == "done"


def state_for(unit) -> str:
    return step_state(CycleStep.objects.get(), today_in(unit))


def test_the_last_day_ends_when_it_ends_in_the_districts_own_country(db, clock):
    step()
    conakry, porto_novo, plain = (
        districts_of(country(code, districts=1, time_zone=zone))[0]
        for code, zone in (("gui", "Africa/Conakry"), ("ben", "Africa/Porto-Novo"), ("xyz", ""))
    )
    clock("2026-03-31T22:59+00:00")
    assert [state_for(unit) for unit in (conakry, porto_novo, plain, None)] == ["now"] * 4
    # Benin is an hour ahead: there it is April already.
    clock("2026-03-31T23:30+00:00")
    assert [state_for(unit) for unit in (conakry, porto_novo, plain, None)] == ["now", "done", "now", "now"]
    clock("2026-04-01T00:00+00:00")
    assert [state_for(unit) for unit in (conakry, porto_novo, plain, None)] == ["done"] * 4


def test_the_first_day_begins_when_it_begins_there(db, clock):
    step()
    benin = country("ben", districts=1, time_zone="Africa/Porto-Novo")
    clock("2026-02-28T23:30+00:00")
    assert (state_for(districts_of(benin)[0]), state_for(None)) == ("now", "todo")
    assert state_for(benin) == "now", "the time zone of a country counts for the country itself too"
