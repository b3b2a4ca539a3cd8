"""The page on which people say which mails they want."""

import pytest
from django.test import Client

from notifications.models import Preference

from .posting import somebody

ADDRESS = {"fr": "/fr/notifications/", "en": "/en/notifications/"}


@pytest.fixture
def browser(pages_ready, awa) -> Client:
    client = Client()
    client.force_login(awa, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def wanted(client) -> set[str]:
    field = client.get(ADDRESS["fr"]).context["form"]["kinds"]
    return set(field.value())


def test_all_mails_are_wanted_until_somebody_says_otherwise(browser, awa):
    everything = wanted(browser)
    assert "tests.plain" in everything and "notifications.test" not in everything
    browser.post(ADDRESS["fr"], {"kinds": list(everything - {"tests.plain"})})
    assert wanted(browser) == everything - {"tests.plain"}
    browser.post(ADDRESS["fr"], {"kinds": list(everything)})
    assert wanted(browser) == everything


def test_no_box_ticked_stops_all_that_can_be_stopped(browser, awa):
    browser.post(ADDRESS["fr"], {})
    assert wanted(browser) == set()
    assert not Preference.objects.filter(kind="notifications.test").exists()


def test_choices_are_ones_own(browser, awa):
    other = somebody("other")
    browser.post(ADDRESS["fr"], {})
    assert not Preference.objects.exclude(person=awa).exists() and not other.notice_preferences.exists()


@pytest.mark.parametrize("sent", ["no.such.kind", "notifications.test", "\x00"])
def test_what_is_no_choice_changes_nothing_and_is_said_beside_the_field(browser, sent):
    response = browser.post(ADDRESS["fr"], {"kinds": [sent]})
    assert response.status_code == 200 and response.context["form"].errors["kinds"]
    assert not Preference.objects.exists()


def test_the_page_says_what_is_always_sent_and_where_to(browser, settings):
    for language, word in (("fr", "Courriel d’essai"), ("en", "Test mail")):
        page = browser.get(ADDRESS[language]).content.decode()
        assert word in page and "awa@example.org" in page
    settings.MAIL_CONFIGURED = False
    assert "no mails at the moment" in browser.get(ADDRESS["en"]).content.decode()


def test_somebody_without_a_mailbox_is_told_who_tells_them(pages_ready):
    client = Client()
    client.force_login(
        somebody("fatou", email=None, phone="+224620000001"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert "no e-mail address" in client.get(ADDRESS["en"]).content.decode()


def test_strangers_are_sent_to_sign_in(pages_ready, client):
    for method in (client.get, client.post):
        response = method(ADDRESS["fr"])
        assert response.status_code == 302 and "/accounts/login/" in response["Location"]
