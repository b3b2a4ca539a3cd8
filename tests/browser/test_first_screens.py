"""The first screen of each of the demonstration's eight accounts: by name, with what is asked and the ways to it."""

import pytest

from .conftest import BOTH

# By account: the name, and what this role alone, or few others, finds there.
ACCOUNTS = {
    "member": ("Fatoumata Barry", {"fr": "Passation de notre district", "en": "Hand-over of our district"}),
    "lead": ("Ousmane Sow", {"fr": "Qui a consulté nos données", "en": "Who looked at our data"}),
    "other-member": ("Kadiatou Traoré", {"fr": "Votre équipe", "en": "Your team"}),
    "facilitator": ("Saran Touré", {"fr": "Ouvrir la modération", "en": "Open the moderation"}),
    "central": (
        "Mamadou Diallo",
        {"fr": "Qui a participé dans votre ressort", "en": "Who took part in your area"},
    ),
    "policymaker": ("Aïssatou Camara", {"fr": "Lire la note", "en": "Read the brief"}),
    "researcher": ("Joyce Mwangi", {"fr": "Chiffres à emporter", "en": "Figures to take along"}),
    "admin": ("Désiré Hounkpatin", {"fr": "État du portail", "en": "How the portal stands"}),
}
HELLO = {"fr": "Bonjour, ", "en": "Hello, "}


@BOTH
@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_each_role_sees_first(account, language, viewport, visitor):
    name, finds = ACCOUNTS[account]
    person = visitor(language, viewport, f"{account}@example.org")
    person.page.goto(f"/{language}/")
    assert person.heading() == HELLO[language] + name
    assert person.reads(finds[language])
    person.screen_passes()
    _every_way_is_open(person)


def _every_way_is_open(person) -> None:
    """What leads on from there is open to whom it is shown."""
    links = person.page.locator("main nav .pick a, main .task a, main .panel a")
    addresses = set(links.evaluate_all("all => all.map(a => a.href)"))
    assert addresses
    for address in addresses:
        answer = person.context.request.get(address)
        assert answer.status == 200 and "/accounts/login/" not in answer.url, address
