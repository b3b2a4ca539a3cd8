"""Making a cycle and noting who took part in it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry
from wagtail_localize.models import Translation

from content.translation_state import count_untranslated
from cycles.actions import complete_step, record_participation
from cycles.models import LearningCycle, Participation, Step, StepCompletion
from tests.districts.places import country, districts_of, person
from tests.pages import translated

from .cycles import COMPLETION, cycle_of, place_for_cycles, published_pages


@pytest.fixture
def guinea(pages_ready):
    place_for_cycles(pages_ready.fr)
    return country("gui")


def test_a_cycle_comes_with_its_six_steps_and_their_dates(guinea):
    cycle = cycle_of(guinea, steps=COMPLETION)
    steps = {step.number: step for step in cycle.steps.all()}
    assert list(steps) == [1, 2, 3, 4, 5, 6]
    assert steps[3].closes_on == datetime.date(2026, 3, 31)
    assert steps[4].opens_on is None
    assert list(cycle.countries.all()) == [guinea]


def test_a_cycle_has_a_draft_page_in_each_language_with_its_title(guinea):
    cycle = cycle_of(guinea)
    pages = {page.locale.language_code: page for page in cycle.pages.all()}
    assert {language: page.title for language, page in pages.items()} == {
        "fr": "Cycle d’essai",
        "en": "Trial cycle",
    }
    assert not any(page.live for page in pages.values())
    assert pages["fr"].translation_key == pages["en"].translation_key
    assert pages["en"].get_parent().locale.language_code == "en"


def test_a_cycle_without_an_english_title_is_still_made(guinea):
    pages = {page.locale.language_code: page for page in cycle_of(guinea, title_en="").pages.all()}
    assert pages["en"].title == "Cycle d’essai"


def test_the_pages_of_a_cycle_are_kept_together_by_the_translation_tool(guinea):
    cycle = cycle_of(guinea)
    french = cycle.pages.get(locale__language_code="fr")
    assert Translation.objects.filter(
        source__object_id=french.translation_key, target_locale__language_code="en"
    ).exists()
    french.summary = "Ce que les équipes ont appris."
    french.save_revision().publish()
    french.refresh_from_db()
    english = translated(french, {"Ce que les équipes ont appris.": "What the teams learnt."})
    assert (english.title, english.summary, english.cycle) == ("Trial cycle", "What the teams learnt.", cycle)
    assert count_untranslated(english) == 0


def test_an_english_page_published_before_it_is_translated_counts_what_is_missing(guinea):
    cycle = cycle_of(guinea, title_en="")
    assert published_pages(cycle)["en"].untranslated == 1


def test_a_code_is_used_once_and_a_failed_cycle_leaves_nothing(guinea):
    cycle_of(guinea)
    with pytest.raises(IntegrityError), transaction.atomic():
        cycle_of(guinea)
    assert LearningCycle.objects.count() == 1


def test_a_step_cannot_close_before_it_opens(guinea):
    backwards = {"opens_on": datetime.date(2026, 4, 1), "closes_on": datetime.date(2026, 3, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        cycle_of(guinea, steps={Step.RESULTS: backwards})


def test_declaring_a_step_done_again_changes_nothing(guinea):
    step = cycle_of(guinea).steps.get(number=Step.COMPLETION)
    first, second = person(), person()
    at = datetime.datetime(2026, 3, 30, tzinfo=datetime.UTC)
    complete_step(step=step, by=first, because="All answered", at=at)
    complete_step(step=step, by=second, because="Again")
    completion = StepCompletion.objects.get()
    assert (completion.by, completion.because, completion.at) == (first, "All answered", at)
    noted = ModelLogEntry.objects.for_instance(step.cycle).filter(action="wagtail.edit")
    assert [(entry.user, entry.data) for entry in noted] == [(first, {"completed_step": 3})]


def test_a_district_takes_part_once_in_each_way(guinea):
    cycle, unit = cycle_of(guinea), districts_of(guinea)[0]
    early, late = (datetime.datetime(2026, 3, day, tzinfo=datetime.UTC) for day in (2, 9))
    kind = Participation.Kind.ANSWERED
    assert record_participation(cycle=cycle, unit=unit, kind=kind, by=None, at=early) is True
    assert record_participation(cycle=cycle, unit=unit, kind=kind, by=person(), at=late) is False
    assert record_participation(cycle=cycle, unit=unit, kind=Participation.Kind.COMMENTED, by=None) is True
    assert Participation.objects.get(kind=kind).at == early, "the first time is the one that counts"
