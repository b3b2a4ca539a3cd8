"""A section as a page: saved and on to the next, or shown again with what is to be put right."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from districts.keeping_posts import written
from districts.models import KeptPost
from questionnaires.answering.saving import Given
from questionnaires.models import AnswerVersion, Check, CheckReason, Response
from questionnaires.version_actions import Rewording, correct_wording
from tests.districts.places import days, today
from tests.districts.test_kept_posts import decide, enter, token_in

from .districts_answering import (
    answer_all,
    close,
    filling,
    give,
    open_corrections,
    post_section,
    section_url,
    sign,
    url,
    words,
)

PRESENTED = {1: "hello committee members meetings", 2: "reported reviewed", 3: "town why place picture"}


def sent(world, client, place=1, by=None, **fields):
    return post_section(client, world, by or world.member, place, PRESENTED[place], **fields)


def page(world, client, place=1, by=None, language="en"):
    client.force_login(by or world.member)
    return client.get(section_url(world, place, language))


def test_a_section_is_saved_and_leads_to_the_next_one_with_a_question(world, client):
    response = sent(world, client, a__committee="no", a__meetings="3")
    assert response.status_code == 302 and response.url == section_url(world, 3)
    assert filling(world).values == {"committee": {"choice": "no"}, "meetings": {"number": 3}}


def test_when_it_was_saved_is_said_by_the_clock_of_the_district(world, client):
    world.guinea.time_zone = "Africa/Porto-Novo"
    world.guinea.save()
    response = client.get(sent(world, client, a__committee="no").url)
    assert "Saved at " in words(response)


@pytest.mark.parametrize(
    ("go", "screen"), [("later", ("answer",)), ("here", ("answer_section", 1)), ("back", ("answer",))]
)
def test_each_button_leads_where_it_says(world, client, go, screen):
    assert sent(world, client, a__meetings="3", a__committee="no", go=go).url == url(world, *screen)


def test_what_cannot_be_read_is_saved_as_typed_and_shown_with_the_reason(world, client):
    response = sent(world, client, a__committee="no", a__meetings="a few")
    assert response.status_code == 200
    assert 'value="a few"' in response.content.decode()
    assert filling(world).answers["meetings"].typed == {"": ["a few"]}
    assert sent(world, client, a__meetings="a few", go="anyway").status_code == 302


def test_questions_that_these_answers_open_are_shown_before_going_on(world, client):
    response = post_section(client, world, world.member, 1, "hello committee meetings", a__committee="yes")
    assert response.status_code == 200 and "bring up 1 more question" in words(response)
    assert 'name="a:members"' in response.content.decode()


def test_the_same_page_sent_twice_is_saved_once(world, client):
    key = str(uuid.uuid4())
    for _click in range(2):
        assert sent(world, client, a__committee="no", key=key).status_code == 302
    assert AnswerVersion.objects.count() == 1 and Response.objects.get().revision == 1


def test_a_telephone_is_answered_in_json(world, client):
    client.force_login(world.member)
    data = {"presented": "meetings", "a:meetings": "3", "key": str(uuid.uuid4())}
    reply = client.post(section_url(world, 1), data, headers={"Accept": "application/json"}).json()
    assert reply["saved"] == ["meetings"] and reply["numbers"] == {"meetings": 1}
    assert reply["said"].startswith("Saved at") and "1 of" in reply["progress"]


def test_after_closing_what_was_typed_is_shown_again_with_what_to_do(world, client):
    close(world)
    response = sent(world, client, a__meetings="17", c__meetings="Counted twice")
    assert response.status_code == 409 and not Response.objects.exists()
    html = response.content.decode()
    assert 'value="17"' in html and "Counted twice" in html
    assert "Your facilitator can give your district more time" in words(response)
    client.force_login(world.member)
    data = {"presented": "meetings", "a:meetings": "17"}
    reply = client.post(section_url(world, 1), data, headers={"Accept": "application/json"})
    assert reply.status_code == 409 and reply.json()["state"] == "closed"


def test_after_closing_answers_are_read_but_in_no_field(world, client):
    answer_all(world, world.member)
    close(world)
    response = page(world, client)
    assert "3 meetings" in words(response) and 'name="a:meetings"' not in response.content.decode()


class TestTwoAnswers:
    @pytest.fixture(autouse=True)
    def _two(self, world):
        give(world, world.member, Given("meetings", {"number": 3}, comment="From the minutes"))
        give(world, world.colleague, Given("meetings", {"number": 5}))

    def test_both_stand_side_by_side_with_who_gave_them(self, world, client):
        said = words(page(world, client))
        for part in (
            "3 meetings",
            "From the minutes",
            "5 meetings",
            str(world.colleague),
            "Which one counts?",
        ):
            assert part in said

    def test_a_helpers_answer_is_marked(self, world, client):
        give(world, world.facilitator, Given("meetings", {"number": 9}), on_behalf=True)
        assert f"{world.facilitator}, for the team" in words(page(world, client))

    def test_choosing_saves_what_else_was_typed(self, world, client):
        response = sent(
            world, client, by=world.lead, count__meetings="2", a__committee="no", a__meetings="3", b__meetings="1",
            c__meetings="From the minutes", go="here",
        )  # fmt: skip
        assert response.status_code == 302
        found = filling(world)
        assert found.values == {"meetings": {"number": 5}, "committee": {"choice": "no"}} and not found.rivals
        version = AnswerVersion.objects.get(number=2)
        assert (version.settled_by, version.waits) == (world.lead, False)

    def test_the_second_who_chooses_is_told(self, world, client):
        fields = {"a__meetings": "3", "b__meetings": "1", "c__meetings": "From the minutes"}
        sent(world, client, count__meetings="2", **fields)
        response = sent(world, client, by=world.lead, count__meetings="1", go="here", **fields)
        assert "Somebody else chose meanwhile" in words(response)
        assert filling(world).values["meetings"] == {"number": 5}

    def test_whoever_saves_over_another_sees_both(self, world, client):
        response = sent(world, client, by=world.lead, a__meetings="8", b__meetings="0")
        assert response.status_code == 200
        said = words(response)
        assert "Somebody else changed 1 answer" in said and "8 meetings" in said and "3 meetings" in said


class TestChecks:
    """More were reviewed than reported."""

    @pytest.fixture
    def check(self, world):
        give(world, world.member, Given("committee", {"choice": "yes"}))
        return Check.objects.get(questionnaire=world.questionnaire)

    def test_it_explains_itself_and_asks_for_a_reason(self, world, client, check):
        response = sent(world, client, place=2, a__reported="2", a__reviewed="5")
        assert response.status_code == 200 and "More were reviewed than reported." in words(response)
        assert f'name="reason:{check.pk}"' in response.content.decode()
        assert filling(world).values["reviewed"] == {"number": 5}, "kept all the same"

    def test_with_a_reason_it_leads_on(self, world, client, check):
        fields = {"a__reported": "2", "a__reviewed": "5", f"reason__{check.pk}": "Three of last year"}
        assert sent(world, client, place=2, **fields).status_code == 302
        assert CheckReason.objects.get().because == "Three of last year"
        said = words(page(world, client, place=2))
        assert "kept with a reason" in said

    def test_a_reason_left_as_it_was_is_no_change(self, world, client, check):
        fields = {"a__reported": "2", "a__reviewed": "5", f"reason__{check.pk}": "Three of last year"}
        sent(world, client, place=2, **fields)
        revision = Response.objects.get().revision
        again = {"b__reported": "1", "b__reviewed": "1", f"was__{check.pk}": "Three of last year"}
        sent(world, client, place=2, by=world.lead, **(fields | again))
        assert Response.objects.get().revision == revision and CheckReason.objects.get().by == world.member

    def test_a_reason_that_is_emptied_is_taken_back(self, world, client, check):
        fields = {"a__reported": "2", "a__reviewed": "5"}
        sent(world, client, place=2, **fields, **{f"reason__{check.pk}": "Three of last year"})
        numbers = {"b__reported": "1", "b__reviewed": "1"}
        emptied = {f"was__{check.pk}": "Three of last year", f"reason__{check.pk}": ""}
        sent(world, client, place=2, **fields, **numbers, **emptied)
        assert not CheckReason.objects.exists()

    def test_one_that_is_too_long_comes_back(self, world, client, check):
        fields = {"a__reported": "2", "a__reviewed": "5", f"reason__{check.pk}": "x" * 501}
        response = sent(world, client, place=2, **fields)
        assert (
            "There is room for 500 characters" in words(response) and "x" * 501 in response.content.decode()
        )
        assert not CheckReason.objects.exists()


def test_a_comment_that_is_too_long_comes_back_and_the_rest_is_saved(world, client):
    give(world, world.member, Given("meetings", {"number": 3}, comment="Before"))
    response = sent(
        world, client, a__meetings="4", b__meetings="1", c__meetings="y" * 1001, a__committee="no"
    )
    assert response.status_code == 200 and "y" * 1001 in response.content.decode()
    answer = filling(world).answers["meetings"]
    assert (answer.value, answer.comment) == ({"number": 4}, "Before")
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(".notice.bad a")["href"] == "#c:meetings"


def test_a_corrected_wording_stands_beside_its_question(world, client):
    question = world.questionnaire.questions.get(code="meetings")
    rewordings = [
        Rewording(question, "text_en", "How many meetings in 2026?"),
        Rewording(question, "text_fr", "Combien de réunions en 2026 ?"),
    ]
    correct_wording(questionnaire=world.questionnaire, rewordings=rewordings, because="The year", by=None)
    said = words(page(world, client))
    assert "The wording was corrected" in said and "How many meetings?" in said and "The year" in said
    assert "Combien de réunions" not in said


class TestCorrecting:
    @pytest.fixture(autouse=True)
    def _signed(self, world):
        answer_all(world, world.member)
        sign(world, world.lead)
        open_corrections(world)

    def test_a_change_without_a_reason_is_shown_again(self, world, client):
        response = sent(world, client, a__committee="no", b__committee="1", a__meetings="4", b__meetings="1")
        assert response.status_code == 400 and 'value="4"' in response.content.decode()
        assert "Say why you correct this" in words(response)
        assert filling(world).values["meetings"] == {"number": 3}

    def test_with_a_reason_both_values_are_kept_and_shown(self, world, client):
        fields = {"a__committee": "no", "b__committee": "1", "a__meetings": "4", "b__meetings": "1"}
        assert sent(world, client, **fields, because="Miscounted").status_code == 302
        assert AnswerVersion.objects.get(number=2).because == "Miscounted"
        said = words(page(world, client))
        assert "Signed was: 3 meetings" in said and "changed since signed" in said


def test_a_district_with_more_time_is_told_until_when(world, client):
    close(world)
    world.questionnaire.extensions.create(unit=world.unit, until=today() + days(2), because="Flood")
    response = page(world, client)
    assert "for this district alone" in words(response) and 'name="a:meetings"' in response.content.decode()


class TestPassedSession:
    """A form whose session ended meanwhile is kept, and sent once its writer has signed in again."""

    @pytest.fixture
    def browser(self, world):
        made = Client(enforce_csrf_checks=True)
        enter(made, world.member)
        return made

    def late(self, world, browser, **fields):
        token = token_in(browser.get(section_url(world, 1)))
        del browser.cookies["sessionid"]
        data = {"presented": PRESENTED[1], "key": str(uuid.uuid4()), "csrfmiddlewaretoken": token} | fields
        return browser.post(section_url(world, 1), data)

    def test_it_is_sent_once(self, world, browser):
        fields = {"a:committee": "no", "a:meetings": "3", "c:meetings": "From the minutes", "b:meetings": "0"}
        response = self.late(world, browser, **fields)
        assert "/accounts/login/" in response.url and not Response.objects.exists()
        enter(browser, world.member)
        kept = KeptPost.objects.get()
        assert written(kept) == ["no", "3", "From the minutes"]
        assert decide(browser, kept, "send").url == section_url(world, 3)
        assert filling(world).values["meetings"] == {"number": 3} and not KeptPost.objects.exists()

    def test_what_has_to_be_put_right_is_saved_too_and_goes_to_its_own_page(self, world, browser):
        self.late(world, browser, **{"a:meetings": "a few"})
        enter(browser, world.member)
        page = decide(browser, KeptPost.objects.get(), "send")
        assert page.status_code == 200 and f'action="{section_url(world, 1)}"' in page.content.decode()
        assert filling(world).answers["meetings"].typed == {"": ["a few"]} and not KeptPost.objects.exists()
