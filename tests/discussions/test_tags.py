"""The two template tags."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from .threads import fill, published, say

COUNTS = (
    "{% load discussion_tags %}{% thread_counts targets as counts %}"
    "{% for t in targets %}{{ counts|count_of:t }} {% endfor %}"
)


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_counts_of_many_targets_in_one_query(people, lesson, result, django_assert_num_queries):
    published(lesson, people["member"], people["facilitator"])
    say(lesson, people["facilitator"])
    say(lesson, people["lead"])
    with django_assert_num_queries(1):
        assert rendered(COUNTS, targets=[lesson, result]) == "2 0 "


@pytest.mark.parametrize("live", [True, False])
def test_a_draft_has_no_thread(people, lesson, live):
    lesson.live = live
    request = RequestFactory().get("/fr/")
    html = rendered("{% load discussion_tags %}{% thread page %}", page=lesson, request=request)
    assert ('id="discussion"' in html) == live


def test_a_preview_has_no_thread(people, lesson):
    request = RequestFactory().get("/fr/")
    request.is_preview = True
    assert not rendered("{% load discussion_tags %}{% thread page %}", page=lesson, request=request).strip()


def test_the_first_page_leads_on(people, lesson, client):
    fill(lesson, people["member"], 21)
    html = client.get(lesson.url).content.decode()
    assert html.count('<li class="msg') == 20 and "?page=2" in html


def test_an_empty_thread_says_what_will_be_here(people, lesson, client):
    assert 'class="empty"' in client.get(lesson.url).content.decode()
