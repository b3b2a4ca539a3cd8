"""Writes about people and what they are; unit_actions.py has those about places."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .audiences import forget_memberships
from .groups import sync_groups
from .models import TEAM_ROLES, Membership, OrgUnit, Role, User


@transaction.atomic
def create_account(
    *,
    email: str | None,
    password: str | None,
    first_name: str,
    last_name: str,
    language: str,
    by: User | None,
) -> User:
    """A person who can sign in. Raises IntegrityError if the address is taken."""
    user = User.objects.create_user(
        email, password, first_name=first_name, last_name=last_name, language=language
    )
    log(user, "wagtail.create", user=by)
    return user


@transaction.atomic
def start_membership(
    *, user: User, role: Role, unit: OrgUnit | None, by: User | None, starts_on: datetime.date | None = None
) -> Membership:
    """`user` takes a post. Raises IntegrityError if it is open already or a team post has no unit,
    ValueError if that unit is not a district."""
    if role in TEAM_ROLES and unit and not unit.is_district:
        raise ValueError(f"a team works in a district, not in {unit.code}")
    membership = Membership.objects.create(
        user=user, role=role, unit=unit, starts_on=starts_on or timezone.localdate()
    )
    _posts_changed(user)
    log(membership, "districts.post_begun", user=by, data={"starts_on": str(membership.starts_on)})
    return membership


def _posts_changed(user: User) -> None:
    forget_memberships(user)
    sync_groups(user=user)


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None, ends_on: datetime.date | None = None) -> None:
    """`user` leaves the post; the last day is inclusive, so leaving at once means yesterday. A post that had
    not begun by then is taken back: it never counts on any day still to come."""
    membership.ends_on = ends_on or timezone.localdate() - datetime.timedelta(days=1)
    membership.starts_on = min(membership.starts_on, membership.ends_on)
    membership.save(update_fields=["starts_on", "ends_on"])
    _posts_changed(membership.user)
    log(membership, "districts.post_ended", user=by, data={"ends_on": str(membership.ends_on)})


@transaction.atomic
def name_acting_lead(
    *, membership: Membership, starts_on: datetime.date, ends_on: datetime.date, by: User
) -> Membership:
    """A member of the team signs off in its lead's place from one day to another, both inclusive.

    Raises ValueError if `membership` is not that of a current team member, the dates are turned round, or the person
    is lead of that team on one of those days already.
    """
    if membership.role != Role.MEMBER or membership.ends_on:
        raise ValueError("only a member of the team, without a last day, can act for its lead")
    if ends_on < starts_on:
        raise ValueError("the last day is before the first")
    lead = Membership.objects.filter(user=membership.user, unit=membership.unit, role=Role.LEAD)
    if lead.filter(starts_on__lte=ends_on).exclude(ends_on__lt=starts_on).exists():
        raise ValueError("this person is lead of that team then already")
    acting = Membership.objects.create(
        user=membership.user,
        unit=membership.unit,
        role=Role.LEAD,
        acting=True,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _posts_changed(membership.user)
    data = {"starts_on": str(starts_on), "ends_on": str(ends_on)}
    log(acting, "districts.acting_lead_named", user=by, data=data)
    return acting
