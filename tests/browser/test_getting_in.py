"""Invited on paper, invited by mail, the password forgotten: each until one's own first screen is there."""

import re

from playwright.sync_api import expect

from .conftest import BOTH
from .people import DESK, FACILITATOR, PASSWORD, Invited, code_on, come_in, invite, make_account, open_desk

# The numbers begin with 60, as those of the demonstration: nobody has them.
PEOPLE = {
    "fr": {
        "paper": Invited("Mariama", "Baldé", "Dalaba", phone="600 00 01 01"),
        "mail": Invited("Ibrahima", "Sylla", "Mamou", email="ibrahima.sylla@example.org"),
        "phone": Invited("Hadja", "Condé", "Kankan", phone="+224 600-00-01-03"),
    },
    "en": {
        "paper": Invited("Grace", "Hounsou", "Labé", phone="600 00 01 02"),
        "mail": Invited("Paul", "Kone", "Boké", email="paul.kone@example.org"),
        "phone": Invited("Ruth", "Koivogui", "Macenta", phone="00224600000104"),
    },
}
WORDS = {
    "fr": {
        "sign in": "Se connecter",
        "on paper": "Vous avez une invitation sur papier",
        "no code": "Aucune invitation ouverte ne porte ce code",
        "for": ("Dalaba", "membre d’équipe", "Saran Touré"),
        "not the same": "Les deux mots de passe ne sont pas identiques",
        "hello": "Bonjour, Mariama Baldé",
        "welcome": "Bienvenue. Votre compte est prêt.",
        "on its way": "L’invitation à Ibrahima Sylla est en route",
        "closed": "Cette invitation n’est pas ouverte",
        "called": "J’ai appelé : le numéro est vérifié",
        "noted": "C’est noté : vous avez joint cette personne à ce numéro.",
        "issue": "Émettre un code",
        "call first": "Appelez d’abord",
        "told": "Mot de passe oublié : un facilitateur vous a dicté un code",
        "set": "Votre nouveau mot de passe est enregistré.",
        "sign out": "Se déconnecter",
    },
    "en": {
        "sign in": "Sign in",
        "on paper": "You have an invitation on paper",
        "no code": "No open invitation has this code",
        "for": ("Labé", "team member", "Saran Touré"),
        "not the same": "The two passwords are not the same",
        "hello": "Hello, Grace Hounsou",
        "welcome": "Welcome. Your account is ready.",
        "on its way": "The invitation to Paul Kone is on its way",
        "closed": "This invitation is not open",
        "called": "I called: the number is verified",
        "noted": "Noted: you reached this person at that number.",
        "issue": "Issue a code",
        "call first": "Call first",
        "told": "Forgot the password: a facilitator told you a code",
        "set": "Your new password is set.",
        "sign out": "Sign out",
    },
}
LINK = re.compile(r"http\S+/invitation/\S+")


@BOTH
def test_invited_on_paper(language, viewport, visitor):
    words, person = WORDS[language], PEOPLE[language]["paper"]
    facilitator = visitor(language, viewport, FACILITATOR)
    open_desk(facilitator)
    facilitator.screen_passes()
    facilitator.follow(DESK[language]["invite somebody"])
    facilitator.screen_passes()
    invite(facilitator, person)
    facilitator.screen_passes()
    code = code_on(facilitator.page)

    newcomer = visitor(language, viewport)
    _to_the_code(newcomer, words)
    newcomer.screen_passes()
    _enter(newcomer, "K7M4-9QTR-WX3P")
    assert newcomer.reads(words["no code"])
    newcomer.screen_passes()
    # As somebody types it from paper.
    _enter(newcomer, code.lower().replace("-", " "))
    assert all(newcomer.reads(word) for word in words["for"])
    newcomer.screen_passes()
    newcomer.page.fill("main [name=password1]", PASSWORD)
    newcomer.page.fill("main [name=password2]", PASSWORD + " ?")
    newcomer.send()
    assert newcomer.reads(words["not the same"])
    newcomer.screen_passes()
    make_account(newcomer, person)
    assert newcomer.heading() == words["hello"]
    assert newcomer.reads(words["welcome"])
    newcomer.screen_passes()

    late = visitor(language, viewport)
    late.page.goto(f"/{language}/invitation/")
    _enter(late, code)
    assert late.reads(words["no code"])


