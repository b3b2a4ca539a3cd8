"""A small world for the tests of hand-over pages, and ways to read them."""

from types import SimpleNamespace

from django.test import Client

from cycles.models import CyclePage, LearningCycle
from districts.models import OrgUnit, Role, User
from districts.unit_actions import replace_units
from lessons.models import KnowledgeBriefPage, LessonPage
from results.actions import compute_results, publish_results
from tests.cycles.cycles import place_for_cycles
from tests.districts.accounts import text_of
from tests.districts.places import country, days, districts_of, person, today
from tests.pages import page_below
from tests.questionnaires.asking import answer, cycle_in, questionnaire_of

TITLES = {
    "committee": {"title_fr": "Six districts ont un comité", "title_en": "Six districts have a committee"},
    "meetings": {"title_fr": "Réunions tenues", "title_en": "Meetings held"},
}


def make_world(home) -> SimpleNamespace:
    """Ten districts in two regions; the page of the first one is read, by its lead among others."""
    top = country("gui", districts=10, regions=2)
    units = districts_of(top)
    lead = person((Role.LEAD, units[0]))
    return SimpleNamespace(top=top, units=units, here=units[0], there=units[1], home=home, lead=lead)


def with_results(world, code: str = "essai", more: int = 3, **fields) -> LearningCycle:
    """Nine districts answered: the first six have a committee; `more` meetings were held in the first, one more in each
    of the next."""
    level = {"level": fields.pop("level")} if "level" in fields else {}
    questionnaire = questionnaire_of(cycle_in(world.top, code=code, **fields), **level)
    for number, unit in enumerate(world.units[:9]):
        answer(questionnaire, unit, committee="yes" if number < 6 else "no", meetings=number + more)
    publish_results(results=compute_results(cycle=questionnaire.cycle, titles=TITLES, by=None), by=None)
    return questionnaire.cycle


def make_cycle(world) -> LearningCycle:
    """With results, published in French with a lesson and a brief."""
    made = with_results(world)
    above = page_below(place_for_cycles(world.home), "Cycle d’essai", CyclePage, cycle=made)
    page_below(above, "Une leçon tirée", LessonPage)
    page_below(above, "Ce que nous demandons", KnowledgeBriefPage)
    page_below(above, "Une leçon en brouillon", LessonPage, live=False)
    return made


def replace(world) -> SimpleNamespace:
    """The first two districts have become a third, and that one was split since."""
    names = ("merged", "again", "sibling")
    merged, again, sibling = (
        OrgUnit.objects.create(code=name, level=3, name_fr=name.title(), parent=world.here.parent)
        for name in names
    )
    replace_units(before=[world.here, world.there], after=[merged], on=today() - days(20), by=None)
    replace_units(before=[merged], after=[again, sibling], on=today() - days(10), by=None)
    return SimpleNamespace(merged=merged, again=again, sibling=sibling)


def browser_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def page_of(unit: OrgUnit, language: str = "en") -> str:
    return f"/{language}/handover/{unit.pk}/"


def read(user: User, unit: OrgUnit, language: str = "en") -> str:
    response = browser_of(user).get(page_of(unit, language))
    assert response.status_code == 200
    return text_of(response)
