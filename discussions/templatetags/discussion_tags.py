"""A thread at the foot of anything, and counts of messages for lists. The one tag library of discussions."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from content.remembered import remembered

from ..forms import PostForm
from ..models import Post
from ..reading import read_thread
from ..targets import is_published, key_of, label_of

register = template.Library()


@register.simple_tag(takes_context=True)
def thread(context, target: models.Model) -> SafeString:
    """The first page of the thread about `target`. Nothing in previews: a draft has none. All anonymous
    readers get the same: it is remembered until a message or a page changes."""
    request = context.get("request")
    if not is_published(target) or getattr(request, "is_preview", False):
        return ""
    user = getattr(request, "user", None) or AnonymousUser()
    if user.is_authenticated or request is None:
        return _thread(target, user, request)
    key = ("thread", label_of(target), key_of(target), get_language())
    return remembered(request, key, lambda: _thread(target, user, request))


def _thread(target: models.Model, user, request) -> SafeString:
    reading = read_thread(user, target)
    form = PostForm(target) if reading.may_post else None
    shown = {"reading": reading, "form": form, "user": user}
    return render_to_string("discussions/includes/thread.html", shown, request)


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
