"""Who may build, open and correct, before opening, while it is open and when the cycle is over."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cycles.models import Step
from districts.models import Role
from questionnaires.actions import open_questionnaire
from questionnaires.permissions import may_build, may_correct, may_enter_builder

from ..districts.places import country, districts_of, person, today
from .building import address, built_questionnaire
from .test_builder import CHECK, SECTIONS

BEFORE, OPEN, AFTER = "before", "open", "after"
WHEN = (BEFORE, OPEN, AFTER)
# Who may run the cycle: in which posts, and where.
MAY = {
    "administrator of all": (Role.ADMINISTRATOR, None),
    "facilitator of all": (Role.FACILITATOR, None),
    "facilitator of the country": (Role.FACILITATOR, "country"),
}
MAY_NOT = {
    "facilitator of another country": (Role.FACILITATOR, "other"),
    "moderator of all": (Role.MODERATOR, None),
    "moderator of the country": (Role.MODERATOR, "country"),
    "member": (Role.MEMBER, "district"),
    "lead": (Role.LEAD, "district"),
    "official": (Role.OFFICIAL, "country"),
    "policymaker": (Role.POLICYMAKER, "country"),
    "researcher": (Role.RESEARCHER, None),
}
BUILD = ("settings/", "sections/add/", "sections/{section}/", "sections/{section}/move/", "sections/{section}/delete/",
         "questions/add/", "questions/{question}/", "questions/{question}/move/", "questions/{question}/delete/",
         "checks/add/", "checks/{check}/", "bank/")  # fmt: skip
CORRECT = ("correct/", "sections/{section}/correct/", "questions/{question}/correct/", "checks/{check}/correct/",
           "versions/")  # fmt: skip


@pytest.fixture
def places(pages_ready):
    top = country("gui")
    return {"country": top, "other": country("ben"), "district": districts_of(top)[0], None: None}


@pytest.fixture
def built(places):
    return built_questionnaire(places["country"], SECTIONS, checks=[CHECK])


def at(questionnaire, when: str):
    if when != BEFORE:
        open_questionnaire(questionnaire=questionnaire, by=None)
    if when == AFTER:
        over = today() - datetime.timedelta(days=1)
        questionnaire.cycle.steps.update(closes_on=over)
        assert questionnaire.cycle.steps.filter(number=Step.COMPLETION, closes_on=over).exists()
    return questionnaire


def someone(places, role: Role, where: str | None):
    return person((role, places[where]), language="en")


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("who", [*MAY, *MAY_NOT])
def test_the_table(places, built, who, when):
    user = someone(places, *(MAY | MAY_NOT)[who])
    questionnaire = at(built, when)
    runs = who in MAY
    assert may_enter_builder(user, questionnaire) == runs
    assert may_build(user, questionnaire) == (runs and when == BEFORE)
    assert may_correct(user, questionnaire) == (runs and when != BEFORE)
    section = questionnaire.sections.first()
    assert may_build(user, section) == (runs and when == BEFORE), "a part is asked like the whole"


@pytest.mark.parametrize("when", WHEN)
def test_nobody_and_those_who_have_left_may_nothing(places, built, when):
    questionnaire = at(built, when)
    left = person((Role.FACILITATOR, None), ended=-1)
    idle = person((Role.FACILITATOR, None), is_active=False)
    for user in (AnonymousUser(), left, idle):
        assert not may_enter_builder(user, questionnaire)
        assert not may_build(user, questionnaire) and not may_correct(user, questionnaire)


def filled(questionnaire, rest: str) -> str:
    return address(questionnaire, rest.format(
        section=questionnaire.sections.first().pk,
        question=questionnaire.questions.first().pk,
        check=questionnaire.checks.first().pk,
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("when", "overview", "build", "opens", "correct"),
    [(BEFORE, 200, 200, 200, 409), (OPEN, 200, 409, 409, 200), (AFTER, 200, 409, 409, 200)],
)
@pytest.mark.parametrize("who", ["facilitator of the country", "administrator of all"])
def test_which_screens_open_when(places, built, who, when, overview, build, opens, correct):
    client = Client()
    client.force_login(someone(places, *MAY[who]))
    questionnaire = at(built, when)
    assert client.get(address(questionnaire)).status_code == overview
    assert client.get(address(questionnaire, "checks/")).status_code == overview
    assert client.get(address(questionnaire, "open/")).status_code == opens
    for rest in BUILD:
        assert client.get(filled(questionnaire, rest)).status_code == build, rest
    for rest in CORRECT:
        assert client.get(filled(questionnaire, rest)).status_code == correct, rest


@pytest.mark.parametrize("who", [*MAY_NOT, "nobody"])
def test_no_screen_opens_and_nothing_is_done_for_anybody_else(places, built, who):
    """In the admin a refusal leads to its first page, or to signing in."""
    client = Client()
    if who != "nobody":
        client.force_login(someone(places, *MAY_NOT[who]))
    for rest in ("", "open/", *BUILD, "questions/{question}/copy/"):
        url = filled(built, rest)
        assert client.get(url).status_code in (302, 403, 405), rest
        assert client.post(url, {"frozen": "on", "title_fr": "x"}).status_code in (302, 403, 405), rest
    start = f"/admin/questionnaires/of-cycle/{built.cycle_id}/"
    assert client.get(start).status_code in (302, 403)
    built.refresh_from_db()
    assert not built.opened_at and built.title_fr != "x" and built.questions.count() == 5
    assert built.checks.count() == 1 and built.sections.count() == 2
