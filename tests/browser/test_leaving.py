"""A manager changes posts: what is left for the next one, and what the one who left can no longer open."""

from playwright.sync_api import expect

from .conftest import BOTH
from .people import FACILITATOR, PASSWORD, Invited, come_in, open_account

PEOPLE = {
    "fr": (
        Invited("Alpha", "Diallo", "Dinguiraye", phone="600 00 02 01"),
        Invited("Kadé", "Bangoura", "Dinguiraye", phone="600 00 02 02"),
    ),
    "en": (
        Invited("Esther", "Loua", "Lola", phone="600 00 02 03"),
        Invited("Daniel", "Zogbelemou", "Lola", phone="600 00 02 04"),
    ),
}
WORDS = {
    "fr": {
        "hand-over": "Passation de notre district",
        "title": "Dinguiraye : passation",
        "no note": "Pas encore de note.",
        "roles": "Vos rôles",
        "leave": "Quitter ce rôle",
        "at once": "Tout de suite",
        "note": "La clé de la chaîne du froid est à la pharmacie.\n\nPromis : rappeler le centre de Sélouma en mai.",
        "left": "Vous avez quitté ce rôle",
        "closed": "Cette page ne vous est pas ouverte",
        "no role": "Vous n’avez pas de rôle ici en ce moment",
        "stays": "Ce que vous avez répondu et écrit reste à Dinguiraye.",
        "put away": "Mettre de côté",
    },
    "en": {
        "hand-over": "Hand-over of our district",
        "title": "Lola: hand-over",
        "no note": "No note yet.",
        "roles": "Your roles",
        "leave": "Leave this role",
        "at once": "At once",
        "note": "The pharmacist has the key of the cold chain.\n\nPromised: to call Nzoo health centre back in May.",
        "left": "You have left this role",
        "closed": "This page is not open to you",
        "no role": "You have no role here at present",
        "stays": "What you answered and wrote stays with Lola.",
        "put away": "Put away",
    },
}


@BOTH
def test_leaving_a_post(language, viewport, visitor):
    words, (leaver, successor) = WORDS[language], PEOPLE[language]
    facilitator = visitor(language, viewport, FACILITATOR)
    leaving = come_in(facilitator, visitor(language, viewport), leaver)
    leaving.follow(words["hand-over"])
    assert leaving.heading() == words["title"]
    assert leaving.reads(words["no note"])
    leaving.screen_passes()
    handover = leaving.page.url
    # On the office's computer the same person is signed in too.
    elsewhere = visitor(language, viewport).sign_in(leaver.phone, PASSWORD)
    elsewhere.page.goto(handover)
    assert elsewhere.heading() == words["title"]

    _leave(leaving, words)

    with elsewhere.refused(403):
        elsewhere.page.reload()
    assert elsewhere.heading() == words["closed"]
    elsewhere.screen_passes()
    elsewhere.page.goto(f"/{language}/")
    assert elsewhere.reads(words["no role"])
    elsewhere.screen_passes()

    coming = come_in(facilitator, visitor(language, viewport), successor)
    coming.follow(words["hand-over"])
    assert coming.reads(words["note"]) and coming.reads(str(leaver))
    coming.screen_passes()
    _prints(coming, words)
    _put_away(facilitator, handover, words)
    coming.page.reload()
    assert coming.reads(words["no note"]) and not coming.reads(str(leaver))


def _leave(leaving, words: dict) -> None:
    open_account(leaving)
    leaving.follow(words["roles"])
    leaving.screen_passes()
    leaving.follow(words["leave"])
    leaving.screen_passes()
    leaving.page.get_by_label(words["at once"]).check()
    leaving.page.fill("main [name=text]", words["note"])
    leaving.send(words["leave"])
    assert leaving.heading() == words["left"]
    assert leaving.reads(words["stays"])
    leaving.screen_passes()


def _prints(person, words: dict) -> None:
    """What is for the screen alone stays off the paper; the note is on it."""
    assert person.page.pdf(format="A4").startswith(b"%PDF-")
    person.page.emulate_media(media="print")
    expect(person.page.locator("main ol.thread")).to_be_visible()
    expect(person.page.locator(".top .you")).to_be_hidden()
    expect(person.page.locator("main form").first).to_be_hidden()
    person.page.emulate_media(media="screen")


def _put_away(facilitator, handover: str, words: dict) -> None:
    """What should not stand there, the facilitator takes off the page."""
    facilitator.page.goto(handover)
    facilitator.follow(words["put away"])
    facilitator.screen_passes()
    facilitator.send(words["put away"])
    assert facilitator.reads(words["no note"])
    facilitator.screen_passes()
