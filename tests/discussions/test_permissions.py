"""Who may do what: role by action, as a table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from analysis.disclosure import Audience
from discussions.models import Post
from discussions.permissions import (
    may_decide,
    may_moderate,
    may_open_queue,
    may_post,
    may_read_thread,
    may_see_post,
    may_withdraw,
    moderated_by,
)
from districts.actions import end_membership
from districts.models import User
from learning_sites.models import CaseStoryPage, LearningSitePage, LearningSitesIndexPage
from tests.pages import page_below

from .threads import published, say

# The lesson's thread is for everyone, the result's for the teams of Guinea and the facilitators.
ROLES = (
    "anonymous",
    "newcomer",
    "member",
    "lead",
    "other",
    "beninese",
    "facilitator",
    "moderator",
    "shared",
    "beninese_facilitator",
    "official",
    "researcher",
)
READ_RESULT = {"member", "lead", "other", "facilitator", "moderator", "shared"}
MODERATE = {"facilitator", "moderator", "shared"}


def someone(people, role):
    return AnonymousUser() if role == "anonymous" else people[role]


@pytest.mark.parametrize("role", ROLES)
def test_reading_and_writing(people, lesson, result, role):
    user = someone(people, role)
    assert may_read_thread(user, lesson)
    assert may_post(user, lesson) == (role != "anonymous")
    assert may_read_thread(user, result) == may_post(user, result) == (role in READ_RESULT)


@pytest.mark.parametrize("role", ROLES)
def test_moderating(people, lesson, result, role):
    user = someone(people, role)
    post = say(result, people["member"])
    assert may_moderate(user, lesson) == may_moderate(user, result) == (role in MODERATE)
    assert may_open_queue(user) == (role in MODERATE | {"beninese_facilitator"})
    assert may_decide(user, post) == (role in MODERATE)


@pytest.mark.parametrize("role", ROLES)
def test_seeing_a_held_and_a_public_message(people, lesson, result, role):
    user = someone(people, role)
    assert may_see_post(user, say(lesson, people["member"])) == (role in MODERATE | {"member"})
    assert may_see_post(user, published(lesson, people["other"], people["facilitator"]))
    assert may_see_post(user, published(result, people["other"], people["facilitator"])) == (
        role in READ_RESULT
    )


@pytest.mark.parametrize("role", ROLES)
def test_withdrawing_is_for_the_author(people, lesson, role):
    assert may_withdraw(someone(people, role), say(lesson, people["member"])) == (role == "member")


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.FACILITATORS, MODERATE),
        (Audience.PEERS_MASKED, READ_RESULT),
        (Audience.HIERARCHY, READ_RESULT | {"official"}),
        (Audience.PUBLIC, set(ROLES)),
    ],
)
def test_each_level_has_its_readers(people, result, audience, readers):
    result.cycle.discussion_audience = audience
    assert {role for role in ROLES if may_read_thread(someone(people, role), result)} == readers


def test_leaving_a_post_ends_its_rights(people, result):
    end_membership(membership=people["facilitator"].memberships.get(), by=None)
    left = User.objects.get(pk=people["facilitator"].pk)
    assert not may_open_queue(left) and not may_read_thread(left, result)


def test_a_closed_account_may_nothing(people, lesson):
    people["facilitator"].is_active = False
    assert not may_post(people["facilitator"], lesson) and not may_open_queue(people["facilitator"])


def test_the_queue_is_filtered_by_country(people, cycle, lesson, result, pages_ready):
    index = page_below(pages_ready.fr, "Sites", LearningSitesIndexPage)
    site = page_below(index, "Kilifi", LearningSitePage, place="Kilifi", country="Kenya")
    story = page_below(site, "Récit", CaseStoryPage)
    of_guinea, of_no_cycle = say(result, people["member"]), say(story, people["member"])
    assert (
        set(moderated_by(people["facilitator"]))
        == set(moderated_by(people["shared"]))
        == {of_guinea, of_no_cycle}
    )
    assert set(moderated_by(people["beninese_facilitator"])) == {of_no_cycle}
    assert Post.objects.count() == 2
