"""A facilitator makes a cycle and its questionnaire, as docs/mener-un-cycle.fr.md and docs/questionnaire.fr.md tell it;
somebody without an account tries it out; it is opened, and afterwards a wording is corrected."""

import datetime
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, Visitor, same_spaces

TITLE, TITLE_EN = "Référer à temps", "Referring in time"
YES_NO, ONE, SEVERAL, WHOLE, DECIMAL = (
    "oui, non, ne sait pas", "un choix", "plusieurs choix", "nombre entier", "nombre décimal",
)  # fmt: skip
RATIO, DATE, SHORT, LONG, PLACE, FILE, NOTE = (
    "pourcentage : un nombre sur un autre", "date", "texte court", "texte long", "lieu", "fichier ou image",
    "note, sans réponse",
)  # fmt: skip
WHY_NO_DATA = "La page est photographiée noms cachés."
REMARK = "Chaque centre : les privés aussi ?"


@dataclass(frozen=True)
class Asked:
    """`more` by the label of its field; `only_if` is (the question before, the answer)."""

    kind: str
    french: str
    english: str
    choices: tuple[tuple[str, str], ...] = ()
    only_if: tuple[str, str] = ()
    required: bool = False
    more: dict[str, str] = field(default_factory=dict)


DECIDING = [
    Asked(YES_NO, "Le protocole est-il affiché dans chaque centre ?", "Is the protocol displayed in each centre?"),
    Asked(
        SEVERAL, "Qui décide de référer ?", "Who decides to refer?",
        choices=(("Sage-femme", "Midwife"), ("Infirmier chef", "Head nurse"), ("La famille", "The family")),
        only_if=("Le protocole", "Oui"),
    ),
    Asked(
        ONE, "Quel transport sert le plus souvent ?", "Which transport is used most often?",
        choices=(("Ambulance", "Ambulance"), ("Taxi-moto", "Motorcycle taxi")), required=True,
    ),
    Asked(
        DECIMAL, "À quelle distance est le centre le plus éloigné ?", "How far is the farthest centre?",
        more={
            "Unité, en français": "km", "Unité, en anglais": "km", "Plus petit nombre": "0",
            "Plus grand nombre": "350,5", "Aide en français": "Par la piste, un jour sec.",
            "Aide en anglais": "By the track, on a dry day.",
        },
    ),
]  # fmt: skip
ARRIVING = [
    Asked(WHOLE, "Combien de femmes sont parties ?", "How many women left?", more={"Plus petit nombre": "0"}),
    Asked(WHOLE, "Combien sont arrivées ?", "How many arrived?", more={"Plus petit nombre": "0"}),
    Asked(
        RATIO, "Quelle part a reçu une contre-référence ?", "What share received feedback?",
        more={
            "Ce qui est compté, en français": "Contre-références", "Ce qui est compté, en anglais": "Feedback",
            "Sur quoi, en français": "Références", "Sur quoi, en anglais": "Referrals",
        },
    ),
    Asked(DATE, "Quand la dernière revue a-t-elle eu lieu ?", "When was the last review?"),
    Asked(SHORT, "Quelle fonction tient le registre ?", "Which post keeps the register?"),
    Asked(LONG, "Qu’est-ce qui retarde le départ ?", "What delays departure?"),
    Asked(PLACE, "Où stationne l’ambulance ?", "Where is the ambulance parked?"),
    Asked(
        FILE, "Joignez une page du registre, sans nom.", "Attach a page of the register, without names.",
        more={"Aucune donnée personnelle, car": WHY_NO_DATA},
    ),
    Asked(YES_NO, "Le carburant suffit-il ?", "Is there enough fuel?"),
    Asked(NOTE, "Vérifiez les chiffres avec la maternité.", "Check the figures with the maternity ward."),
]  # fmt: skip


