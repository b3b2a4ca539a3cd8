"""The ladder against a slow and obvious second version of it, for people with any posts in any places and terms."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.audience import MASKED, NAMED, Audience, Relation, reads
from districts.actions import end_membership
from districts.audiences import forget_memberships, may_moderate, may_read, own_district, relation, relations
from districts.models import Role, User

from .places import country, days, districts_of, person, today

TEAM, FACILITATING = {Role.MEMBER, Role.LEAD}, {Role.FACILITATOR, Role.MODERATOR, Role.ADMINISTRATOR}
ABOVE = {Role.OFFICIAL, Role.POLICYMAKER}
HOW_MUCH = {None: 0, MASKED: 1, NAMED: 2}
# Nothing of what is drawn is seen by the next example: each makes a person of its own in the same places.
with_places = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@pytest.fixture
def world(db):
    guinea, benin = country("gui", districts=4, regions=2), country("ben", districts=2)
    districts = [*districts_of(guinea), *districts_of(benin)]
    regions = list({unit.parent_id: unit.parent for unit in districts}.values())
    return SimpleNamespace(
        guinea=guinea, districts=districts, places=[None, guinea, benin, *regions, *districts]
    )


# --- The slow and obvious version --------------------------------------------------------------------------
def lies_in(district, place) -> bool:
    return place is None or place.pk in {district.pk, district.parent.pk, district.parent.parent.pk}


def obviously(posts, district, among) -> Relation:
    if any(role in TEAM and place == district for role, place in posts):
        return Relation.OWN_TEAM
    if any(role in FACILITATING and lies_in(district, place) for role, place in posts):
        return Relation.FACILITATOR
    if any(role == Role.OFFICIAL and lies_in(district, place) for role, place in posts):
        return Relation.HIERARCHY
    if any(role in ABOVE for role, _place in posts):
        return Relation.NOBODY
    in_a_team = any(role in TEAM and place in among for role, place in posts)
    return Relation.PEER if in_a_team and district in among else Relation.NOBODY


def obviously_reads(what, level) -> str | None:
    if what is Relation.PEER and level == Audience.PEERS_MASKED:
        return MASKED
    rungs = [
        Relation.OWN_TEAM,
        Relation.FACILITATOR,
        None,
        Relation.PEER,
        Relation.HIERARCHY,
        Relation.NOBODY,
    ]
    return NAMED if rungs.index(what) + 1 <= level else None


# --- People ------------------------------------------------------------------------------------------------
@st.composite
def some_posts(draw, world, roles=tuple(Role)):
    """Up to four (role, place); a team's place is a district."""
    found = []
    for role in draw(st.lists(st.sampled_from(roles), max_size=4)):
        place = draw(st.sampled_from(world.districts if role in TEAM else world.places))
        if (role, place) not in found:
            found.append((role, place))
    return found


def some_districts(world):
    return st.lists(st.sampled_from(world.districts), unique_by=lambda unit: unit.pk)


def seen_by(viewer, world, among) -> dict:
    """How much of every district's row, and of what is in common, at every level."""
    forget_memberships(viewer)
    rows = {
        (unit.code, level): HOW_MUCH[reads(relation(viewer, unit, among=among), level)]
        for unit in world.districts
        for level in Audience
    }
    return rows | {("thread", level): may_read(viewer, level, [world.guinea]) for level in Audience}


# --- What holds for all ------------------------------------------------------------------------------------
@given(what=st.sampled_from(Relation), level=st.sampled_from(Audience))
def test_the_ladder_is_the_obvious_one(what, level):
    assert reads(what, level) == obviously_reads(what, level)


@given(what=st.sampled_from(Relation), levels=st.tuples(st.sampled_from(Audience), st.sampled_from(Audience)))
def test_nobody_sees_more_when_a_level_is_lowered(what, levels):
    assert HOW_MUCH[reads(what, min(levels))] <= HOW_MUCH[reads(what, max(levels))]


