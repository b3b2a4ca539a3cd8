"""Archiving and replacing units, and what cycles and posts make of a tree of any depth."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from analysis.disclosure import Relation
from cycles.models import CycleStep, LearningCycle
from districts.actions import start_membership
from districts.audiences import memberships_of, relation
from districts.models import OrgUnit, Role, UnitLink, User
from districts.unit_actions import (
    LinkImpossible,
    UnitInUse,
    archive_unit,
    replace_units,
    restore_unit,
    save_unit,
)

from .places import country, days, districts_of, person, today

NEW_YEAR = datetime.date(2025, 1, 1)


@pytest.fixture
def guinea(db):
    return country("gui", districts=4, regions=2)


@pytest.fixture
def deep(db):
    """A country of four levels: its districts lie below provinces, sub-districts below them."""
    top = save_unit(code="cod", level=1, name_fr="Congo", district_level=4, by=None)
    unit, units = top, [top]
    for level, name in enumerate(("Kivu", "Beni", "Oicha", "Mbau"), start=2):
        unit = save_unit(code=f"cod-{level}", level=level, name_fr=name, parent=unit, by=None)
        units.append(unit)
    return units


def cycle_of(top: OrgUnit, first: datetime.date, last: datetime.date) -> LearningCycle:
    cycle = LearningCycle.objects.create(code=f"c{first}", title_fr="Essai")
    cycle.countries.add(top)
    CycleStep.objects.create(cycle=cycle, number=1, opens_on=first, closes_on=last)
    return cycle


def codes(units) -> list[str]:
    return sorted(unit.code for unit in units)


def test_a_country_says_at_which_level_its_districts_are(deep, guinea, django_assert_num_queries):
    cycle = LearningCycle.objects.create(code="deux", title_fr="Deux pays")
    cycle.countries.add(deep[0], guinea)
    with django_assert_num_queries(1):
        districts = list(cycle.districts())
        assert {unit.country.code for unit in districts} == {"cod", "gui"}
    assert codes(districts) == ["cod-4", "gui-d1", "gui-d2", "gui-d3", "gui-d4"]


def test_what_lies_above_a_district_costs_no_query_at_any_depth(deep, django_assert_num_queries):
    district = OrgUnit.objects.districts().with_above().get(code="cod-4")
    with django_assert_num_queries(0):
        assert [unit.name for unit in district.lineage()] == ["Congo", "Kivu", "Beni", "Oicha"]
        assert district.is_district and not district.parent.is_district


def test_teams_work_at_the_level_of_districts_only(deep):
    for unit in (deep[2], deep[4]):
        with pytest.raises(ValueError, match="a team works in a district"):
            start_membership(user=person(), role=Role.MEMBER, unit=unit, by=None)
    assert start_membership(user=person(), role=Role.MEMBER, unit=deep[3], by=None).unit == deep[3]


def test_central_staff_supervise_what_lies_deep_below(deep, django_assert_num_queries):
    viewer = User.objects.get(pk=person((Role.OFFICIAL, deep[0])).pk)
    district = OrgUnit.objects.with_above().get(code="cod-4")
    assert relation(viewer, district, among=[district]) == Relation.HIERARCHY
    member = User.objects.get(pk=person((Role.MEMBER, deep[3])).pk)
    memberships_of(member)
    with django_assert_num_queries(0):
        assert relation(member, district, among=[district]) == Relation.OWN_TEAM


def test_a_unit_stands_one_level_below_its_parent(guinea):
    with pytest.raises(ValueError, match="of level 3"):
        save_unit(code="gui-x", level=3, name_fr="Sans région", parent=guinea, by=None)
    assert not OrgUnit.objects.filter(code="gui-x").exists()


@pytest.mark.parametrize("fields", [
    {"level": 7}, {"district_level": 1}, {"valid_from": NEW_YEAR, "valid_to": NEW_YEAR - days(1)},
])  # fmt: skip
def test_the_database_refuses_what_cannot_be(guinea, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrgUnit.objects.filter(code="gui-d1").update(**fields)


def test_an_archived_district_stays_in_its_cycles_and_out_of_later_ones(guinea):
    district, admin = districts_of(guinea)[0], person()
    past = cycle_of(guinea, today() - days(90), today() - days(1))
    running = cycle_of(guinea, today() - days(9), today() + days(9))
    later = cycle_of(guinea, today() + days(30), today() + days(60))
    archive_unit(unit=district, by=admin)
    assert [district in cycle.districts() for cycle in (past, running, later)] == [True, True, False]
    restore_unit(unit=district, by=admin)
    assert all(district in cycle.districts() for cycle in (past, running, later))
    actions = ModelLogEntry.objects.for_instance(district).values_list("action", "user_id")
    assert set(actions) == {("districts.archive_unit", admin.pk), ("districts.restore_unit", admin.pk)}


def test_a_last_day_that_was_there_before_the_archive_stays(guinea):
    district = districts_of(guinea)[0]
    OrgUnit.objects.filter(pk=district.pk).update(valid_to=NEW_YEAR)
    archive_unit(unit=district, by=None)
    archive_unit(unit=district, by=None)
    assert restore_unit(unit=district, by=None).valid_to == NEW_YEAR


def test_nothing_is_archived_over_the_heads_of_those_who_work_there(guinea):
    district = districts_of(guinea)[0]
    with pytest.raises(UnitInUse):
        archive_unit(unit=district.parent, by=None)
    person((Role.MEMBER, district), ended=-1)
    archive_unit(unit=district, by=None)
    restore_unit(unit=district, by=None)
    person((Role.MEMBER, district))
    with pytest.raises(UnitInUse):
        archive_unit(unit=district, by=None)


def test_a_unit_does_not_come_back_into_an_archived_region(guinea):
    region = guinea.children.first()
    for unit in [*region.children.all(), region]:
        archive_unit(unit=unit, by=None)
    with pytest.raises(UnitInUse):
        restore_unit(unit=region.children.first(), by=None)


def test_after_a_merger_each_cycle_has_the_districts_of_its_time(guinea):
    one, two, new, other = districts_of(guinea)
    links = replace_units(before=[one, two], after=[new], on=NEW_YEAR, by=None)
    assert {link.kind for link in links} == {"merge"}
    before = cycle_of(guinea, NEW_YEAR - days(60), NEW_YEAR - days(1))
    after = cycle_of(guinea, NEW_YEAR, NEW_YEAR + days(60))
    assert codes(before.districts()) == codes([one, two, other])
    assert codes(after.districts()) == codes([new, other])


def test_a_split_and_a_succession_are_told_apart(guinea):
    one, two, three, four = districts_of(guinea)
    assert {link.kind for link in replace_units(before=[one], after=[two, three], on=NEW_YEAR, by=None)} == {
        "split"
    }
    assert replace_units(before=[two], after=[four], on=NEW_YEAR + days(1), by=None)[0].kind == "successor"
    assert UnitLink.objects.count() == 3


def test_links_that_cannot_be_are_refused_and_change_nothing(guinea):
    togo = country("tog")
    one, two, three, four = districts_of(guinea)
    OrgUnit.objects.filter(pk=four.pk).update(valid_from=NEW_YEAR)
    four.refresh_from_db()
    for before, after in [
        ([], [one]), ([one], []), ([one], [one]), ([one, two], [three, four]),
        ([one], [guinea.children.first()]), ([one], [districts_of(togo)[0]]), ([four], [one]),
    ]:  # fmt: skip
        with pytest.raises(LinkImpossible):
            replace_units(before=before, after=after, on=NEW_YEAR, by=None)
    assert not UnitLink.objects.exists()
    assert OrgUnit.objects.filter(valid_to__isnull=False).count() == 0
