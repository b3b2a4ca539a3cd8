"""Who is told of what becomes of a proposal: its author and whoever gave a voice, as long as they are in that team, and
those who lead the team that proposed it. Nobody is told what they did themselves."""

from collections.abc import Iterable

from django.utils import timezone

from districts.models import TEAM_ROLES, Membership, Role, User
from notifications.actions import notify_all

from . import issue_notices as kinds
from .issues import Issue, Vote


def behind(issues: Iterable[Issue], supporters: bool = True) -> set[User]:
    """Three queries, however many proposals and districts."""
    issues = list(issues)
    leading = {issue.proposed_by_id for issue in issues}
    acted = {(issue.proposed_by_id, issue.author_id) for issue in issues}
    if supporters:
        votes = Vote.objects.filter(issue__in=[issue.pk for issue in issues])
        acted |= set(votes.values_list("unit_id", "by_id"))
    units = {unit for unit, _person in acted if unit}
    posts = Membership.objects.current().filter(unit__in=units, role__in=TEAM_ROLES, user__is_active=True)
    return {
        post.user
        for post in posts.select_related("user")
        if (post.unit_id, post.user_id) in acted or (post.role == Role.LEAD and post.unit_id in leading)
    }


def tell_merged(issue: Issue, by: User | None) -> None:
    _tell(behind([issue]), kinds.IssueMerged, issue, by)


def tell_apart(issue: Issue, by: User | None) -> None:
    _tell(behind([issue]), kinds.IssueApart, issue, by)


def tell_withdrawn(issue: Issue, because: str, by: User | None) -> None:
    _tell(behind([issue]), kinds.IssueWithdrawn, issue, by, {"because": because})


def tell_written_down(issue: Issue, by: User | None) -> None:
    """Those who lead the team; where nobody does, all of it."""
    posts = Membership.objects.current().filter(unit=issue.proposed_by, role__in=TEAM_ROLES)
    team = list(posts.filter(user__is_active=True).select_related("user"))
    leads = [post.user for post in team if post.role == Role.LEAD]
    _tell(set(leads or [post.user for post in team]), kinds.IssueWrittenDown, issue, by)


def tell_choice(issue: Issue, by: User | None) -> None:
    """Whoever stands behind several is told once, and rather that theirs was chosen."""
    chosen = behind([issue, *issue.merged.all()])
    others = Issue.objects.filter(cycle=issue.cycle_id, withdrawn_at__isnull=True).exclude(pk=issue.pk)
    _tell(chosen, kinds.IssueChosen, issue, by)
    _tell(behind(others.exclude(merged_into=issue)) - chosen, kinds.OtherIssueChosen, issue, by)


def _tell(people: set[User], kind, issue: Issue, by: User | None, context: dict | None = None) -> None:
    """The moment is part of the key: what happens twice is told twice."""
    now = timezone.now().isoformat(timespec="microseconds")
    people = sorted(people - {by}, key=lambda person: person.pk)
    notify_all(
        people=people,
        kind=kind.name,
        occasion=f"{kind.name}:{issue.pk}:{now}",
        target=issue,
        context=context,
        by=by,
    )
