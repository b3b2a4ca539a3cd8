"""What lessons and briefs show of themselves and where they may stand."""

import json

import pytest
from django.utils.translation import override

from cycles.models import CyclePage
from lessons.models import KnowledgeBriefPage, LessonPage
from tests.cycles.cycles import cycle_of, place_for_cycles, published_pages
from tests.districts.places import country
from tests.pages import page_below


@pytest.fixture
def cycle_page(pages_ready):
    place_for_cycles(pages_ready.fr)
    return published_pages(cycle_of(country("gui")))["fr"]


def test_lessons_and_briefs_stand_below_a_cycle_and_nothing_below_them():
    for model in (LessonPage, KnowledgeBriefPage):
        assert model.allowed_parent_page_models() == [CyclePage]
        assert model.allowed_subpage_models() == []
        assert model in CyclePage.allowed_subpage_models()


def test_a_lesson_shows_what_was_ticked_in_the_readers_language(client, cycle_page):
    lesson = page_below(
        cycle_page,
        "Une leçon",
        LessonPage,
        loop="double",
        levels=["team", "system"],
        domains=["data"],
        means=[],
    )
    text = client.get(lesson.url).content.decode()
    with override("fr"):
        french = {str(group["label"]): [str(v) for v in group["values"]] for group in lesson.tags}
    with override("en"):
        english = {str(group["label"]): [str(v) for v in group["values"]] for group in lesson.tags}
    assert english == {
        "Level": ["team", "across organisations"],
        "Loop": ["double loop: change the rule"],
        "Domains": ["health information and use of data"],
    }, "a group of which nothing was ticked is left out"
    for values in french.values():
        assert all(value in text for value in values)
    assert "double loop" not in text


def test_a_lesson_of_which_nothing_was_said_shows_no_empty_box(client, cycle_page):
    lesson = page_below(cycle_page, "Une leçon", LessonPage)
    assert lesson.tags == []
    assert 'id="learning"' not in client.get(lesson.url).content.decode()


def test_a_code_that_the_vocabulary_has_lost_is_not_shown(cycle_page):
    lesson = page_below(cycle_page, "Une leçon", LessonPage, levels=["galaxy", "team"])
    with override("en"):
        assert [group["values"] for group in lesson.tags] == [["team"]]


def brief_on(cycle_page, *lessons):
    claims = [
        {
            "type": "claim",
            "value": {"text": "Ce que nous disons.", "results": [], "lessons": [p.pk for p in lessons]},
        }
    ]
    return page_below(cycle_page, "Une note", KnowledgeBriefPage, claims=json.dumps(claims))


def test_a_claim_leads_to_its_lessons(client, cycle_page):
    lesson = page_below(cycle_page, "Une leçon", LessonPage)
    text = client.get(brief_on(cycle_page, lesson).url).content.decode()
    assert f'<a href="{lesson.url}">Une leçon</a>' in text
    assert "Ce que nous disons." in text


def test_a_claim_does_not_name_a_lesson_that_was_taken_back(client, cycle_page):
    lesson = page_below(cycle_page, "Une leçon retirée", LessonPage)
    brief = brief_on(cycle_page, lesson)
    lesson.unpublish()
    text = client.get(brief.url).content.decode()
    assert "Une leçon retirée" not in text
    assert "Ce que nous disons." in text


def test_a_claim_leads_to_the_lesson_in_the_readers_language(client, cycle_page):
    from wagtail.models import Locale

    lesson = page_below(cycle_page, "Une leçon", LessonPage)
    brief = brief_on(cycle_page, lesson)
    english = Locale.objects.get(language_code="en")
    pages = {}
    for page, title in ((lesson, "A lesson"), (brief, "A brief")):
        twin = page.copy_for_translation(english)
        twin.title = twin.draft_title = title
        twin.save_revision().publish()
        pages[title] = type(page).objects.get(pk=twin.pk)
    text = client.get(pages["A brief"].get_url()).content.decode()
    assert "A lesson</a>" in text and "Une leçon</a>" not in text
    pages["A lesson"].unpublish()
    assert "Une leçon</a>" in client.get(pages["A brief"].get_url()).content.decode(), "better than none"


def test_many_sources_cost_no_more_than_one(client, cycle_page, django_assert_max_num_queries):
    lessons = [page_below(cycle_page, f"Leçon {number}", LessonPage) for number in range(8)]
    costs = []
    for cited in (lessons[:1], lessons):
        brief = brief_on(cycle_page, *cited)
        client.get(brief.url)
        with django_assert_max_num_queries(20) as counted:
            client.get(brief.url)
        costs.append(len(counted))
    assert costs[0] == costs[1]
