"""A portal in the middle of things: a discussion under way, an answer that waits, a message held, a brief."""

import datetime
from types import SimpleNamespace

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from analysis.disclosure import Audience
from cycles.models import CycleStep, Step
from districts.models import Role, SignIn, User
from lessons.models import KnowledgeBriefPage, LessonPage
from questionnaires.response_table import PARTICIPATION
from results.actions import compute_results, publish_results
from results.models import Result, ResultsPage
from tests.cycles.cycles import cycle_of, place_for_cycles, published_pages
from tests.discussions.threads import published, say
from tests.districts.places import country, days, districts_of, person, today
from tests.pages import page_below
from tests.questionnaires.asking import answer, questionnaire_of

TEAMS = (Role.MEMBER, Role.LEAD)


def make_world(home) -> SimpleNamespace:
    guinea, benin = country("gui", districts=3), country("ben", districts=1)
    place_for_cycles(home)
    open_now = {Step.DISCUSSION: {"opens_on": today() - days(3), "closes_on": today() + days(9)}}
    cycle = cycle_of(guinea, steps=open_now, discussion_audience=Audience.PEERS_NAMED)
    pages = published_pages(cycle)
    world = SimpleNamespace(guinea=guinea, benin=benin, units=districts_of(guinea), cycle=cycle)
    world.result = published_results(cycle, world.units)["meetings"]
    page_below(pages["fr"], "Ce que trois districts ont dit", ResultsPage)
    page_below(pages["en"], "What three districts said", ResultsPage)
    world.lesson = page_below(pages["en"], "A lesson of three districts", LessonPage)
    page_below(pages["en"], "A brief to decide by", KnowledgeBriefPage, for_whom="For the ministry.")
    world.moderator = named(person((Role.MODERATOR, None)), "Moussa")
    return world


def published_results(cycle, units) -> dict[str, Result]:
    """By question: how many meetings there were, and who took part; the third district gave no answer."""
    asked = questionnaire_of(cycle)
    for number, unit in enumerate(units[:2]):
        answer(asked, unit, committee="no", meetings=number)
    titles = {
        "meetings": {"title_fr": "Vingt sur vingt-trois", "title_en": "Twenty of twenty-three"},
        PARTICIPATION: {"title_fr": "Qui a répondu", "title_en": "Who answered"},
    }
    results = compute_results(cycle=cycle, titles=titles, by=None)
    publish_results(results=results, by=None)
    return {result.question_code: result for result in results}


def talk(world) -> None:
    """The first district speaks about the result, the second answers it, the third's message is held."""
    world.first = published(
        world.result, colleague(world, 0), world.moderator, "Nous avons fixé un jour de revue."
    )
    world.answer = published(
        world.result, colleague(world, 1), world.moderator, "Et qui la convoque chez vous ?", world.first
    )
    world.held = say(world.lesson, colleague(world, 2), "Un message que personne d’autre ne lit encore.")


def colleague(world, number: int, role: Role = Role.MEMBER) -> User:
    return person((role, world.units[number]))


def named(user: User, first_name: str, last_name: str = "Bah") -> User:
    user.first_name, user.last_name = first_name, last_name
    user.save()
    return user


def holder(world, role: Role) -> User:
    """Somebody with that post: in the first district, in Guinea, or in all countries."""
    if role in TEAMS:
        return colleague(world, 0, role)
    return person((role, None if role in (Role.RESEARCHER, Role.ADMINISTRATOR) else world.guinea))


def browser_of(user: User | None, was_here_days_ago: float | None = None) -> Client:
    client = Client()
    if user:
        if was_here_days_ago is not None:
            at = timezone.now() - datetime.timedelta(days=was_here_days_ago)
            SignIn.objects.create(user=user, form_secret="x", at=at)
        client.force_login(user)
    return client


def screen(client: Client, language: str = "en") -> BeautifulSoup:
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(part) -> str:
    return " ".join(part.get_text(" ").split()) if part else ""


def first_thing(soup: BeautifulSoup) -> str:
    """The heading that stands first in the body of the page."""
    return words(soup.main.select_one(".body h2"))


def close_discussion(world) -> None:
    CycleStep.objects.filter(cycle=world.cycle).update(closes_on=today() - days(1))
