"""An open questionnaire with every kind of question, and a district whose team answers it."""

import uuid
from types import SimpleNamespace

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from cycles.models import CyclePage, CyclesIndexPage, LearningCycle, Step
from districts.models import Role
from questionnaires.actions import open_questionnaire
from questionnaires.answering.entering import note_how_it_came
from questionnaires.answering.filling import Filling
from questionnaires.answering.saving import Given, save_answers
from questionnaires.answering.signing import sign_response
from questionnaires.models import CorrectionWindow, Questionnaire
from tests.conftest import site_in_two_languages
from tests.districts.accounts import account
from tests.districts.places import country, days, districts_of, today
from tests.pages import page_below
from tests.questionnaires.asking import cycle_in
from tests.questionnaires.trying import SECTIONS, tried_questionnaire


def answering_world(sections=SECTIONS, districts: int = 3) -> SimpleNamespace:
    """`questionnaire`, open for five more days; `unit` with a member, a second one and a lead; a facilitator."""
    home = site_in_two_languages()["fr"]
    guinea = country("gui", districts=districts, regions=1)
    cycle = cycle_in(guinea, purpose_fr="Apprendre.")
    publish(cycle, home)
    cycle.steps.filter(number=Step.COMPLETION).update(opens_on=today() - days(5), closes_on=today() + days(5))
    questionnaire = (
        tried_questionnaire(cycle) if sections is SECTIONS else tried_questionnaire(cycle, sections)
    )
    open_questionnaire(questionnaire=questionnaire, by=None)
    units = districts_of(guinea)
    return SimpleNamespace(
        home=home,
        guinea=guinea,
        cycle=cycle,
        questionnaire=questionnaire,
        units=units,
        unit=units[0],
        member=account(Role.MEMBER, units[0]),
        colleague=account(Role.MEMBER, units[0]),
        lead=account(Role.LEAD, units[0]),
        other=account(Role.LEAD, units[1]),
        facilitator=account(Role.FACILITATOR, guinea),
    )


def publish(cycle: LearningCycle, home) -> CyclePage:
    """Its page, live: nothing is open in a cycle that readers do not see."""
    index = page_below(home, "Cycles", CyclesIndexPage)
    return page_below(index, "Cycle d’essai", CyclePage, cycle=cycle)


def filling(world, unit=None) -> Filling:
    """Read anew, as each request does."""
    questionnaire = Questionnaire.objects.select_related("cycle").get(pk=world.questionnaire.pk)
    district = questionnaire.cycle.districts().get(pk=(unit or world.unit).pk)
    return Filling(questionnaire, district)


def close(world, ago: int = 1) -> None:
    """The step ended so many days ago."""
    steps = world.cycle.steps.filter(number=Step.COMPLETION)
    steps.update(opens_on=today() - days(20), closes_on=today() - days(ago))


def give(world, by, *given: Given, key=None, **options):
    options = {"device": f"browser of {by.pk}", "language": "en"} | options
    return save_answers(
        filling=options.pop("filling", None) or filling(world),
        given=given,
        by=by,
        key=key or uuid.uuid4(),
        **options,
    )


def section_url(world, place: int, language: str = "en", unit=None) -> str:
    with translation.override(language):
        where = [world.questionnaire.key, (unit or world.unit).code, place]
        return reverse("answer_section", args=where)


def url(world, screen: str, *more, language: str = "en", unit=None) -> str:
    with translation.override(language):
        return reverse(screen, args=[world.questionnaire.key, (unit or world.unit).code, *more])


def post_section(client, world, by, place: int, presented: str, language: str = "en", **fields):
    """A section's page as a browser sends it: `fields` by name, with __ where names have a colon."""
    client.force_login(by)
    named = {name.replace("__", ":"): value for name, value in fields.items()}
    data = {"presented": presented, "key": str(uuid.uuid4())} | named
    return client.post(section_url(world, place, language), data)


def sign(world, by, **options):
    found = filling(world)
    if options.get("on_behalf"):
        note_how_it_came(filling=found, came_by="telephone", by=by)
    return sign_response(filling=found, revision=found.response.revision, by=by, **options)


def answer_all(world, by) -> None:
    """What has to be answered: the committee; and some more."""
    give(world, by, Given("committee", {"choice": "no"}), Given("meetings", {"number": 3}))


def open_corrections(world) -> None:
    """After the step has closed, for those who signed."""
    close(world)
    CorrectionWindow.objects.create(questionnaire=world.questionnaire, opens_on=today(), closes_on=today())


def words(response) -> str:
    """What a person reads."""
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.main.get_text(" ").split()).replace("\u202f", " ").replace("\xa0", " ")
