"""What is like a text that somebody writes: proposals, pages, questions; and what nobody is shown."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis.audience import Audience
from cycles.issue_actions import withdraw_issue
from cycles.issue_choice import choose_issue, merge_issues
from cycles.models import CyclePage
from districts.models import Role
from lessons.models import LessonPage
from questionnaires.actions import open_questionnaire
from questionnaires.models import Question
from results.actions import compute_results, publish_results
from search.drafts import Draft
from search.similar import similar_to
from tests.cycles.cycles import place_for_cycles
from tests.cycles.proposals import address, asking, more_districts, proposal
from tests.districts.accounts import text_of
from tests.districts.places import country, districts_of, person
from tests.pages import page_below
from tests.questionnaires.asking import answer, questionnaire_of

QUESTION = {
    "code": "fuel",
    "kind": "number",
    "text_fr": "Combien de jours sans carburant pour l’ambulance ?",
    "text_en": "How many days without fuel for the ambulance?",
}


@pytest.fixture
def guinea(pages_ready):
    place_for_cycles(pages_ready.fr)
    return country("gui", time_zone="Africa/Conakry")


@pytest.fixture
def units(guinea):
    return more_districts(guinea, 6)


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


@pytest.fixture
def member(units):
    return person((Role.MEMBER, units[0]))


def like(viewer, title: str, text: str = "", language: str = "fr", but_not=None) -> list[str]:
    groups = similar_to(Draft.of(title, text, language), viewer, but_not)
    return [thing.title for group in groups for thing in group.things]


SAME = {
    "the same words": "Carburant des ambulances",
    "without accents, in capitals": "CARBURANT DE L'AMBULANCE",
    "other endings": "carburants, ambulance",
    "one in the title, others in the text": "Ambulances sans chauffeur la nuit",
}


@pytest.mark.parametrize("title", SAME.values(), ids=SAME)
def test_a_proposal_about_the_same_is_found(cycle, units, member, title):
    proposal(cycle, units[1], title="Le carburant des ambulances", text="La nuit, pas de chauffeur.")
    assert like(member, title) == ["Le carburant des ambulances"]


OTHER = {
    "nothing in common": "Vaccins au froid",
    "what every text here says": "Notre district, notre équipe et la santé",
    "little words": "Pourquoi est-ce que nous sommes dans la",
    "one word of several": "Ambulances et chaîne de froid des vaccins",
    "nothing": "",
    "signs": "%%% ___ '\" \u200b \x00",
}


@pytest.mark.parametrize("title", OTHER.values(), ids=OTHER)
def test_what_is_about_something_else_is_not(cycle, units, member, title):
    proposal(cycle, units[1], title="Le carburant des ambulances, notre district et la santé")
    assert like(member, title) == []


def test_words_are_compared_in_the_language_that_is_written(cycle, units, member):
    issue = proposal(cycle, units[1], title="Women referred too late", language="en")
    assert like(member, "Referring a woman", language="en") == ["Women referred too late"]
    choose_issue(
        issue=issue, by=None, because_fr="Oui", because_en="Yes",
        words={"title_fr": "Les femmes évacuées trop tard"},
    )  # fmt: skip
    assert like(member, "Femmes évacuées de nuit") == ["Les femmes évacuées trop tard"], (
        "once both languages are there"
    )


def test_the_closest_comes_first_and_each_once(cycle, units, member):
    for n, title in enumerate(
        ("Le carburant des ambulances la nuit", "Le carburant des groupes et l’ambulance")
    ):
        proposal(cycle, units[n], title=title, text="Carburant des ambulances.")
    merged = proposal(cycle, units[2], title="Payer le carburant de l’ambulance")
    left = proposal(cycle, units[3], title="Autre chose")
    merge_issues(issues=[merged], into=left, by=None)
    found = like(member, "Le carburant de l’ambulance, la nuit")
    assert found[0] == "Le carburant des ambulances la nuit"
    assert "Autre chose" in found and "Payer le carburant de l’ambulance" not in found, (
        "what is left of it is named"
    )
    assert len(found) == len(set(found))


def test_the_proposal_itself_and_withdrawn_ones_are_not_offered(cycle, units, member):
    issue = proposal(cycle, units[0], title="Carburant des ambulances")
    assert like(member, issue.title, but_not=issue) == []
    withdraw_issue(issue=issue, by=None)
    assert like(member, issue.title) == []


def test_a_cycle_that_nobody_sees_is_not_told_of(cycle, units, member):
    proposal(cycle, units[1], title="Carburant des ambulances")
    CyclePage.objects.filter(cycle=cycle).update(live=False)
    assert like(member, "Carburant des ambulances") == []


def test_a_text_that_is_not_theirs_to_read_is_not_compared(guinea, units):
    cycle = asking(guinea, discussion_audience=Audience.PEERS_NAMED)
    proposal(cycle, units[0], title="Un problème", text="Carburant, ambulance, chauffeur, nuit")
    told = {
        "peer": (Role.LEAD, units[1]),
        "facilitator": (Role.FACILITATOR, guinea),
        "shared": (Role.FACILITATOR, None),
    }
    kept_from = {
        "official": (Role.OFFICIAL, guinea),
        "abroad": (Role.MEMBER, districts_of(country("ben"))[0]),
        "researcher": (Role.RESEARCHER, None),
    }
    for posts, found in ((told, ["Un problème"]), (kept_from, [])):
        for name, post in posts.items():
            assert like(person(post), "Chauffeur d’ambulance, carburant") == found, name


def test_lessons_in_the_writer_s_language(cycle, member, pages_ready):
    above = cycle.pages.get(locale__language_code="fr")
    page_below(
        above, "Les ambulances sans carburant", LessonPage, summary="Ce que trois districts ont essayé."
    )
    page_below(above, "Brouillon sur les ambulances et le carburant", LessonPage, live=False)
    page_below(above, "Les registres", LessonPage)
    assert like(member, "Carburant des ambulances") == ["Les ambulances sans carburant"]
    assert like(member, "Fuel for ambulances", language="en") == []


def test_questions_are_shown_once_their_result_is_out_and_on_open_forms_to_those_who_may_read_them(
    guinea, cycle, units, member
):
    asked = questionnaire_of(cycle, [QUESTION, {**QUESTION, "code": "other", "text_fr": "Le froid ?"}])
    strangers = [
        None,
        person((Role.MEMBER, districts_of(country("ben"))[0])),
        person((Role.RESEARCHER, None)),
    ]

    def found(viewer) -> list[str]:
        from django.contrib.auth.models import AnonymousUser

        return like(viewer or AnonymousUser(), "Carburant de l’ambulance")

    assert found(member) == [], "not while it is built"
    open_questionnaire(questionnaire=asked, by=None)
    assert found(member) == [QUESTION["text_fr"]] and [found(each) for each in strangers] == [[], [], []]
    for unit in units:
        answer(asked, unit, fuel=3)
    results = compute_results(cycle=cycle, titles={"fuel": {"title_fr": "x", "title_en": "x"}}, by=None)
    publish_results(results=results, by=None)
    assert [found(each) for each in (member, *strangers)] == [[QUESTION["text_fr"]]] * 4
    assert Question.objects.count() == 2


def test_the_script_gets_a_piece_of_a_page_and_strangers_get_none(cycle, units, member):
    proposal(cycle, units[1], title="Carburant des ambulances")
    client, typed = Client(), {"title": "Carburant d’ambulance", "text": "", "language": "fr"}
    client.force_login(member)
    piece = client.post("/fr/similar/", typed)
    assert "Carburant des ambulances" in text_of(piece) and "<html" not in piece.content.decode()
    assert client.post("/fr/similar/", {"title": "Vaccins"}).content.strip() == b""
    assert client.get("/fr/similar/", typed).status_code == 405, "what is typed belongs in no address"
    assert Client().post("/fr/similar/", typed).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [{}, {"title": "x" * 100_000}, {"language": "xx"}, {"title": "\x00\ud83d".encode("utf-8", "ignore")}],
)
def test_nothing_that_is_sent_is_an_error(cycle, member, sent):
    client = Client()
    client.force_login(member)
    assert client.post("/en/similar/", sent).status_code == 200


def test_the_preview_shows_it_without_a_script(cycle, units, member):
    proposal(cycle, units[1], title="Carburant des ambulances")
    client = Client()
    client.force_login(member)
    sent = {"language": "fr", "title": "Le carburant d’une ambulance", "go": "look"}
    assert "Peut-être sur la même chose" in text_of(client.post(address("propose_issue", cycle), sent))
    alone = client.post(address("propose_issue", cycle), sent | {"title": "Vaccins"})
    assert "Peut-être sur la même chose" not in text_of(alone)


def test_it_costs_the_same_whatever_there_is(cycle, units, member):
    client = Client()
    client.force_login(member)
    above = cycle.pages.get(locale__language_code="fr")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post("/fr/similar/", {"title": "Carburant des ambulances", "language": "fr"})
        return len(queries)

    for n in range(2):
        proposal(cycle, units[n], title=f"Carburant des ambulances {n}")
        page_below(above, f"Carburant des ambulances {n}", LessonPage)
    cost()
    few = cost()
    for n in range(2, 6):
        proposal(cycle, units[n], title=f"Carburant des ambulances {n}")
        page_below(above, f"Carburant des ambulances {n}", LessonPage)
    assert cost() == few <= 15
