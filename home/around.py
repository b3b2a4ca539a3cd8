"""Who stands around a person: the team, whom to ask, and what became of the last post."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from districts.audiences import memberships_of
from districts.models import TEAM_ROLES, Membership, Role

MOST_IN_TEAM, MOST_TO_ASK = 30, 3


def team_and_facilitators(user) -> tuple[list[Membership], list[Membership]]:
    """The people of the person's own district or districts, and those who facilitate there: one query. Facilitators
    who do not want to be found are left out; a team sees its own people all the same."""
    teams = [post.unit for post in memberships_of(user) if post.role in TEAM_ROLES]
    if not teams:
        return [], []
    above = {unit.pk for team in teams for unit in team.lineage()}
    in_team = Q(unit__in=teams, role__in=TEAM_ROLES)
    found = list(_people().filter(in_team | _facilitate(above))[: MOST_IN_TEAM + MOST_TO_ASK])
    team = [post for post in found if post.role in TEAM_ROLES]
    others = [post for post in found if post not in team and post.user_id != user.pk]
    return _once_each(team, MOST_IN_TEAM), _once_each(others, MOST_TO_ASK)


def last_post(user) -> Membership | None:
    """Of somebody without a post today: the one that ended last, or else the one that begins next."""
    posts = user.memberships.select_related("unit__parent__parent__parent__parent__parent")
    past = posts.filter(ends_on__lt=timezone.localdate()).order_by("-ends_on", "-pk").first()
    return past or posts.filter(starts_on__gt=timezone.localdate()).order_by("starts_on", "pk").first()


def whom_to_ask(post: Membership | None) -> list[Membership]:
    """Who facilitates where that post was, or everywhere."""
    above = {unit.pk for unit in post.unit.lineage()} if post and post.unit else set()
    return _once_each(list(_people().filter(_facilitate(above))[: 2 * MOST_TO_ASK]), MOST_TO_ASK)


def _people() -> QuerySet[Membership]:
    """A district's own first, then the nearest facilitators."""
    posts = Membership.objects.current().filter(user__is_active=True, user__erased_at__isnull=True)
    return posts.select_related("user__profile", "unit").order_by(
        F("unit__level").desc(nulls_last=True), "starts_on", "pk"
    )


def _facilitate(above: set[int]) -> Q:
    here = Q(unit__isnull=True) | Q(unit__in=above)
    listed = Q(user__profile__isnull=True) | Q(user__profile__listed=True)
    return Q(role=Role.FACILITATOR) & here & listed


def _once_each(posts: list[Membership], most: int) -> list[Membership]:
    return list({post.user_id: post for post in reversed(posts)}.values())[::-1][:most]
