"""A facilitator brings in answers that came as a table: French on a phone, English on a desktop. The table has a column
nobody knows, a district spelt wrong and a cell that is no answer."""

import csv
import io

from playwright.sync_api import expect

from .conftest import BOTH
from .people import FACILITATOR

WORDS = {
    "fr": {
        "cycle": "/fr/cycles/ruptures-de-medicaments/",
        "board": "District par district, avec les personnes à appeler",
        "import": "Importer des réponses d’un fichier",
        "read": "Lire le fichier",
        "go on": "Continuer",
        "unknown": "1 colonne à préciser",
        "not sure": "De quel district s’agit-il ?",
        "faulty": "n’est pas lu comme un nombre",
        "take over": "Reprendre ces réponses",
        "not yet": "certaines lignes sont à corriger",
        "done": "Ce que les lignes sont devenues",
        "download": "Télécharger en tableau (CSV)",
        "beside": "Observateur",
        "places": ("Siguiri", "Kerouan", "Kérouané", "Faranah"),
        "separator": ";",
    },
    "en": {
        "cycle": "/en/cycles/medicines-out-of-stock/",
        "board": "District by district, with whom to call",
        "import": "Bring in answers from a file",
        "read": "Read the file",
        "go on": "Go on",
        "unknown": "1 column to be said",
        "not sure": "Which district is meant?",
        "faulty": "is not read as a",
        "take over": "Take this over",
        "not yet": "some lines have to be put right",
        "done": "What became of the lines",
        "download": "Download as a table (CSV)",
        "beside": "Observer",
        "places": ("Boffa", "Telimel", "Télimélé", "Fria"),
        "separator": ",",
    },
}


def table(beside: str, first: str, misspelt: str, faulty: str) -> bytes:
    """What is said of a column is remembered: each journey has one of its own beside the answers."""
    rows = [
        ["District", "tracer_list", "stockout", "days_out", beside],
        [first, "oui", "oui", "4", "A. B."],
        [misspelt, "non", "non", "", "A. B."],
        [faulty, "oui", "oui", "quatre", "A. B."],
    ]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("cp1252")


@BOTH
def test_answers_come_in_from_a_table(visitor, language, viewport):
    words = WORDS[language]
    first, misspelt, meant, faulty = words["places"]
    person = visitor(language, viewport, FACILITATOR)
    page = person.page
    page.goto(words["cycle"])
    person.follow(words["board"])
    person.follow(words["import"])
    person.screen_passes()
    with person.refused(422):
        person.send(words["read"])
    person.screen_passes()
    file = {
        "name": "Réponses.csv",
        "mimeType": "text/csv",
        "buffer": table(words["beside"], first, misspelt, faulty),
    }
    page.set_input_files("input[type=file]", file)
    person.send(words["read"])
    assert person.reads(words["unknown"])
    with person.refused(422):
        person.send(words["go on"])
    person.screen_passes()
    page.select_option("#c4", "-")
    person.send(words["go on"])
    assert person.reads(words["not sure"])
    person.screen_passes()
    option = page.locator("main select option", has_text=meant).first
    page.locator("main select").first.select_option(option.get_attribute("value"))
    person.send(words["go on"])
    assert person.reads(words["faulty"])
    person.screen_passes()
    with person.refused(422):
        person.send(words["take over"])
    assert person.reads(words["not yet"])
    page.check("input[name=without]")
    person.send(words["take over"])
    assert person.reads(words["done"])
    person.screen_passes()
    expect(page.locator("main tbody tr")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("link", name=words["download"]).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=words["separator"]))
    assert len(rows) == 4 and {row[3] for row in rows[1:]} >= {first, meant}
