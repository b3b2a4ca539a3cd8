"""Who hands over to whom: leaving a post, and the notes for the next ones in a district."""

from django.db.models import Q
from django.utils import timezone

from content.access import signed_in

from .audiences import covers, memberships_of
from .models import TEAM_ROLES, HandoverNote, Membership, OrgUnit, Role, UnitLink
from .permissions import DESK

# A district that was replaced, and replaced again: that far back, in one query.
GENERATIONS = 5


def is_own_post(user, post: Membership) -> bool:
    """Current or over: the page says what became of it."""
    return signed_in(user) and post.user_id == user.pk


def may_leave(user, post: Membership) -> bool:
    """One's own and nobody else's; others end it from the desk (permissions.may_end)."""
    return is_own_post(user, post) and (post.ends_on is None or post.ends_on >= timezone.localdate())


def in_team(user, unit: OrgUnit, roles: tuple[str, ...] = TEAM_ROLES) -> bool:
    """Today, the acting lead included."""
    return any(post.role in roles and post.unit_id == unit.pk for post in memberships_of(user))


def helps_team(user, unit: OrgUnit) -> bool:
    """Its facilitators and administrators. Not moderators, who decide on messages, nor supervisors: what a team tells
    its next members is the team's."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    return any(post.role in DESK and covers(post, unit) for post in memberships_of(user))


def may_read_handover(user, unit: OrgUnit) -> bool:
    """The team of today and those who help it; and where another district has taken its place, that one's team, which
    has its work to go on with."""
    return in_team(user, unit) or helps_team(user, unit) or _in_team_after(user, unit)


def _in_team_after(user, unit: OrgUnit) -> bool:
    teams = [post.unit_id for post in memberships_of(user) if post.role in TEAM_ROLES]
    if not teams:
        return False
    today = timezone.localdate()
    way, begun, replaced = "", Q(on__lte=today), Q(before=unit)
    for _generation in range(GENERATIONS - 1):
        way += "before__links_before__"
        begun &= Q(**{f"{way}on__lte": today})
        replaced |= begun & Q(**{f"{way}before": unit})
    return UnitLink.objects.filter(replaced, after__in=teams, on__lte=today).exists()


def may_write_note(user, unit: OrgUnit) -> bool:
    return in_team(user, unit)


def may_change_note(user, note: HandoverNote) -> bool:
    """Its author, as long as they are in the team."""
    return user.pk == note.author_id and in_team(user, note.unit)


def may_withdraw_note(user, note: HandoverNote) -> bool:
    """Its author takes it back; the lead, and those who help the team, may put away anybody's."""
    return (
        may_change_note(user, note) or in_team(user, note.unit, (Role.LEAD,)) or helps_team(user, note.unit)
    )


def may_follow_back(user, link: UnitLink) -> bool:
    """Of those who read the page of the unit after: may `user` open that of the one before? Asked without a query for
    each of many links; the page itself asks `may_read_handover`."""
    if helps_team(user, link.after) and not in_team(user, link.after):
        return helps_team(user, link.before)
    return link.on <= timezone.localdate()


def may_follow_on(user, link: UnitLink) -> bool:
    """And the other way round."""
    return in_team(user, link.after) or helps_team(user, link.after)