@with_places
@given(data=st.data())
def test_what_somebody_is_to_a_district_is_the_obvious_thing(world, data):
    posts, among = data.draw(some_posts(world)), data.draw(some_districts(world))
    viewer = person(*posts)
    for district in world.districts:
        assert relation(viewer, district, among=among) is obviously(posts, district, among)


@with_places
@given(data=st.data())
def test_one_district_and_all_of_a_cycle_are_asked_alike(world, data):
    viewer, among = person(*data.draw(some_posts(world))), data.draw(some_districts(world))
    together = relations(viewer, among)
    for district in among:
        assert together.get(district.code, Relation.NOBODY) is relation(viewer, district, among=among)


@with_places
@given(data=st.data())
def test_nobody_reads_more_threads_when_a_level_is_lowered(world, data):
    viewer = person(*data.draw(some_posts(world)))
    readable = [level for level in Audience if may_read(viewer, level, [world.guinea])]
    assert readable == [level for level in Audience if level >= min(readable)]


@with_places
@given(data=st.data(), ended=st.integers(-400, -1))
def test_a_former_member_is_nobody(world, data, ended):
    """Or what another post makes of them."""
    past, kept = (
        data.draw(some_posts(world)),
        data.draw(some_posts(world, roles=(Role.OFFICIAL, Role.RESEARCHER))),
    )
    viewer = person(*past, begun=-500, ended=ended)
    for role, place in kept:
        viewer.memberships.create(role=role, unit=place, starts_on=today())
    for district in world.districts:
        assert relation(viewer, district, among=world.districts) is obviously(kept, district, world.districts)
    assert own_district(viewer) is None and not may_moderate(viewer)
    # On a day they served, they were what they were.
    then = today() + days(ended)
    for district in world.districts:
        found = relation(viewer, district, among=world.districts, on=then)
        assert found is obviously(past, district, world.districts)


@with_places
@given(data=st.data())
def test_before_its_first_day_a_post_is_nothing(world, data):
    viewer = person(*data.draw(some_posts(world)), begun=1)
    for district in world.districts:
        assert relation(viewer, district, among=world.districts) is Relation.NOBODY


@with_places
@given(data=st.data(), role=st.sampled_from(sorted(ABOVE)))
def test_a_post_above_never_makes_a_peer(world, data, role):
    viewer = person(*data.draw(some_posts(world)))
    viewer.memberships.create(
        role=role, unit=data.draw(st.sampled_from(world.places)), starts_on=today() - days(1), ends_on=today()
    )
    assert Relation.PEER not in {relation(viewer, unit, among=world.districts) for unit in world.districts}


@with_places
@given(data=st.data())
def test_who_has_no_account_reads_exactly_what_is_public(world, data):
    """And so does whoever has no post, or is a policymaker or a researcher alone."""
    outside = person(*data.draw(some_posts(world, roles=(Role.POLICYMAKER, Role.RESEARCHER))))
    for viewer in (AnonymousUser(), outside):
        for (_what, level), much in seen_by(viewer, world, world.districts).items():
            assert bool(much) == (level == Audience.PUBLIC)


@with_places
@given(data=st.data())
def test_leaving_a_post_lets_nobody_see_more(world, data):
    """The edge: leaving a post above districts ends what it forbade. Whoever is in a team is a peer again."""
    posts = data.draw(some_posts(world).filter(bool))
    among = data.draw(some_districts(world))
    viewer = person(*posts)
    before = seen_by(viewer, world, among)
    left = data.draw(st.sampled_from(list(viewer.memberships.order_by("pk"))))
    end_membership(membership=left, by=None)
    after = seen_by(User.objects.get(pk=viewer.pk), world, among)
    more = {key for key in before if after[key] > before[key]}
    if left.role in ABOVE and any(role in TEAM for role, _place in posts):
        assert all(
            level in (Audience.PEERS_MASKED, Audience.PEERS_NAMED, Audience.HIERARCHY)
            for _what, level in more
        )
    else:
        assert not more
