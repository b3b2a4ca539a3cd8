"""The threads in which a district has written, and the answers to it that still wait for a word from it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from content.counting import number_of
from districts.models import OrgUnit

from .models import Post, Thread
from .targets import titles_of


@dataclass(frozen=True)
class ThreadOfDistrict:
    """`last` is when the district last wrote; `waiting`, how many answered it and were not answered."""

    title: str
    address: str
    last: datetime.datetime
    waiting: int


def threads_of(unit: OrgUnit, most: int) -> list[ThreadOfDistrict]:
    """The latest ones whose subject is still published: three queries or four, however many messages.

    Titles and numbers are no secret, whoever may read the messages: the thread's own page decides on those.
    """
    threads, keys = list(_written_in(unit)[:most]), defaultdict(list)
    for thread in threads:
        keys[_subject_of(thread)].append(thread.target_key)
    titles = titles_of(keys, get_language() or "fr")
    return [
        ThreadOfDistrict(
            title=titles[thread.target_key],
            address=reverse("thread", args=[_subject_of(thread)._meta.label_lower, thread.target_key]),
            last=thread.last,
            waiting=thread.waiting,
        )
        for thread in threads
        if thread.target_key in titles
    ]


def _subject_of(thread: Thread) -> type:
    """The class of what it is about; Django keeps content types in memory."""
    return ContentType.objects.get_for_id(thread.target_type_id).model_class()


def _written_in(unit: OrgUnit) -> QuerySet[Thread]:
    published = Q(posts__unit=unit, posts__status=Post.Status.PUBLISHED)
    waiting = Post.objects.filter(conversation=OuterRef("pk"), reply_to__unit=unit).unanswered()
    found = Thread.objects.filter(published).annotate(
        last=Max("posts__submit_date"),
        waiting=number_of(waiting),
    )
    return found.order_by("-last", "-pk")
