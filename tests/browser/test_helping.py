"""A facilitator at a desk helps a district without a line: enters its answers from paper and signs, asks back, gives
more time. On their telephones the lead confirms and a member replies. All in French."""

import datetime

from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Visitor
from .people import FACILITATOR, Invited, come_in, open_task

LEAD = Invited("Fanta", "Kourouma", "Koubia", phone="600 00 03 01", role="lead")
MEMBER = Invited("Lamine", "Sidibé", "Koubia", phone="600 00 03 02")
UNTIL = datetime.date.today() + datetime.timedelta(days=40)


def test_a_district_is_helped(visitor):
    facilitator = visitor("fr", DESKTOP, FACILITATOR)
    lead = come_in(facilitator, visitor("fr", PHONE), LEAD)
    member = come_in(facilitator, visitor("fr", PHONE), MEMBER)
    open_task(lead, "Ruptures de médicaments")
    facilitator.page.goto(lead.page.url)
    enters_from_paper_and_signs(facilitator)
    confirms(lead)
    asks_back(facilitator)
    replies(member)
    settles(facilitator)
    gives_more_time(facilitator)
    member.page.goto(lead.page.url)
    assert member.reads("Koubia a plus de temps") and member.reads("La route est coupée.")
    member.screen_passes()


def enters_from_paper_and_signs(facilitator: Visitor) -> None:
    page = facilitator.page
    assert facilitator.reads("Vous répondez pour l’équipe de Koubia.")
    facilitator.follow("Aider Koubia : qui appeler, plus de temps, poser une question")
    assert facilitator.reads(str(LEAD)) and facilitator.reads("Rien n’a encore été répondu.")
    facilitator.screen_passes()
    facilitator.follow("Saisir des réponses à partir de la section 1")
    page.check('input[name="came_by"][value="paper"]')
    page.check('input[name="a:tracer_list"][value="yes"]')
    facilitator.screen_passes()
    facilitator.send("Enregistrer et passer à la section 2")
    assert page.locator('input[name="came_by"]').count() == 0, "asked once"
    page.check('input[name="a:stockout"][value="no"]')
    facilitator.send("Enregistrer et passer à la section 3")
    facilitator.follow("Tout relire avant de signer", within="aside")
    assert facilitator.reads("Vous signez pour l’équipe de Koubia")
    facilitator.screen_passes()
    facilitator.send("Signer pour le district")
    assert facilitator.reads("Attend la confirmation de l’équipe.")


def confirms(lead: Visitor) -> None:
    """What the mail says is on the screen too: the lead has no mailbox."""
    lead.page.goto("/fr/")
    assert lead.reads("Confirmez ce qui a été saisi pour Koubia")
    lead.follow("Lire et confirmer")
    assert lead.reads("a signé ces réponses pour l’équipe.") and lead.reads("pour l’équipe")
    lead.screen_passes()
    lead.send("Confirmer pour notre district")
    assert lead.reads("Confirmé") and not lead.reads("Attend la confirmation")


def asks_back(facilitator: Visitor) -> None:
    facilitator.follow("Tout relire avant de signer")
    facilitator.follow("Revenir sur la question 1")
    facilitator.page.fill("textarea[name=text]", "Depuis quand cette liste existe-t-elle ?")
    facilitator.screen_passes()
    facilitator.send("Demander à l’équipe")
    assert facilitator.reads("attend une explication")
    facilitator.screen_passes()


def replies(member: Visitor) -> None:
    member.page.goto("/fr/")
    member.follow("Lire et répondre")
    assert member.reads("Depuis quand cette liste existe-t-elle ?") and member.reads("Modifier la réponse")
    member.screen_passes()
    with member.refused(422):
        member.send("Envoyer l’explication")
    assert member.reads("Il n’y a pas encore de texte")
    member.screen_passes()
    member.page.fill("textarea[name=text]", "Depuis mai.")
    member.send("Envoyer l’explication")
    assert member.reads("la personne qui a posé la question est avertie")


def settles(facilitator: Visitor) -> None:
    facilitator.page.reload()
    assert facilitator.reads("Depuis mai.")
    facilitator.send("Réglé")
    assert facilitator.reads("La question et l’explication restent à côté de la réponse.")


def gives_more_time(facilitator: Visitor) -> None:
    page = facilitator.page
    facilitator.follow("Aider Koubia : qui appeler, plus de temps, poser une question")
    facilitator.follow("Donner plus de temps à ce district")
    page.fill("input[name=until]", "2020-01-01")
    page.fill("input[name=because]", "La route est coupée.")
    with facilitator.refused(422):
        facilitator.send("Fixer ce dernier jour")
    assert facilitator.reads("Ce jour est passé.")
    expect(page.locator("input[name=because]").first).to_have_value("La route est coupée.")
    facilitator.screen_passes()
    page.fill("input[name=until]", UNTIL.isoformat())
    facilitator.send("Fixer ce dernier jour")
    assert facilitator.reads("Son équipe est avertie.")
    facilitator.screen_passes()
