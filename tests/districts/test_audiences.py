"""What people are to districts, as a table: the rule that everything shown of a district rests on."""

import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from analysis.disclosure import Audience, Relation
from districts.audiences import may_moderate, may_read, own_district, relation, relations
from districts.models import Role, User

from .places import country, days, districts_of, person, today

OWN, PEER, NOBODY = Relation.OWN_TEAM, Relation.PEER, Relation.NOBODY
FACILITATOR, HIERARCHY = Relation.FACILITATOR, Relation.HIERARCHY


@pytest.fixture
def world(db):
    """Two countries; `home` and `neighbour` are districts of one region, `away` of another one, `abroad` is
    in the other country."""
    guinea, benin = country("gui", districts=4, regions=2), country("ben", districts=2)
    units = {unit.code: unit for unit in districts_of(guinea)}
    return SimpleNamespace(
        guinea=guinea,
        benin=benin,
        region=units["gui-d2"].parent,
        other_region=units["gui-d1"].parent,
        home=units["gui-d2"],
        neighbour=units["gui-d4"],
        away=units["gui-d1"],
        abroad=districts_of(benin)[0],
        all=list(units.values()),
    )


# Who, and what they are to the district called home. Posts name attributes of the world above.
POSTS = {
    "member of it": ([(Role.MEMBER, "home")], OWN),
    "its lead": ([(Role.LEAD, "home")], OWN),
    "facilitator of the country": ([(Role.FACILITATOR, "guinea")], FACILITATOR),
    "facilitator of all countries": ([(Role.FACILITATOR, None)], FACILITATOR),
    "facilitator of the region": ([(Role.FACILITATOR, "region")], FACILITATOR),
    "facilitator of another region": ([(Role.FACILITATOR, "other_region")], NOBODY),
    "facilitator of another country": ([(Role.FACILITATOR, "benin")], NOBODY),
    "moderator of the country": ([(Role.MODERATOR, "guinea")], FACILITATOR),
    "administrator": ([(Role.ADMINISTRATOR, None)], FACILITATOR),
    "member of a district of the cycle": ([(Role.MEMBER, "neighbour")], PEER),
    "lead in another region": ([(Role.LEAD, "away")], PEER),
    "member of a district outside the cycle": ([(Role.MEMBER, "abroad")], NOBODY),
    "official of its region": ([(Role.OFFICIAL, "region")], HIERARCHY),
    "official of the country": ([(Role.OFFICIAL, "guinea")], HIERARCHY),
    "official of another region": ([(Role.OFFICIAL, "other_region")], NOBODY),
    "official of another country": ([(Role.OFFICIAL, "benin")], NOBODY),
    "its official, member elsewhere": ([(Role.OFFICIAL, "region"), (Role.MEMBER, "neighbour")], HIERARCHY),
    "official above others, member elsewhere": ([(Role.OFFICIAL, "other_region"), (Role.MEMBER, "away")], NOBODY),
    "official who is a member of it": ([(Role.OFFICIAL, "other_region"), (Role.MEMBER, "home")], OWN),
    "facilitator who is a member of it": ([(Role.FACILITATOR, "guinea"), (Role.MEMBER, "home")], OWN),
    "facilitator who is a member elsewhere": ([(Role.FACILITATOR, "guinea"), (Role.MEMBER, "away")], FACILITATOR),
    "policymaker": ([(Role.POLICYMAKER, "guinea")], NOBODY),
    "researcher": ([(Role.RESEARCHER, None)], NOBODY),
    "researcher who is a member elsewhere": ([(Role.RESEARCHER, None), (Role.MEMBER, "neighbour")], PEER),
    "somebody without a post": ([], NOBODY),
}  # fmt: skip


def hired(world, posts, **dates) -> User:
    return person(*((role, place and getattr(world, place)) for role, place in posts), **dates)


@pytest.mark.parametrize(("posts", "expected"), POSTS.values(), ids=POSTS)
def test_what_a_person_is_to_a_district(world, posts, expected):
    viewer = hired(world, posts)
    assert relation(viewer, world.home, among=world.all) is expected
    assert relations(viewer, world.all).get(world.home.code, NOBODY) is expected, (
        "the two ways to ask disagree"
    )


def test_a_team_is_no_peer_of_districts_that_do_not_take_part(world):
    viewer = person((Role.MEMBER, world.neighbour))
    assert relation(viewer, world.home, among=[world.neighbour]) is NOBODY
    assert relation(viewer, world.home, among=[world.home]) is NOBODY
    assert relation(viewer, world.neighbour, among=[]) is OWN


# Days from today: first day, last day, is the post held today?
TERMS = {
    "ended yesterday": (-30, -1, False),
    "ends today: the last day counts": (-30, 0, True),
    "begins today": (0, None, True),
    "begins tomorrow": (1, None, False),
    "ends tomorrow": (-30, 1, True),
}


@pytest.mark.parametrize(("begun", "ended", "holds"), TERMS.values(), ids=TERMS)
@pytest.mark.parametrize(("role", "place", "while_held"), [
    (Role.MEMBER, "home", OWN), (Role.MEMBER, "neighbour", PEER),
    (Role.FACILITATOR, "guinea", FACILITATOR), (Role.OFFICIAL, "region", HIERARCHY),
])  # fmt: skip
def test_a_post_counts_from_its_first_to_its_last_day(world, begun, ended, holds, role, place, while_held):
    viewer = hired(world, [(role, place)], begun=begun, ended=ended)
    assert relation(viewer, world.home, among=world.all) is (while_held if holds else NOBODY)
    # On another day the answer is that day's.
    before = today() + days(begun - 1)
    assert relation(viewer, world.home, among=world.all, on=before) is NOBODY
    assert relation(viewer, world.home, among=world.all, on=today() + days(begun)) is while_held


