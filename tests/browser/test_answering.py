"""A team answers together: a member on a telephone without scripts, in French; the lead at a desk, in English, who has
another answer, settles which one counts, signs, and takes the receipt along."""

from playwright.sync_api import expect

from .conftest import DESKTOP, PHONE, Visitor
from .people import open_task

MEMBER, LEAD = "member@example.org", "lead@example.org"
PDF = {"name": "Suivi des stocks.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%\n"}


def choose(person: Visitor, name: str, value: str) -> None:
    person.page.check(f'input[name="{name}"][value="{value}"]')


def test_a_team_answers_disagrees_settles_and_signs(visitor):
    member = visitor("fr", PHONE, MEMBER, java_script_enabled=False)
    open_task(member, "il reste 6 questions")
    assert member.reads("Il reste 6 questions") and member.reads("Qui peut lire vos réponses")
    member.screen_passes()
    member.follow("Continuer")
    begins_and_finds_two_answers(member)
    lead = visitor("en", DESKTOP, LEAD)
    lead.page.goto(member.page.url.replace("/fr/", "/en/"))
    answers_the_third_section(member)
    answers_the_last_section(member)
    answers_otherwise_and_settles(lead)
    signs(lead)
    takes_the_receipt_along(lead)
    member.page.reload()
    assert member.reads("Signé tel quel.")


def begins_and_finds_two_answers(member: Visitor) -> None:
    assert member.heading() == "Section 1 sur 4 : Voir venir"
    member.page.fill('input[name="a:last_count"]', "2026-03-12")
    member.screen_passes()
    member.send("Enregistrer et passer à la section 2")
    assert member.reads("Enregistré à") and member.reads("Quelle réponse compte ?")
    assert member.reads("19 jours") and member.reads("Ousmane Sow")
    member.screen_passes()
    member.send("Enregistrer et passer à la section 3")
    assert member.heading() == "Section 3 sur 4 : Ce que vous avez fait"


def answers_the_third_section(member: Visitor) -> None:
    page = member.page
    page.fill('input[name="a:times_moved"]', "15")
    choose(member, "a:emergency_order", "once")
    page.fill('textarea[name="a:obstacle"]', "Le véhicule.")
    member.send("Enregistrer et passer à la section 4")
    # More often than there were days: it explains itself, and keeps what was typed.
    assert member.reads("plus de fois qu’il n’y a eu de jours")
    expect(page.locator('input[name="a:times_moved"]')).to_have_value("15")
    member.screen_passes()
    page.locator('input[name^="reason:"]').fill("Deux par jour, certains jours.")
    member.send("Enregistrer et passer à la section 4")


def answers_the_last_section(member: Visitor) -> None:
    assert member.heading() == "Section 4 sur 4 : Ce qui aide"
    member.page.fill('textarea[name="a:practice"]', "Un message chaque lundi.")
    member.page.set_input_files('input[name="a:tool"]', PDF)
    member.screen_passes()
    member.send("Enregistrer et tout relire")
    assert member.heading() == "Tout relire avant de signer" and member.reads("Suivi des stocks.pdf")
    assert member.reads("Deux membres ont répondu autrement")
    member.screen_passes()


def answers_otherwise_and_settles(lead: Visitor) -> None:
    """Their page was open before the member saved."""
    assert lead.heading() == "Section 3 of 4: What you did"
    lead.page.fill('input[name="a:times_moved"]', "15")
    choose(lead, "a:emergency_order", "several")
    differing = lead.page.locator("[data-rivals]")
    expect(differing).to_contain_text("Both answers are kept.")
    lead.screen_passes()
    differing.locator("a").click()
    expect(lead.page.locator('input[name="count:emergency_order"]')).to_have_count(2)
    lead.screen_passes()
    lead.page.locator("label", has_text="Several").filter(has_text="Ousmane Sow").click()
    lead.send("This one counts")
    expect(lead.page.locator('input[name="count:emergency_order"]')).to_have_count(0)
    lead.page.goto(lead.page.url.replace("/3/", "/2/"))
    lead.page.locator("label", has_text="19 days").click()
    lead.send("This one counts")
    expect(lead.page.locator('input[name="a:days_out"]')).to_have_value("19")


def signs(lead: Visitor) -> None:
    lead.follow("Read everything before signing")
    assert lead.reads("By signing you say: these are the answers of Pita, agreed in the team.")
    assert lead.reads("Several") and lead.reads("19 days")
    lead.screen_passes()
    lead.send("Sign for the district")
    assert lead.reads("Your district’s response is signed. Thank you.")
    lead.screen_passes()


def takes_the_receipt_along(lead: Visitor) -> None:
    lead.follow("Receipt of the signature")
    assert lead.heading().startswith("Receipt ") and lead.reads("Ousmane Sow")
    lead.screen_passes()
    address = lead.page.get_by_role("link", name="Receipt to keep (PDF)").get_attribute("href")
    assert lead.context.request.get(address).body().startswith(b"%PDF-")
    lead.follow("Overview")
    lead.follow("History")
    assert lead.reads("Ousmane Sow signed (signature 1)")
    lead.screen_passes()
    lead.page.locator("main").get_by_role("link", name="question 11").first.click()
    lead.page.wait_for_load_state()
    assert lead.reads("One") and lead.reads("Several")
    lead.screen_passes()
