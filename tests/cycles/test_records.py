"""Which districts a cycle is of: those of its countries that existed while it ran."""

import datetime

import pytest

from cycles.models import CycleStep, LearningCycle
from tests.districts.places import country, districts_of

BEGINS, ENDS = datetime.date(2026, 2, 1), datetime.date(2026, 6, 30)
DAY = datetime.timedelta(1)


@pytest.fixture
def guinea(db):
    return country("gui", districts=1)


@pytest.fixture
def cycle(guinea):
    made = LearningCycle.objects.create(code="essai", title_fr="Essai")
    made.countries.add(guinea)
    CycleStep.objects.create(cycle=made, number=1, opens_on=BEGINS, closes_on=BEGINS + DAY)
    CycleStep.objects.create(cycle=made, number=6, opens_on=ENDS - DAY, closes_on=ENDS)
    return made


@pytest.mark.parametrize(("valid_from", "valid_to", "takes_part"), [
    (None, None, True),
    (None, BEGINS - DAY, False),
    (None, BEGINS, True),
    (ENDS, None, True),
    (ENDS + DAY, None, False),
    (BEGINS + 9 * DAY, ENDS - 9 * DAY, True),
])  # fmt: skip
def test_a_district_takes_part_if_it_existed_on_any_day_of_the_cycle(
    guinea, cycle, valid_from, valid_to, takes_part
):
    unit = districts_of(guinea)[0]
    unit.valid_from, unit.valid_to = valid_from, valid_to
    unit.save()
    assert (unit in cycle.districts()) is takes_part


def test_a_cycle_without_dates_is_of_all_districts(guinea, cycle):
    unit = districts_of(guinea)[0]
    unit.valid_to = BEGINS - DAY
    unit.save()
    cycle.steps.update(opens_on=None, closes_on=None)
    assert list(cycle.districts()) == [unit]


def test_districts_of_other_countries_and_regions_themselves_are_left_out(guinea, cycle):
    country("ben", districts=3)
    assert [unit.code for unit in cycle.districts()] == ["gui-d1"]
    assert LearningCycle.objects.create(code="empty", title_fr="Vide").districts().count() == 0


def test_districts_come_with_region_and_country_in_one_query(cycle, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [unit.parent.parent.code for unit in cycle.districts()] == ["gui"]
