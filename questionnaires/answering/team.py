"""Who answers for a district: its team today, and who of them may sign."""

from districts.models import TEAM_ROLES, Membership, OrgUnit, Role, User

from ..models import Questionnaire

MOST = 40


def team_of(unit: OrgUnit) -> list[Membership]:
    """One post for each person, that of the lead before others; the leads first."""
    posts = Membership.objects.current().filter(
        unit=unit, role__in=TEAM_ROLES, user__is_active=True, user__erased_at__isnull=True
    )
    found = sorted(posts.select_related("user__profile").order_by("starts_on", "pk"), key=_lead_first)
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
