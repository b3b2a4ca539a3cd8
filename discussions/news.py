"""What was said since somebody's last visit, by thread."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import get_language

from cycles.of_person import cycles_of_person

from .models import Post
from .permissions import readable_threads
from .targets import titles_of


@dataclass(frozen=True)
class NewMessages:
    """`address` leads to the first of them."""

    title: str
    address: str
    number: int


def new_messages(user, since: datetime.datetime, most: int) -> list[NewMessages]:
    """Published by others since then, in the threads this person may read: of their cycles, or of none (learning
    sites belong to no cycle). The latest first; at most three queries."""
    theirs = Q(conversation__cycle__isnull=True) | Q(
        conversation__cycle__in=cycles_of_person(user).values("pk")
    )
    posts = Post.objects.published().filter(theirs, published_at__gt=since)
    posts = posts.filter(conversation__in=readable_threads(user)).exclude(user=user)
    threads = posts.order_by().values("conversation__target_type", "conversation__target_key")
    threads = threads.annotate(number=Count("pk"), first=Min("pk"), last=Max("published_at"))
    return _titled(list(threads.order_by("-last")[:most]))


def _titled(threads: list[dict]) -> list[NewMessages]:
    """Without those whose target is no longer published."""
    keys = defaultdict(list)
    for row in threads:
        model = ContentType.objects.get_for_id(row["conversation__target_type"]).model_class()
        keys[model].append(row["conversation__target_key"])
    titles = titles_of(keys, get_language() or "fr")
    return [
        NewMessages(
            title=titles[row["conversation__target_key"]],
            address=reverse("message", args=[row["first"]]),
            number=row["number"],
        )
        for row in threads
        if row["conversation__target_key"] in titles
    ]
