"""Published figures are frozen; corrections are new versions."""

import copy
import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.disclosure import disclose
from analysis.results import digest
from questionnaires.models import Answer, Response
from results.actions import compute_results, publish_results
from results.models import Result
from results.wording import labels_of
from tests.districts.places import person
from tests.questionnaires.asking import answer

from .conftest import TITLES


def test_a_result_says_what_it_was_computed_from(world, computed):
    result = computed["committee"]
    assert (result.version, result.published_at) == (1, None)
    assert result.frozen.total.counts == {"yes": 6, "no": 3}
    assert result.digest == digest(result.table)
    assert result.provenance == {
        "questionnaire": str(world.questionnaire.key),
        "questionnaire_version": world.questionnaire.version,
        "districts": 10,
        "responses": 9,
        "reconstructed": False,
    }


def test_a_seal_cannot_be_guessed_from_the_answers(world, computed):
    """Two tables of the same answers have different seals: nobody can try out which answers lead to one."""
    again = compute_results(cycle=world.cycle, titles=TITLES, by=None)
    assert again[0].table["rows"] == computed["committee"].table["rows"]
    assert again[0].digest != computed["committee"].digest


CHANGES = {
    "a late answer": lambda world: answer(
        world.questionnaire, world.units[9], committee="no", deaths=(1, 99)
    ),
    "a changed answer": lambda world: answer(
        world.questionnaire, world.units[0], committee="no", deaths=(30, 30)
    ),
    "answers deleted": lambda world: Answer.objects.all().delete(),
    "signatures withdrawn": lambda world: Response.objects.update(signed_at=None),
    "a district closed": lambda world: (
        type(world.units[0]).objects.filter(level=3).update(valid_to="2000-01-01")
    ),
    "levels lowered": lambda world: world.questionnaire.sections.first().questions.update(level=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_that_happens_later_moves_a_published_figure(world, published, change):
    before = {code: (copy.deepcopy(result.table), result.digest) for code, result in published.items()}
    shown = {code: disclose(result.frozen, {}) for code, result in published.items()}
    change(world)
    for code, result in published.items():
        found = Result.objects.get(pk=result.pk)
        assert (found.table, found.digest) == before[code]
        assert disclose(found.frozen, {}) == shown[code]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(late=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["yes", "no"])), min_size=1, max_size=5))
def test_whatever_answers_come_late_the_published_table_stays(world, published, late):
    result = published["committee"]
    with transaction.atomic():
        for place, choice in late:
            answer(world.questionnaire, world.units[place], committee=choice)
        fresh = Result.objects.get(pk=result.pk)
        assert digest(fresh.table) == result.digest
        transaction.set_rollback(True)


def test_a_correction_is_a_new_version_of_the_same_result(world, published):
    answer(world.questionnaire, world.units[9], committee="yes")
    newer = compute_results(cycle=world.cycle, titles={"committee": TITLES["committee"]}, by=None)[0]
    old = Result.objects.get(pk=published["committee"].pk)
    assert (newer.key, newer.version) == (old.key, 2)
    assert newer.published_at is None, "it waits until somebody publishes it"
    assert old.frozen.total.counts["yes"] == 6 and newer.frozen.total.counts["yes"] == 7


def test_different_questions_have_different_keys(computed):
    assert len({result.key for result in computed.values()}) == len(computed)


def test_a_version_exists_once(published):
    result = published["committee"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(
            cycle=result.cycle, question_code="committee", version=1, title_fr="Double", table={},
            computed_at=result.computed_at,
        )  # fmt: skip


def test_a_question_that_was_not_asked_has_no_result(world):
    with pytest.raises(KeyError):
        compute_results(cycle=world.cycle, titles={"nothing": {"title_fr": "Rien"}}, by=None)
    assert not Result.objects.exists()


def test_publishing_again_keeps_day_and_name_even_from_an_old_copy(computed):
    first, second = person(), person()
    stale = Result.objects.get(pk=computed["committee"].pk)
    day = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    publish_results(results=[computed["committee"]], by=first, at=day)
    publish_results(results=[stale], by=second)
    found = Result.objects.get(pk=stale.pk)
    assert (found.published_by, found.published_at) == (first, day)
    assert (stale.published_by, stale.published_at) == (first, day)


def test_publishing_tells_the_page_cache(computed, django_capture_on_commit_callbacks):
    from content.page_cache import bump

    with django_capture_on_commit_callbacks() as told:
        publish_results(results=list(computed.values()), by=None)
    assert bump in told


def test_yes_no_and_not_knowing_are_words_in_both_languages(world):
    world.questionnaire.questions.filter(code="meetings").update(kind="yes_no")
    with override("en"):
        label = labels_of(world.cycle, []).category
        said = [label("meetings", code) for code in ("yes", "no", "dont_know")]
    assert said == ["Yes", "No", "We do not know"]
    assert label("committee", "yes") == "yes"
