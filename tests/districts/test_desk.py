"""The desk for people: seen and helped within one's area, by who could have given their roles."""

import pytest
from wagtail.models import ModelLogEntry

from districts.models import Membership, Role, User

from .accounts import account, guinea, text_of
from .places import country, districts_of, person

BUTTONS = ("number", "reset-code", "sign-out", "second-factor-off")


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def facilitator(places):
    return account(Role.FACILITATOR, places[0])


@pytest.fixture
def member(places):
    return account(Role.MEMBER, places[1][0], phone="+224622123456")


@pytest.fixture
def at_desk(client, facilitator):
    client.force_login(facilitator)
    return client


def test_only_the_people_of_the_own_area_are_listed(at_desk, member):
    abroad = account(Role.MEMBER, districts_of(country("ben"))[0])
    page = text_of(at_desk.get("/en/people/"))
    assert str(member) in page and member.email in page and "+224 622 12 34 56 (number not verified)" in page
    assert abroad.email not in page


@pytest.mark.parametrize("asked", ["gui D1", "622123", "PERSON"])
def test_people_are_found_by_place_number_and_name(at_desk, member, asked):
    asked = member.last_name if asked == "PERSON" else asked
    assert member.email in text_of(at_desk.get("/en/people/", {"q": asked}))
    assert "Nobody in your area" in text_of(at_desk.get("/en/people/", {"q": "zzz"}))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.MODERATOR, Role.OFFICIAL, Role.RESEARCHER])
def test_others_have_no_desk(client, places, member, role):
    client.force_login(account(role, places[1][0] if role in (Role.MEMBER, Role.LEAD) else places[0]))
    for address in ("people/", "people/invitations/", "people/invitations/new/", "people/invitations/table/"):
        assert client.get(f"/en/{address}").status_code == 403
    assert client.get(f"/en/people/{member.pk}/").status_code == 403


def help_for(client, someone) -> set[int]:
    """The answers of the person's page and of every button on it."""
    found = {client.get(f"/en/people/{someone.pk}/").status_code}
    return found | {client.post(f"/en/people/{someone.pk}/{button}/").status_code for button in BUTTONS}


@pytest.mark.parametrize(("role", "where"), [
    (Role.MEMBER, "abroad"), (Role.FACILITATOR, "own"), (Role.MODERATOR, "own"), (Role.ADMINISTRATOR, "own"),
    (Role.ADMINISTRATOR, "all"), (Role.RESEARCHER, "all"), (None, "all"),
])  # fmt: skip
def test_a_facilitator_cannot_open_the_account_of_somebody_with_more_rights(at_desk, places, role, where):
    """A code read out opens an account, so it is issued to those only whose every role one could have given."""
    unit = {"abroad": districts_of(country("ben"))[0], "own": places[0], "all": None}[where]
    someone = account(role, unit)
    assert help_for(at_desk, someone) == {403}
    assert not someone.reset_codes.exists()


def test_nor_of_a_member_who_is_administrator_too(at_desk, member):
    Membership.objects.create(
        user=member, role=Role.ADMINISTRATOR, starts_on=member.memberships.get().starts_on
    )
    assert help_for(at_desk, member) == {403}


def test_nor_the_own_nor_a_superuser_s(at_desk, facilitator, places):
    assert help_for(at_desk, facilitator) == {403}
    someone = account(Role.MEMBER, places[1][0], is_superuser=True)
    assert help_for(at_desk, someone) == {403}


def test_a_number_is_set_verified_by_a_call_and_logged(at_desk, member, facilitator):
    address = f"/en/people/{member.pk}/number/"
    at_desk.post(address, {"phone": member.phone, "verify": "1"})
    member.refresh_from_db()
    assert member.phone_verified_at
    entry = ModelLogEntry.objects.for_instance(member).get(action="districts.number_verified")
    assert entry.user == facilitator
    at_desk.post(address, {"phone": "622 99 99 99"})
    member.refresh_from_db()
    assert member.phone == "+224622999999" and member.phone_verified_at is None


def test_a_number_that_is_none_or_another_s_is_refused_beside_the_field(at_desk, member):
    account(None, phone="+224622999999")
    for phone in ("12", "622 99 99 99"):
        page = at_desk.post(f"/en/people/{member.pk}/number/", {"phone": phone})
        assert page.context["number_form"].errors["phone"]
    User.objects.filter(pk=member.pk).update(email=None)
    assert (
        at_desk.post(f"/en/people/{member.pk}/number/", {"phone": ""}).context["number_form"].errors["phone"]
    )
    member.refresh_from_db()
    assert member.phone == "+224622123456"


def test_a_role_is_ended_at_once_but_not_abroad_and_not_one_s_own(at_desk, member, facilitator):
    abroad = account(Role.MEMBER, districts_of(country("ben"))[0])
    for someone, status in ((member, 302), (abroad, 403), (facilitator, 403)):
        post = someone.memberships.get()
        assert at_desk.post(f"/en/people/roles/{post.pk}/end/").status_code == status
        assert someone.memberships.current().exists() is (status == 403)


def test_an_acting_lead_is_named_with_dates(at_desk, member):
    address = f"/en/people/roles/{member.memberships.get().pk}/acting-lead/"
    page = at_desk.post(address, {"starts_on": "2030-05-02", "ends_on": "2030-05-01"})
    assert page.context["form"].errors["ends_on"]
    assert at_desk.post(address, {"starts_on": "2030-05-01", "ends_on": "2030-05-09"}).status_code == 302
    assert member.memberships.get(acting=True).role == Role.LEAD
    page = at_desk.post(address, {"starts_on": "2030-05-09", "ends_on": "2030-05-10"})
    assert "leads the team on some of these days already" in text_of(page)


def test_a_newcomer_s_first_facilitator_helps_after_the_last_role_ended(at_desk, member):
    member.memberships.update(starts_on="2020-01-01", ends_on="2020-02-01")
    assert at_desk.get(f"/en/people/{member.pk}/").status_code == 200


@pytest.mark.parametrize("pk", [0, 2**31, 2**64, 10**30])
def test_numbers_that_no_database_holds_are_not_found(at_desk, pk):
    addresses = (f"people/{pk}/", f"people/roles/{pk}/acting-lead/")
    assert {at_desk.get(f"/en/{address}").status_code for address in addresses} <= {403, 404}


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40])
def test_odd_page_numbers_show_a_page(at_desk, page):
    assert at_desk.get("/en/people/", {"page": page, "q": "\x00é'%_"}).status_code == 200


def test_listing_two_people_and_two_hundred_costs_the_same(at_desk, places, django_assert_num_queries):
    def read() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            at_desk.get("/en/people/")
            at_desk.get("/en/people/invitations/")
        return len(seen)

    read()
    for _number in range(3):
        person((Role.MEMBER, places[1][0]))
    few = read()
    for _number in range(60):
        person((Role.MEMBER, places[1][1]))
    assert read() == few <= 40