def fill(page: Page, texts: dict[str, str]) -> None:
    for label, text in texts.items():
        page.locator("main").get_by_label(label).first.fill(text)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def choose(page: Page, name: str, text: str) -> None:
    """In the menu of that name, the line with this text."""
    line = page.locator(f"main select[name='{name}'] option").filter(has_text=text).first
    page.select_option(f"main select[name='{name}']", line.get_attribute("value"))


def make_cycle(person: Visitor) -> None:
    page = person.page
    page.goto("/fr/")
    person.follow("Mener les cycles")
    person.follow("Un nouveau cycle")
    first_day = datetime.date.today() + datetime.timedelta(days=1)
    fill(page, {"Titre en français": TITLE, "Titre en anglais": TITLE_EN, "Premier jour": str(first_day)})
    page.locator("main").get_by_label("Guinée").check()
    press(page, "Créer le cycle")
    purpose = {"But et consentement, en français": "Savoir pourquoi on arrive trop tard.",
               "But et consentement, en anglais": "To know why people arrive too late."}  # fmt: skip
    person.follow("Titre, but et consentement, pays")
    fill(page, purpose | {"Minutes demandées à une équipe": "90"})
    press(page, "Enregistrer")
    person.follow("Étapes et dates")
    page.fill("[name=closes_on_1]", str(first_day + datetime.timedelta(days=9)))
    press(page, "Enregistrer")
    person.follow("Porteur de la décision invité")
    choose(page, "person", "Camara")
    press(page, "Enregistrer et inviter")
    assert person.heading() == TITLE


def add_section(person: Visitor, french: str, english: str, questions: list[Asked]) -> None:
    person.follow("Ajouter une section")
    fill(person.page, {"Titre en français": french, "Titre en anglais": english})
    press(person.page, "Enregistrer")
    for question in questions:
        add_question(person.page, question, is_last=question is questions[-1])


def add_question(page: Page, asked: Asked, is_last: bool) -> None:
    kind = page.input_value("main [name=kind]")
    choose(page, "kind", asked.kind)
    # The next question is proposed to be of the same kind.
    if page.input_value("main [name=kind]") != kind:
        press(page, "Afficher les champs de cette sorte")
    fill(page, {"Question en français": asked.french, "Question en anglais": asked.english} | asked.more)
    for number, (french, english) in enumerate(asked.choices, start=1):
        fill(page, {f"Choix {number} en français": french, f"Choix {number} en anglais": english})
    if asked.required:
        page.locator("main").get_by_label("Réponse obligatoire").check()
    if asked.only_if:
        choose(page, "if-1-question", asked.only_if[0])
        press(page, "Actualiser les menus")
        choose(page, "if-1-value", asked.only_if[1])
    press(page, "Enregistrer" if is_last else "Enregistrer et ajouter la question suivante")
    assert not page.locator("main .error-message").all_inner_texts()


def build(person: Visitor) -> None:
    page = person.page
    person.follow("Questionnaire")
    press(page, "Commencer")
    add_section(person, "Décider", "Deciding", DECIDING)
    add_section(person, "Arriver", "Arriving", ARRIVING)
    person.follow("Banque de questions")
    page.locator("main").get_by_label("Mots").fill("comité de revue")
    press(page, "Chercher")
    choose(page, "section", "Arriver")
    press(page, "Reprendre review_committee")
    person.follow("Contrôles entre réponses")
    person.follow("Ajouter un contrôle")
    choose(page, "must-1-question", "sont arrivées")
    choose(page, "must-1-op", "est au plus")
    choose(page, "must-1-other", "sont parties")
    choose(page, "question", "sont arrivées")
    fill(page, {"Message en français": "Il en arrive plus qu’il n’en part.",
                "Message en anglais": "More arrive than leave."})  # fmt: skip
    press(page, "Enregistrer")
    person.follow("Vue d’ensemble")
    # Every kind, with the one of the bank; the note is not counted.
    assert person.reads("14 questions") and person.reads("1 contrôle entre réponses")
    assert person.reads("En français : complet · En anglais : complet")
    assert page.locator("main tbody tr").count() == 15


