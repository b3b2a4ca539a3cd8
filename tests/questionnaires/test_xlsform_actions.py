"""Taking a form over: instead of what is there, without losing what belongs to it."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.log_actions import registry

from content.editing import ChangedMeanwhile
from questionnaires.actions import open_questionnaire
from questionnaires.models import PilotRemark, Question, Questionnaire
from questionnaires.snapshots import content_of
from questionnaires.structure_actions import Frozen
from questionnaires.xlsform_actions import HasAnswers, create_from_import, fingerprint, replace_with_import
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_out import to_xlsform
from tests.districts.places import country, districts_of, person

from .asking import QUESTIONS, answer, cycle_in, questionnaire_of
from .trying import pilot_link
from .xlsforms import VALID, questions_in


@pytest.fixture
def cycle(db):
    return cycle_in(country("gui"))


@pytest.fixture
def questionnaire(cycle):
    return questionnaire_of(cycle)


def real() -> dict:
    return read_xlsform(VALID.read_bytes()).content


def replaced(questionnaire: Questionnaire, content: dict, **given) -> Questionnaire:
    given = {"revision": questionnaire.revision, "by": None} | given
    replace_with_import(questionnaire=questionnaire, content=content, **given)
    return Questionnaire.objects.get(pk=questionnaire.pk)


def test_the_forms_questions_take_the_place_of_those_that_were_there(questionnaire):
    someone = person()
    after = replaced(questionnaire, real(), by=someone)
    asked = content_of(after)
    assert [section["code"] for section in asked["sections"]][:2] == ["intro", "geo_group"]
    assert "committee" not in questions_in(asked)
    assert (after.title_fr, after.revision) == (questionnaire.title_fr, questionnaire.revision + 1)
    entry = registry.get_logs_for_instance(after).get(action="questionnaires.xlsform_imported")
    assert (entry.user, entry.data) == (someone, {"sections": 5, "questions": 27})


def test_a_cycle_without_questionnaire_gets_one(cycle):
    made = create_from_import(cycle=cycle, content=real(), by=None)
    assert made.title_fr == "Data for Health facility/Données Formation sanitaire"
    assert made.questions.count() == 27
    with pytest.raises(IntegrityError), transaction.atomic():
        create_from_import(cycle=cycle, content=real(), by=None)


def test_a_questionnaire_that_went_out_comes_back_as_it_was(questionnaire):
    before = content_of(questionnaire)
    content = read_xlsform(to_xlsform(before, "essai", "1")).content
    assert content_of(replaced(questionnaire, content)) == before


def test_a_question_of_the_same_code_kind_and_choices_stays_in_its_series(questionnaire):
    series = dict(Question.objects.values_list("code", "series"))
    content = {"sections": [{"title_fr": "P", "questions": [
        {"code": "committee", "kind": "choice", "text_fr": "Autrement dit ?",
         "choices": [{"code": "no", "label_fr": "Nenni"}, {"code": "yes", "label_fr": "Oui"}]},
        {"code": "meetings", "kind": "decimal", "text_fr": "Réunions"},
        {"code": "deaths", "kind": "ratio", "text_fr": "Décès", "series": str(series["deaths"])},
        {"code": "again", "kind": "ratio", "text_fr": "Encore", "series": str(series["deaths"])},
    ]}]}  # fmt: skip
    now = {q.code: q.series for q in replaced(questionnaire, content).questions.all()}
    assert (now["committee"], now["deaths"]) == (series["committee"], series["deaths"])
    assert now["meetings"] != series["meetings"]
    assert now["again"] not in series.values()


def test_a_series_of_another_kind_of_answers_is_not_gone_on_with(questionnaire):
    """The sheet that carries it can be edited."""
    number = Question.objects.get(code="meetings").series
    content = {"sections": [{"title_fr": "P", "questions": [
        {"code": "said", "kind": "text", "text_fr": "Dit", "series": str(number)}
    ]}]}  # fmt: skip
    assert replaced(questionnaire, content).questions.get().series != number


def test_remarks_of_testers_go_with_the_code(questionnaire):
    link = pilot_link(questionnaire)
    for code in ("committee", "deaths"):
        question = Question.objects.get(code=code)
        PilotRemark.objects.create(link=link, question=question, code=code, text="Peu clair", language="fr")
    content = {
        "sections": [{"title_fr": "P", "questions": [{"code": "committee", "kind": "text", "text_fr": "C"}]}]
    }
    after = replaced(questionnaire, content)
    assert {remark.code: remark.question_id for remark in PilotRemark.objects.all()} == {
        "committee": after.questions.get().pk, "deaths": None
    }  # fmt: skip


def test_an_open_questionnaire_and_one_with_answers_stay(questionnaire, cycle):
    answer(questionnaire, districts_of(cycle.countries.get())[0], committee="yes")
    with pytest.raises(HasAnswers):
        replaced(questionnaire, real())
    open_questionnaire(questionnaire=questionnaire, by=None)
    with pytest.raises(Frozen):
        replaced(questionnaire, real())
    assert Question.objects.count() == len(QUESTIONS)


def test_whoever_changed_it_meanwhile_loses_nothing(questionnaire):
    """In its order, or in a single text."""
    with pytest.raises(ChangedMeanwhile):
        replaced(questionnaire, real(), revision=questionnaire.revision + 1)
    seen = fingerprint(questionnaire)
    Question.objects.filter(code="committee").update(text_fr="Un comité existe-t-il ?")
    with pytest.raises(ChangedMeanwhile):
        replaced(questionnaire, real(), seen=seen)
    assert Question.objects.count() == len(QUESTIONS)
    replaced(questionnaire, real(), seen=fingerprint(questionnaire))


def test_what_fails_halfway_leaves_everything_as_it_was(questionnaire):
    twice = {"code": "a", "kind": "number", "text_fr": "A"}
    before = content_of(questionnaire)
    with pytest.raises(ValueError, match="two questions"):
        replaced(questionnaire, {"sections": [{"title_fr": "P", "questions": [twice, twice]}]})
    assert content_of(questionnaire) == before


def test_a_real_form_takes_few_queries(questionnaire, django_assert_max_num_queries):
    content = real()
    with django_assert_max_num_queries(100):
        replaced(questionnaire, content)
