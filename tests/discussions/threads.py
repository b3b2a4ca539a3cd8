"""Threads for tests: messages as people and moderators make them, and very many at once."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from django_comments.models import Comment

from discussions.actions import post_message
from discussions.forms import PostForm
from discussions.models import Post, Thread
from discussions.moderation import moderate
from discussions.targets import thread_address


def say(target, by, text=None, reply_to=None, language="fr") -> Post:
    return post_message(
        target=target, by=by, text=text or uuid.uuid4().hex, language=language, reply_to=reply_to
    )


def published(target, by, moderator, text=None, reply_to=None) -> Post:
    """A message that others can read, approved where it was held."""
    post = say(target, by, text, reply_to)
    if post.status == Post.Status.HELD:
        post = moderate(post=post, decision="approve", by=moderator)
    return post


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def typed(target, text: str, **changes) -> dict[str, str]:
    """What a browser sends from a form just opened."""
    fields = PostForm(target).generate_security_data()
    return fields | {"comment": text, "language": "fr", "reply_to": "", "honeypot": ""} | changes


def send(browser, target, text: str, **changes):
    return browser.post(thread_address(target), typed(target, text, **changes))


TABLES = {
    "django_comments": [
        "id",
        "content_type_id",
        "object_pk",
        "site_id",
        "user_id",
        "user_name",
        "user_email",
        "user_url",
        "comment",
        "submit_date",
        "ip_address",
        "is_public",
        "is_removed",
    ],
    "django_comments_xtd_xtdcomment": [
        "comment_ptr_id",
        "thread_id",
        "parent_id",
        "level",
        "order",
        "followup",
        "nested_count",
    ],
    "discussions_post": [
        "xtdcomment_ptr_id",
        "conversation_id",
        "reply_to_id",
        "status",
        "published_at",
        "language",
        "unit_id",
        "role",
        "reason",
        "decided_by_id",
        "decided_at",
    ],
}


def fill(target, by, number: int, replies_each: int = 0) -> Thread:
    """`number` published messages straight into the three tables: bulk_create cannot, saving one by one is slow.
    Every first message is followed by `replies_each` replies."""
    thread = Thread.objects.get_or_make(target)
    kind, now = ContentType.objects.get_for_model(Thread).pk, timezone.now()
    first = (Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = {table: [] for table in TABLES}
    for index in range(number):
        pk, order = first + index, index % (replies_each + 1) + 1
        root, level = pk - order + 1, int(order > 1)
        rows["django_comments"].append(
            (
                pk,
                kind,
                str(thread.pk),
                settings.SITE_ID,
                by.pk,
                "",
                "",
                "",
                f"Message {pk}",
                now,
                None,
                True,
                False,
            )
        )
        rows["django_comments_xtd_xtdcomment"].append((pk, root, root, level, order, False, 0))
        rows["discussions_post"].append(
            (pk, thread.pk, root if level else None, "published", now, "fr", None, "", "", None, None)
        )
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])  # noqa: S608
        for sql in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(sql)
        # As the database does by itself within a minute; without, PostgreSQL takes its full tables for empty ones.
        cursor.execute("ANALYZE")
    return thread
