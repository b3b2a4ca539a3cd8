"""What a questionnaire asks of a team on its first screen, as things stand."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from content.asks import Rank
from cycles.models import Step
from districts.models import Role, User
from home.set_up import set_up
from questionnaires.answering.saving import Given
from questionnaires.asked import asked_of
from questionnaires.models import Clarification
from tests.districts.accounts import account
from tests.districts.places import country, days, today

from .answering.districts_answering import (
    answer_all,
    answering_world,
    close,
    filling,
    give,
    sign,
    url,
)

# Of two questions, the second optional.
SECTIONS = [
    {
        "title_fr": "Partie",
        "title_en": "Part",
        "questions": [
            {"code": code, "kind": kind, "text_fr": code, "text_en": code, "required": kind == "yes_no"}
            for code, kind in (("hello", "note"), ("committee", "yes_no"), ("meetings", "number"))
        ],
    }
]


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        yield answering_world(SECTIONS)
        transaction.set_rollback(True)


@pytest.fixture
def world(made_once, db):
    translation.activate("en")
    return made_once


def asked(person) -> list[tuple[str, int]]:
    found = asked_of(User.objects.get(pk=person.pk))
    return [(task.text, task.rank) for task in found]


def texts(person) -> list[str]:
    return [text for text, _rank in asked(person)]


def test_whoever_has_not_begun_is_asked_to(world):
    (task,) = asked_of(world.member)
    assert task.text == "Your team: 2 questions to answer" and task.url == url(world, "answer")
    assert task.until == today() + days(5) and task.minutes and task.button == "Begin"
    assert task.about == "Trial cycle" and task.step == 3


def test_whoever_has_begun_is_told_how_much_is_left(world):
    give(world, world.member, Given("committee", {"choice": "no"}))
    (task,) = asked_of(world.lead)
    assert task.text == "Your team: 1 of 2 questions left" and task.button == "Continue"


def test_the_signature_waits_for_the_lead_and_the_others_are_told(world):
    answer_all(world, world.member)
    assert asked(world.lead) == [(f"Your signature for {world.unit} is waited for", Rank.STEP_OPEN)]
    assert asked(world.member) == [
        ("Every question has an answer: the lead of your team signs", Rank.TO_KNOW)
    ]


def test_once_it_is_signed_nothing_is_asked(world):
    answer_all(world, world.member)
    sign(world, world.lead)
    assert asked(world.lead) == asked(world.member) == []


def test_two_answers_side_by_side(world):
    answer_all(world, world.member)
    sign(world, world.lead)
    give(world, world.colleague, Given("meetings", {"number": 9}))
    assert "Your team: two answers to 1 question stand side by side" in texts(world.member)


def test_what_was_changed_since_is_signed_again(world):
    answer_all(world, world.member)
    sign(world, world.lead)
    give(world, world.member, Given("meetings", {"number": 4}, base=1))
    assert asked(world.lead) == [(f"Sign again for {world.unit}", Rank.STEP_OPEN)]
    assert [rank for _text, rank in asked(world.member)] == [Rank.TO_KNOW]


def test_what_was_entered_for_the_team_waits_for_the_lead_also_after_closing(world):
    answer_all(world, world.facilitator)
    sign(world, world.facilitator, on_behalf=True)
    close(world)
    (task,) = asked_of(world.lead)
    assert task.text == f"Confirm what was entered for {world.unit}" and task.rank == Rank.PEOPLE_WAIT
    assert task.until is None
    assert [rank for _text, rank in asked(world.colleague)] == [Rank.TO_KNOW]


def test_what_was_asked_back_leads_to_the_answer(world):
    answer_all(world, world.member)
    sign(world, world.lead)
    close(world)
    question = world.questionnaire.questions.get(code="meetings")
    row = Clarification.objects.create(
        response=filling(world).response, question=question, text="Sure?", language="en", asked_by=None
    )
    (task,) = asked_of(world.member)
    assert task.text == "Your team: a facilitator asks back about 1 answer"
    assert task.url.endswith(f"/{world.unit.code}/asked-back/") and task.rank == Rank.PEOPLE_WAIT
    assert asked(world.facilitator) == []
    Clarification.objects.filter(pk=row.pk).update(replied_at=timezone.now())
    assert asked(world.member) == []


def test_those_who_help_find_the_replies_of_their_country(world, django_assert_num_queries):
    give(world, world.member, Given("meetings", {"number": 3}))
    response, question = filling(world).response, world.questionnaire.questions.get(code="meetings")
    asked_back = Clarification(
        response=response,
        question=question,
        text="Sure?",
        language="en",
        replied_at=timezone.now(),
        reply="Yes.",
    )
    asked_back.save()
    abroad, moderator = account(Role.FACILITATOR, country("ben")), account(Role.MODERATOR, world.guinea)
    for helper in (world.facilitator, account(Role.ADMINISTRATOR)):
        helper = User.objects.get(pk=helper.pk)
        with django_assert_num_queries(2):  # the posts, the replies
            (task,) = asked_of(helper)
        assert task.text == "1 reply of a team waits for you to read it" and task.rank == Rank.PEOPLE_WAIT
        assert task.url == reverse("help", args=[world.questionnaire.key])
    assert asked(abroad) == asked(moderator) == []
    asked_back.settled_at = timezone.now()
    asked_back.save()
    assert asked(world.facilitator) == []


def test_after_closing_nothing_is_asked_but_of_a_district_with_more_time(world):
    close(world)
    assert asked(world.member) == []
    world.questionnaire.extensions.create(unit=world.unit, until=today() + days(2), because="Flood")
    (task,) = asked_of(User.objects.get(pk=world.member.pk))
    assert task.until == today() + datetime.timedelta(2)
    assert asked(world.other) == []


@pytest.mark.parametrize("what", ["before", "left out", "not public", "not open"])
def test_nothing_is_asked_yet(world, what):
    steps = world.cycle.steps.filter(number=Step.COMPLETION)
    if what == "before":
        steps.update(opens_on=today() + days(1))
    elif what == "left out":
        steps.update(left_out=True)
    elif what == "not public":
        world.cycle.pages.update(live=False)
    else:
        type(world.questionnaire).objects.update(opened_at=None)
    assert asked(world.member) == []


def test_others_are_asked_for_their_own_district_or_nothing(world):
    answer_all(world, world.member)
    assert texts(world.other) == ["Your team: 2 questions to answer"]
    assert asked(world.facilitator) == []


def test_it_costs_one_query(world, django_assert_num_queries):
    answer_all(world, world.member)
    person = User.objects.get(pk=world.lead.pk)
    asked_of(person)
    with django_assert_num_queries(1):
        asked_of(person)
