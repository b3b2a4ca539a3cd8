"""Search, paper, a dark screen, a browser without scripts: the same content reaches everybody."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import BOTH, DESKTOP, PHONE, same_spaces
from .test_reading import RESULTS, WORDS

QUERIES = {
    "fr": {
        "accents": "DECES maternels",
        "mark": "décès",
        "kind": "Leçons",
        "empty": "Rien ici n’en parle encore",
        "whole": "Voir toute la bibliothèque",
    },
    "en": {
        "accents": "reviewing maternal deaths",
        "mark": "deaths",
        "kind": "Lessons",
        "empty": "Nothing here speaks of that yet",
        "whole": "See the whole library",
    },
}


@BOTH
def test_search_finds_without_accents_filters_and_says_when_there_is_nothing(language, viewport, visitor):
    reader, words = visitor(language, viewport), QUERIES[language]
    reader.page.goto(f"/{language}/search/")
    reader.page.fill("#q", words["accents"])
    reader.page.press("#q", "Enter")
    reader.page.wait_for_load_state()
    assert reader.page.locator("mark").filter(has_text=words["mark"]).count() > 1
    assert reader.page.input_value("#q") == words["accents"]
    reader.screen_passes()
    every = reader.page.locator("main .list h3").count()
    reader.page.get_by_role("link", name=words["kind"]).click()
    reader.page.wait_for_load_state()
    assert 0 < reader.page.locator("main .list h3").count() < every
    assert reader.page.get_by_role("link", name=words["kind"]).get_attribute("aria-current")
    reader.page.fill("#q", "zzzz")
    reader.page.press("#q", "Enter")
    expect(reader.page.get_by_text(words["empty"])).to_be_visible()
    reader.screen_passes()
    reader.page.get_by_role("link", name=words["whole"]).click()
    expect(reader.page.locator("main .list h3").first).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_on_paper_there_are_figures_and_tables_but_no_buttons(language, visitor):
    reader = visitor(language, DESKTOP)
    reader.page.goto(RESULTS[language])
    reader.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    card = reader.page.locator("article.card").nth(1)
    expect(card.locator("svg").first).to_be_visible()
    expect(card.locator("table")).to_be_visible()
    for chrome in (".nav", ".you", ".foot ul", ".fig-a a", ".talk"):
        expect(reader.page.locator(chrome).first).to_be_hidden()


@BOTH
def test_a_dark_screen_is_dark_and_readable(language, viewport, visitor):
    reader = visitor(language, viewport, color_scheme="dark")
    for address in (f"/{language}/", RESULTS[language]):
        reader.page.goto(address)
        background = reader.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 150, background
        reader.screen_passes()


@BOTH
def test_without_scripts_all_of_it_is_there(language, viewport, visitor):
    reader, words = visitor(language, viewport, java_script_enabled=False), WORDS[language]
    reader.page.goto(RESULTS[language])
    card = reader.page.locator("article.card").filter(has_text=words["figure"])
    expect(card.locator("svg").first).to_be_visible()
    card.get_by_text(words["table"]).click()
    expect(card.locator("table")).to_be_visible()
    assert words["total"][0] in same_spaces(card.locator("tbody").inner_text())
    card.get_by_role("link", name=words["explore"]).click()
    expect(reader.page.locator("noscript p, main > p").filter(has_text="JavaScript").first).to_be_visible()
    reader.page.goto(f"/{language}/search/")
    reader.page.fill("#q", "maternal" if language == "en" else "maternel")
    reader.page.press("#q", "Enter")
    expect(reader.page.locator("main .list h3").first).to_be_visible()


def test_signing_in_and_writing_need_no_scripts(visitor):
    member = visitor("fr", PHONE, email="central@example.org", java_script_enabled=False)
    member.page.goto(RESULTS["fr"].replace("resultats", "un-comite-n-est-pas-encore-une-revue"))
    member.page.fill("#message_comment", " ")
    member.page.click("#write button[type=submit]")
    expect(member.page.get_by_text("Il n’y a pas encore de texte")).to_be_visible()
