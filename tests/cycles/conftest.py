"""A country with a place for cycles, and a cycle of it that readers see."""

import pytest

from cycles.models import LearningCycle
from districts.models import OrgUnit
from home.models import HomePage
from tests.districts.places import country, today
from tests.written_once import written_once

from .cycles import cycle_of, place_for_cycles, published_pages
from .proposals import more_districts
from .running import PURPOSE, steps_around


@pytest.fixture
def guinea(pages_ready) -> OrgUnit:
    return written_once(_guinea, pages_ready.fr)


def _guinea(home: HomePage) -> OrgUnit:
    place_for_cycles(home)
    return country("gui", time_zone="Africa/Conakry")


@pytest.fixture
def cycle(guinea) -> LearningCycle:
    """Public, in both languages, in its third step."""
    return written_once(_cycle, guinea)


def _cycle(guinea: OrgUnit) -> LearningCycle:
    made = cycle_of(guinea, steps=steps_around(today()), **PURPOSE)
    published_pages(made)
    return LearningCycle.objects.get(pk=made.pk)


@pytest.fixture
def units(guinea) -> list[OrgUnit]:
    """Four districts of it."""
    return more_districts(guinea, 4)
