"""What the first screen asks while issues are proposed, and when they wait to be chosen."""

import pytest
from django.utils.translation import override

from content.asks import Rank
from cycles.asked import asked_of
from cycles.issue_actions import support_issue
from cycles.issue_choice import choose_issue
from cycles.models import CycleStep, Step
from districts.models import Role
from tests.districts.places import country, days, districts_of, person, today

from .proposals import asking, more_districts, proposal
from .running import facilitator


@pytest.fixture
def units(guinea):
    return more_districts(guinea, 3)


def asked(user) -> list[str]:
    with override("en"):
        return [task.text for task in asked_of(type(user).objects.get(pk=user.pk))]


TEAMS = "Your team: propose an issue to learn about, or support one"


def test_a_team_is_asked_until_it_has_proposed_or_supported(guinea, units):
    cycle = asking(guinea)
    first, second = (person((Role.MEMBER, unit)) for unit in units[:2])
    abroad = person((Role.MEMBER, districts_of(country("ben"))[0]))
    assert asked(first) == asked(second) == [TEAMS] and asked(abroad) == []
    issue = proposal(cycle, units[0])
    assert asked(first) == [] and asked(second) == [TEAMS]
    with override("en"):
        (task,) = asked_of(second)
    assert task.more == "There is 1 proposal so far." and task.url == "/en/cycle/sujets/proposals/"
    assert (task.rank, task.until, task.step) == (Rank.STEP_OPEN, today() + days(9), Step.ISSUE)
    support_issue(issue=issue, unit=units[1], by=second)
    assert asked(second) == []


@pytest.mark.parametrize("what", ["to come", "over", "left out", "decided"])
def test_a_team_is_asked_only_while_it_may(guinea, units, what):
    cycle, member = asking(guinea), person((Role.MEMBER, units[0]))
    step = CycleStep.objects.filter(cycle=cycle, number=Step.ISSUE)
    if what == "to come":
        step.update(opens_on=today() + days(1))
    elif what == "over":
        step.update(closes_on=today() - days(1))
    elif what == "left out":
        step.update(left_out=True)
    else:
        choose_issue(issue=proposal(cycle, units[1]), by=None, because_fr="Oui", because_en="Yes")
    assert asked(member) == []


def test_facilitators_are_asked_to_choose_once_the_step_is_over(guinea, units):
    cycle, desk = asking(guinea), facilitator(guinea)
    elsewhere = facilitator(country("ben"))
    issue = proposal(cycle, units[0])
    said = "Choose the issue: 1 proposal waits"
    assert said not in asked(desk), "teams may still propose"
    CycleStep.objects.filter(cycle=cycle, number=Step.ISSUE).update(closes_on=today() - days(1))
    assert said not in asked(desk), "nothing of the cycle is still to come"
    CycleStep.objects.filter(cycle=cycle, number=Step.COMPLETION).update(closes_on=today() + days(30))
    assert said in asked(desk) and said not in asked(elsewhere)
    choose_issue(issue=issue, by=None, because_fr="Oui", because_en="Yes")
    assert said not in asked(desk)
