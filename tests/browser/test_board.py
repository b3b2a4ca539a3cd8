"""A facilitator looks who has answered, whom to call, and takes it along: French on a desktop, English on a phone."""

import csv
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Visitor, same_spaces
from .people import FACILITATOR

BOTH = pytest.mark.parametrize(
    ("language", "viewport"), [("fr", DESKTOP), ("en", PHONE)], ids=["french-desktop", "english-phone"]
)
WORDS = {
    "fr": {
        "cycles": "/fr/cycles/",
        "cycle": "Surveillance des décès maternels",
        "lead": "District par district, avec les personnes à appeler",
        "signed": "23 districts sur 38 ont signé",
        "not begun": "pas commencé",
        "show": "Afficher",
        "calls": "Liste d’appels, à imprimer",
        "not signed": "15 districts n’ont pas signé",
        "list": "Obtenir la liste",
        "answers": "Obtenir les réponses",
        "ready": "Votre fichier est prêt.",
        "download": "Télécharger",
        "separator": ";",
        "district": "Pita",
    },
    "en": {
        "cycles": "/en/cycles/",
        "cycle": "Maternal deaths surveillance",
        "lead": "District by district, with whom to call",
        "signed": "23 of 38 districts have signed",
        "not begun": "not begun",
        "show": "Show",
        "calls": "List of calls, to print",
        "not signed": "15 districts have not signed",
        "list": "Get the list",
        "answers": "Get the answers",
        "ready": "Your file is ready.",
        "download": "Download",
        "separator": ",",
        "district": "Pita",
    },
}


def come_to_the_board(person: Visitor, words: dict) -> None:
    """As one finds it: by the cycle's page."""
    person.page.goto(words["cycles"])
    person.page.locator("main a").filter(has_text=words["cycle"]).first.click()
    person.follow(words["lead"])


def taken(person: Visitor, button: str) -> bytes:
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


@BOTH
def test_who_has_answered(visitor, language, viewport):
    words = WORDS[language]
    person = visitor(language, viewport, FACILITATOR)
    come_to_the_board(person, words)
    assert person.reads(words["signed"])
    person.screen_passes()
    person.page.select_option("#state", "not_begun")
    person.page.get_by_role("button", name=words["show"], exact=True).click()
    person.page.wait_for_load_state()
    states = person.page.locator("main tbody .state").all_inner_texts()
    assert len(states) == 15 and {same_spaces(state) for state in states} == {words["not begun"]}
    person.page.fill("#q", "pita")
    person.page.select_option("#state", "")
    person.page.get_by_role("button", name=words["show"], exact=True).click()
    person.page.wait_for_load_state()
    expect(person.page.locator("main tbody tr")).to_have_count(1)
    expect(person.page.locator("main tbody a[href^='tel:+224']").first).to_be_visible()
    person.screen_passes()


@BOTH
def test_the_list_of_calls_is_printed(visitor, language, viewport):
    words = WORDS[language]
    person = visitor(language, viewport, FACILITATOR)
    come_to_the_board(person, words)
    person.follow(words["calls"])
    assert person.reads(words["not signed"])
    expect(person.page.locator("main tbody tr")).to_have_count(15)
    person.screen_passes()
    person.page.emulate_media(media="print")
    expect(person.page.locator("main form")).to_be_hidden()
    expect(person.page.locator("main tbody tr").first).to_be_visible()


@BOTH
def test_it_is_taken_along(visitor, language, viewport):
    words = WORDS[language]
    person = visitor(language, viewport, FACILITATOR)
    come_to_the_board(person, words)
    board = person.page.locator("form[action$='/board/export/']")
    board.locator("input[value=csv]").check()
    rows = list(
        csv.reader(
            io.StringIO(taken(person, words["list"]).decode("utf-8-sig")), delimiter=words["separator"]
        )
    )
    assert len(rows) == 2 + 38 and rows[1][0] == "district"
    book = openpyxl.load_workbook(io.BytesIO(taken(person, words["answers"])))
    assert len(book.worksheets) == 8 and book.worksheets[0].max_row == 2 + 38


@BOTH
def test_a_large_file_is_waited_for(visitor, portal, language, viewport):
    """Asked for on the portal's own machine, since the demonstration is small; its worker makes it."""
    words = WORDS[language]
    key = portal.manage("shell", "-v", "0", "-c", ASK % {"language": language, "email": FACILITATOR}).strip()
    person = visitor(language, viewport, FACILITATOR)
    page = person.page
    page.goto(f"/{language}/exports/{key}/")
    # It renews itself: nobody presses anything.
    expect(page.locator("main .notice.good")).to_contain_text(words["ready"], timeout=30_000)
    person.screen_passes()
    with page.expect_download() as download:
        page.get_by_role("link", name=words["download"]).click()
    assert download.value.path().stat().st_size > 5000


ASK = """
from districts.models import User
from questionnaires.answering.export_actions import ask_for_export
from questionnaires.models import Questionnaire
print(ask_for_export(
    questionnaire=Questionnaire.objects.first(), by=User.objects.get(email="%(email)s"), kind="responses",
    form="xlsx", language="%(language)s", with_drafts=False,
).key)
"""
