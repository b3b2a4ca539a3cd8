"""A member says how to be reached, and by whom: the own team finds the number, another team does not."""

import pytest
from playwright.sync_api import expect

from .conftest import BOTH, DESKTOP, PHONE
from .people import open_account

STRANGER = "other-member@example.org"
WORDS = {
    "fr": {
        "mine": "Votre page dans l’annuaire",
        "add": "Ajouter un moyen de vous joindre",
        "number": "+224 600 00 03 01",
        "title": "Sage-femme responsable",
        "wrong": "Rien n’est encore enregistré",
        "no number": "Ce numéro de téléphone n’est pas reconnu",
        "team": "mon équipe et les facilitateurs",
        "saved": "Votre profil est enregistré.",
        "directory": "Annuaire",
        "nobody": "Personne ne correspond",
        "how": "Comment joindre cette personne",
        "opted out": "Kadiatou Traoré",
    },
    "en": {
        "mine": "Your page in the directory",
        "add": "Add a way to reach you",
        "number": "+224 600 00 03 02",
        "title": "Director and surgeon",
        "wrong": "Nothing is saved yet",
        "no number": "This is not a telephone number we know",
        "team": "my own team and the facilitators",
        "saved": "Your profile is saved.",
        "directory": "Directory",
        "nobody": "Nobody answers to that",
        "how": "How to reach",
        "opted out": "Kadiatou Traoré",
    },
}


@pytest.mark.parametrize(
    ("language", "viewport", "writer", "mate"),
    [
        ("fr", PHONE, ("member@example.org", "Fatoumata Barry"), "lead@example.org"),
        ("en", DESKTOP, ("lead@example.org", "Ousmane Sow"), "member@example.org"),
    ],
    ids=["french-phone", "english-desktop"],
)
def test_a_number_for_the_own_team(language, viewport, writer, mate, visitor):
    words, (address, name) = WORDS[language], writer
    writing = visitor(language, viewport, address)
    open_account(writing)
    writing.screen_passes()
    _write(writing, words)
    writing.follow(words["mine"])
    assert writing.reads(words["number"]) and writing.reads(words["team"])
    writing.screen_passes()

    for email, sees in ((mate, True), (STRANGER, False)):
        reader = visitor(language, viewport, email)
        _find(reader, words, name)
        assert reader.reads(words["title"]) and reader.reads(words["how"])
        assert reader.reads(words["number"]) is sees
        assert (words["number"].replace(" ", "") in reader.page.content()) is sees
        reader.screen_passes()


def _write(writing, words: dict) -> None:
    """First a number that is none: it is said beside it, and nothing else is lost."""
    page = writing.page
    page.fill("main [name=title]", words["title"])
    page.check(f"main [name=language][value={writing.language}]")
    page.get_by_text(words["add"]).click()
    page.select_option("main [name=way2-kind]", "phone")
    page.select_option("main [name=way2-audience]", label=words["team"])
    page.fill("main [name=way2-value]", "12")
    writing.send()
    assert writing.reads(words["wrong"]) and writing.reads(words["no number"])
    expect(page.locator("main [name=title]")).to_have_value(words["title"])
    writing.screen_passes()
    # As people write it, without the country's code.
    page.fill("main [name=way2-value]", words["number"].removeprefix("+224 "))
    writing.send()
    assert writing.reads(words["saved"])
    writing.screen_passes()


def _find(reader, words: dict, name: str) -> None:
    """From the first screen to the directory, and there by what somebody wrote of the post."""
    reader.page.goto(f"/{reader.language}/")
    reader.follow(words["directory"])
    reader.screen_passes()
    _search(reader, words["title"])
    reader.follow(name)


def _search(reader, text: str) -> None:
    reader.page.fill("main [name=q]", text)
    reader.page.locator("main .search button").click()
    reader.page.wait_for_load_state()


@BOTH
def test_who_opted_out_is_found_by_the_facilitator_alone(language, viewport, visitor):
    words = WORDS[language]
    for email, found in (("member@example.org", False), ("facilitator@example.org", True)):
        reader = visitor(language, viewport, email)
        reader.page.goto(f"/{language}/directory/")
        _search(reader, words["opted out"])
        assert reader.reads(words["nobody"]) is not found
        links = reader.page.get_by_role("link", name=words["opted out"])
        assert links.count() == int(found)
        reader.screen_passes()
