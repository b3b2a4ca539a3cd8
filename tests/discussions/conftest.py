"""A small world: Guinea with two districts, Benin with one, a cycle in Guinea, people of every kind."""

import datetime
import itertools

import pytest
from django.test import Client
from django.utils import timezone

from analysis.disclosure import Audience
from cycles.models import LearningCycle
from cycles.pages import CyclePage, CyclesIndexPage
from districts.actions import start_membership
from districts.models import OrgUnit, Role, User
from home.models import HomePage
from lessons.models import LessonPage
from results.models import Result
from tests.pages import page_below
from tests.written_once import written_once

PASSWORD = "a long enough password"
counter = itertools.count(1)


def unit(code: str, level: int, parent: OrgUnit | None = None) -> OrgUnit:
    return OrgUnit.objects.create(code=code, level=level, name_fr=code.title(), parent=parent)


def country(code: str, *districts: str) -> OrgUnit:
    top = unit(code, 1)
    region = unit(f"{code}-region", 2, top)
    for district in districts:
        unit(district, 3, region)
    return top


def person(name: str, *posts: tuple[Role, OrgUnit | None]) -> User:
    user = User.objects.create(
        email=f"{name}{next(counter)}@example.org", first_name=name.title(), last_name="Test"
    )
    for role, place in posts:
        start_membership(
            user=user,
            role=role,
            unit=place,
            by=None,
            starts_on=timezone.localdate() - datetime.timedelta(days=30),
        )
    return user


@pytest.fixture
def guinea(db) -> OrgUnit:
    return written_once(country, "guinea", "pita", "gaoual")


@pytest.fixture
def benin(db) -> OrgUnit:
    return written_once(country, "benin", "come")


@pytest.fixture
def people(pages_ready, guinea, benin) -> dict[str, User]:
    """By role; `beninese` are those of the other country, `shared` serves both."""
    return written_once(_people, guinea, benin)


def _people(guinea: OrgUnit, benin: OrgUnit) -> dict[str, User]:
    pita, gaoual, come = (OrgUnit.objects.get(code=code) for code in ("pita", "gaoual", "come"))
    return {
        "member": person("member", (Role.MEMBER, pita)),
        "lead": person("lead", (Role.LEAD, pita)),
        "other": person("other", (Role.MEMBER, gaoual)),
        "beninese": person("beninese", (Role.MEMBER, come)),
        "facilitator": person("facilitator", (Role.FACILITATOR, guinea)),
        "moderator": person("moderator", (Role.MODERATOR, guinea)),
        "beninese_facilitator": person("voisin", (Role.FACILITATOR, benin)),
        "shared": person("shared", (Role.FACILITATOR, None)),
        "official": person("official", (Role.OFFICIAL, guinea)),
        "researcher": person("researcher", (Role.RESEARCHER, None)),
        "newcomer": person("newcomer"),
    }


@pytest.fixture
def cycle(guinea) -> LearningCycle:
    return written_once(_cycle, guinea)


def _cycle(guinea: OrgUnit) -> LearningCycle:
    made = LearningCycle.objects.create(
        code="test-cycle",
        title_fr="Cycle d’essai",
        title_en="Test cycle",
        discussion_audience=Audience.PEERS_NAMED,
    )
    made.countries.add(guinea)
    return made


@pytest.fixture
def result(cycle, pages_ready) -> Result:
    """Its thread is for the teams of the cycle's countries and the facilitators."""
    return written_once(_result, cycle)


def _result(cycle: LearningCycle) -> Result:
    return Result.objects.create(
        cycle=cycle,
        question_code="q1",
        title_fr="Vingt sur vingt-trois",
        title_en="Twenty of twenty-three",
        table={},
        digest="",
        computed_at=timezone.now(),
        published_at=timezone.now(),
    )


@pytest.fixture
def lesson(pages_ready, cycle) -> LessonPage:
    """In French, with a thread for everyone."""
    return written_once(_lesson, pages_ready.fr, cycle)


def _lesson(home: HomePage, cycle: LearningCycle) -> LessonPage:
    index = page_below(home, "Cycles", CyclesIndexPage)
    above = page_below(index, "Cycle d’essai", CyclePage, cycle=cycle)
    return page_below(above, "Une leçon", LessonPage)


@pytest.fixture
def signed_in():
    """`signed_in(user)` gives a browser of its own to each person."""

    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return sign_in
