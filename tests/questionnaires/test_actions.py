"""Making a questionnaire and signing a district's response."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from cycles.models import Participation
from questionnaires.actions import create_questionnaire, open_questionnaire
from questionnaires.models import Answer, AnswerVersion, Question, Questionnaire, Response, Signature
from tests.districts.places import country, districts_of

from .asking import QUESTIONS, answer, cycle_in, questionnaire_of


@pytest.fixture
def cycle(db):
    return cycle_in(country("gui"))


def made(cycle, *questions):
    return create_questionnaire(
        cycle=cycle, sections=[{"title_fr": "Partie", "questions": list(questions)}], by=None, title_fr="Q"
    )


def test_questions_choices_and_conditions_are_in_their_order(cycle):
    questionnaire = questionnaire_of(cycle)
    questions = Question.objects.filter(section__questionnaire=questionnaire)
    assert [question.code for question in questions] == ["committee", "done", "deaths", "meetings"]
    assert [choice.code for choice in questions[0].choices.all()] == ["yes", "no"]
    assert questions[1].show_if == {"question": "committee", "op": "is", "value": "yes"}


def test_the_same_description_serves_twice(cycle):
    questionnaire_of(cycle)
    other = questionnaire_of(cycle_in(cycle.countries.get(), code="autre"))
    assert Question.objects.filter(section__questionnaire=other).count() == len(QUESTIONS)


def test_a_condition_on_a_later_question_leaves_nothing_behind(cycle):
    gated = {
        "code": "b",
        "kind": "number",
        "text_fr": "B",
        "show_if": {"question": "a", "op": "is", "value": "yes"},
    }
    with pytest.raises(ValueError, match="come before"), transaction.atomic():
        made(cycle, gated, {"code": "a", "kind": "choice", "text_fr": "A"})
    assert not Questionnaire.objects.exists()


def test_two_questions_of_one_code_are_refused(cycle):
    question = {"code": "a", "kind": "number", "text_fr": "A"}
    with pytest.raises(ValueError, match="two questions"):
        made(cycle, question, question)
    assert not Questionnaire.objects.exists()


def test_opening_again_keeps_the_first_day(cycle):
    questionnaire = questionnaire_of(cycle)
    first = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    open_questionnaire(questionnaire=questionnaire, by=None, at=first)
    open_questionnaire(questionnaire=Questionnaire.objects.get(), by=None)
    assert Questionnaire.objects.get().opened_at == first


def test_an_answer_to_a_question_that_was_not_asked_saves_nothing(cycle):
    questionnaire, unit = questionnaire_of(cycle), districts_of(cycle.countries.get())[0]
    answer(questionnaire, unit, committee="yes")
    with pytest.raises(KeyError):
        answer(questionnaire, unit, committee="no", nothing="yes")
    assert Answer.objects.get().value == {"choice": "yes"}


def test_a_district_has_one_response_and_took_part_once(cycle):
    questionnaire, unit = questionnaire_of(cycle), districts_of(cycle.countries.get())[0]
    answer(questionnaire, unit, committee="yes", meetings=2)
    answer(questionnaire, unit, committee="no")
    assert Response.objects.count() == Participation.objects.count() == 1
    values = Answer.objects.order_by("question__order").values_list("question__code", "value")
    assert list(values) == [("committee", {"choice": "no"}), ("meetings", None)]
    assert [signature.values for signature in Signature.objects.all()] == [
        {"committee": {"choice": "yes"}, "meetings": {"number": 2}},
        {"committee": {"choice": "no"}},
    ]
    versions = AnswerVersion.objects.filter(answer__question__code="committee")
    assert [version.value["choice"] for version in versions] == ["yes", "no"], "what it was is kept"
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(questionnaire=questionnaire, unit=unit)
