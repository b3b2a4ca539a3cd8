"""What analysis is given: every district of the cycle, and the answers that were signed."""

import pytest

from analysis.disclosure import Audience
from analysis.results import Missing
from analysis.summaries import summarise
from questionnaires.actions import create_questionnaire, save_signed_response
from questionnaires.models import Answer, Question
from questionnaires.response_table import ANALYSED_AS, LEFT_OUT, PARTICIPATION, response_table
from tests.districts.places import country, districts_of

from .asking import YES_NO, answer, cycle_in, questionnaire_of


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


def test_what_nobody_has_signed_does_not_count(questionnaire, units):
    answer(questionnaire, units[0], committee="yes")
    Answer.objects.update(value={"choice": "no"})
    draft = questionnaire.responses.create(unit=units[1])
    question = questionnaire.questions.get(code="committee")
    Answer.objects.create(response=draft, question=question, value={"choice": "yes"})
    answers = response_table(questionnaire).answers
    assert {unit: given["committee"] for unit, given in answers.items()} == {units[0].code: "yes"}


def test_questions_come_with_what_disclosure_must_know(questionnaire):
    questions = {question.code: question for question in response_table(questionnaire).questions}
    assert questions["done"].opened_by == ("committee",)
    assert questions["committee"].opened_by == ()
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
    with django_assert_num_queries(4):
        assert len(response_table(questionnaire).answers) == number // 2


IF_YES = {"question": "committee", "op": "is", "value": "yes"}


def asked(code, kind="number", level=Audience.PUBLIC, **fields):
    return {"code": code, "kind": kind, "text_fr": code, "level": level} | fields


def table_of(units, *sections, values=None):
    """`values`: by district, Answer.value by question."""
    questionnaire = create_questionnaire(
        cycle=cycle_in(units[0].parent.parent), sections=list(sections), by=None, title_fr="Q"
    )
    for unit, given in zip(units, values or (), strict=False):
        save_signed_response(questionnaire=questionnaire, unit=unit, values=given, by=None)
    return response_table(questionnaire)


def section(*questions, **fields):
    return {"title_fr": "Partie", "questions": list(questions)} | fields


def test_every_kind_is_analysed_or_left_out():
    assert {*ANALYSED_AS, *LEFT_OUT} == set(Question.Kind)
    assert not {*ANALYSED_AS} & {*LEFT_OUT}


def test_yes_no_is_a_choice_and_a_decimal_a_number_and_the_rest_stays_out(units):
    questions = [asked(kind.value, kind) for kind in Question.Kind]
    questions[0]["choices"] = questions[1]["choices"] = YES_NO
    given = {
        "choice": {"choice": "no"}, "multiple": {"choices": ["yes", "no"]}, "yes_no": {"choice": "dont_know"},
        "number": {"number": 3}, "decimal": {"number": 2.5}, "ratio": {"numerator": 1, "denominator": 4},
        "date": {"date": "2026-03-12"}, "text": {"text": "oui"}, "long_text": {"text": "oui"},
        "location": {"latitude": 9.5, "longitude": -13.5}, "file": {"file": 1, "name": "a.pdf"},
    }  # fmt: skip
    table = table_of(units, section(*questions), values=[given])
    assert table.answers["gui-d1"] == {
        "choice": "no", "yes_no": "dont_know", "number": 3, "decimal": 2.5, "ratio": (1, 4),
        PARTICIPATION: "answered",
    }  # fmt: skip
    assert table.question("yes_no").categories == ("yes", "no", "dont_know")
    assert set(table.left_out) == set(LEFT_OUT)


def test_an_answer_that_says_why_there_is_none_counts_for_none(units):
    unknown, nothing = {"missing": "dont_know"}, {"missing": "not_applicable"}
    questions = [asked("committee", "yes_no"), asked("beds"), asked("done", "ratio")]
    given = {"committee": nothing, "beds": unknown, "done": unknown}
    table = table_of(units, section(*questions), values=[given])
    assert table.answers["gui-d1"] == {
        "committee": None, "beds": None, "done": None, PARTICIPATION: "answered",
    }  # fmt: skip


def test_rules_of_sections_and_of_questions_say_who_was_not_asked(units):
    """What is behind a closed door opens none, whatever somebody wrote there before the door was closed."""
    many = {"question": "meetings", "op": "gt", "value": 2}
    sections = [
        section(asked("committee", "yes_no")),
        section(asked("meetings"), asked("members", show_if=many), show_if=IF_YES),
    ]
    full = {"meetings": {"number": 5}, "members": {"number": 9}}
    values = [
        full | {"committee": {"choice": "no"}},
        full | {"committee": {"choice": "yes"}},
        {"committee": {"choice": "yes"}, "meetings": {"number": 1}},
    ]
    table = table_of(units, *sections, values=values)
    assert table.not_asked == {
        "gui-d1": {"meetings", "members"}, "gui-d2": set(), "gui-d3": {"members"},
    }  # fmt: skip
    assert table.question("members").opened_by == ("committee", "meetings")
    assert {row.unit: row.value for row in summarise(table, "members").rows} == {
        "gui-d1": Missing.NOT_ASKED, "gui-d2": 9, "gui-d3": Missing.NOT_ASKED,
    }  # fmt: skip


def test_a_question_is_as_private_as_what_opens_it_also_through_one_that_is_left_out(units):
    sits = {"question": "members", "op": "has", "value": "yes"}
    sections = [
        section(
            asked("committee", "yes_no", level=Audience.FACILITATORS),
            asked("members", "multiple", choices=YES_NO, show_if=IF_YES),
            asked("meetings", show_if=sits),
            asked("rooms", show_if={"question": "reasons", "op": "answered"}),
        )
    ]
    sections[0]["questions"].insert(0, asked("reasons", "text", level=Audience.TEAM))
    table = table_of(units, *sections)
    assert table.question("meetings").opened_by == ("members", "committee")
    assert summarise(table, "meetings").level is Audience.FACILITATORS
    assert summarise(table, "rooms").level is Audience.TEAM
    assert summarise(table, "rooms").gated
    assert table.question(PARTICIPATION).level is Audience.TEAM


def test_a_note_says_nothing_of_who_may_know_who_answered(units):
    table = table_of(units, section(asked("hello", "note", level=Audience.TEAM), asked("beds")))
    assert table.question(PARTICIPATION).level is Audience.PUBLIC
