"""Proposals as readers see them: who reads what, lists, voices, what became of them."""

import pytest
from django.test import Client
from django.utils import translation

from analysis.audience import Audience
from cycles.issue_actions import support_issue, withdraw_issue
from cycles.issue_choice import choose_issue, merge_issues
from districts.models import Role
from districts.who_reads import readers_of_answers, readers_of_thread
from tests.districts.accounts import text_of
from tests.districts.places import country, districts_of, person

from .proposals import address, asking, browser_of, proposal, voices_for


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


@pytest.fixture
def readers(guinea, units):
    everybody = {
        "own": person((Role.MEMBER, units[0])),
        "peer": person((Role.LEAD, units[1])),
        "facilitator": person((Role.FACILITATOR, guinea)),
        "official": person((Role.OFFICIAL, guinea)),
        "policymaker": person((Role.POLICYMAKER, guinea)),
        "abroad": person((Role.MEMBER, districts_of(country("ben"))[0])),
        "nobody": None,
    }
    found = {}
    for name, user in everybody.items():
        found[name] = Client()
        if user:
            found[name].force_login(user)
    return found


NEAR = {"own", "facilitator"}
NAMED_TO = {
    Audience.TEAM: {"own"},
    Audience.FACILITATORS: NEAR,
    Audience.PEERS_MASKED: NEAR,
    Audience.PEERS_NAMED: NEAR | {"peer"},
    Audience.HIERARCHY: NEAR | {"peer", "official"},
    Audience.PUBLIC: NEAR | {"peer", "official", "policymaker", "abroad", "nobody"},
}


@pytest.mark.parametrize("level", Audience)
def test_who_learns_which_district_and_who_reads_the_text(guinea, units, readers, level):
    """Facilitators run the cycle and read all of it. Titles and numbers are everybody's."""
    cycle = asking(guinea, code=f"niveau-{level}", discussion_audience=level)
    issue = proposal(cycle, units[0], title="Le carburant", text="Depuis mai")
    support_issue(issue=issue, unit=units[2], by=None)
    named, texts = NAMED_TO[level] | {"facilitator"}, NAMED_TO[level] | {"own", "peer", "facilitator"}
    for name, client in readers.items():
        listed, page = client.get(address("issues", cycle)), client.get(address("issue", issue))
        for response, voices in ((listed, "2 voix"), (page, "2 districts")):
            assert "Le carburant" in text_of(response) and voices in text_of(response), name
        (line,) = listed.context["lines"]
        assert (line.district is not None) is (page.context["district"] is not None) is (name in named), name
        assert ("gui D1" in text_of(page)) is (name in named), name
        assert ("Depuis mai" in text_of(page)) is (name in texts), name
        # The first district is only a peer of the third, which supports it.
        among_peers = name != "own" or level >= Audience.PEERS_NAMED
        assert ("gui D3" in text_of(page)) is (name in named and among_peers), name


@pytest.mark.parametrize("level", Audience)
def test_the_form_says_who_reads_it_from_the_rule(guinea, units, level):
    cycle = asking(guinea, code=f"niveau-{level}", discussion_audience=level)
    page = text_of(browser_of(units[0]).get(address("propose_issue", cycle)))
    translation.activate("fr")
    for said in (readers_of_thread(max(level, Audience.PEERS_MASKED)), readers_of_answers(level)):
        assert " ".join(said.split()) in page


def test_nobody_finds_by_searching_what_they_may_not_read(cycle, units, readers):
    proposal(cycle, units[0], title="Le carburant", text="Depuis la saison des pluies")
    for name, client in readers.items():
        found = text_of(client.get(address("issues", cycle), {"q": "pluie"}))
        assert ("Le carburant" in found) is (name in {"own", "peer", "facilitator"}), name
        assert "Le carburant" in text_of(client.get(address("issues", cycle), {"q": "carburants"})), name


def test_words_are_found_without_accents_and_in_either_language(cycle, units):
    proposal(cycle, units[0], title="Évacuer à l’hôpital")
    proposal(cycle, units[1], title="Our vaccines get warm", language="en")
    for q, title in {"evacuer hopitaux": "Évacuer", "ÉVACUATION": "Évacuer", "vaccine": "vaccines"}.items():
        assert title in text_of(Client().get(address("issues", cycle), {"q": q})), q
    assert "Aucune proposition ne correspond" in text_of(
        Client().get(address("issues", cycle), {"q": "paludisme"})
    )


def test_a_proposal_is_marked_with_its_language(cycle, units):
    issue = proposal(cycle, units[0], title="No fuel", text="Since May.", language="en")
    team = browser_of(units[1])
    french, english = (team.get(address("issue", issue, code)).content.decode() for code in ("fr", "en"))
    assert (
        '<h1 lang="en">No fuel</h1>' in french
        and '<blockquote lang="en">' in french
        and "en anglais" in french
    )
    assert "<h1>No fuel</h1>" in english and "in English" not in english


