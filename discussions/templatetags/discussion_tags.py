"""A thread at the foot of anything, and counts of messages for lists. The one tag library of discussions."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count

from ..forms import PostForm
from ..models import Post
from ..reading import read_thread
from ..targets import is_published, key_of

register = template.Library()


@register.inclusion_tag("discussions/includes/thread.html", takes_context=True)
def thread(context, target: models.Model) -> dict:
    """The first page of the thread about `target`. Nothing in previews: a draft has none."""
    request = context.get("request")
    if not is_published(target) or getattr(request, "is_preview", False):
        return {"reading": None}
    user = getattr(request, "user", None) or AnonymousUser()
    reading = read_thread(user, target)
    return {
        "reading": reading,
        "form": PostForm(target) if reading.may_post else None,
        "request": request,
        "user": user,
    }


@register.simple_tag
def thread_counts(targets: Iterable[models.Model]) -> dict:
    """Published messages by the target's key, for many targets in one query."""
    keys = [key_of(target) for target in targets]
    rows = Post.objects.published().filter(conversation__target_key__in=keys).order_by()
    counted = rows.values_list("conversation__target_key").annotate(Count("pk"))
    return dict.fromkeys(keys, 0) | dict(counted)


@register.filter
def count_of(counts: dict, target: models.Model) -> int:
    return counts.get(key_of(target), 0)
