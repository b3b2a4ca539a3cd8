"""A portal that is no demonstration: who sees beyond one district sets up a second factor before anything else."""

import base64
import hmac
import shutil
import sqlite3
import struct
import time

import pytest
from playwright.sync_api import expect

from .conftest import BOTH, Portal, Visitor, portal_of, serving

ACCOUNTS = {"fr": "facilitator@example.org", "en": "admin@example.org"}
WORDS = {
    "fr": {
        "set up": "Mettre en place un second facteur",
        "codes": "Codes de secours",
        "left": "Il reste 10 codes.",
        "written down": "Je les ai notés",
        "hello": "Bonjour",
        "sign out": "Se déconnecter",
        "factor": "Second facteur",
        "safety": "Sécurité de votre compte",
        "on": "Activé",
    },
    "en": {
        "set up": "Set up a second factor",
        "codes": "Recovery codes",
        "left": "10 codes are left.",
        "written down": "I have written them down",
        "hello": "Hello",
        "sign out": "Sign out",
        "factor": "Second factor",
        "safety": "Safety of your account",
        "on": "Switched on",
    },
}


def code_of(secret: str, at: float) -> str:
    """RFC 6238 with 30 seconds, SHA-1 and six digits: what the apps show."""
    padded = secret + "=" * (-len(secret) % 8)
    digest = hmac.digest(base64.b32decode(padded), struct.pack(">Q", int(at) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture(scope="module")
def strict(portal, tmp_path_factory) -> Portal:
    """The same people and pages with DEMO off, so that the factor is asked for."""
    data = tmp_path_factory.mktemp("strict")
    shutil.copy(portal.data / "demo-password.txt", data)
    with (
        sqlite3.connect(portal.data / "portal.sqlite3") as now,
        sqlite3.connect(data / "portal.sqlite3") as copy,
    ):
        now.backup(copy)
    required = "facilitator,moderator,official,administrator"
    with serving(portal_of(data, DEMO="0", MFA_REQUIRED_ROLES=required)) as started:
        yield started


@BOTH
def test_a_second_factor_is_set_up_and_asked_for(language, viewport, visitor, strict):
    words, person = WORDS[language], visitor(language, viewport, at=strict)
    person.sign_in(ACCOUNTS[language])
    assert person.heading() == words["set up"]
    person.screen_passes()
    # Nowhere else before that.
    for address in (f"/{language}/", f"/{language}/people/", "/admin/"):
        person.page.goto(address)
        assert person.heading() == words["set up"]
    secret = person.page.locator("main strong.num").inner_text()
    _give(person, "000000")
    assert person.heading() == words["set up"]
    person.screen_passes()
    _give(person, code_of(secret, time.time()))
    codes = _recovery_codes(person, words)

    _sign_out(person, words)
    _to_the_factor(person, words)
    # The one used above is not taken twice; telephones that are a little fast are borne with.
    _give(person, code_of(secret, time.time() + 30))
    assert person.heading().startswith(words["hello"])
    person.page.goto("/admin/")
    assert person.page.url.endswith("/admin/")
    person.page.goto(f"/{language}/")

    _sign_out(person, words)
    _to_the_factor(person, words)
    _give(person, codes[0])
    assert person.heading().startswith(words["hello"])
    person.follow(words["safety"], within=".foot")
    assert person.reads(words["on"])
    person.screen_passes()

    _sign_out(person, words, after=f"/{language}/")
    _to_the_factor(person, words)
    _give(person, codes[0])
    assert person.heading() == words["factor"], "a recovery code opens once"
    person.screen_passes()


def _give(person: Visitor, code: str) -> None:
    person.page.fill("main [name=code]", code)
    person.send()


def _recovery_codes(person: Visitor, words: dict) -> list[str]:
    """Shown once the factor is on; the way on leads to the first screen."""
    assert person.heading() == words["codes"]
    assert person.reads(words["left"])
    person.screen_passes()
    codes = person.page.locator("main ul.num strong").all_inner_texts()
    assert len(set(codes)) == 10
    person.follow(words["written down"])
    assert person.heading().startswith(words["hello"])
    person.screen_passes()
    return codes


def _sign_out(person: Visitor, words: dict, after: str = "") -> None:
    if after:
        person.page.goto(after)
    person.page.get_by_role("button", name=words["sign out"]).click()
    expect(person.page.locator(".you .who")).to_have_count(0)


def _to_the_factor(person: Visitor, words: dict) -> None:
    """The password alone opens nothing."""
    person.sign_in(ACCOUNTS[person.language])
    assert person.heading() == words["factor"]
    person.screen_passes()
