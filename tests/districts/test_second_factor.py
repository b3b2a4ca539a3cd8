"""The second factor: who must have one, that nothing is open without it, and that guessing is stopped."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from districts.account_actions import take_second_factor_off
from districts.models import Role
from districts.second_factor import SecondFactorAdapter

from .accounts import PASSWORD, account, guinea, is_signed_in, sign_in, text_of

SET_UP = "/accounts/2fa/app/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.MFA_REQUIRED_ROLES = ["facilitator", "moderator", "official", "administrator"]


@pytest.fixture
def places(pages_ready):
    return guinea()


@pytest.fixture
def facilitator(places):
    return account(Role.FACILITATOR, places[0])


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_factor(user) -> str:
    """Switch it on; the secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", ["/fr/", "/fr/people/", "/admin/", "/fr/search/", "/documents/1/x.pdf"])
def test_who_sees_beyond_a_district_goes_no_further_without_one(client, places, role, address):
    sign_in(client, account(role, places[0]).email)
    response = client.get(address)
    assert response.status_code == 302 and response.url == SET_UP
    assert client.post(address).status_code in (302, 403)


def test_a_superuser_needs_one_too(client, places):
    client.force_login(account(None, is_superuser=True))
    assert client.get("/admin/").url == SET_UP


def test_the_interface_for_programs_says_so_in_its_own_way(client, facilitator):
    client.force_login(facilitator)
    response = client.get("/api/anything")
    assert response.status_code == 403 and response.json() == {"detail": "A second factor is required."}


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD, Role.POLICYMAKER, Role.RESEARCHER])
def test_for_others_it_is_as_they_like(client, places, role):
    sign_in(client, account(role, places[1][0]).email)
    assert client.get("/fr/").status_code == 200
    assert "Set up a second factor" in text_of(client.get("/accounts/security/"))


def test_in_the_demonstration_nobody_is_asked(client, facilitator, settings):
    settings.DEMO = True
    client.force_login(facilitator)
    assert client.get("/fr/people/").status_code == 200


def test_a_role_given_later_asks_for_it_on_the_next_request(client, places):
    from districts.actions import start_membership

    user = account(None)
    client.force_login(user)
    assert client.get("/fr/").status_code == 200
    start_membership(user=user, role=Role.FACILITATOR, unit=places[0], by=None)
    assert client.get("/fr/").status_code == 302


def test_without_it_one_may_still_sign_out(client, facilitator):
    client.force_login(facilitator)
    client.post("/accounts/logout/")
    assert client.get("/fr/").status_code == 200


def test_on_the_way_in_the_password_is_asked_for_once(client, facilitator):
    sign_in(client, facilitator.email)
    assert client.get(SET_UP).status_code == 200


def test_a_session_left_open_sets_up_nothing_without_the_password(client, facilitator, monkeypatch):
    sign_in(client, facilitator.email)
    later = time.time() + 6 * 60
    monkeypatch.setattr("districts.second_factor.time.time", lambda: later)
    assert client.get(SET_UP).url.startswith("/accounts/reauthenticate/")


def test_who_need_not_have_it_is_asked_before_setting_it_up(client, places):
    sign_in(client, account(Role.MEMBER, places[1][0]).email)
    assert client.get(SET_UP).url.startswith("/accounts/reauthenticate/")


def set_up(client) -> None:
    """As a person does: where the password is asked for once more, it is given; then the code."""
    page = client.get(SET_UP, follow=True)
    if "reauthenticate" in page.request["PATH_INFO"]:
        client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": PASSWORD})
        page = client.get(SET_UP)
    secret = page.context["form"].secret
    assert secret in page.content.decode() and "data:image/svg+xml" in page.content.decode()
    client.post(SET_UP, {"code": code_of(secret)})


def test_setting_it_up_opens_the_door_and_ends_sessions_opened_without_it(client, facilitator):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, facilitator.email)
    set_up(client)
    assert client.get("/fr/people/").status_code == 200
    assert not is_signed_in(elsewhere)
    codes = text_of(client.get("/accounts/2fa/recovery-codes/"))
    assert "10 codes are left." in codes


def test_a_password_alone_no_longer_opens_the_account(client, facilitator):
    secret = with_factor(facilitator)
    response = sign_in(client, facilitator.email)
    assert response.url.startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_opens_once(client, facilitator):
    with_factor(facilitator)
    code = RecoveryCodes.activate(facilitator).get_unused_codes()[0]
    for opens in (True, False):
        browser = Client()
        sign_in(browser, facilitator.email)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_signed_in(browser) is opens


def test_guessing_the_code_is_stopped_and_the_wait_is_said(client, facilitator):
    secret = with_factor(facilitator)
    sign_in(client, facilitator.email)
    for _try in range(5):
        client.post("/accounts/2fa/authenticate/?lang=en", {"code": "000000"})
    page = text_of(client.post("/accounts/2fa/authenticate/?lang=en", {"code": code_of(secret)}))
    assert "Too many attempts. Try again in 5 minutes." in page
    assert not is_signed_in(client)


def test_a_shared_computer_stays_one_through_the_second_factor(client, facilitator):
    secret = with_factor(facilitator)
    sign_in(client, facilitator.email, shared_computer="on")
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.session.get_expire_at_browser_close() is True
    assert client.session["shared_computer"] is True


def test_secrets_in_a_copy_of_the_database_make_no_codes(facilitator):
    secret = with_factor(facilitator)
    assert secret not in str(Authenticator.objects.get().data)


def test_under_another_key_no_code_fits_and_none_can_be_worked_out(client, facilitator, settings):
    secret = with_factor(facilitator)
    settings.SECRET_KEY = "another"
    assert SecondFactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) not in ("", secret)


def test_an_administrator_takes_it_off_for_who_lost_the_telephone(client, facilitator):
    with_factor(facilitator)
    take_second_factor_off(user=facilitator, by=account(Role.ADMINISTRATOR))
    sign_in(client, facilitator.email)
    assert client.get("/fr/").url == SET_UP


def test_a_reset_code_does_not_go_round_it(client, facilitator):
    from districts.account_actions import issue_reset_code

    with_factor(facilitator)
    code = issue_reset_code(user=facilitator, by=account(Role.ADMINISTRATOR))
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    client.post("/accounts/password/code/", {"login": facilitator.email, "code": code, **new})
    assert sign_in(client, facilitator.email, new["password1"]).url.startswith("/accounts/2fa/authenticate/")


def test_the_question_costs_two_queries_at_most(client, facilitator, django_assert_max_num_queries):
    with_factor(facilitator)
    client.force_login(facilitator)
    client.get("/robots.txt")
    with django_assert_max_num_queries(6):
        client.get("/robots.txt")


def test_no_page_of_the_account_goes_round_it(client, facilitator):
    """A kept form is sent by calling its view: with a password alone that must not work either."""
    from districts.models import Invitation, KeptPost

    fields = [
        ["first_name", "A"],
        ["last_name", "B"],
        ["role", "member"],
        ["unit", "gui D1"],
        ["language", "fr"],
    ]
    kept = KeptPost.objects.create(owner=facilitator, path="/fr/people/invitations/new/", fields=fields)
    sign_in(client, facilitator.email)
    for address in (
        f"/accounts/kept/{kept.key}/",
        "/accounts/kept/",
        "/accounts/password/change/",
        "/accounts/security/",
    ):
        assert client.post(address, {"send": "1"}).url == SET_UP, address
    assert not Invitation.objects.exists()
    set_up(client)
    client.post(f"/accounts/kept/{kept.key}/", {"send": "1"})
    assert Invitation.objects.exists(), "with the factor it is sent"
