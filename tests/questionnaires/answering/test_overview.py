"""The page that leads through a response: how far, what next, where it stands in every state."""

import pytest
from bs4 import BeautifulSoup

from cycles.models import Step
from questionnaires.answering.saving import Given
from tests.districts.places import days, today

from .districts_answering import (
    answer_all,
    close,
    filling,
    give,
    open_corrections,
    section_url,
    sign,
    url,
    words,
)


def page(world, client, by=None):
    client.force_login(by or world.member)
    return client.get(url(world, "answer"))


def state(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one(".head .state").get_text()


def button(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one(".task .btn.main")["href"]


def test_before_the_beginning_it_says_what_it_is_for_and_leads_to_the_first_question(world, client):
    world.cycle.purpose_en = "To learn, and nothing else."
    world.cycle.save()
    response = page(world, client)
    said = words(response)
    assert "Before you begin" in said and "To learn, and nothing else." in said
    assert "Until " in said and "All of it takes about" in said
    assert state(response) == "not begun" and button(response) == section_url(world, 1)
    assert str(world.lead) in said and str(world.other) not in said


def test_it_goes_on_where_something_is_left(world, client):
    give(world, world.member, Given("committee", {"choice": "no"}), Given("meetings", {"number": 3}))
    response = page(world, client, world.lead)
    said = words(response)
    assert state(response) == "begun" and button(response) == section_url(world, 3)
    assert "2 of 2" in said and f"last: {world.member}, today at" in said
    assert "not asked, after what you answered" in said, "the section about reviews"


def test_two_answers_side_by_side_come_before_signing(world, client):
    give(world, world.member, Given("meetings", {"number": 3}))
    give(world, world.colleague, Given("meetings", {"number": 5}))
    said = words(page(world, client))
    assert "1 question was answered in two ways" in said


STATES = {
    "before": ("not open yet", "Answering begins on"),
    "closed, nothing": ("closed, no answer", "Your facilitator can give it more time"),
    "closed, not signed": ("closed, not signed", "nothing was signed"),
    "signed": ("signed", "You can still change answers"),
    "changed": ("changed since signed", "sign again"),
    "changed, closed": ("signed, then changed", "what counts is what was signed"),
    "on behalf": ("waits for the team’s confirmation", "signed these answers for the team"),
    "correcting": ("signed, may be corrected", "each with a reason"),
    "closed": ("signed", "What you signed counts"),
}


def bring_about(world, what: str) -> None:
    if what == "before":
        opens = today() + days(3)
        world.cycle.steps.filter(number=Step.COMPLETION).update(opens_on=opens, closes_on=opens)
    elif what == "closed, nothing":
        close(world)
    else:
        answer_all(world, world.member)
        _signed(world, what)


def _signed(world, what: str) -> None:
    if what == "on behalf":
        sign(world, world.facilitator, on_behalf=True)
    elif what != "closed, not signed":
        sign(world, world.lead)
    if what.startswith("changed"):
        give(world, world.member, Given("meetings", {"number": 4}, base=1))
    if what == "correcting":
        open_corrections(world)
    elif "closed" in what:
        close(world)


@pytest.mark.parametrize("what", STATES)
def test_each_state_has_its_word_and_its_sentence(world, client, what):
    bring_about(world, what)
    word, sentence = STATES[what]
    client.force_login(world.lead)
    for screen in ("answer", "answer_review"):
        response = client.get(url(world, screen))
        assert state(response) == word, screen
        assert sentence in words(response), screen
    assert state(client.get(url(world, "answer_history"))) == word


def test_the_lead_confirms_what_was_signed_for_the_team(world, client):
    bring_about(world, "on behalf")
    assert "Confirm for our district" not in words(page(world, client, world.member))
    assert "Confirm for our district" in words(page(world, client, world.lead))
    assert client.post(url(world, "answer_confirm"), {"number": "7"}).status_code == 409
    response = client.post(url(world, "answer_confirm"), {"number": "1"}, follow=True)
    assert "these are your district’s answers" in words(response)
    assert filling(world).signature.confirmed_by == world.lead
    assert client.post(url(world, "answer_confirm"), {"number": "1"}).status_code == 403, "a second time"


def test_a_helper_is_told_for_whom_they_answer(world, client):
    assert f"You answer for the team of {world.unit}" in words(page(world, client, world.facilitator))


class TestShortAddress:
    def go(self, world, client, by):
        client.force_login(by)
        address = url(world, "answer").removesuffix(f"{world.unit.code}/")
        return client.get(address)

    def test_leads_members_to_their_own_district(self, world, client):
        assert self.go(world, client, world.member).url == url(world, "answer")
        assert self.go(world, client, world.other).url == url(world, "answer", unit=world.units[1])

    def test_leads_nobody_else_to_a_district(self, world, client):
        response = self.go(world, client, world.facilitator)
        assert response.status_code == 404 or "/board" in response.url

    def test_is_not_there_before_the_questionnaire_is_open(self, world, client):
        type(world.questionnaire).objects.update(opened_at=None)
        assert self.go(world, client, world.member).status_code == 404


def test_a_cycle_that_readers_do_not_see_asks_nothing(world, client):
    world.cycle.pages.update(live=False)
    assert state(page(world, client)) == "not open yet"
