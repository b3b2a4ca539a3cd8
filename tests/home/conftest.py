"""Somebody with a trace of every kind, in the small world of the discussions' tests."""

import pytest

from cycles.pages import CyclePage, CyclesIndexPage
from districts.models import Role, User
from home import erasing
from lessons.models import LessonPage
from tests.discussions.conftest import cycle, guinea, result, signed_in  # noqa: F401
from tests.districts.accounts import account
from tests.districts.places import districts_of
from tests.pages import page_below

from .people_with_traces import with_traces


@pytest.fixture
def facilitator(pages_ready, guinea) -> User:  # noqa: F811
    return account(Role.FACILITATOR, guinea)


@pytest.fixture
def administrator(pages_ready) -> User:
    return account(Role.ADMINISTRATOR)


@pytest.fixture
def page_in_work(pages_ready, cycle) -> LessonPage:  # noqa: F811
    index = page_below(pages_ready.fr, "Cycles", CyclesIndexPage)
    return page_below(page_below(index, "Cycle", CyclePage, cycle=cycle), "Une leçon", LessonPage)


@pytest.fixture
def zenabou(page_in_work, result, cycle, guinea, facilitator, administrator) -> User:  # noqa: F811
    pita, gaoual = districts_of(guinea)
    return with_traces(
        unit=pita, other_unit=gaoual, target=result, page=page_in_work, cycle=cycle,
        facilitator=facilitator, administrator=administrator,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _list_of_erased(tmp_path, monkeypatch):
    monkeypatch.setattr(erasing, "list_of_erased", lambda: tmp_path / "erased.csv")
    monkeypatch.setattr(
        "home.management.commands.erase_person.list_of_erased", lambda: tmp_path / "erased.csv"
    )