def try_out(tester: Visitor, address: str) -> None:
    """At the first section an answer brings up one more question; at the second a check speaks."""
    page, main = tester.page, tester.page.locator("main")
    page.goto(address)
    tester.screen_passes()
    main.get_by_label("Votre nom").fill("Dr Testeuse")
    tester.send()
    main.get_by_label("Oui").check()
    main.get_by_label("Taxi-moto").check()
    main.get_by_text("Une remarque ?").first.click()
    main.get_by_label("Votre remarque sur la question 1", exact=True).fill(REMARK)
    tester.send("Continuer")
    assert tester.reads("Votre remarque est notée.") and tester.reads("Qui décide de référer ?")
    tester.screen_passes()
    tester.send("Continuer")
    main.get_by_label("Combien de femmes sont parties").fill("12")
    main.get_by_label("Combien sont arrivées").fill("15")
    tester.send("Continuer")
    assert tester.reads("Il en arrive plus qu’il n’en part.")
    main.get_by_label("Combien sont arrivées").fill("12")
    tester.send("Continuer")
    assert tester.heading() == "C’était la dernière question"
    tester.screen_passes()


def open_it(person: Visitor) -> None:
    """Not without a word about what is advised: a remark waits until it is dealt with."""
    page = person.page
    person.follow("Ouvrir")
    assert person.reads("Des remarques de testeurs attendent.")
    person.follow("Essais")
    assert person.reads(REMARK) and person.reads("Dr Testeuse")
    page.get_by_role("button", name="Marquer comme traitée").click()
    page.wait_for_load_state()
    person.follow("Ouvrir")
    page.get_by_label("Je sais que désormais seules les formulations").check()
    press(page, "Ouvrir le questionnaire")
    assert person.reads("Le questionnaire est ouvert. C’est la version 1.")


def correct(person: Visitor) -> None:
    """In English: refused without a reason, then listed with it."""
    page, better = person.page, "Who takes the decision to refer?"
    person.follow("Who decides to refer?")
    fill(page, {"Question in English": better})
    with person.refused(422):
        press(page, "Correct")
    fill(page, {"Why it is corrected": "“Decides” was read as “allows”."})
    press(page, "Correct")
    person.follow("Versions")
    assert person.reads("Version 2")
    listed = same_spaces(page.locator("main section").first.inner_text())
    assert "question in English Who decides to refer? Who takes the decision to refer?" in listed
    assert "“Decides” was read as “allows”." in listed
    person.screen_passes(".builder")


def test_a_cycle_with_fifteen_questions_is_made_tried_out_opened_and_corrected(visitor, portal):
    facilitator = visitor("fr", DESKTOP, "facilitator@example.org")
    page = facilitator.page
    make_cycle(facilitator)
    cycle = page.url
    assert TITLE in portal.mail_to("policymaker@example.org")
    build(facilitator)
    builder = page.url
    facilitator.follow("Essais")
    press(page, "Créer une adresse")
    address = page.get_by_label("Français").input_value()
    try_out(visitor("fr", PHONE), address)

    on_phone = visitor("fr", PHONE, "facilitator@example.org")
    for url in (
        cycle,
        f"{cycle}steps/",
        builder,
        f"{builder}questions/add/",
        f"{builder}pilot/",
        f"{builder}open/",
    ):
        on_phone.page.goto(url)
        on_phone.screen_passes("main")

    page.goto(builder)
    open_it(facilitator)
    page.goto(cycle)
    press(page, "Lancer le cycle")
    assert facilitator.reads("Le cycle est public, dans les deux langues.")
    facilitator.follow("La page publique")
    expect(page.locator("h1")).to_have_text(TITLE)

    english = visitor("en", DESKTOP, "facilitator@example.org")
    english.page.goto(builder)
    correct(english)
