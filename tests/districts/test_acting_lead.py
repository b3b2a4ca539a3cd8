"""Somebody of the team signs off in its lead's place, for some days."""

import pytest
from django.db import IntegrityError, transaction

from districts.actions import name_acting_lead
from districts.models import Membership, Role

from .places import country, days, districts_of, person, today


@pytest.fixture
def district(db):
    return districts_of(country("gui"))[0]


@pytest.fixture
def membership(district):
    return person((Role.MEMBER, district)).memberships.get()


def act(membership, first=0, last=7):
    return name_acting_lead(
        membership=membership, starts_on=today() + days(first), ends_on=today() + days(last), by=person()
    )


def roles_on(user, day) -> set[str]:
    return set(user.memberships.current(today() + days(day)).values_list("role", flat=True))


def test_an_acting_lead_is_lead_from_the_first_day_to_the_last_and_stays_member(membership):
    act(membership, 2, 5)
    assert [roles_on(membership.user, day) for day in (1, 2, 5, 6)] == [
        {"member"}, {"member", "lead"}, {"member", "lead"}, {"member"},
    ]  # fmt: skip
    assert Membership.objects.get(role=Role.LEAD).acting


def test_the_same_days_are_not_given_twice_but_later_ones_are(membership):
    act(membership, 0, 7)
    with pytest.raises(ValueError, match="already"):
        act(membership, 7, 9)
    act(membership, 8, 9)
    assert membership.user.memberships.filter(acting=True).count() == 2


@pytest.mark.parametrize("role", [Role.LEAD, Role.OFFICIAL])
def test_only_a_member_of_the_team_acts_for_its_lead(district, role):
    with pytest.raises(ValueError, match="member"):
        act(person((role, district)).memberships.get())


def test_somebody_who_is_leaving_does_not_act(district):
    leaving = person((Role.MEMBER, district), ended=3).memberships.get()
    with pytest.raises(ValueError, match="member"):
        act(leaving)


def test_dates_the_wrong_way_round_are_refused(membership):
    with pytest.raises(ValueError, match="before"):
        act(membership, 5, 2)


def test_the_database_lets_nobody_act_without_a_last_day(membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=membership.user, unit=membership.unit, role=Role.LEAD, acting=True, starts_on=today()
        )