def _to_the_code(newcomer, words: dict) -> None:
    newcomer.page.goto(f"/{newcomer.language}/")
    newcomer.follow(words["sign in"], within=".you")
    newcomer.screen_passes()
    newcomer.follow(words["on paper"])


def _enter(newcomer, code: str) -> None:
    newcomer.page.fill("main [name=code]", code)
    newcomer.send()


@BOTH
def test_invited_by_mail(language, viewport, visitor, portal):
    words, person = WORDS[language], PEOPLE[language]["mail"]
    facilitator = visitor(language, viewport, FACILITATOR)
    invite(facilitator, person)
    assert facilitator.reads(words["on its way"])
    facilitator.screen_passes()
    mail = portal.mail_to(person.email)
    assert person.unit in mail
    link = LINK.search(mail)[0]

    newcomer = visitor(language, viewport)
    newcomer.page.goto(link)
    assert newcomer.reads(person.email)
    newcomer.screen_passes()
    make_account(newcomer, person)
    assert str(person) in newcomer.heading()
    newcomer.screen_passes()
    expect(newcomer.page.locator(".you .who")).to_have_text(str(person))

    late = visitor(language, viewport)
    with late.refused(404):
        late.page.goto(link)
    assert late.heading() == words["closed"]
    late.screen_passes()


@BOTH
def test_a_password_forgotten_by_somebody_who_has_only_a_telephone(language, viewport, visitor):
    words, person = WORDS[language], PEOPLE[language]["phone"]
    facilitator = visitor(language, viewport, FACILITATOR)
    elsewhere = come_in(facilitator, visitor(language, viewport), person)
    code = _code_by_telephone(facilitator, person, words)

    forgetful = visitor(language, viewport)
    forgetful.page.goto(f"/accounts/login/?lang={language}")
    forgetful.follow(words["told"])
    forgetful.screen_passes()
    _reset(forgetful, "600000199", code)
    assert not forgetful.reads(words["set"])
    forgetful.screen_passes()
    _reset(forgetful, person.phone, code.lower().replace("-", ""))
    assert forgetful.reads(words["set"])
    forgetful.screen_passes()
    forgetful.sign_in(person.phone.replace(" ", ".").replace("-", "."), PASSWORD + " !")
    assert str(person) in forgetful.heading()
    forgetful.screen_passes()
    # Where the old password was in use, one is asked for the new one.
    elsewhere.page.goto(f"/{language}/")
    expect(elsewhere.page.locator(".you").get_by_role("link", name=words["sign in"])).to_be_visible()


def _code_by_telephone(facilitator, person: Invited, words: dict) -> str:
    """The person calls; the facilitator finds them by name, and may give no code before having called back."""
    page = facilitator.page
    open_desk(facilitator)
    page.fill("main [name=q]", person.last_name)
    page.locator("main form[role=search] button").click()
    facilitator.follow(str(person))
    facilitator.screen_passes()
    facilitator.send(words["called"])
    assert facilitator.reads(words["noted"])
    facilitator.send(words["issue"])
    assert facilitator.reads(words["call first"])
    facilitator.screen_passes()
    page.check("main [name=called]")
    facilitator.send(words["issue"])
    facilitator.screen_passes()
    return code_on(page)


def _reset(forgetful, login: str, code: str) -> None:
    page = forgetful.page
    page.fill("main [name=login]", login)
    page.fill("main [name=code]", code)
    page.fill("main [name=password1]", PASSWORD + " !")
    page.fill("main [name=password2]", PASSWORD + " !")
    forgetful.send()
