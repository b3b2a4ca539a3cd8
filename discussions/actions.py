"""Writes by those who take part in a discussion; moderation.py has the one by moderators."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django_comments_xtd.models import max_thread_level_for_content_type
from wagtail.log_actions import log

from content.page_cache import bump
from districts.audiences import memberships_of, own_district
from districts.models import User

from .models import Post, Thread
from .participation import note_participation
from .permissions import WITHDRAWABLE, may_moderate
from .targets import is_published

SAME_MESSAGE_WITHIN = datetime.timedelta(hours=24)


class MessageRefused(ValueError):
    """The message cannot stand where it was sent; nothing was written."""


class TargetNotPublished(MessageRefused):
    pass


class CannotAnswer(MessageRefused):
    """The message to answer is in another thread, or no longer public."""


class DuplicateMessage(MessageRefused):
    """`post` is the same text, sent before by the same person to the same place."""

    def __init__(self, post: Post):
        super().__init__(f"same text as message {post.pk}")
        self.post = post


@transaction.atomic
def post_message(
    *,
    target: models.Model,
    by: User,
    text: str,
    language: str,
    reply_to: Post | None = None,
    at: datetime.datetime | None = None,
) -> Post:
    """A new message about `target`, published at once or held (see `_first_status`).

    `text` is plain text, neither empty nor longer than COMMENT_MAX_LENGTH; `at` is for bringing in what was
    written before. Raises TargetNotPublished, CannotAnswer or DuplicateMessage, all MessageRefused.
    """
    if not text.strip() or len(text) > settings.COMMENT_MAX_LENGTH:
        raise MessageRefused("empty or too long")
    if not is_published(target):
        raise TargetNotPublished(str(target))
    thread = _locked_thread(target)
    answered = _answerable(thread, reply_to)
    _refuse_duplicate(thread, by, text, answered)
    post = _write(
        conversation=thread,
        reply_to=answered,
        user=by,
        comment=text,
        language=language,
        status=_first_status(by, target),
        submit_date=at or timezone.now(),
    )
    log(post, "discussions.post", user=by, data={"status": post.status})
    if post.status == Post.Status.PUBLISHED:
        note_participation(post)
        transaction.on_commit(bump)
    return post


def _locked_thread(target: models.Model) -> Thread:
    """One writer per thread at a time: the tree's numbering and the check for duplicates rely on it."""
    return Thread.objects.select_for_update().get(pk=Thread.objects.get_or_make(target).pk)


def _answerable(thread: Thread, reply_to: Post | None) -> Post | None:
    """Read again under the lock: it may have been withheld while the answer was being written."""
    if reply_to is None:
        return None
    answered = thread.posts.published().filter(pk=reply_to.pk).first()
    if answered is None:
        raise CannotAnswer(f"message {reply_to.pk}")
    return answered


def _refuse_duplicate(thread: Thread, by: User, text: str, answered: Post | None) -> None:
    same = thread.posts.filter(
        user=by, comment=text, reply_to=answered, submit_date__gte=timezone.now() - SAME_MESSAGE_WITHIN
    ).exclude(status=Post.Status.WITHDRAWN)
    if before := same.order_by("pk").first():
        raise DuplicateMessage(before)


def _first_status(by: User, target: models.Model) -> str:
    """Messages are held until a moderator has published one of the person's, and again after one was
    withheld or removed. Those who moderate the thread write freely."""
    if may_moderate(by, target):
        return Post.Status.PUBLISHED
    decisions = Post.objects.filter(user=by, decided_at__isnull=False).order_by("-decided_at")
    latest_reason = decisions.values_list("reason", flat=True).first()
    return Post.Status.PUBLISHED if latest_reason == "" else Post.Status.HELD


def _write(*, conversation: Thread, reply_to: Post | None, user: User, status: str, **fields) -> Post:
    """No mailbox and no address of the sender's machine is stored; the name only in case the account goes."""
    content_type = ContentType.objects.get_for_model(Thread)
    parent = _allowed_parent(reply_to, content_type)
    public = status == Post.Status.PUBLISHED
    post = Post(
        content_type=content_type,
        object_pk=str(conversation.pk),
        site_id=settings.SITE_ID,
        conversation=conversation,
        reply_to=reply_to,
        parent_id=parent.pk if parent else 0,
        user=user,
        user_name=user.get_full_name()[:50],
        unit=own_district(user),
        role=next((m.role for m in memberships_of(user)), ""),
        status=status,
        is_public=public,
        published_at=fields["submit_date"] if public else None,
        **fields,
    )
    post.save()
    return post


def _allowed_parent(answered: Post | None, content_type: ContentType) -> Post | None:
    """The message answered or, where the tree is too deep, its nearest ancestor that may have children:
    django-comments-xtd would fail half-way and leave a public row."""
    deepest = max_thread_level_for_content_type(content_type)
    parent = answered
    while parent is not None and parent.level >= deepest:
        parent = Post.objects.get(pk=parent.parent_id) if parent.level else None
    return parent


@transaction.atomic
def withdraw(*, post: Post, by: User) -> None:
    """The author takes a message back; what was public leaves a tombstone, and its replies stay.

    Raises MessageRefused for somebody else's message and for what a moderator has removed.
    """
    mine = Post.objects.filter(pk=post.pk, user=by, status__in=WITHDRAWABLE)
    if not mine.update(status=Post.Status.WITHDRAWN, is_public=False, is_removed=True):
        raise MessageRefused(f"message {post.pk} cannot be withdrawn")
    post.refresh_from_db()
    log(post, "discussions.withdraw", user=by)
    if post.published_at:
        transaction.on_commit(bump)
