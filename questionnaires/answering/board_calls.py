"""Whom to call in a district, and at which number, as far as they let the viewer see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from districts.directory import channels_shown
from districts.models import TEAM_ROLES, Channel, Membership, OrgUnit, Role, User

# Whoever acts for the lead is there while the lead is not.
ACTING, LEAD, MEMBER = range(3)


@dataclass(frozen=True)
class Contact:
    person: User
    post: Membership
    channels: list[Channel]

    @property
    def numbers(self) -> list[Channel]:
        spoken = (Channel.Kind.PHONE, Channel.Kind.WHATSAPP)
        return [channel for channel in self.channels if channel.kind in spoken]


def contacts_of(viewer: User, districts: Iterable[OrgUnit]) -> dict[int, list[Contact]]:
    """By district: its lead, or whoever acts as one, else a member; and the next one who has a number where the first
    has none. Three queries, however many districts."""
    posts = Membership.objects.current().filter(unit__in=districts, role__in=TEAM_ROLES, user__is_active=True)
    teams = defaultdict(list)
    for post in posts.select_related("user__profile").order_by("starts_on", "pk"):
        teams[post.unit_id].append(post)
    shown = channels_shown(viewer, {post.user for team in teams.values() for post in team})
    return {unit: _to_call([_contact(post, shown) for post in team]) for unit, team in teams.items()}


def _contact(post: Membership, shown: dict[int, list[Channel]]) -> Contact:
    return Contact(post.user, post, shown[post.user_id])


def _to_call(team: list[Contact]) -> list[Contact]:
    """A person with two posts in the team, member and acting lead, comes once."""
    by_rank = sorted(team, key=lambda contact: _rank(contact.post))
    first = by_rank[0]
    if first.numbers:
        return [first]
    others = (contact for contact in by_rank[1:] if contact.person != first.person and contact.numbers)
    return [first, *list(others)[:1]]


def _rank(post: Membership) -> int:
    if post.role == Role.MEMBER:
        return MEMBER
    return ACTING if post.acting else LEAD
