"""A cycle of ten districts in two regions, nine of which answered, with results that wait to be published."""

from types import SimpleNamespace

import pytest
from django.test import Client

from districts.models import Role
from results.actions import compute_results, publish_results
from results.models import Result
from tests.districts.places import country, districts_of, person
from tests.questionnaires.asking import answer, cycle_in, questionnaire_of
from tests.written_once import written_once

TITLES = {
    "committee": {"title_fr": "Six districts ont un comité", "title_en": "Six districts have a committee"},
    "deaths": {"title_fr": "Décès examinés", "title_en": "Deaths reviewed"},
    "done": {"title_fr": "Ce qui est fait", "title_en": "What is done"},
}


@pytest.fixture
def world(pages_ready) -> SimpleNamespace:
    return written_once(_world)


def _world() -> SimpleNamespace:
    guinea = country("gui", districts=10, regions=2)
    units = districts_of(guinea)
    questionnaire = questionnaire_of(cycle_in(guinea))
    for number, unit in enumerate(units[:9]):
        committee = "yes" if number < 6 else "no"
        done = {"done": (number, 9)} if committee == "yes" else {}
        answer(questionnaire, unit, committee=committee, deaths=(10 + number, 30), meetings=number, **done)
    return SimpleNamespace(guinea=guinea, units=units, questionnaire=questionnaire, cycle=questionnaire.cycle)


@pytest.fixture
def computed(world):
    """Results by question, not yet published."""
    return written_once(_computed, world)


def _computed(world: SimpleNamespace) -> dict[str, Result]:
    return {r.question_code: r for r in compute_results(cycle=world.cycle, titles=TITLES, by=None)}


@pytest.fixture
def published(computed):
    return written_once(_published, computed)


def _published(computed: dict[str, Result]) -> dict[str, Result]:
    publish_results(results=list(computed.values()), by=None)
    return computed


@pytest.fixture
def reader(world):
    """`reader("peer")` is a browser of somebody who is that to the first district; `reader(None)` of nobody."""
    posts = {
        "own": (Role.MEMBER, world.units[0]),
        "peer": (Role.MEMBER, world.units[9]),
        "facilitator": (Role.FACILITATOR, world.guinea),
        "official": (Role.OFFICIAL, world.guinea),
        "policymaker": (Role.POLICYMAKER, world.guinea),
    }

    def browser(name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(person(posts[name]))
        return client

    return browser
