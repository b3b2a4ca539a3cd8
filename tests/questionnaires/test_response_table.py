"""What analysis is given: every district of the cycle, and the answers that were signed."""

import pytest

from analysis.disclosure import Audience
from questionnaires.models import Question
from questionnaires.response_table import PARTICIPATION, response_table
from tests.districts.places import country, districts_of

from .asking import answer, cycle_in, questionnaire_of


@pytest.fixture
def units(db):
    return districts_of(country("gui", districts=3, regions=2))


@pytest.fixture
def questionnaire(units):
    return questionnaire_of(cycle_in(units[0].parent.parent))


def test_answers_come_as_codes_and_numbers(questionnaire, units):
    answer(questionnaire, units[0], committee="yes", done=(4, 7), deaths=(2, 9), meetings=3)
    answer(questionnaire, units[1])
    table = response_table(questionnaire)
    assert table.answers == {
        "gui-d1": {
            "committee": "yes", "done": (4, 7), "deaths": (2, 9), "meetings": 3, PARTICIPATION: "answered",
        },
        "gui-d2": {PARTICIPATION: "answered"},
    }  # fmt: skip


def test_districts_that_did_not_answer_are_there_with_their_region(questionnaire, units):
    assert {(unit.code, unit.group) for unit in response_table(questionnaire).units} == {
        ("gui-d1", "gui-r2"), ("gui-d2", "gui-r1"), ("gui-d3", "gui-r2"),
    }  # fmt: skip


def test_a_response_that_nobody_signed_does_not_count(questionnaire, units):
    answer(questionnaire, units[0], committee="yes")
    questionnaire.responses.update(signed_at=None)
    assert response_table(questionnaire).answers == {}


def test_questions_come_with_what_disclosure_must_know(questionnaire):
    questions = {question.code: question for question in response_table(questionnaire).questions}
    assert questions["done"].asked_if == ("committee", "yes")
    assert questions["deaths"].counts_persons and not questions["meetings"].counts_persons
    assert questions["committee"].categories == ("yes", "no")
    assert questions["committee"].level is Audience.PEERS_NAMED


def test_who_answered_is_told_no_further_than_the_most_private_answer(questionnaire):
    Question.objects.update(level=Audience.PUBLIC)
    Question.objects.filter(code="deaths").update(level=Audience.FACILITATORS)
    levels = {question.code: question.level for question in response_table(questionnaire).questions}
    assert levels[PARTICIPATION] is Audience.FACILITATORS
    assert levels["committee"] is Audience.PUBLIC


@pytest.mark.parametrize("number", [2, 200])
def test_the_table_is_read_in_the_same_few_queries(db, number, django_assert_num_queries):
    units = districts_of(country("gui", districts=number))
    questionnaire = questionnaire_of(cycle_in(units[0].parent.parent))
    for unit in units[: number // 2]:
        answer(questionnaire, unit, committee="yes", meetings=1)
    with django_assert_num_queries(5):
        assert len(response_table(questionnaire).answers) == number // 2
