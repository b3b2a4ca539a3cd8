"""Leaving a post oneself: until when one is still in it, who may not leave, and the act.

The days of posts are UTC days: a post is over with the midnight after its last day in UTC, which is one o'clock in
Benin.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from .actions import end_membership
from .handover_actions import NoteRefused, write_note
from .models import TEAM_ROLES, Membership, Role, User
from .units import OrgUnit

A_YEAR = datetime.timedelta(days=365)
A_DAY = datetime.timedelta(days=1)


class CannotLeave(ValueError):
    """Not one's own post, over already, or a last day that cannot be."""


class OnlyAdministrator(CannotLeave):
    """Nobody else would be left to administer the place."""


def first_last_day(post: Membership) -> datetime.date:
    """The earliest that can be chosen; a post that is still to come lasts a day at least, or is left at once."""
    return max(timezone.localdate(), post.starts_on)


def last_last_day(post: Membership) -> datetime.date:
    """The latest: nobody stays longer than somebody else has said, nor decides for more than a year ahead."""
    return post.ends_on or first_last_day(post) + A_YEAR


def usual_last_day(post: Membership) -> datetime.date:
    """Today where the person works, or what was set before."""
    there = timezone.now().astimezone(zone_of(post)).date()
    return post.ends_on or max(there, first_last_day(post))


def zone_of(post: Membership) -> datetime.tzinfo:
    return post.unit.zone if post.unit else datetime.UTC


def over_at(post: Membership, last_day: datetime.date) -> datetime.datetime:
    """The moment when access ends, by the clock of the country."""
    midnight = datetime.datetime.combine(last_day + A_DAY, datetime.time(), datetime.UTC)
    return midnight.astimezone(zone_of(post))


def may_leave_note(post: Membership) -> bool:
    """To the team that one is in by this post."""
    return post.role in TEAM_ROLES and post.starts_on <= timezone.localdate()


def is_only_administrator(post: Membership, last_day: datetime.date | None = None) -> bool:
    """Would nobody administer the place from the day after, not even from further up?"""
    if post.role != Role.ADMINISTRATOR:
        return False
    after = (last_day or timezone.localdate() - A_DAY) + A_DAY
    others = Membership.objects.current(after).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    places = [None, *_and_above(post.unit)]
    if any(other.unit_id in places for other in others.exclude(pk=post.pk)):
        return False
    return not User.objects.filter(is_active=True, is_superuser=True).exists()


def _and_above(unit: OrgUnit | None) -> list[int]:
    return [place.pk for place in unit.lineage()] if unit else []


@transaction.atomic
def leave_post(
    *, post: Membership, by: User, last_day: datetime.date | None = None, note: str = "", language: str = "fr"
) -> None:
    """`by` leaves their own post: at once, or when `last_day` is over. `note` is kept for the next ones in the
    district. What `by` wrote and answered there stays.

    Raises CannotLeave, OnlyAdministrator, or NoteRefused for a note that is too long or that has no team to read it.
    """
    posts = Membership.objects.select_related("unit", "user")
    if post.role == Role.ADMINISTRATOR:
        # Two administrators who leave at the same moment would each still count on the other.
        list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
    post = posts.select_for_update(of=("self",)).get(pk=post.pk)
    _check(post, by, last_day)
    if note and not may_leave_note(post):
        raise NoteRefused("no team to leave it to")
    if note:
        write_note(unit=post.unit, text=note, language=language, by=by)
    end_membership(membership=post, by=by, ends_on=last_day)


def _check(post: Membership, by: User, last_day: datetime.date | None) -> None:
    if post.user_id != by.pk or (post.ends_on and post.ends_on < timezone.localdate()):
        raise CannotLeave("not one's own, or over already")
    if last_day and not first_last_day(post) <= last_day <= last_last_day(post):
        raise CannotLeave(f"{last_day} cannot be the last day")
    if is_only_administrator(post, last_day):
        raise OnlyAdministrator
