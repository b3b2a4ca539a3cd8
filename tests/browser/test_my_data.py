"""What the portal knows about a person: taken along, put to research or not, and erased."""

import json
from pathlib import Path

from playwright.sync_api import expect

from .conftest import BOTH
from .people import FACILITATOR, PASSWORD, Invited, come_in, open_account
from .test_discussion import LESSONS, decide, message, send

PEOPLE = {
    "fr": Invited("Néné", "Sow", "Télimélé", phone="600 00 04 01"),
    "en": Invited("Sarah", "Mensah", "Yomou", phone="600 00 04 02"),
}
WORDS = {
    "fr": {
        "text": "Chez nous, le rappel est fait par la radio communautaire.",
        "your data": "Vos données",
        "password": "Donner mon mot de passe",
        "is it you": "Est-ce bien vous ?",
        "read": "Les lire ici",
        "json": "Les enregistrer pour un autre programme (JSON)",
        "agree": "Être d’accord",
        "agreed": "Vous avez donné votre accord le",
        "no longer": "Ne plus être d’accord",
        "not agreed": "Vous n’êtes pas d’accord pour le moment.",
        "see": "Voir ce qui est supprimé",
        "stays": "Ce qui reste",
        "tick": "Cochez d’abord cette case",
        "erase": "Effacer pour de bon",
        "erased": "Le compte est effacé",
        "former": "ancien membre",
        "sign in": "Se connecter",
    },
    "en": {
        "text": "Here, the reminder goes out on community radio.",
        "your data": "Your data",
        "password": "Give my password",
        "is it you": "Is it you?",
        "read": "Read it here",
        "json": "Save it for another program (JSON)",
        "agree": "Agree",
        "agreed": "You agreed on",
        "no longer": "No longer agree",
        "not agreed": "You do not agree at present.",
        "see": "See what is removed",
        "stays": "What stays",
        "tick": "Tick this first",
        "erase": "Erase for good",
        "erased": "The account is erased",
        "former": "former member",
        "sign in": "Sign in",
    },
}


@BOTH
def test_take_along_agree_and_erase(language, viewport, visitor):
    words, person = WORDS[language], PEOPLE[language]
    facilitator = visitor(language, viewport, FACILITATOR)
    owner = come_in(facilitator, visitor(language, viewport), person)
    owner.page.goto(LESSONS[language])
    send(owner.page, words["text"])
    decide(facilitator.page, words["text"], "approve")
    elsewhere = visitor(language, viewport).sign_in(person.phone, PASSWORD)

    _take_along(owner, words, person)
    _agree(owner, words)
    _erase(owner, words)

    elsewhere.page.reload()
    expect(elsewhere.page.locator(".you").get_by_role("link", name=words["sign in"])).to_be_visible()
    reader = visitor(language, viewport)
    reader.page.goto(LESSONS[language])
    expect(message(reader.page, words["text"])).to_contain_text(words["former"])
    assert person.last_name not in message(reader.page, words["text"]).inner_text()
    reader.screen_passes()
    facilitator.page.goto(f"/{language}/people/?q={person.last_name}")
    assert str(person) not in facilitator.page.locator("main").inner_text()


def _take_along(owner, words: dict, person: Invited) -> None:
    """After the password once more: others may use this computer too."""
    open_account(owner)
    owner.follow(words["your data"])
    owner.screen_passes()
    expect(owner.page.get_by_role("link", name=words["json"])).to_have_count(0)
    owner.follow(words["password"])
    assert owner.heading() == words["is it you"]
    owner.screen_passes()
    owner.page.fill("main [name=password]", PASSWORD)
    owner.send()
    owner.screen_passes()
    with owner.page.expect_download() as started:
        owner.page.get_by_role("link", name=words["json"]).click()
    taken = Path(started.value.path()).read_text(encoding="utf-8")
    assert isinstance(json.loads(taken), dict)
    for known in (person.first_name, person.last_name, person.phone.replace(" ", ""), words["text"]):
        assert known in taken
    owner.follow(words["read"])
    assert owner.reads(words["text"])
    owner.screen_passes()


def _agree(owner, words: dict) -> None:
    open_account(owner)
    owner.follow(words["your data"])
    assert owner.reads(words["not agreed"])
    owner.send(words["agree"])
    assert owner.reads(words["agreed"])
    owner.screen_passes()
    owner.send(words["no longer"])
    assert owner.reads(words["not agreed"])


def _erase(owner, words: dict) -> None:
    owner.follow(words["see"])
    assert owner.reads(words["stays"])
    owner.screen_passes()
    owner.send(words["erase"])
    assert owner.reads(words["tick"])
    owner.screen_passes()
    owner.page.check("main [name=sure]")
    owner.send(words["erase"])
    assert owner.heading() == words["erased"]
    owner.screen_passes()
    assert "sessionid" not in {cookie["name"] for cookie in owner.context.cookies()}
