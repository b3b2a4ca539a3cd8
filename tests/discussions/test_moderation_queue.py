"""The queue in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.actions import withdraw
from discussions.models import Post

from .threads import fill, fresh, published, say

Status = Post.Status
QUEUE = "/admin/moderation/"


def decide(browser, post, **fields):
    return browser.post(reverse("moderation_decide", args=[post.pk]), fields)


@pytest.mark.parametrize(
    ("name", "status"),
    [("facilitator", 200), ("moderator", 200), ("shared", 200), ("member", 403), ("official", 403)],
)
def test_who_opens_the_queue(people, signed_in, name, status):
    assert signed_in(people[name]).get(QUEUE).status_code == status


def test_the_menu_item_is_for_those_who_may(people, signed_in):
    assert QUEUE in signed_in(people["facilitator"]).get("/admin/").content.decode()


def test_what_waits_is_listed_with_its_author_district_and_subject(people, lesson, signed_in):
    say(lesson, people["member"], "Waiting for you")
    published(lesson, people["other"], people["facilitator"], "Long decided")
    html = signed_in(people["facilitator"]).get(QUEUE).content.decode()
    for text in ("Waiting for you", "Member Test", "Pita", "Une leçon"):
        assert text in html
    assert "Long decided" not in html
    assert (
        "Long decided" in signed_in(people["facilitator"]).get(QUEUE + "?status=published").content.decode()
    )


def test_other_countries_messages_are_neither_listed_nor_decided(people, result, signed_in):
    post, browser = (
        say(result, people["member"], "Only for Guinea"),
        signed_in(people["beninese_facilitator"]),
    )
    assert "Only for Guinea" not in browser.get(QUEUE + "?status=all").content.decode()
    # Wagtail answers with its own front page instead of a 403.
    assert browser.get(reverse("moderation_decide", args=[post.pk])).url == "/admin/"
    assert decide(browser, post, decision="approve").url == "/admin/"
    browser.post(reverse("moderation_approve"), {"post": [post.pk]})
    assert fresh(post).status == Status.HELD


@pytest.mark.parametrize("query", ["?status=nonsense", "?language=xx", "?p=abc", "?p=-3", "?p=" + "9" * 5000])
def test_junk_in_the_filter_is_no_error(people, lesson, signed_in, query):
    say(lesson, people["member"])
    assert signed_in(people["facilitator"]).get(QUEUE + query).status_code == 200


def test_filter_by_language(people, lesson, signed_in):
    say(lesson, people["member"], "En français")
    say(lesson, people["member"], "In English", language="en")
    html = signed_in(people["facilitator"]).get(QUEUE + "?language=en").content.decode()
    assert "In English" in html and "En français" not in html


@pytest.mark.parametrize(
    ("decision", "status"), [("approve", "published"), ("withhold", "withheld"), ("remove", "removed")]
)
def test_decisions(people, lesson, signed_in, decision, status):
    post = say(lesson, people["member"])
    assert decide(signed_in(people["facilitator"]), post, decision=decision, reason="Why").status_code == 302
    assert fresh(post).status == status


def test_a_missing_reason_is_asked_for_beside_the_field(people, lesson, signed_in):
    post = say(lesson, people["member"])
    response = decide(signed_in(people["facilitator"]), post, decision="remove", reason=" ")
    assert response.status_code == 200 and 'id="id_reason_error"' in response.content.decode()
    assert fresh(post).status == Status.HELD


def test_looking_decides_nothing(people, lesson, signed_in):
    post = say(lesson, people["member"])
    address = reverse("moderation_decide", args=[post.pk])
    assert signed_in(people["facilitator"]).get(address, {"decision": "approve"}).status_code == 200
    assert signed_in(people["facilitator"]).get(reverse("moderation_approve")).status_code == 405
    assert fresh(post).status == Status.HELD


def test_a_decision_taken_meanwhile_by_somebody_else_stays(people, lesson, signed_in):
    post, browser = say(lesson, people["member"]), signed_in(people["facilitator"])
    decide(signed_in(people["shared"]), post, decision="remove", reason="Why")
    assert decide(browser, post, decision="approve").status_code == 200
    assert fresh(post).status == Status.REMOVED


def test_several_at_once(people, lesson, signed_in):
    posts = [say(lesson, people["member"]) for _ in range(3)]
    gone = published(lesson, people["other"], people["facilitator"])
    decide(signed_in(people["facilitator"]), gone, decision="remove", reason="Why")
    chosen = [posts[0].pk, posts[1].pk, gone.pk, 10**30, "x"]
    signed_in(people["facilitator"]).post(reverse("moderation_approve"), {"post": chosen})
    assert [fresh(post).status for post in [*posts, gone]] == ["published", "published", "held", "removed"]


def test_a_withdrawn_message_is_not_shown_even_here(people, lesson, signed_in):
    post = say(lesson, people["member"], "Taken back")
    withdraw(post=post, by=people["member"])
    browser = signed_in(people["facilitator"])
    assert "Taken back" not in browser.get(QUEUE + "?status=all").content.decode()
    assert "Taken back" not in browser.get(reverse("moderation_decide", args=[post.pk])).content.decode()


def test_queries_do_not_grow_with_the_queue(people, lesson, signed_in):
    browser, counted = signed_in(people["facilitator"]), []
    for number in (10, 1000):
        fill(lesson, people["member"], number)
        browser.get(QUEUE + "?status=all")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(QUEUE + "?status=all").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
