"""A further role for somebody who has an account, given from the desk."""

import pytest
from wagtail.models import ModelLogEntry

from districts.models import Membership, Role, User

from .accounts import account, guinea, text_of
from .places import country, days, today


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def member(places):
    return account(Role.MEMBER, places[1][0])


@pytest.fixture
def at_desk(client, places):
    client.force_login(account(Role.FACILITATOR, places[0]))
    return client


def add(client, someone: User, **fields):
    values = {"role": "lead", "unit": "gui D2", "starts_on": today().isoformat()} | fields
    return client.post(f"/en/people/{someone.pk}/roles/add/", values)


def test_a_role_is_given_from_a_day_on_and_logged(at_desk, member, places):
    assert "Give a further role" in text_of(at_desk.get(f"/en/people/{member.pk}/"))
    assert add(at_desk, member, starts_on=(today() + days(3)).isoformat()).status_code == 302
    post = member.memberships.get(role=Role.LEAD)
    assert (post.unit, post.starts_on, post.ends_on) == (places[1][1], today() + days(3), None)
    assert ModelLogEntry.objects.for_instance(post).get().user_id == int(at_desk.session["_auth_user_id"])


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"unit": ""}, "unit"),
    ({"unit": "nowhere at all"}, "unit"),
    ({"unit": "\x00"}, "unit"),
    ({"unit": "gui", "role": "member"}, "unit"),  # a team works in a district
    ({"role": "administrator"}, "role"),
    ({"role": "no role"}, "role"),
    ({"role": "member", "unit": "gui D1"}, "role"),  # the person's already
    ({"unit": "ben D1"}, "unit"),
    ({"starts_on": ""}, "starts_on"),
    ({"starts_on": "1999-12-31"}, "starts_on"),
    ({"starts_on": "2999-12-31"}, "starts_on"),
    ({"starts_on": "tomorrow"}, "starts_on"),
])  # fmt: skip
def test_what_cannot_be_given_is_refused_beside_the_field(at_desk, member, fields, wrong):
    country("ben")
    page = add(at_desk, member, **fields)
    assert page.status_code == 200 and page.context["form"].errors[wrong]
    assert member.memberships.count() == 1


@pytest.mark.parametrize(("role", "unit", "status"), [
    (Role.ADMINISTRATOR, None, 302),
    (Role.FACILITATOR, "own", 302),
    (Role.FACILITATOR, "abroad", 403),
    (Role.MODERATOR, "own", 403),
    (Role.OFFICIAL, "own", 403),
    (Role.LEAD, "district", 403),
])  # fmt: skip
def test_only_who_could_have_given_every_role_of_the_person(client, places, member, role, unit, status):
    units = {None: None, "own": places[0], "abroad": country("ben"), "district": places[1][0]}
    client.force_login(account(role, units[unit]))
    assert add(client, member).status_code == status
    assert member.memberships.filter(role=Role.LEAD).exists() is (status == 302)


def test_nobody_gives_themselves_a_role(client, places):
    administrator = account(Role.ADMINISTRATOR)
    client.force_login(administrator)
    assert add(client, administrator).status_code == 403


def test_an_account_that_is_switched_off_gets_none(at_desk, member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert "This account is switched off." in text_of(add(at_desk, member))
    assert member.memberships.count() == 1


def test_a_button_pressed_twice_gives_it_once(at_desk, member):
    add(at_desk, member)
    assert "has this role there already" in text_of(add(at_desk, member))
    assert member.memberships.filter(role=Role.LEAD).count() == 1


def test_with_three_thousand_places_the_form_stays_small(client, member, django_assert_max_num_queries):
    country("big", districts=3000, regions=30)
    client.force_login(account(Role.ADMINISTRATOR))
    client.get(f"/en/people/{member.pk}/roles/add/")
    with django_assert_max_num_queries(20):
        page = client.get(f"/en/people/{member.pk}/roles/add/")
    assert page.content.decode().count("<option") < 20
    with django_assert_max_num_queries(30):
        assert add(client, member, unit="big D2999").status_code == 302
    assert Membership.objects.get(role=Role.LEAD).unit.code == "big-d2999"
