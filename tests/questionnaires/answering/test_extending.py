"""One district has more time; nobody who is typing is cut off."""

import pytest
from django.utils import timezone

from cycles.models import CycleStep, Step, StepCompletion
from questionnaires.answering.extension_actions import (
    MovedMeanwhile,
    NoEnd,
    NoReason,
    NotLonger,
    PastDay,
    TooFar,
    extend,
    take_back_extension,
)
from questionnaires.answering.times import State
from questionnaires.models import Extension

from .districts_answering import close, filling, give
from .helping import COMMITTEE, in_days, sign, told

FLOOD = "The road was flooded"


def prolong(world, until: int, because: str = FLOOD, by=None, here=None, **options) -> Extension:
    return extend(
        filling=here or filling(world), until=in_days(until), because=because, language="en",
        by=by or world.facilitator, **options,
    )  # fmt: skip


def take_back(world, **options) -> Extension:
    return take_back_extension(
        filling=filling(world), because="Not needed", language="en", by=world.facilitator, **options
    )


def test_a_district_goes_on_alone_after_closing(world):
    close(world)
    prolong(world, 3)
    assert (filling(world).state, filling(world).last_day) == (State.OPEN, in_days(3))
    assert filling(world, world.units[1]).state == State.CLOSED
    assert told("extended") == [world.member, world.colleague, world.lead]


def test_more_time_does_not_open_early(world):
    world.cycle.steps.filter(number=Step.COMPLETION).update(opens_on=in_days(2), closes_on=in_days(4))
    prolong(world, 9)
    assert filling(world).state == State.BEFORE


def test_the_same_again_changes_nothing(world):
    assert prolong(world, 9) == prolong(world, 9)
    assert Extension.objects.count() == 1 and len(told("extended")) == 3


REFUSED = {
    "no reason": (9, " ", NoReason),
    "too long a reason": (9, "x" * 301, NoReason),
    "a day that is over": (-1, FLOOD, PastDay),
    "years": (400, FLOOD, TooFar),
    "no longer than the others": (5, FLOOD, NotLonger),
}


@pytest.mark.parametrize(("until", "because", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused(world, until, because, refusal):
    with pytest.raises(refusal):
        prolong(world, until, because)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("change", [{"closes_on": None}, {"left_out": True}])
def test_a_step_without_an_end_needs_no_extension(world, change):
    CycleStep.objects.filter(cycle=world.cycle, number=Step.COMPLETION).update(**change)
    with pytest.raises(NoEnd):
        prolong(world, 9)


def test_a_step_that_was_declared_done_is_over_that_day(world):
    step = world.cycle.steps.get(number=Step.COMPLETION)
    StepCompletion.objects.create(step=step, at=timezone.now())
    assert filling(world).state == State.CLOSED
    prolong(world, 3)
    assert (filling(world).state, filling(world).last_day) == (State.OPEN, in_days(3))


def test_it_is_brought_forward_to_tonight_at_the_earliest(world):
    close(world)
    prolong(world, 9)
    give(world, world.member, COMMITTEE)
    with pytest.raises(PastDay):
        prolong(world, -1)
    take_back(world)
    assert (filling(world).state, filling(world).last_day) == (State.OPEN, in_days(0))
    assert give(world, world.member, COMMITTEE).saved == () and filling(world).values
    assert sign(world).number == 1, "whoever is typing ends and signs"
    with pytest.raises(NotLonger):
        take_back(world)


def test_taken_back_while_the_step_is_open_the_others_last_day_counts(world):
    prolong(world, 9)
    assert take_back(world).until == in_days(5)
    assert filling(world).last_day == in_days(5)


def test_two_facilitators_at_once_do_not_overrule_each_other_unseen(world):
    first = prolong(world, 9, seen=0)
    with pytest.raises(MovedMeanwhile) as met:
        prolong(world, 7, by=world.lead, seen=0)
    assert met.value.extension == first
    assert prolong(world, 7, by=world.lead, seen=first.pk).until == in_days(7)
    with pytest.raises(MovedMeanwhile):
        take_back(world, seen=first.pk)


def test_signing_while_it_is_moved_works(world):
    """The page was read before; by then the step has closed and the district has until tonight."""
    give(world, world.member, COMMITTEE)
    close(world)
    prolong(world, 9)
    here = filling(world)
    assert here.state == State.OPEN
    take_back(world)
    from questionnaires.answering.signing import sign_response

    assert sign_response(filling=here, revision=here.response.revision, by=world.lead).number == 1
