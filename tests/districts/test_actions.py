"""Accounts and posts: what may not be, and the rights in the admin that follow from posts."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from districts.actions import create_account, end_membership, start_membership
from districts.audiences import memberships_of
from districts.groups import sync_groups
from districts.models import Membership, OrgUnit, Role, User
from districts.unit_actions import save_unit
from home.set_up import set_up

from .places import country, days, districts_of, person, today


@pytest.fixture
def guinea(db):
    return country("gui")


@pytest.fixture
def district(guinea):
    return districts_of(guinea)[0]


@pytest.fixture
def groups(db):
    set_up()


def groups_of(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def refused(**fields) -> bool:
    try:
        with transaction.atomic():
            Membership.objects.create(**fields)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_posts_that_cannot_be(district):
    user = person()
    assert refused(user=user, role=Role.MEMBER, unit=None, starts_on=today())
    assert refused(user=user, role=Role.LEAD, unit=None, starts_on=today())
    assert refused(user=user, role=Role.MEMBER, unit=district, starts_on=today(), ends_on=today() - days(1))
    assert not refused(user=user, role=Role.RESEARCHER, unit=None, starts_on=today())
    assert not refused(user=user, role=Role.MEMBER, unit=district, starts_on=today(), ends_on=today())


def test_a_post_is_held_once_at_a_time_and_can_be_taken_again(district):
    user = person()
    start_membership(user=user, role=Role.MEMBER, unit=district, by=None, starts_on=today() - days(9))
    assert refused(user=user, role=Role.MEMBER, unit=district, starts_on=today())
    end_membership(membership=user.memberships.get(), by=None)
    start_membership(user=user, role=Role.MEMBER, unit=district, by=None)
    assert user.memberships.current().count() == 1


def test_a_post_for_all_countries_is_held_once_too(db):
    user = person()
    start_membership(user=user, role=Role.FACILITATOR, unit=None, by=None)
    assert refused(user=user, role=Role.FACILITATOR, unit=None, starts_on=today())


@pytest.mark.parametrize("place", ["country", "region"])
def test_a_team_works_in_a_district_not_above_it(guinea, district, place):
    unit = {"country": guinea, "region": district.parent}[place]
    with pytest.raises(ValueError, match="district"):
        start_membership(user=person(), role=Role.MEMBER, unit=unit, by=None)


@pytest.mark.parametrize(("role", "group"), [
    (Role.FACILITATOR, "Facilitators · gui"),
    (Role.MODERATOR, "Moderators of threads"),
    (Role.ADMINISTRATOR, "Facilitators · gui"),  # whoever opens all notices may open any account
])  # fmt: skip
def test_a_post_brings_its_rights_and_takes_them_away(groups, guinea, role, group):
    user = person()
    membership = start_membership(user=user, role=role, unit=guinea, by=None, starts_on=today() - days(5))
    assert groups_of(user) == {group}
    assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    end_membership(membership=membership, by=None)
    assert groups_of(user) == set()
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_the_rights_of_one_post_stay_when_another_one_ends(groups, guinea):
    user = person()
    user.groups.add(Group.objects.create(name="Photographers"))
    start_membership(user=user, role=Role.ADMINISTRATOR, unit=None, by=None)
    ended = start_membership(
        user=user, role=Role.FACILITATOR, unit=guinea, by=None, starts_on=today() - days(5)
    )
    end_membership(membership=ended, by=None)
    assert groups_of(user) == {"Administrators", "Photographers"}


@pytest.mark.parametrize("role", [Role.POLICYMAKER, Role.RESEARCHER, Role.OFFICIAL])
def test_who_only_reads_gets_no_rights_in_the_admin(groups, guinea, role):
    user = person()
    start_membership(user=user, role=role, unit=guinea, by=None)
    assert groups_of(user) == set()


def test_leaving_at_once_is_at_once(groups, guinea):
    user = person()
    membership = start_membership(
        user=user, role=Role.FACILITATOR, unit=guinea, by=None, starts_on=today() - days(5)
    )
    end_membership(membership=membership, by=None)
    assert not user.memberships.current().exists()


def test_the_last_day_named_still_counts(groups, guinea):
    user = person()
    membership = start_membership(user=user, role=Role.FACILITATOR, unit=guinea, by=None)
    end_membership(membership=membership, by=None, ends_on=today())
    assert user.memberships.current().exists()
    assert groups_of(user) == {"Facilitators · gui"}


@pytest.mark.parametrize("begun", [0, 7], ids=["begun today", "not begun"])
def test_a_post_given_by_mistake_is_taken_back_at_once(groups, guinea, begun):
    user = person()
    membership = start_membership(
        user=user, role=Role.FACILITATOR, unit=guinea, by=None, starts_on=today() + days(begun)
    )
    end_membership(membership=membership, by=None)
    for day in (0, begun):
        assert not user.memberships.current(today() + days(day)).exists()
    assert groups_of(user) == set()


def test_rights_follow_the_calendar_when_asked(groups, guinea):
    """Nobody presses a button on the day a post begins or ends."""
    user = person((Role.FACILITATOR, guinea), begun=-9, ended=-1)
    user.groups.add(Group.objects.get(name="Facilitators"))
    Membership.objects.create(user=user, role=Role.MODERATOR, unit=guinea, starts_on=today())
    sync_groups(user=user)
    assert groups_of(user) == {"Moderators of threads"}


def test_rights_in_the_admin_end_with_the_post_though_nobody_does_anything(client, groups, guinea):
    user = person((Role.FACILITATOR, guinea))
    sync_groups(user=user)
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    user.memberships.update(ends_on=today() - days(1))
    assert client.get("/admin/").status_code == 403


def test_posts_are_read_once_in_a_request_to_the_admin(client, groups, guinea):
    client.force_login(person((Role.ADMINISTRATOR, guinea)))
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/units/").status_code == 200
    assert len([query for query in asked if 'FROM "districts_membership"' in query["sql"]]) == 1


def test_a_post_that_begins_or_ends_counts_at_once_for_who_was_asked_about_before(groups, guinea):
    user = person()
    assert memberships_of(user) == []
    membership = start_membership(
        user=user, role=Role.FACILITATOR, unit=guinea, by=None, starts_on=today() - days(2)
    )
    assert memberships_of(user) == [membership]
    end_membership(membership=membership, by=None)
    assert memberships_of(user) == [] and groups_of(user) == set()


def test_an_account_can_sign_in_and_speaks_its_language(client, db):
    made = create_account(
        email="Aminata@Example.ORG", password="une longue phrase", first_name="Aminata", last_name="Bah",
        language="en", by=None,
    )  # fmt: skip
    assert made.check_password("une longue phrase")
    assert client.login(email="Aminata@example.org", password="une longue phrase")
    assert (made.language, str(made)) == ("en", "Aminata Bah")
    assert not made.is_staff and not made.is_superuser


def test_an_address_belongs_to_one_person(db):
    fields = {"password": None, "first_name": "A", "last_name": "B", "language": "fr", "by": None}
    create_account(email="a@example.org", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        create_account(email="a@example.org", **fields)


def test_a_person_without_address_and_phone_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(first_name="Nobody")
    User.objects.create(phone="+224620000001")


def test_writes_are_logged_with_who_did_them(guinea):
    admin, user = person(), person()
    membership = start_membership(
        user=user, role=Role.OFFICIAL, unit=guinea, by=admin, starts_on=today() - days(3)
    )
    end_membership(membership=membership, by=admin)
    entries = ModelLogEntry.objects.for_instance(membership)
    assert [(entry.action, entry.user) for entry in entries.order_by("timestamp")] == [
        ("districts.post_begun", admin), ("districts.post_ended", admin),
    ]  # fmt: skip


def test_a_unit_is_made_once_and_then_brought_up_to_date(guinea):
    fields = {"code": "gui-r9", "level": OrgUnit.Level.REGION, "parent": guinea, "by": None}
    first = save_unit(name_fr="Kindia", **fields)
    again = save_unit(name_fr="Kindia (région)", **fields)
    assert first.pk == again.pk
    assert OrgUnit.objects.get(code="gui-r9").name_fr == "Kindia (région)"


def test_only_a_country_stands_alone(guinea):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrgUnit.objects.create(code="lost", level=3, name_fr="Lost")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrgUnit.objects.create(code="below", level=1, name_fr="Below", parent=guinea)
