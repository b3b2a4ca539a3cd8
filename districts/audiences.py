"""Who may see what of whom: the one rule for people. analysis/disclosure.py has the one for numbers."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from analysis.disclosure import Audience, Relation

from .models import FACILITATING_ROLES, TEAM_ROLES, Membership, OrgUnit, Role, User
from .units import ABOVE

Viewer = User | AnonymousUser


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
    """What `viewer` is to `district`; `among` are the districts that count as peers of each other.

    The nearest relation wins. Supervisors are never peers: someone with a post above districts is seen as
    hierarchy even if also a member of a team elsewhere.
    """
    return _nearest(memberships_of(viewer, on), district, {unit.pk for unit in among})


def relations(
    viewer: Viewer, districts: list[OrgUnit], on: datetime.date | None = None
) -> dict[str, Relation]:
    """`relation` for every district of a cycle at once, by unit code; one query."""
    memberships, peers = memberships_of(viewer, on), {unit.pk for unit in districts}
    if not memberships:
        return {}
    return {district.code: _nearest(memberships, district, peers) for district in districts}


def _nearest(memberships: list[Membership], district: OrgUnit, peers: set[int]) -> Relation:
    covering = [m for m in memberships if covers(m, district)]
    if any(m.role in TEAM_ROLES and m.unit_id == district.pk for m in covering):
        return Relation.OWN_TEAM
    if any(m.role in FACILITATING_ROLES for m in covering):
        return Relation.FACILITATOR
    if any(m.role == Role.OFFICIAL for m in memberships):
        supervises = any(m.role == Role.OFFICIAL for m in covering)
        return Relation.HIERARCHY if supervises else Relation.NOBODY
    if district.pk in peers and any(m.role in TEAM_ROLES and m.unit_id in peers for m in memberships):
        return Relation.PEER
    return Relation.NOBODY


def may_read(viewer: Viewer, audience: Audience, countries: Iterable[OrgUnit] = ()) -> bool:
    """May the viewer read something that is about no single district (a thread), kept to `audience`?

    With countries given, posts count in one of them only. There is no team of its own to keep such a thing
    to, so `Audience.TEAM` means the facilitators, who must read what they moderate.
    """
    if audience == Audience.PUBLIC:
        return True
    country_ids = {c.pk for c in countries}
    for membership in memberships_of(viewer):
        if not _belongs_to(membership, country_ids):
            continue
        if membership.role in FACILITATING_ROLES:
            return True
        if membership.role in TEAM_ROLES and audience >= Audience.PEERS_MASKED:
            return True
        if membership.role == Role.OFFICIAL and audience >= Audience.HIERARCHY:
            return True
    return False


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