def test_those_with_most_voices_come_first_and_one_s_own_stand_out(cycle, units):
    few, many = proposal(cycle, units[0], title="Peu"), proposal(cycle, units[1], title="Beaucoup")
    for unit in units[2:]:
        support_issue(issue=many, unit=unit, by=None)
    page = browser_of(units[0]).get(address("issues", cycle)).content.decode()
    assert page.index("Beaucoup") < page.index(">Peu<")
    assert page.count('class="mine"') == 1 and "Proposée par votre district" in page
    kinds = {"ours": {few}, "supported": set(), "not-yet": {many}, "nonsense": {few, many}}
    for kind, found in kinds.items():
        listed = browser_of(units[0]).get(address("issues", cycle), {"kind": kind}).context["lines"]
        assert {line.issue for line in listed} == found, kind


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "99"}, {"q": "\x00'\""}, {"q": "x" * 5000}, {"kind": "é"}]
)
def test_no_address_of_the_list_is_an_error(cycle, units, query):
    proposal(cycle, units[0])
    assert Client().get(address("issues", cycle), query).status_code == 200


def test_a_voice_is_given_and_taken_back_by_anybody_of_the_team(cycle, units):
    issue = proposal(cycle, units[0])
    for _click in range(2):
        browser_of(units[1]).post(address("support_issue", issue), {"voice": "yes"})
    assert voices_for(issue) == {units[0], units[1]}
    browser_of(units[1], Role.LEAD).post(address("support_issue", issue), {"voice": "no"})
    assert voices_for(issue) == {units[0]}


def test_the_address_of_what_was_merged_leads_to_what_is_left(cycle, units):
    a, b, left = (proposal(cycle, units[n], title=f"Sujet {n}") for n in range(3))
    merge_issues(issues=[a], into=b, by=None)
    merge_issues(issues=[b], into=left, by=None)
    team = browser_of(units[3])
    for merged in (a, b):
        page = team.get(address("issue", merged), follow=True)
        assert page.redirect_chain[0][0] == address("issue", left)
        assert "Sujet 0" in text_of(page) and "Sujet 1" in text_of(page)
    team.post(address("support_issue", a), {"voice": "yes"})
    assert units[3] in voices_for(left), "whoever supports a merged one supports what is left"


def test_of_what_was_withdrawn_only_its_district_and_the_facilitators_see_more(cycle, units, readers):
    issue = proposal(cycle, units[0], title="Mme Bah, 34 ans")
    withdraw_issue(issue=issue, by=None)
    for name, client in readers.items():
        response = client.get(address("issue", issue))
        told = name in {"own", "facilitator"}
        assert ("Mme Bah" in text_of(response)) is told and response.status_code == (200 if told else 410), (
            name
        )
        assert "Mme Bah" not in text_of(client.get(address("issues", cycle))), name


def test_the_cycle_s_page_leads_to_the_proposals_and_then_to_the_choice(cycle, units):
    page = cycle.pages.get(locale__language_code="en").url
    assert "Nothing is proposed yet" in text_of(Client().get(page))
    issue, _other = proposal(cycle, units[0], title="Carburant", text="Secret"), proposal(cycle, units[1])
    team = browser_of(units[2], language="en")
    assert "2 proposals so far" in text_of(team.get(page)) and "Propose an issue" in text_of(team.get(page))
    assert "Propose an issue" not in text_of(Client().get(page))
    words = {"title_fr": "Le carburant", "title_en": "Fuel", "text_fr": "", "text_en": ""}
    choose_issue(
        issue=issue, by=None, words=words, because_fr="Oui", because_en="Most supported.",
        decided_by_fr="Les équipes", decided_by_en="The teams",
    )  # fmt: skip
    public, peers = text_of(Client().get(page)), text_of(team.get(page))
    for said in ("Fuel", "Most supported.", "The teams", "All 2 proposals"):
        assert said in public, said
    assert "gui D1" not in public and "gui D1" in peers
    assert "Secret" not in public, "the cycle's words are the facilitator's; the team's stay where they were"


def test_a_chosen_proposal_shows_the_team_s_own_words_beside_the_translation(cycle, units):
    issue = proposal(cycle, units[0], title="Carburant", text="Depuis mai")
    words = {"title_fr": "Le carburant", "title_en": "Fuel", "text_fr": "Depuis mai", "text_en": "Since May"}
    choose_issue(issue=issue, by=None, words=words, because_fr="Oui", because_en="Yes")
    html = browser_of(units[1], language="en").get(address("issue", issue, "en")).content.decode()
    assert "<h1>Fuel</h1>" in html and "Since May" in html
    assert '<div lang="fr"><p class="say-s">Carburant</p>' in html


def test_it_can_be_discussed_by_those_who_read_it(cycle, units, readers):
    issue = proposal(cycle, units[0])
    assert "<textarea" in readers["peer"].get(address("issue", issue)).content.decode()
    assert "<textarea" not in readers["nobody"].get(address("issue", issue)).content.decode()
