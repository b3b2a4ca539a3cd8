"""Step 1 as a whole: proposed in French on a telephone, supported in English at a desk, merged and chosen in the
admin."""

import re

from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Visitor

LIST = "/{}/cycle/exemple-propositions/proposals/"
TITLE = "Qui paie le carburant de l’ambulance quand une femme doit être évacuée ?"
TEXT = "Chez nous, on cherche d’abord l’argent, puis le chauffeur."
SIMILAR = "Pourquoi les femmes évacuées arrivent-elles trop tard à l’hôpital ?"
CHOICE = {
    "because_fr": "C’est ce que le plus de districts soutiennent, et chacun peut agir.",
    "because_en": "Most districts support it, and each of them can act.",
    "decided_by_fr": "Les équipes, lors d’un appel",
    "decided_by_en": "The teams, in a call",
    "title_en": "Who pays for the ambulance’s fuel?",
    "text_en": "Here, people look for the money first.",
}


def propose(team: Visitor) -> None:
    page = team.page
    page.goto(LIST.format("fr"))
    team.follow("Proposer un sujet")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    expect(page.locator("[data-similar-here]")).to_contain_text(SIMILAR)
    team.screen_passes()
    team.send("Relire avant d’envoyer")
    assert team.reads("Pas encore envoyé.") and team.reads(SIMILAR)
    team.screen_passes()
    page.go_back()
    assert page.input_value("[name=text]") == TEXT, "the way back loses nothing"
    team.send("Relire avant d’envoyer")
    team.send("Proposer")
    assert team.heading() == TITLE and team.reads("Votre proposition est là")
    team.screen_passes()


def support(team: Visitor) -> None:
    team.page.goto(LIST.format("en"))
    team.screen_passes()
    team.follow(TITLE)
    assert team.page.locator("h1").get_attribute("lang") == "fr" and team.reads(TEXT)
    team.send("Support it, for Mandiana")
    assert team.reads("Mandiana supports this proposal.") and team.reads("2 districts")
    team.screen_passes()


def open_proposals(desk: Visitor) -> None:
    desk.page.goto("/admin/cycles/?lang=en")
    desk.page.get_by_role("link", name=re.compile("What shall we learn")).click()
    desk.page.get_by_role("link", name="Proposals of issues").click()


def merge(desk: Visitor) -> None:
    """The one that is like it, found by itself, goes into the new one."""
    page = desk.page
    open_proposals(desk)
    page.get_by_role("link", name=f"What is similar {TITLE}").click()
    page.get_by_label(SIMILAR, exact=True).check()
    page.get_by_label(re.compile(f"This one is left {re.escape(TITLE)}")).check()
    desk.screen_passes("main")
    page.get_by_role("button", name="Look at it before merging").click()
    expect(page.get_by_text("Nothing is merged yet.")).to_be_visible()
    desk.screen_passes("main")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_text("Merged. Those who stood behind them are told.")).to_be_visible()


def choose(desk: Visitor) -> None:
    page = desk.page
    open_proposals(desk)
    page.get_by_role("link", name=f"Choose {TITLE}").click()
    assert page.input_value("[name=title_fr]") == TITLE
    for name, words in CHOICE.items():
        page.fill(f"[name={name}]", words)
    desk.screen_passes("main")
    page.get_by_role("button", name="Choose this issue").click()
    expect(page.get_by_text("those who took part are told")).to_be_visible()


def test_a_proposal_s_way(visitor, portal):
    team = visitor("fr", PHONE, "member@example.org")
    propose(team)
    support(visitor("en", DESKTOP, "other-member@example.org"))
    desk = visitor("en", DESKTOP, "facilitator@example.org")
    merge(desk)
    choose(desk)
    reader = visitor("en", PHONE)
    reader.page.goto("/en/cycles/what-shall-we-learn-about-example/")
    for said in (CHOICE["title_en"], CHOICE["because_en"], CHOICE["decided_by_en"]):
        assert reader.reads(said)
    assert not reader.reads("Pita"), "which district it was is not everybody's to know"
    reader.screen_passes()
    team.page.goto(LIST.format("fr"))
    assert team.reads("Le sujet de ce cycle est choisi.") and not team.reads("Proposer un sujet")
    assert CHOICE["because_fr"] in portal.mail_to("other-member@example.org")
