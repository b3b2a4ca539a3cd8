"""After closing: days in which signed answers may be corrected, with both values kept."""

import pytest
from django.utils import timezone

from cycles.models import Step, StepCompletion
from questionnaires.answering.correction_actions import (
    Backwards,
    ChangedMeanwhile,
    NotClosed,
    WindowBegun,
    WindowOver,
    WindowThere,
    change_corrections,
    current_window,
    end_corrections,
    open_corrections,
)
from questionnaires.answering.extension_actions import NoReason, PastDay, TooFar
from questionnaires.answering.times import State
from questionnaires.models import CorrectionWindow

from .districts_answering import close, filling
from .helping import in_days, signed, told


def opened(world, first: int = 0, last: int = 5, **options) -> CorrectionWindow:
    options = {"because_en": "Two districts counted twice", "by": world.facilitator} | options
    return open_corrections(
        questionnaire=filling(world).questionnaire,
        opens_on=in_days(first),
        closes_on=in_days(last),
        **options,
    )


def changed(world, window, first: int, last: int, seen=None) -> CorrectionWindow:
    return change_corrections(
        window=window, opens_on=in_days(first), closes_on=in_days(last), because_fr="Autre raison",
        seen=seen or (window.opens_on, window.closes_on), by=world.facilitator,
    )  # fmt: skip


@pytest.fixture
def closed(world):
    signed(world)
    close(world, ago=5)
    return world


def test_who_signed_may_correct_and_is_told(closed):
    opened(closed)
    assert (filling(closed).state, filling(closed).last_day) == (State.CORRECTING, in_days(5))
    assert filling(closed, closed.units[1]).state == State.CLOSED, "who never signed is extended instead"
    assert told("corrections_open") == [closed.member, closed.colleague, closed.lead]


REFUSED = {
    "no reason": ({"because_en": " "}, NoReason),
    "backwards": ({"first": 3, "last": 2}, Backwards),
    "in the past": ({"first": -1}, PastDay),
    "years": ({"last": 400}, TooFar),
}


@pytest.mark.parametrize(("options", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused(closed, options, refusal):
    with pytest.raises(refusal):
        opened(closed, **options)
    assert not CorrectionWindow.objects.exists()


def test_not_before_closing(world):
    signed(world)
    with pytest.raises(NotClosed) as met:
        opened(world, first=5)
    assert met.value.after == in_days(5)
    assert opened(world, first=6, last=9) and filling(world).state == State.OPEN
    world.cycle.steps.filter(number=Step.COMPLETION).update(closes_on=None)
    CorrectionWindow.objects.all().delete()
    with pytest.raises(NotClosed):
        opened(world, first=6, last=9)


def test_a_step_that_was_declared_done_is_closed(world):
    signed(world)
    StepCompletion.objects.create(step=world.cycle.steps.get(number=Step.COMPLETION), at=timezone.now())
    opened(world)
    assert filling(world).state == State.CORRECTING


def test_there_is_one_at_a_time(closed):
    window = opened(closed)
    assert opened(closed) == window, "pressed twice"
    with pytest.raises(WindowThere):
        opened(closed, last=6)
    CorrectionWindow.objects.update(opens_on=in_days(-9), closes_on=in_days(-2))
    assert opened(closed).pk != window.pk


def test_other_days_are_told_again_another_reason_is_not(closed):
    window = changed(closed, opened(closed), 0, 5)
    assert (window.because_fr, window.because_en) == ("Autre raison", "") and len(
        told("corrections_open")
    ) == 3
    changed(closed, window, 0, 8)
    assert filling(closed).last_day == in_days(8) and len(told("corrections_open")) == 6


def test_once_begun_it_ends_tonight_at_the_earliest(closed):
    window = opened(closed)
    with pytest.raises(WindowBegun):
        changed(closed, window, 1, 5)
    CorrectionWindow.objects.update(opens_on=in_days(-3))
    window.refresh_from_db()
    with pytest.raises(PastDay):
        changed(closed, window, -3, -1)
    assert end_corrections(window=window, by=closed.facilitator).closes_on == in_days(0)
    assert filling(closed).state == State.CORRECTING
    assert len(told("corrections_open")) == 3, "the end is not told"
    CorrectionWindow.objects.update(opens_on=in_days(-3), closes_on=in_days(-1))
    with pytest.raises(WindowOver):
        changed(closed, window, 0, 5)
    with pytest.raises(WindowOver):
        end_corrections(window=window, by=closed.facilitator)


def test_what_has_not_begun_can_be_moved_and_cancelled(closed):
    window = changed(closed, opened(closed, 2, 5), 1, 4)
    assert window.opens_on == in_days(1)
    assert end_corrections(window=window, by=closed.facilitator) is None
    assert current_window(closed.questionnaire) is None and not CorrectionWindow.objects.exists()
    with pytest.raises(WindowOver):
        changed(closed, window, 1, 6)


def test_two_who_change_it_at_once_do_not_overrule_each_other_unseen(closed):
    window = opened(closed)
    seen = (window.opens_on, window.closes_on)
    changed(closed, window, 0, 8, seen)
    with pytest.raises(ChangedMeanwhile):
        changed(closed, window, 0, 6, seen)
    assert changed(closed, window, 0, 8, seen).closes_on == in_days(8), "the same as the other is no quarrel"
