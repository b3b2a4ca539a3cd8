"""The thirteen edges of django-comments-xtd 2.10 that were found before it was chosen, each out of reach here."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import ProtectedError
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

from discussions.actions import CannotAnswer, DuplicateMessage, TargetNotPublished
from discussions.models import Post
from discussions.moderation import moderate
from discussions.targets import thread_address

from .threads import fill, fresh, published, say, send

Status = Post.Status


def a_root_with_replies(people, lesson) -> tuple[Post, Post, Post]:
    root = published(lesson, people["member"], people["facilitator"])
    one = say(lesson, people["facilitator"], reply_to=root)
    two = say(lesson, people["facilitator"], reply_to=one)
    return root, one, two


def test_1_a_plain_save_does_not_miscount_replies(people, lesson):
    root, one, _two = a_root_with_replies(people, lesson)
    for post in (root, one, one):
        fresh(post).save()
    assert (fresh(root).nested_count, fresh(one).nested_count) == (2, 1)


@pytest.mark.parametrize("decision", ["withhold", "remove"])
def test_2_a_decision_on_a_parent_leaves_its_replies_alone(people, lesson, decision):
    root, one, two = a_root_with_replies(people, lesson)
    moderate(post=one, decision="withhold", by=people["facilitator"], reason="Why")
    moderate(post=root, decision=decision, by=people["facilitator"], reason="Why")
    moderate(post=root, decision="approve" if decision == "withhold" else "restore", by=people["facilitator"])
    fresh(root).save()
    assert fresh(one).status == Status.WITHHELD and not fresh(one).is_public
    assert fresh(two).status == Status.PUBLISHED and fresh(two).is_public


def test_3_a_reply_beyond_the_depth_hangs_on_the_deepest_ancestor(people, lesson):
    post = say(lesson, people["facilitator"])
    levels = []
    for _ in range(6):
        answered, post = post, say(lesson, people["facilitator"], reply_to=post)
        levels.append(post.level)
        assert post.reply_to == answered
    assert levels == [1, 2, 3, 3, 3, 3]


def test_3_a_reply_to_nothing_leaves_nothing_behind(people, lesson, signed_in):
    response = send(signed_in(people["facilitator"]), lesson, "Hello", reply_to="987654")
    assert response.status_code == 200 and "Hello" in response.content.decode()
    assert not XtdComment.objects.exists()


def test_4_a_reply_cannot_land_in_another_thread(people, lesson, result):
    elsewhere = say(result, people["facilitator"])
    with pytest.raises(CannotAnswer):
        say(lesson, people["facilitator"], reply_to=elsewhere)
    assert Post.objects.count() == 1


def test_5_drafts_cannot_be_discussed(people, lesson, signed_in):
    address = thread_address(lesson)
    lesson.unpublish()
    with pytest.raises(TargetNotPublished):
        say(lesson, people["facilitator"])
    assert signed_in(people["facilitator"]).get(address).status_code == 404
    assert send(signed_in(people["facilitator"]), lesson, "Hello").status_code == 404


def test_6_duplicates_are_refused(people, lesson):
    say(lesson, people["member"], "Once")
    with pytest.raises(DuplicateMessage):
        say(lesson, people["member"], "Once")


def test_6_there_is_a_rate_limit(people, lesson, signed_in):
    browser = signed_in(people["member"])
    answers = [send(browser, lesson, f"Message {n}").status_code for n in range(6)]
    assert answers == [302] * 5 + [429]


def test_7_a_root_with_replies_cannot_be_deleted(people, lesson):
    root, one, _two = a_root_with_replies(people, lesson)
    with pytest.raises(ProtectedError):
        root.delete()
    assert fresh(one).parent_id == fresh(root).pk


def test_8_moderators_have_the_permission_and_see_the_link(people, lesson, signed_in):
    assert Permission.objects.filter(codename="moderate_post", content_type__app_label="discussions").exists()
    post = say(lesson, people["member"])
    link = reverse("moderation_decide", args=[post.pk])
    assert link in signed_in(people["facilitator"]).get(lesson.url).content.decode()
    assert link not in signed_in(people["member"]).get(lesson.url).content.decode()


@pytest.mark.parametrize("name", ["comments-xtd-confirm", "comments-xtd-mute", "comments-post-comment"])
def test_9_the_librarys_addresses_are_not_served(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=["x"])
    patterns = str(get_resolver().url_patterns)
    assert "django_comments_xtd" not in patterns and "django_comments" not in patterns


def test_10_nothing_is_loaded_from_elsewhere(people, lesson, signed_in):
    a_root_with_replies(people, lesson)
    html = signed_in(people["member"]).get(thread_address(lesson)).content.decode()
    assert "gravatar" not in html and "<img" not in html


def test_10_queries_do_not_grow_with_messages(people, lesson, client, signed_in):
    readers, counted = [client, signed_in(people["other"]), signed_in(people["facilitator"])], []
    for number in (10, 9990):
        fill(lesson, people["member"], number, replies_each=4)
        counted.append([queries_of(reader, address) for reader in readers for address in addresses(lesson)])
    assert counted[0] == counted[1]
    assert max(counted[0][:3]) <= 20, "anonymous"


def addresses(lesson) -> list[str]:
    last = Post.objects.order_by("-pk").first()
    return [lesson.url, thread_address(lesson), f"{thread_address(lesson)}{last.thread_id}/"]


def queries_of(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_11_a_changed_setting_changes_nothing_half_way(people, lesson, settings):
    """The library reads its settings once; so does the action, through the library."""
    settings.COMMENTS_XTD_MAX_THREAD_LEVEL = 0
    settings.COMMENTS_XTD_MAX_THREAD_LEVEL_BY_APP_MODEL = {"discussions.thread": 0}
    _root, one, two = a_root_with_replies(people, lesson)
    assert (one.level, two.level) == (1, 2)


def test_12_a_post_is_one_row_in_each_of_three_tables(people, lesson):
    post = fresh(say(lesson, people["member"]))
    assert post.xtdcomment_ptr.post == post and post.xtdcomment_ptr.comment_ptr_id == post.pk
    assert post.conversation.posts.get() == post


def test_13_the_receiver_is_disconnected():
    synchronous, _asynchronous = pre_save._live_receivers(Post)
    assert publish_or_unpublish_on_pre_save not in synchronous


def test_13_saving_a_root_with_many_replies_costs_no_more(people, lesson):
    fill(lesson, people["member"], 1001, replies_each=1000)
    root = Post.objects.filter(level=0).get()
    with CaptureQueriesContext(connection) as queries:
        root.save()
    assert len(queries) <= 5
