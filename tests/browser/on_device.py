"""What journeys without a line do on a section's page, and what then lies on the device."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from .conftest import Visitor
from .open_questionnaire import Place

WORDS = {
    "fr": {
        "saved": "Enregistré à",
        "one waits": "Pas de réseau : 1 réponse attend sur cet appareil",
        "two wait": "Pas de réseau : 2 réponses attendent sur cet appareil",
        "notice": "2 réponses attendent sur cet appareil",
        "one more": "1 question de plus",
        "unreadable": "« beaucoup » n’est pas lu",
        "kept": "Toutes les sections sont gardées sur cet appareil",
        "memory": "cette page vient de la mémoire de cet appareil",
        "waits": "pas encore envoyée",
        "nothing": "Rien n’attend sur cet appareil",
        "share": "= 33,3 %",
        "continue": "Enregistrer et passer",
    },
    "en": {
        "saved": "Saved at",
        "one waits": "No line: 1 answer waits on this device",
        "two wait": "No line: 2 answers wait on this device",
        "notice": "2 answers wait on this device",
        "one more": "1 more question",
        "unreadable": "“beaucoup” is not read",
        "kept": "All sections are kept on this device",
        "memory": "this page comes from the memory of this device",
        "waits": "not sent yet",
        "nothing": "Nothing waits on this device",
        "share": "= 33.3%",
        "continue": "Save and go",
    },
}
# What the console says where there is no line, or where the portal refuses a save: as it should.
NO_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
YES, NO = {"choice": "yes"}, {"choice": "no"}


@contextmanager
def complaining_of(person: Visitor, *known: str) -> Iterator[None]:
    before = len(person.complaints)
    yield
    person.complaints[before:] = [
        text for text in person.complaints[before:] if not any(each in text for each in known)
    ]


@contextmanager
def without_line(person: Visitor) -> Iterator[None]:
    """Afterwards there is one again, and the device has noticed."""
    with complaining_of(person, *NO_LINE):
        person.context.set_offline(True)
        yield
        person.context.set_offline(False)


def says(page: Page, text: str) -> None:
    expect(page.locator("#saved")).to_contain_text(text)


def choose(page: Page, value: str) -> None:
    page.locator(f"input[name='a:committee'][value={value}]").check()


def write(page: Page, code: str, text: str) -> None:
    field = page.locator(f"[name='a:{code}']")
    field.fill(text)
    field.blur()


def kept(person: Visitor, place: Place, section: int = 1) -> Page:
    """The section, open, with all pages on the device."""
    page = person.page
    page.goto(place.section(section, person.language))
    expect(page.locator("#kept-here")).to_contain_text(WORDS[person.language]["kept"])
    return page


def all_sent(page: Page) -> None:
    """Asked again and again from here: the policy of the pages lets nobody poll inside them."""
    for _ in range(150):
        if page.evaluate("!localStorage.getItem('answers-wait')"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("something still waits")


def waiting(page: Page) -> dict:
    """What lies on the device, by where: how many, and pages."""
    return page.evaluate(
        """async () => {
          const base = await new Promise(done => {
            const asked = indexedDB.open("district-team", 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "id" });
            asked.onsuccess = () => done(asked.result);
          });
          const rows = await new Promise(done => {
            const all = base.transaction("answers").objectStore("answers").getAll();
            all.onsuccess = () => done(all.result);
          });
          base.close();
          const caches_ = await caches.keys();
          return {
            database: rows.length, list: JSON.parse(localStorage.getItem("answers") || "[]").length,
            window: JSON.parse(sessionStorage.getItem("answers") || "[]").length, caches: caches_.length
          };
        }"""
    )
