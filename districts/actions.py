"""Writes about people and what they are; unit_actions.py has those about places."""

import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .models import TEAM_ROLES, Membership, OrgUnit, Role, User

# Wagtail's groups that follow from a role; home/set_up.py makes them and gives them their rights.
GROUP_OF_ROLE = {
    Role.FACILITATOR: "Facilitators",
    Role.MODERATOR: "Moderators of threads",
    Role.ADMINISTRATOR: "Administrators",
}


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
    sync_groups(user=user)
    log(membership, "wagtail.create", user=by)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None, ends_on: datetime.date | None = None) -> None:
    """`user` leaves the post; the last day is inclusive, so leaving at once means yesterday. A post that had
    not begun by then is taken back: it never counts on any day still to come."""
    membership.ends_on = ends_on or timezone.localdate() - datetime.timedelta(days=1)
    membership.starts_on = min(membership.starts_on, membership.ends_on)
    membership.save(update_fields=["starts_on", "ends_on"])
    sync_groups(user=membership.user)
    log(membership, "wagtail.edit", user=by, data={"ends_on": str(membership.ends_on)})


def sync_groups(*, user: User) -> None:
    """Wagtail's groups say again what the memberships say today. Posts begin and end without anybody doing
    anything, so the gate to the admin asks for this at every request; it writes only what differs."""
    roles = set(user.memberships.current().values_list("role", flat=True)) if user.is_active else set()
    wanted = {group for role, group in GROUP_OF_ROLE.items() if role in roles}
    present = set(user.groups.filter(name__in=GROUP_OF_ROLE.values()).values_list("name", flat=True))
    if wanted != present:
        user.groups.remove(*Group.objects.filter(name__in=present - wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - present))
