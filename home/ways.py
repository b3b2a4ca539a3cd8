"""A short row of ways from the first screen to where each role works."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.permissions import may_create_cycle
from districts.audiences import may_moderate, memberships_of
from districts.models import TEAM_ROLES, OrgUnit, Role
from districts.permissions import may_read_audit, may_read_directory, may_run_desk
from districts.unit_permissions import may_read_units


@dataclass(frozen=True)
class Way:
    text: str
    url: str


def ways_of(user, results_url: str | None) -> list[Way]:
    """The same predicates as those that guard the views behind them. `results_url` leads to the latest results of the
    person's cycles, where there are some."""
    ways = [*_of_teams(user, results_url), *_of_the_desk(user), *_of_readers(user)]
    if may_read_directory(user):
        ways.append(_way(_("Directory"), "directory"))
    return ways


def _of_teams(user, results_url: str | None) -> list[Way]:
    districts = _districts(user)
    named = len(districts) > 1
    ways = [Way(_("Our results among the others"), results_url)] if districts and results_url else []
    for district in districts:
        handover, looks = _("Hand-over of our district"), _("Who looked at our data")
        if named:
            handover, looks = (f"{text} ({district.name})" for text in (handover, looks))
        ways += [_way(handover, "handover", district.pk), _way(looks, "data_looks", district.pk)]
    return ways


def _districts(user) -> list[OrgUnit]:
    """Each once, also for somebody who is a member and acts as lead."""
    posts = [post for post in memberships_of(user) if post.role in TEAM_ROLES]
    return list({post.unit_id: post.unit for post in posts}.values())


def _of_the_desk(user) -> list[Way]:
    ways = []
    if may_run_desk(user):
        ways.append(_way(_("People and invitations"), "people"))
    if may_create_cycle(user):
        ways.append(_way(_("Run cycles"), "cycles_admin:index"))
    if may_moderate(user):
        ways.append(_way(_("Moderation"), "moderation_queue"))
    if may_read_units(user):
        ways.append(_way(_("Districts"), "units:tree"))
    if may_moderate(user):
        ways.append(_way(_("Pages and files"), "wagtailadmin_home"))
    if may_read_audit(user):
        ways.append(_way(_("Who did what"), "audit:index"))
    return ways


def _of_readers(user) -> list[Way]:
    roles = {post.role for post in memberships_of(user)}
    ways = []
    if roles & {Role.POLICYMAKER, Role.OFFICIAL}:
        ways.append(_in_library(_("All briefs"), "brief"))
    if roles & {Role.RESEARCHER, Role.OFFICIAL}:
        ways.append(_in_library(_("All results"), "results"))
    if Role.RESEARCHER in roles:
        ways.append(_in_library(_("Learning sites"), "site"))
    return ways


def _in_library(text: str, kind: str) -> Way:
    return Way(text, f"{reverse('search')}?kind={kind}")


def _way(text: str, name: str, *args) -> Way:
    return Way(text, reverse(name, args=args))