def test_a_former_official_is_a_peer_again(world):
    viewer = person((Role.OFFICIAL, world.guinea), begun=-30, ended=-1)
    viewer.memberships.create(role=Role.MEMBER, unit=world.neighbour, starts_on=today())
    assert relation(viewer, world.home, among=world.all) is PEER


def test_an_account_that_is_switched_off_is_nobody_anywhere(world):
    viewer = person((Role.LEAD, world.home), (Role.FACILITATOR, None), is_active=False)
    assert relation(viewer, world.home, among=world.all) is NOBODY
    assert relations(viewer, world.all) == {}
    assert own_district(viewer) is None
    assert not may_moderate(viewer)
    assert not may_read(viewer, Audience.HIERARCHY)


def test_an_anonymous_reader_is_nobody_and_costs_no_query(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert relation(AnonymousUser(), world.home, among=world.all) is NOBODY
        assert relations(AnonymousUser(), world.all) == {}


def test_the_own_district_is_the_one_that_the_cycle_asks(world):
    viewer = person((Role.MEMBER, world.abroad), (Role.LEAD, world.home))
    assert own_district(viewer) == world.abroad
    assert own_district(viewer, among=world.all) == world.home
    assert own_district(person((Role.FACILITATOR, world.guinea)), among=world.all) is None


@pytest.mark.parametrize("number", [38, 2000])
def test_relations_cost_one_query_and_little_time_however_many_districts(
    db, number, django_assert_num_queries
):
    top = country("big", districts=number, regions=8)
    units = districts_of(top)
    viewer = person(*((Role.MEMBER, unit) for unit in units[:5]))
    with django_assert_num_queries(1):
        began = time.process_time()
        found = relations(viewer, units)
        spent = time.process_time() - began
    assert list(found.values()) == [OWN] * 5 + [PEER] * (number - 5)
    # Far above what it takes (some ten ms for 2,000), far below what a step quadratic in districts would.
    assert spent < 2


def test_the_posts_of_a_person_are_looked_up_once(world, django_assert_num_queries):
    viewer = person((Role.MEMBER, world.home))
    with django_assert_num_queries(1):
        relations(viewer, world.all)
        own_district(viewer)
        may_read(viewer, Audience.PEERS_NAMED, [world.guinea])
        may_moderate(viewer, [world.guinea])


ANONYMOUS = None
READERS = {
    "anonymous": (ANONYMOUS, {Audience.PUBLIC}),
    "without a post": ([], {Audience.PUBLIC}),
    "policymaker": ([(Role.POLICYMAKER, "guinea")], {Audience.PUBLIC}),
    "researcher": ([(Role.RESEARCHER, None)], {Audience.PUBLIC}),
    "official": ([(Role.OFFICIAL, "guinea")], {Audience.HIERARCHY, Audience.PUBLIC}),
    "regional official": ([(Role.OFFICIAL, "region")], {Audience.HIERARCHY, Audience.PUBLIC}),
    "official abroad": ([(Role.OFFICIAL, "benin")], {Audience.PUBLIC}),
    "member": (
        [(Role.MEMBER, "home")],
        {Audience.PEERS_MASKED, Audience.PEERS_NAMED, Audience.HIERARCHY, Audience.PUBLIC},
    ),
    "member abroad": ([(Role.MEMBER, "abroad")], {Audience.PUBLIC}),
    "facilitator": ([(Role.FACILITATOR, "guinea")], set(Audience)),
    "shared facilitator": ([(Role.FACILITATOR, None)], set(Audience)),
    "facilitator abroad": ([(Role.FACILITATOR, "benin")], {Audience.PUBLIC}),
}


@pytest.mark.parametrize(("posts", "expected"), READERS.values(), ids=READERS)
def test_who_reads_what_is_about_no_single_district(world, posts, expected):
    viewer = AnonymousUser() if posts is ANONYMOUS else hired(world, posts)
    readable = {audience for audience in Audience if may_read(viewer, audience, [world.guinea])}
    assert readable == expected


@pytest.mark.parametrize(("posts", "here", "abroad"), [
    ([], False, False),
    ([(Role.LEAD, "home")], False, False),
    ([(Role.OFFICIAL, "guinea")], False, False),
    ([(Role.FACILITATOR, "guinea")], True, False),
    ([(Role.MODERATOR, "guinea")], True, False),
    ([(Role.MODERATOR, "benin")], False, True),
    ([(Role.FACILITATOR, None)], True, True),
    ([(Role.ADMINISTRATOR, None)], True, True),
])  # fmt: skip
def test_who_moderates_in_which_country(world, posts, here, abroad):
    viewer = hired(world, posts)
    assert may_moderate(viewer, [world.guinea]) is here
    assert may_moderate(viewer, [world.benin]) is abroad


def test_a_former_moderator_moderates_no_more(world):
    assert not may_moderate(person((Role.MODERATOR, world.guinea), ended=-1), [world.guinea])
