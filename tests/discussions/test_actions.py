"""Writing and withdrawing."""

import pytest

from cycles.models import Participation
from discussions import actions
from discussions.actions import CannotAnswer, DuplicateMessage, MessageRefused, TargetNotPublished, withdraw
from discussions.models import Post, Thread
from discussions.moderation import moderate
from districts.models import OrgUnit

from .threads import fresh, published, say

Status = Post.Status


def kinds(cycle) -> set[tuple[str, str]]:
    return set(Participation.objects.filter(cycle=cycle).values_list("unit__code", "kind"))


def test_a_persons_messages_are_held_until_one_was_approved(people, lesson):
    first, second = say(lesson, people["member"]), say(lesson, people["member"])
    assert (first.status, second.status) == (Status.HELD, Status.HELD)
    moderate(post=first, decision="approve", by=people["facilitator"])
    assert say(lesson, people["member"]).status == Status.PUBLISHED
    assert say(lesson, people["lead"]).status == Status.HELD, "trust is a person's, not a district's"


@pytest.mark.parametrize("decision", ["withhold", "remove"])
def test_messages_are_held_again_after_one_was_withheld_or_removed(people, lesson, decision):
    post = published(lesson, people["member"], people["facilitator"])
    moderate(post=post, decision=decision, by=people["facilitator"], reason="A patient's name")
    assert say(lesson, people["member"]).status == Status.HELD


@pytest.mark.parametrize("who", ["facilitator", "moderator", "shared"])
def test_those_who_moderate_write_freely(people, lesson, who):
    post = say(lesson, people[who])
    assert post.status == Status.PUBLISHED and post.is_public


def test_a_facilitator_of_another_country_starts_like_anyone(people, lesson):
    assert say(lesson, people["beninese_facilitator"]).status == Status.HELD


def test_a_message_keeps_what_its_author_was(people, lesson):
    post = fresh(say(lesson, people["member"]))
    assert (post.unit.code, post.role, post.language) == ("pita", "member", "fr")
    assert post.user_email == "" and post.ip_address is None


def test_both_languages_share_one_thread(people, lesson, pages_ready):
    say(lesson, people["facilitator"])
    english = lesson.copy_for_translation(pages_ready.en.locale, copy_parents=True)
    english.save_revision().publish()
    english.refresh_from_db()
    say(english, people["facilitator"], language="en")
    assert Thread.objects.get().posts.count() == 2


def test_the_same_text_twice_is_refused_and_says_which_one_is_there(people, lesson):
    first = say(lesson, people["member"], "Once")
    with pytest.raises(DuplicateMessage) as refused:
        say(lesson, people["member"], "Once")
    assert refused.value.post == first and Post.objects.count() == 1
    say(lesson, people["lead"], "Once")


def test_a_withdrawn_message_can_be_written_again(people, lesson):
    withdraw(post=say(lesson, people["member"], "Once"), by=people["member"])
    assert say(lesson, people["member"], "Once").status == Status.HELD


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_empty_and_endless_texts_are_refused(people, lesson, text):
    with pytest.raises(MessageRefused):
        actions.post_message(target=lesson, by=people["member"], text=text, language="fr")


def test_nothing_is_written_about_a_draft(people, lesson, result):
    lesson.live, result.published_at = False, None
    for target in (lesson, result):
        with pytest.raises(TargetNotPublished):
            say(target, people["facilitator"])
    assert not Post.objects.exists()


def test_only_a_public_message_can_be_answered(people, lesson):
    held = say(lesson, people["member"])
    with pytest.raises(CannotAnswer):
        say(lesson, people["facilitator"], reply_to=held)
    moderate(post=held, decision="approve", by=people["facilitator"])
    assert say(lesson, people["facilitator"], reply_to=held).thread_id == held.pk


def test_the_first_message_on_a_result_is_the_districts_comment(people, cycle, result, lesson):
    published(lesson, people["member"], people["facilitator"])
    assert kinds(cycle) == set(), "a lesson is not a result"
    say(result, people["member"])
    say(result, people["lead"])
    assert kinds(cycle) == {("pita", "commented")}


def test_a_held_message_counts_once_it_is_approved_with_the_day_it_was_written(people, cycle, result):
    post = say(result, people["member"])
    assert kinds(cycle) == set()
    moderate(post=post, decision="approve", by=people["facilitator"])
    assert Participation.objects.get().at == fresh(post).submit_date


def test_answering_another_district_is_discussing(people, cycle, result):
    first = published(result, people["member"], people["facilitator"])
    published(result, people["lead"], people["facilitator"], reply_to=first)
    assert kinds(cycle) == {("pita", "commented")}, "one's own district is not another"
    published(result, people["other"], people["facilitator"], reply_to=first)
    assert kinds(cycle) == {("pita", "commented"), ("gaoual", "commented"), ("gaoual", "discussed")}


def test_answering_a_facilitator_is_not_discussing(people, cycle, result):
    question = say(result, people["facilitator"])
    published(result, people["member"], people["facilitator"], reply_to=question)
    assert kinds(cycle) == {("pita", "commented")}


def test_visitors_from_outside_take_no_part_in_the_cycle(people, cycle, lesson):
    first = published(lesson, people["member"], people["facilitator"])
    visitor = published(lesson, people["beninese"], people["facilitator"], reply_to=first)
    assert visitor.unit == OrgUnit.objects.get(code="come")
    assert kinds(cycle) == set()


def test_withdrawing_hides_the_text_and_keeps_the_replies(people, lesson):
    post = published(lesson, people["member"], people["facilitator"])
    reply = say(lesson, people["facilitator"], reply_to=post)
    withdraw(post=post, by=people["member"])
    assert fresh(post).status == Status.WITHDRAWN and not fresh(post).is_public
    assert fresh(reply).status == Status.PUBLISHED and fresh(reply).is_public


def test_only_the_author_withdraws_and_not_what_was_removed(people, lesson):
    post = published(lesson, people["member"], people["facilitator"])
    with pytest.raises(MessageRefused):
        withdraw(post=post, by=people["lead"])
    moderate(post=post, decision="remove", by=people["facilitator"], reason="Why")
    with pytest.raises(MessageRefused):
        withdraw(post=post, by=people["member"])


def test_the_page_cache_is_bumped_when_anonymous_readers_see_a_change(
    people, lesson, monkeypatch, django_capture_on_commit_callbacks
):
    bumped = []
    monkeypatch.setattr(actions, "bump", lambda: bumped.append(1))

    def bumps(action, *args, **kwargs) -> int:
        bumped.clear()
        with django_capture_on_commit_callbacks(execute=True):
            bumps.post = action(*args, **kwargs)
        return len(bumped)

    assert bumps(say, lesson, people["member"]) == 0, "held"
    assert bumps(withdraw, post=bumps.post, by=people["member"]) == 0, "never public"
    assert bumps(say, lesson, people["facilitator"]) == 1
    assert bumps(withdraw, post=bumps.post, by=people["facilitator"]) == 1
