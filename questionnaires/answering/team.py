"""Who answers for a district: its team today, and who of them may sign."""

from collections import defaultdict
from collections.abc import Iterable

from districts.models import TEAM_ROLES, Membership, OrgUnit, Role, User

from ..models import Questionnaire

MOST = 40


def team_of(unit: OrgUnit) -> list[Membership]:
    """One post for each person, that of the lead before others; the leads first."""
    return teams_of([unit.pk]).get(unit.pk, [])


def teams_of(units: Iterable[int]) -> dict[int, list[Membership]]:
    """Of many districts, by their ids: one query."""
    posts = Membership.objects.current().filter(
        unit__in=units, role__in=TEAM_ROLES, user__is_active=True, user__erased_at__isnull=True
    )
    found = defaultdict(list)
    for post in posts.select_related("user__profile").order_by("starts_on", "pk"):
        found[post.unit_id].append(post)
    return {unit: _in_order(team) for unit, team in found.items()}


def _in_order(posts: list[Membership]) -> list[Membership]:
    found = sorted(posts, key=_lead_first)
    return list({post.user_id: post for post in reversed(found)}.values())[::-1][:MOST]


def _lead_first(post: Membership) -> bool:
    return post.role != Role.LEAD


def leads_among(team: list[Membership]) -> list[User]:
    return [post.user for post in team if post.role == Role.LEAD]


def members_who_signed(questionnaire: Questionnaire) -> list[User]:
    """Everybody in the teams of the districts that have signed: one query."""
    signed = questionnaire.responses.filter(signed_at__isnull=False).values("unit_id")
    posts = Membership.objects.current().filter(unit__in=signed, role__in=TEAM_ROLES).values("user_id")
    return list(User.objects.filter(pk__in=posts, is_active=True).order_by("pk"))
