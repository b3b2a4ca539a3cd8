"""People as they come in: invited by a facilitator, with a code on paper or a link by mail."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from .conftest import Visitor

FACILITATOR = "facilitator@example.org"
# Of a portal under test, which is gone with its data.
PASSWORD = "Saison des pluies 1987"
DESK = {
    "fr": {
        "profile": "Votre profil",
        "people": "Personnes et invitations",
        "invite somebody": "Inviter une personne",
        "invite": "Inviter",
    },
    "en": {
        "profile": "Your profile",
        "people": "People and invitations",
        "invite somebody": "Invite somebody",
        "invite": "Invite",
    },
}


@dataclass(frozen=True)
class Invited:
    """Who is invited, as the facilitator writes it down."""

    first_name: str
    last_name: str
    unit: str
    email: str = ""
    phone: str = ""
    role: str = "member"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


def open_account(person: Visitor) -> None:
    """As one finds it: by the own name above every page; on a telephone, where that has no room, below it."""
    person.page.goto(f"/{person.language}/")
    name = person.page.locator(".you .who")
    if name.is_visible():
        name.click()
    else:
        person.follow(DESK[person.language]["profile"], within=".foot")


def open_task(person: Visitor, words: str) -> None:
    """As one finds it: among what is asked on the first screen."""
    person.page.goto(f"/{person.language}/")
    asked = person.page.locator("main .task, main .list li").filter(has_text=words)
    asked.get_by_role("link").first.click()
    person.page.wait_for_load_state()


def open_desk(facilitator: Visitor) -> None:
    open_account(facilitator)
    facilitator.follow(DESK[facilitator.language]["people"])


def invite(facilitator: Visitor, person: Invited) -> None:
    """From the form of the desk to what it answers."""
    page = facilitator.page
    page.goto(f"/{facilitator.language}/people/invitations/new/")
    for name in ("first_name", "last_name", "email", "phone", "unit"):
        page.fill(f"main [name={name}]", getattr(person, name))
    page.select_option("main [name=role]", person.role)
    page.select_option("main [name=language]", facilitator.language)
    facilitator.send(DESK[facilitator.language]["invite"])


def code_on(page: Page) -> str:
    """What is to be read out or written on paper: shown this once."""
    return page.locator("main .say.num").inner_text().strip()


def make_account(newcomer: Visitor, person: Invited) -> None:
    """On the screen to which code and link lead. Names stand there already."""
    page = newcomer.page
    expect(page.locator("main [name=first_name]")).to_have_value(person.first_name)
    if person.phone:
        page.fill("main [name=phone]", person.phone)
    page.fill("main [name=password1]", PASSWORD)
    page.fill("main [name=password2]", PASSWORD)
    newcomer.send()


def come_in(facilitator: Visitor, newcomer: Visitor, person: Invited) -> Visitor:
    """The whole way, for journeys that begin after it."""
    invite(facilitator, person)
    newcomer.page.goto(f"/{newcomer.language}/invitation/")
    newcomer.page.fill("main [name=code]", code_on(facilitator.page))
    newcomer.send()
    make_account(newcomer, person)
    assert person.first_name in newcomer.heading(), newcomer.heading()
    return newcomer
