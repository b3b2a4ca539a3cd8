"""Which cycles are a person's, and which of their steps are under way."""

import datetime

import pytest
from django.utils.translation import override

from cycles.actions import complete_step
from cycles.models import CycleStep, LearningCycle, Step
from cycles.of_person import cycles_of_person, pages_under_way, stands_below, under_way
from cycles.permissions import step_state
from districts.models import Role
from home.models import StandardPage
from results.models import ResultsPage
from tests.districts.places import country, days, districts_of, person
from tests.pages import page_below

from .cycles import cycle_of, place_for_cycles, published_pages

TODAY = datetime.date(2026, 3, 15)
DATES = {
    "no dates": (None, None),
    "opens today": (TODAY, None),
    "opens tomorrow": (TODAY + days(1), None),
    "last day": (TODAY - days(5), TODAY),
    "over since yesterday": (TODAY - days(5), TODAY - days(1)),
    "end alone": (None, TODAY + days(5)),
}


@pytest.fixture
def cycle(pages_ready):
    place_for_cycles(pages_ready.fr)
    return cycle_of(country("gui"), steps={})


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("dates", DATES)
def test_the_filter_agrees_with_the_state_of_a_step(cycle, dates, done):
    opens_on, closes_on = DATES[dates]
    step = cycle.steps.get(number=Step.COMPLETION)
    CycleStep.objects.filter(pk=step.pk).update(opens_on=opens_on, closes_on=closes_on)
    if done:
        complete_step(step=step, by=None)
    step = CycleStep.objects.select_related("completion").get(pk=step.pk)
    assert under_way(TODAY).filter(pk=step.pk).exists() is (step_state(step, TODAY) == "now")


def test_a_page_comes_with_the_very_step_that_is_asked_for(cycle):
    published_pages(cycle)
    CycleStep.objects.filter(cycle=cycle).update(opens_on=TODAY, closes_on=TODAY + days(9))
    cycle.steps.filter(number=Step.DISCUSSION).update(closes_on=TODAY + days(3))
    steps = under_way(TODAY).filter(number__in=(Step.COMPLETION, Step.DISCUSSION))
    with override("en"):
        found = list(pages_under_way(steps, LearningCycle.objects.all()))
    assert [(page.language, page.step, page.closes_on) for page in found] == [
        ("en", Step.DISCUSSION, TODAY + days(3)),
        ("en", Step.COMPLETION, TODAY + days(9)),
    ]


def test_a_persons_cycles_are_those_of_their_countries(cycle):
    here, abroad = cycle.countries.get(), country("ben")
    counted = {
        "member": person((Role.MEMBER, districts_of(here)[0])),
        "abroad": person((Role.MEMBER, districts_of(abroad)[0])),
        "everywhere": person((Role.FACILITATOR, None)),
        "nobody": person(),
    }
    found = {who: cycles_of_person(user).count() for who, user in counted.items()}
    assert found == {"member": 1, "abroad": 0, "everywhere": 1, "nobody": 0}
    both = person((Role.MEMBER, districts_of(here)[0]), (Role.FACILITATOR, abroad))
    assert not cycles_of_person(both, (Role.FACILITATOR,)).exists()


def test_what_stands_below_a_cycles_page_is_told_from_what_does_not(cycle, pages_ready):
    page = published_pages(cycle)["fr"]
    below = page_below(page, "Résultats", ResultsPage)
    beside = page_below(pages_ready.fr, "À propos", slug="a-propos")
    cycles = LearningCycle.objects.all()
    assert ResultsPage.objects.filter(stands_below(cycles)).get() == below
    assert beside not in StandardPage.objects.filter(stands_below(cycles))
    assert not ResultsPage.objects.filter(stands_below(cycles.none())).exists()
