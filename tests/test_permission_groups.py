"""Who may open what of Wagtail's admin, its documents and the pages about the account: as groups, beside the table."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.everyone import is_refused, rolled_back
from tests.permission_lines import ADMIN, ADMINISTRATORS

ACCOUNT_PAGES_FOR_ANYBODY = {
    "account_login", "account_logout", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "reset_by_code",
}  # fmt: skip


def account_views() -> list[str]:
    [accounts] = [each for each in get_resolver().url_patterns if str(each.pattern) == "accounts/"]
    return sorted(pattern.name for pattern in accounts.url_patterns)


def account_address(name: str, world) -> str:
    kwargs = {
        "kept_post": {"key": world.kept.key},
        "account_reset_password_from_key": {"uidb36": "1", "key": "no-key"},
    }
    return reverse(name, kwargs=kwargs.get(name, {}))


@pytest.mark.parametrize("name", account_views())
def test_pages_about_the_account(everyone, name):
    """They are of whoever is signed in, so that there is nobody else's to open. Asked for a second factor without
    having given the first, one is led to sign in too."""
    response = Client().get(account_address(name, everyone))
    if response.status_code == 405:
        response = Client().post(account_address(name, everyone))
    assert (not is_refused(response)) == (name in ACCOUNT_PAGES_FOR_ANYBODY)


def test_a_form_kept_for_one_person_is_nobody_else_s(everyone):
    for name, browser in everyone.browsers.items():
        with rolled_back():
            shown = "Entre nous" in browser.get("/accounts/kept/").content.decode()
            dropped = not is_refused(browser.post(account_address("kept_post", everyone), {"drop": "1"}))
        assert shown == dropped == (name == "member"), name


def test_the_admin_opens_to_those_who_edit_or_moderate(everyone):
    for name, browser in everyone.browsers.items():
        assert (browser.get("/admin/").status_code == 200) == (name in ADMIN), name


@pytest.mark.parametrize("address", ["users/", "groups/", "workflows/list/", "sites/", "locales/"])
def test_what_wagtail_has_for_the_first_account_alone(everyone, address):
    """People have roles, and groups follow from them: neither is changed by hand beside the desk."""
    found = {
        name
        for name, browser in everyone.browsers.items()
        if not is_refused(browser.get(f"/admin/{address}"))
    }
    assert found == {"superuser"}


def test_documents_open_by_their_collection(everyone):
    for name, browser in everyone.browsers.items():
        assert browser.get(everyone.document.url).status_code == 200, name
        opened = browser.get(everyone.closed_document.url).status_code == 200
        assert opened == (name in ADMINISTRATORS), name
