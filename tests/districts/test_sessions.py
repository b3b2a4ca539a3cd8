"""How long a session lasts, what ends it, and that roles are asked at every request."""

import datetime

import pytest
from django.utils import timezone

from districts.account_actions import sign_out_everywhere
from districts.actions import end_membership, start_membership
from districts.models import Role

from .accounts import account, guinea, is_signed_in, sign_in, text_of


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def facilitator(places):
    return account(Role.FACILITATOR, places[0])


def later(monkeypatch, seconds: int):
    """The clock of sessions, that much further on."""
    import time

    now = time.time()
    monkeypatch.setattr("districts.sessions.time.time", lambda: now + seconds)


def test_ending_a_role_cuts_an_open_session_on_its_next_request(client, facilitator):
    client.force_login(facilitator)
    assert client.get("/fr/people/").status_code == 200
    end_membership(membership=facilitator.memberships.get(), by=None)
    assert client.get("/fr/people/").status_code == 403
    assert is_signed_in(client), "the person is still a person"


def test_a_new_role_counts_on_the_next_request(client, places):
    user = account(None)
    client.force_login(user)
    assert client.get("/fr/people/").status_code == 403
    start_membership(user=user, role=Role.FACILITATOR, unit=places[0], by=None)
    assert client.get("/fr/people/").status_code == 200


def test_sign_out_everywhere_ends_every_session_on_its_next_request(client, facilitator):
    from django.test import Client

    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, facilitator.email)
        assert is_signed_in(browser)
    client.post("/accounts/security/end-sessions/")
    assert not is_signed_in(client) and not is_signed_in(elsewhere)
    sign_in(client, facilitator.email)
    assert is_signed_in(client)


def test_somebody_else_s_sessions_go_on(client, facilitator):
    client.force_login(facilitator)
    sign_out_everywhere(user=account(None), by=facilitator)
    assert is_signed_in(client)


def test_groups_are_brought_up_to_date_on_the_first_request_of_a_day(client, facilitator):
    client.force_login(facilitator)
    assert facilitator.groups.exists()
    facilitator.memberships.update(
        starts_on=timezone.localdate() - datetime.timedelta(days=9),
        ends_on=timezone.localdate() - datetime.timedelta(days=1),
    )
    is_signed_in(client)
    assert facilitator.groups.exists(), "once a day is enough: roles themselves are asked each time"
    session = client.session
    session["roles_of_day"] = "2020-01-01"
    session.save()
    is_signed_in(client)
    assert not facilitator.groups.exists()


def test_groups_are_brought_up_to_date_at_sign_in(client, facilitator):
    facilitator.groups.clear()
    sign_in(client, facilitator.email)
    assert facilitator.groups.exists()


def test_an_own_computer_stays_signed_in(client, facilitator, monkeypatch):
    sign_in(client, facilitator.email)
    assert client.session.get_expire_at_browser_close() is False
    later(monkeypatch, 5 * 24 * 3600)
    assert is_signed_in(client)


def test_a_shared_computer_forgets_when_the_browser_closes(client, facilitator):
    sign_in(client, facilitator.email, shared_computer="on")
    assert client.session.get_expire_at_browser_close() is True
    assert client.cookies["sessionid"]["max-age"] == ""


def test_a_shared_computer_left_alone_is_signed_out_and_says_so(client, facilitator, monkeypatch):
    sign_in(client, facilitator.email, shared_computer="on")
    later(monkeypatch, 21 * 60)
    response = client.get("/fr/people/", follow=True)
    assert response.redirect_chain[0][0].startswith("/accounts/login/?next=/fr/people/")
    assert "after 20 minutes without a click" in text_of(response)
    assert not is_signed_in(client)


def test_each_click_on_a_shared_computer_gives_twenty_minutes_more(client, facilitator, monkeypatch):
    sign_in(client, facilitator.email, shared_computer="on")
    for minutes in (15, 30, 45):
        later(monkeypatch, 0)
        session = client.session
        session["seen_at"] -= 15 * 60
        session.save()
        assert is_signed_in(client), minutes


def test_what_the_editor_asks_by_itself_is_no_click(client, facilitator):
    sign_in(client, facilitator.email, shared_computer="on")
    session = client.session
    session["seen_at"] -= 15 * 60
    session.save()
    before = client.session["seen_at"]
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/")
    assert client.session["seen_at"] == before


def test_a_new_password_ends_all_other_sessions(client, facilitator):
    client.force_login(facilitator)
    facilitator.set_password("another long phrase")
    facilitator.save()
    assert not is_signed_in(client)
