"""Who may see what of whom: the one rule for people. analysis/disclosure.py has the one for numbers, who_reads.py
the sentence that says it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from analysis.audience import Audience, Relation, reads

from .models import FACILITATING_ROLES, TEAM_ROLES, Membership, OrgUnit, Role, User
from .units import ABOVE

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Standing:
    """What a post makes of its holder: to the districts that it covers, and to the others of the same cycle. Whoever
    holds a post `above` districts is nobody's peer, whatever else they are."""

    covered: Relation
    elsewhere: Relation = Relation.NOBODY
    above: bool = False


# One row for each role. A team's post covers its own district, any other one all below its unit, without a unit
# everything. Policymakers decide on what districts told in confidence, researchers publish: teams felt exposed, so
# both read what is public and nothing more. The staff of the region and the centre are HIERARCHY.
STANDINGS = {
    Role.MEMBER: Standing(Relation.OWN_TEAM, elsewhere=Relation.PEER),
    Role.LEAD: Standing(Relation.OWN_TEAM, elsewhere=Relation.PEER),
    Role.FACILITATOR: Standing(Relation.FACILITATOR),
    Role.MODERATOR: Standing(Relation.FACILITATOR),
    Role.OFFICIAL: Standing(Relation.HIERARCHY, above=True),
    Role.POLICYMAKER: Standing(Relation.NOBODY, above=True),
    Role.RESEARCHER: Standing(Relation.NOBODY),
    Role.ADMINISTRATOR: Standing(Relation.FACILITATOR),
}
# Of several posts the nearest counts.
NEAREST_FIRST = (
    Relation.OWN_TEAM,
    Relation.FACILITATOR,
    Relation.PEER,
    Relation.HIERARCHY,
    Relation.NOBODY,
)


def memberships_of(viewer: Viewer, on: datetime.date | None = None) -> list[Membership]:
    """The viewer's memberships on that day, with their units: one query, kept on the viewer for today."""
    if not viewer.is_authenticated or not viewer.is_active:
        return []
    if on is None and hasattr(viewer, "_memberships_today"):
        return viewer._memberships_today
    posts = viewer.memberships.current(on).select_related(f"unit__{ABOVE}")
    found = list(posts.order_by("starts_on", "pk"))
    if on is None:
        viewer._memberships_today = found
    return found


def forget_memberships(viewer: User) -> None:
    """After a post began or ended: what is kept on the viewer is of before."""
    if hasattr(viewer, "_memberships_today"):
        del viewer._memberships_today


def own_district(viewer: Viewer, among: Iterable[OrgUnit] | None = None) -> OrgUnit | None:
    """The district whose team the viewer belongs to, the one longest served in if there are several; only
    one of `among`, where given."""
    counted = None if among is None else {unit.pk for unit in among}
    teams = (m.unit for m in memberships_of(viewer) if m.role in TEAM_ROLES)
    return next((unit for unit in teams if counted is None or unit.pk in counted), None)


def covers(membership: Membership, district: OrgUnit) -> bool:
    """A membership of a unit covers the districts below it; one without a unit covers all."""
    unit = district
    while unit is not None:
        if membership.unit_id in (None, unit.pk):
            return True
        unit = unit.parent
    return False


def relation(
    viewer: Viewer, district: OrgUnit, *, among: Iterable[OrgUnit], on: datetime.date | None = None
) -> Relation:
    """What `viewer` is to `district`; `among` are the districts that count as peers of each other. The nearest
    relation wins, but supervisors are never peers."""
    return _nearest(memberships_of(viewer, on), district, {unit.pk for unit in among})


def relations(
    viewer: Viewer, districts: list[OrgUnit], on: datetime.date | None = None
) -> dict[str, Relation]:
    """`relation` for every district of a cycle at once, by unit code; one query."""
    memberships, peers = memberships_of(viewer, on), {unit.pk for unit in districts}
    if not memberships:
        return {}
    return {district.code: _nearest(memberships, district, peers) for district in districts}


def _nearest(posts: list[Membership], district: OrgUnit, peers: set[int]) -> Relation:
    found = {_by_post(post, district, peers) for post in posts}
    return _first(found, above=_any_above(posts))


def _by_post(post: Membership, district: OrgUnit, peers: set[int]) -> Relation:
    standing = STANDINGS[Role(post.role)]
    if standing.covered is not Relation.OWN_TEAM:
        return standing.covered if covers(post, district) else standing.elsewhere
    if post.unit_id == district.pk:
        return standing.covered
    return standing.elsewhere if {post.unit_id, district.pk} <= peers else Relation.NOBODY


def _any_above(posts: list[Membership]) -> bool:
    return any(STANDINGS[Role(post.role)].above for post in posts)


def _first(found: set[Relation], *, above: bool) -> Relation:
    """The edge of it: someone who loses the post above, and is still in a team, is a peer again from then on."""
    if above:
        found = found - {Relation.PEER}
    return next((relation for relation in NEAREST_FIRST if relation in found), Relation.NOBODY)


def may_read(viewer: Viewer, audience: Audience, countries: Iterable[OrgUnit] = ()) -> bool:
    """May the viewer read something that is about no single district (a thread), kept to `audience`?

    With countries given, posts count in one of them only. Teams are peers there, also to what they wrote themselves.
    There is no team of its own to keep such a thing to, so `Audience.TEAM` means the facilitators, who must read what
    they moderate.
    """
    if audience == Audience.PUBLIC:
        return True
    country_ids, posts = {c.pk for c in countries}, memberships_of(viewer)
    found = {_in_common(post) for post in posts if _belongs_to(post, country_ids)}
    return reads(_first(found, above=_any_above(posts)), in_common(audience)) is not None


def lowest_readable(viewer: Viewer, countries: Iterable[OrgUnit]) -> Audience:
    """The narrowest audience that `may_read` lets the viewer be part of, for filters."""
    return next(level for level in Audience if may_read(viewer, level, countries))


def in_common(audience: Audience) -> Audience:
    """The level of what belongs to no single district: the narrowest is the facilitators'."""
    return max(audience, Audience.FACILITATORS)


def _in_common(post: Membership) -> Relation:
    standing = STANDINGS[Role(post.role)]
    return standing.elsewhere if standing.covered is Relation.OWN_TEAM else standing.covered


def _belongs_to(membership: Membership, country_ids: set[int]) -> bool:
    unit = membership.unit
    if unit is None or not country_ids:
        return True
    while unit.parent is not None:
        unit = unit.parent
    return unit.pk in country_ids


def may_moderate(viewer: Viewer, countries: Iterable[OrgUnit] = ()) -> bool:
    country_ids = {c.pk for c in countries}
    return any(m.role in FACILITATING_ROLES and _belongs_to(m, country_ids) for m in memberships_of(viewer))
