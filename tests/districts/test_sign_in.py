"""Signing in by address or number, how guessing is stopped, and what is noted."""

import logging

import pytest
from wagtail.models import ModelLogEntry

from districts.models import Role, SignIn

from .accounts import PASSWORD, account, guinea, is_signed_in, sign_in, text_of


@pytest.fixture
def member(pages_ready):
    _top, districts = guinea()
    return account(Role.MEMBER, districts[0], phone="+2290197123456")


@pytest.mark.parametrize("login", ["+2290197123456", "97 12 34 56", "01 97 12 34 56", "00229 97.12.34.56"])
def test_by_number_however_it_is_written(client, member, login):
    assert sign_in(client, login).status_code == 302
    assert is_signed_in(client)


def test_by_address_in_capitals_with_blanks(client, member):
    sign_in(client, f"  {member.email.upper()} ")
    assert is_signed_in(client)


def test_without_an_address_the_number_alone_is_enough(client, pages_ready):
    _top, districts = guinea()
    account(Role.MEMBER, districts[0], phone="+224622123456")
    from districts.models import User

    User.objects.filter(phone="+224622123456").update(email=None)
    sign_in(client, "622 12 34 56")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "login", ["nobody@example.org", "+224622000000", "no address", "' OR 1=1", "x" * 300]
)
def test_the_answer_does_not_tell_whether_there_is_such_an_account(client, member, login):
    unknown = text_of(sign_in(client, login, "wrong"))
    known = text_of(sign_in(client, member.email, "wrong"))
    words = "The address or number, or the password, are not correct."
    assert words in unknown and words in known


@pytest.mark.parametrize("login", ["email", "phone"])
def test_guessing_a_password_is_stopped_and_the_wait_is_said(client, member, login):
    for _try in range(5):
        assert "are not correct" in text_of(sign_in(client, getattr(member, login), "wrong"))
    page = text_of(sign_in(client, getattr(member, login)))
    assert "Too many attempts. Try again in 5 minutes." in page
    assert not is_signed_in(client)


def test_one_number_s_wrong_passwords_do_not_lock_out_another_s(client, member, pages_ready):
    other = account(None, phone="+224622123456")
    for _try in range(5):
        sign_in(client, member.phone, "wrong")
    sign_in(client, other.phone)
    assert is_signed_in(client)


def test_writing_the_number_otherwise_gives_no_more_tries(client, member):
    for login in ("97123456", "0197123456", "+22997123456", "+229 01 97 12 34 56", "97 12 34 56"):
        sign_in(client, login, "wrong")
    assert "Too many attempts" in text_of(sign_in(client, "01 97 12 34 56"))


def test_who_is_switched_off_does_not_get_in(client, member):
    member.is_active = False
    member.save()
    sign_in(client, member.email)
    assert not is_signed_in(client)


def test_a_sign_in_is_noted_for_the_person_and_in_the_log(client, member):
    sign_in(client, member.email)
    assert SignIn.objects.filter(user=member).count() == 1
    entry = ModelLogEntry.objects.for_instance(member).filter(action="districts.sign_in").get()
    assert entry.user == member
    assert "The last times you signed in" in text_of(client.get("/accounts/security/"))


def test_failures_are_noted_without_what_was_typed(client, member, caplog):
    with caplog.at_level(logging.WARNING, "districts.sign_in"):
        sign_in(client, member.email, "my secret")
        sign_in(client, "my password in the wrong box", "x")
    assert f"account {member.pk} from 127.0.0.1" in caplog.text and "account unknown" in caplog.text
    assert "secret" not in caplog.text and "wrong box" not in caplog.text and member.email not in caplog.text


def test_french_is_spoken_too(client, member):
    assert "ne sont pas corrects" in text_of(sign_in(client, member.email, "wrong", lang="fr"))


def test_nobody_makes_an_account_alone(client, pages_ready):
    assert client.get("/accounts/signup/").status_code == 404
    assert (
        client.post("/accounts/signup/", {"email": "x@example.org", "password1": PASSWORD}).status_code == 404
    )
