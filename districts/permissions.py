"""Who may invite whom, and who may help whom into their account. The rule for what people may read is in
audiences.py."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from analysis.audience import Audience, reads

from .audiences import covers, memberships_of, relation
from .models import Membership, OrgUnit, Role, User
from .units import MOST_LEVELS

# What a facilitator may make of a person; the other roles are an administrator's to give.
GIVEN_BY_FACILITATORS = (Role.MEMBER, Role.LEAD, Role.OFFICIAL, Role.POLICYMAKER, Role.RESEARCHER)
DESK = (Role.FACILITATOR, Role.ADMINISTRATOR)
# Who looked at a district's data is its own affair, and that of those who help it.
LOOKS_ARE_FOR = Audience.FACILITATORS


def desk_posts(user: User | AnonymousUser) -> list[Membership]:
    """The posts in which this person invites and helps others."""
    return [post for post in memberships_of(user) if post.role in DESK]


def may_read_directory(user, target=None) -> bool:
    """Whoever has a post today; what of each person is shown depends on both (directory.py)."""
    return bool(memberships_of(user))


def may_run_desk(user, target=None) -> bool:
    """Opens the list of people and the invitations; what is in them depends on the area."""
    return user.is_authenticated and user.is_active and (user.is_superuser or bool(desk_posts(user)))


def may_grant(user, role: str, unit: OrgUnit | None) -> bool:
    """May `user` make somebody `role` in `unit` (None: in all countries)?"""
    if user.is_superuser and user.is_active:
        return True
    return any(_reaches(post, unit) and _gives(post, role) for post in desk_posts(user))


def _reaches(post: Membership, unit: OrgUnit | None) -> bool:
    return post.unit_id is None or (unit is not None and covers(post, unit))


def _gives(post: Membership, role: str) -> bool:
    return post.role == Role.ADMINISTRATOR or role in GIVEN_BY_FACILITATORS


def roles_to_grant(user) -> list[str]:
    """All that this person may give anywhere, for the choices of a form; may_grant decides with the place."""
    everything = user.is_superuser or any(post.role == Role.ADMINISTRATOR for post in desk_posts(user))
    return list(Role.values) if everything else [role.value for role in GIVEN_BY_FACILITATORS]


def may_help(user, person: User) -> bool:
    """May `user` verify this person's number, issue a code, end a post, sign the person out?

    Only if `user` could have given every post the person has: otherwise a code read out on the telephone would open
    the account of somebody with more rights. Nobody is their own desk.
    """
    if person.erased_at or not may_run_desk(user) or user.pk == person.pk:
        return False
    if person.is_superuser and not user.is_superuser:
        return False
    posts = memberships_of(person) or list(person.memberships.select_related("unit__parent__parent__parent"))
    if not posts:
        return may_grant(user, Role.ADMINISTRATOR, None)
    return all(may_grant(user, post.role, post.unit) for post in posts)


def may_erase(user, person: User) -> bool:
    """On that person's request: administrators of everywhere. One's own account is erased from one's own page."""
    everywhere = any(post.role == Role.ADMINISTRATOR and post.unit_id is None for post in desk_posts(user))
    return (user.is_superuser or everywhere) and may_help(user, person)


def may_end(user, membership: Membership) -> bool:
    """Who could give a post may end it; nobody ends their own here, by mistake."""
    return (
        may_run_desk(user)
        and user.pk != membership.user_id
        and may_grant(user, membership.role, membership.unit)
    )


def may_handle(user, invitation) -> bool:
    """Send an invitation again or withdraw it: whoever could have sent it."""
    return may_run_desk(user) and may_grant(user, invitation.role, invitation.unit)


def may_name_acting_lead(user, membership: Membership) -> bool:
    return (
        may_run_desk(user) and membership.role == Role.MEMBER and may_grant(user, Role.LEAD, membership.unit)
    )


def units_of_desk(user) -> QuerySet[OrgUnit]:
    """The places this person may invite to, in use."""
    units = OrgUnit.objects.in_use()
    tops = _tops(user)
    return units if tops is None else units.filter(within(tops))


def people_of_desk(user) -> QuerySet[User]:
    """Everybody who has, or last had, a post in this person's area, but not those who were erased."""
    tops, people = _tops(user), User.objects.filter(erased_at__isnull=True)
    if tops is None:
        return people
    posts = Membership.objects.filter(within(tops, "unit__"))
    return people.filter(pk__in=posts.values("user_id"))


def may_read_looks(user, unit: OrgUnit) -> bool:
    """By the ladder: neither supervisors nor other teams nor former members."""
    return bool(reads(relation(user, unit, among=()), LOOKS_ARE_FOR))


def audited_tops(user) -> list[int] | None:
    """The units at the top of what this person administers; None for everywhere. Facilitators have none: the log tells
    when colleagues signed in and whose password was reset."""
    posts = [post for post in memberships_of(user) if post.role == Role.ADMINISTRATOR]
    if (user.is_active and user.is_superuser) or any(post.unit_id is None for post in posts):
        return None
    return [post.unit_id for post in posts]


def may_read_audit(user, target=None) -> bool:
    return user.is_authenticated and audited_tops(user) != []


def may_read_site_history(user, target=None) -> bool:
    """Wagtail's own list of what was done to pages and records goes by class, not by country."""
    return user.is_authenticated and audited_tops(user) is None


def _tops(user) -> list[int] | None:
    """The units at the top of the area; None for everywhere."""
    posts = desk_posts(user)
    if user.is_superuser or any(post.unit_id is None for post in posts):
        return None
    return [post.unit_id for post in posts]


def within(tops: list[int], start: str = "") -> Q:
    """In one of these units or below, however deep."""
    found = Q(**{f"{start}pk__in": tops})
    for depth in range(1, MOST_LEVELS):
        found |= Q(**{f"{start}{'parent__' * depth}pk__in": tops})
    return found
