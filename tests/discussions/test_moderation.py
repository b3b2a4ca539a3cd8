"""The one moderation function."""

import itertools

import pytest
from wagtail.models import ModelLogEntry

from discussions import moderation
from discussions.models import Post
from discussions.moderation import RULES, Decision, DecisionImpossible, ReasonMissing, moderate

from .threads import fresh, published, say

Status = Post.Status
PUBLIC_FLAGS = {Status.PUBLISHED: (True, False), Status.REMOVED: (False, True)}


def in_status(status: str, people, lesson) -> Post:
    post = say(lesson, people["member"])
    if status != Status.HELD:
        changes = {"published_at": post.submit_date} if status != Status.WITHHELD else {}
        Post.objects.filter(pk=post.pk).update(status=status, **changes)
    return fresh(post)


@pytest.mark.parametrize(("decision", "status"), list(itertools.product(Decision, Status)))
def test_each_decision_from_each_state(people, lesson, decision, status):
    post = in_status(status, people, lesson)
    rule = RULES[decision]
    if status not in rule.before:
        with pytest.raises(DecisionImpossible):
            moderate(post=post, decision=decision, by=people["facilitator"], reason="Why")
        assert fresh(post).status == status
        return
    decided = moderate(post=post, decision=decision, by=people["facilitator"], reason="Why")
    assert decided.status == fresh(post).status == rule.after
    assert (decided.is_public, decided.is_removed) == PUBLIC_FLAGS.get(rule.after, (False, False))
    assert decided.decided_by == people["facilitator"] and decided.decided_at


def test_nobody_decides_on_what_was_withdrawn(people, lesson):
    assert not any(Status.WITHDRAWN in rule.before for rule in RULES.values())


@pytest.mark.parametrize("decision", [Decision.WITHHOLD, Decision.REMOVE])
def test_withholding_and_removing_need_a_reason(people, lesson, decision):
    post = say(lesson, people["member"])
    with pytest.raises(ReasonMissing):
        moderate(post=post, decision=decision, by=people["facilitator"], reason="  ")
    assert fresh(post).status == Status.HELD


def test_publishing_again_clears_the_reason_and_keeps_the_first_day(people, lesson):
    post = published(lesson, people["member"], people["facilitator"])
    moderate(post=post, decision="remove", by=people["facilitator"], reason="By mistake")
    again = moderate(post=post, decision="restore", by=people["facilitator"])
    assert again.reason == "" and again.published_at == post.published_at


def test_an_unknown_decision_is_an_error(people, lesson):
    with pytest.raises(ValueError, match="burn"):
        moderate(post=say(lesson, people["member"]), decision="burn", by=people["facilitator"])


def test_the_second_of_two_moderators_is_told(people, lesson):
    post = say(lesson, people["member"])
    moderate(post=post, decision="approve", by=people["facilitator"])
    with pytest.raises(DecisionImpossible):
        moderate(post=post, decision="approve", by=people["shared"])
    assert fresh(post).decided_by == people["facilitator"]


def test_decisions_are_logged_with_who_and_why_and_without_the_text(people, lesson):
    post = say(lesson, people["member"], "The text itself")
    moderate(post=post, decision="withhold", by=people["facilitator"], reason="Too precise")
    entry = ModelLogEntry.objects.get(action="discussions.withhold")
    assert entry.user == people["facilitator"] and entry.data["reason"] == "Too precise"
    assert "The text itself" not in str(ModelLogEntry.objects.values_list("label", "data"))


def test_the_page_cache_is_bumped_for_what_was_or_becomes_public(
    people, lesson, monkeypatch, django_capture_on_commit_callbacks
):
    bumped = []
    monkeypatch.setattr(moderation, "bump", lambda: bumped.append(1))
    post = say(lesson, people["member"])
    seen = []
    for decision in ("withhold", "approve", "remove", "restore"):
        bumped.clear()
        with django_capture_on_commit_callbacks(execute=True):
            moderate(post=post, decision=decision, by=people["facilitator"], reason="Why")
        seen.append(len(bumped))
    assert seen == [0, 1, 1, 1]
