"""Who may read, write, withdraw and decide. One predicate per verb."""

from django.db import models
from django.db.models import Q, QuerySet, prefetch_related_objects

from analysis.disclosure import Audience
from content.access import signed_in
from cycles.models import LearningCycle
from districts import audiences
from districts.models import FACILITATING_ROLES, OrgUnit

from .models import Post, PostQuerySet, Thread, ThreadQuerySet
from .targets import is_published, types_open_to_all

# What the groups of facilitators, moderators and administrators need beside entry to the admin.
MODERATION_PERMISSIONS = ("discussions.moderate_post",)
WITHDRAWABLE = (Post.Status.HELD, Post.Status.PUBLISHED, Post.Status.WITHHELD)


def _countries_of(target: models.Model) -> list[OrgUnit]:
    """One query per target, however often it is asked."""
    if target.thread_cycle is None:
        return []
    prefetch_related_objects([target.thread_cycle], "countries")
    return list(target.thread_cycle.countries.all())


def may_read_thread(user, target: models.Model) -> bool:
    audience = Audience(target.thread_audience)
    return audience == Audience.PUBLIC or audiences.may_read(user, audience, _countries_of(target))


def readable_threads(user) -> ThreadQuerySet:
    """The rule of `may_read_thread` as a filter, whether or not the targets are published still. What is not open to
    all by its kind has the audience of its cycle."""
    units = [post.unit for post in audiences.memberships_of(user)]
    countries = {unit.country.pk: unit.country for unit in units if unit}
    # A country that there is not: only posts in all countries belong to it.
    cycles = Q(discussion_audience__gte=audiences.lowest_readable(user, [OrgUnit(pk=0)]))
    cycles |= Q(countries__isnull=True, discussion_audience__gte=audiences.lowest_readable(user, []))
    for pk, country in countries.items():
        cycles |= Q(countries=pk, discussion_audience__gte=audiences.lowest_readable(user, [country]))
    readable = LearningCycle.objects.filter(cycles).order_by().values("pk")
    return Thread.objects.filter(Q(target_type__in=types_open_to_all()) | Q(cycle__in=readable))


def may_post(user, target: models.Model) -> bool:
    return signed_in(user) and is_published(target) and may_read_thread(user, target)


def may_moderate(user, target: models.Model) -> bool:
    """Facilitators of the cycle's countries and shared ones; all facilitators where there is no cycle."""
    return user.is_authenticated and audiences.may_moderate(user, _countries_of(target))


def may_see_post(user, post: Post) -> bool:
    target = post.conversation.target()
    if target is None or not may_read_thread(user, target):
        return False
    own = user.is_authenticated and post.user_id == user.pk
    return post.published_at is not None or own or may_moderate(user, target)


def may_withdraw(user, post: Post) -> bool:
    return signed_in(user) and post.user_id == user.pk and post.status in WITHDRAWABLE


def may_open_queue(user, target=None) -> bool:
    return user.is_authenticated and user.has_perms(MODERATION_PERMISSIONS) and audiences.may_moderate(user)


def may_decide(user, post: Post) -> bool:
    return may_open_queue(user) and moderated_by(user).filter(pk=post.pk).exists()


def moderated_by(user) -> PostQuerySet:
    """The posts that this person decides on: the rule of `may_moderate`, as a filter."""
    countries = _moderated_countries(user)
    if countries is None:
        return Post.objects.all()
    cycles: QuerySet = LearningCycle.objects.filter(Q(countries__isnull=True) | Q(countries__in=countries))
    return Post.objects.filter(Q(conversation__cycle__isnull=True) | Q(conversation__cycle__in=cycles))


def _moderated_countries(user) -> set[int] | None:
    """Country ids; None for those who serve all countries."""
    units = [m.unit for m in audiences.memberships_of(user) if m.role in FACILITATING_ROLES]
    if any(unit is None for unit in units):
        return None
    return {_country(unit).pk for unit in units}


def _country(unit: OrgUnit) -> OrgUnit:
    while unit.parent is not None:
        unit = unit.parent
    return unit
