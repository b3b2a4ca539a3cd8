"""What each of the demonstration's eight accounts sees, and the door itself: passwords, cookies, languages."""

import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE
from .test_reading import RESULTS

ACCOUNTS = {
    # In how many of the nine figures another district is named: what was published of the annual report is
    # open to the hierarchy. Opens the admin; writes about results; the own district.
    "member": (9, False, True, "Pita"),
    "lead": (9, False, True, "Pita"),
    "other-member": (9, False, True, "Mandiana"),
    "facilitator": (9, True, True, ""),
    "central": (1, False, False, ""),
    "policymaker": (0, False, False, ""),
    "researcher": (0, False, False, ""),
    "admin": (9, True, True, ""),
}
DISTRICT = "Kouroussa"
LESSON = "/fr/cycles/surveillance-des-deces-maternels-guinee-2017/un-comite-n-est-pas-encore-une-revue/"
SCREENS = {"member": PHONE, "other-member": PHONE, "policymaker": PHONE, "central": PHONE}
WRONG = {
    "fr": ("ne sont pas corrects", "Vérifiez les deux", "Réessayez dans 5"),
    "en": ("are not correct", "Check both", "Try again in 5 minutes"),
}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_each_account_sees(account, visitor):
    named, edits, writes, own = ACCOUNTS[account]
    person = visitor("fr", SCREENS.get(account, DESKTOP), f"{account}@example.org")
    person.page.goto("/fr/")
    expect(person.page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    person.screen_passes()
    person.page.goto(RESULTS["fr"])
    _districts(person.page, named, own)
    person.screen_passes()
    person.page.get_by_role("link", name="Discussion : ").nth(1).click()
    assert person.page.locator("form#write").count() == int(writes)
    person.screen_passes()
    person.page.goto(LESSON)
    expect(person.page.locator("form#write")).to_be_visible()
    if edits:
        person.page.goto("/admin/")
        expect(person.page.get_by_role("link", name="Modération")).to_be_visible()
    else:
        with person.refused(403):
            person.page.goto("/admin/")
        expect(person.page.locator("h1")).to_have_text("Cette page ne vous est pas ouverte")


def _districts(page, named: int, own: str) -> None:
    """Tables folded away and the tips of maps included."""
    figures = page.locator("article.card").evaluate_all("cards => cards.map(card => card.innerHTML)")
    assert sum(DISTRICT in figure for figure in figures) == named
    assert page.locator(".mine h3").all_inner_texts() == ([own] * 9 if own else [])


def test_anonymous_readers_see_no_district(visitor):
    reader = visitor("fr", PHONE)
    reader.page.goto(RESULTS["fr"])
    _districts(reader.page, named=0, own="")
    assert DISTRICT not in reader.page.content()


def test_a_wrong_password_is_said_and_many_have_to_wait(visitor):
    """Few attempts: they are counted by browser address too, from which all these tests come."""
    french, english = visitor("fr", PHONE), visitor("en", DESKTOP)
    for guest, address in ((french, "nobody@example.org"), (english, "somebody@example.org")):
        wrong, check, _wait = WRONG[guest.language]
        guest.page.goto(f"/accounts/login/?lang={guest.language}")
        guest.screen_passes()
        _try(guest.page, address)
        expect(guest.page.get_by_role("alert")).to_contain_text(wrong)
        expect(guest.page.get_by_role("alert")).to_contain_text(check)
        expect(guest.page.locator("input[name=login]")).to_have_value(address)
        guest.screen_passes()
    for _attempt in range(5):
        _try(french.page, "nobody@example.org")
    _try(english.page, "nobody@example.org")
    for guest in (french, english):
        _wrong, check, wait = WRONG[guest.language]
        expect(guest.page.get_by_role("alert")).to_contain_text(wait)
        expect(guest.page.get_by_role("alert")).not_to_contain_text(check)
        guest.screen_passes()


def _try(page, email: str) -> None:
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", "not the password")
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def test_the_session_cookie_is_for_this_browser_alone_and_goes_with_signing_out(visitor):
    person = visitor("en", DESKTOP).sign_in("policymaker@example.org")
    cookies = {cookie["name"]: cookie for cookie in person.context.cookies()}
    assert cookies["sessionid"]["httpOnly"] and cookies["sessionid"]["sameSite"] == "Lax"
    assert cookies["csrftoken"]["httpOnly"]
    person.page.goto("/en/")
    person.page.get_by_role("button", name="Sign out").click()
    expect(person.page.get_by_role("link", name="Sign in")).to_be_visible()
    assert person.page.url.endswith("/en/")
    assert "sessionid" not in {cookie["name"] for cookie in person.context.cookies()}


def test_readers_get_no_cookie(visitor):
    reader = visitor("fr", PHONE)
    for address in ("/fr/", RESULTS["fr"], LESSON, "/fr/search/?q=comité"):
        reader.page.goto(address)
    assert reader.context.cookies() == []


def test_the_sign_in_page_speaks_the_language_asked_for(visitor):
    guest = visitor("fr", PHONE)
    guest.page.goto("/accounts/login/?lang=en&next=/en/search/")
    expect(guest.page.locator("h1")).to_have_text("Sign in")
    guest.page.get_by_role("link", name="Français").click()
    expect(guest.page.locator("h1")).to_have_text("Se connecter")
    assert guest.page.locator("input[name=next]").input_value() == "/en/search/"
    guest.page.goto("/accounts/login/")
    expect(guest.page.locator("h1")).to_have_text("Se connecter")
