"""Everything is read before it is signed; what is signed is what was read."""

import pytest
from bs4 import BeautifulSoup

from notifications.kinds import kind_of
from notifications.models import Outbox
from questionnaires.answering.saving import Given
from questionnaires.models import Check, Response, Signature

from .districts_answering import answer_all, filling, give, section_url, sign, url, words


def page(world, client, by=None, language="en"):
    client.force_login(by or world.lead)
    return client.get(url(world, "answer_review", language=language))


def obstacles(response) -> dict[str, str]:
    """Text by address."""
    soup = BeautifulSoup(response.content, "html.parser")
    return {row.a["href"]: row.get_text(" ", strip=True) for row in soup.select(".notice.bad li")}


def test_every_answer_in_words_with_its_comment_and_author(world, client):
    give(
        world, world.member, Given("committee", {"choice": "no"}), Given("rate", {"number": 12.5}),
        Given("done", {"numerator": 3, "denominator": 9}, comment="Two are late"),
    )  # fmt: skip
    said = words(page(world, client))
    for part in ("No", "12.5 %", "3 of 9 (33.3%)", "Two are late", f"{world.member}, today at"):
        assert part in said, part
    french = words(page(world, client, language="fr"))
    assert "3 sur 9 (33,3 %)" in french and "12,5 %" in french


def test_what_is_missing_and_what_two_say_are_links_to_the_very_field(world, client):
    give(world, world.member, Given("meetings", {"number": 3}))
    give(world, world.colleague, Given("meetings", {"number": 4}))
    give(world, world.member, Given("last", typed={"": ["yesterday"]}))
    found = obstacles(page(world, client))
    assert found == {
        f"{section_url(world, 1)}#a:committee:0": "Question 1: This question needs an answer.",
        f"{section_url(world, 1)}#a:meetings": "Question 3: Two members answered differently: choose which answer "
        "counts.",
        f"{section_url(world, 3)}#a:last": "Question 8: What was typed could not be read yet.",
    }  # fmt: skip


def test_a_check_leads_to_the_field_for_its_reason(world, client):
    answers = [Given(code, {"number": number}) for code, number in (("reported", 1), ("reviewed", 2))]
    give(world, world.member, Given("committee", {"choice": "yes"}), *answers)
    check = Check.objects.get(questionnaire=world.questionnaire)
    found = obstacles(page(world, client))
    assert list(found) == [f"{section_url(world, 2)}#reason:{check.pk}"]


def test_optional_ones_and_those_not_asked_are_told_quietly(world, client):
    answer_all(world, world.member)
    said = words(page(world, client))
    assert "Not answered, and need not be: question 6" in said
    assert "3 questions are not asked, after what you answered" in said


def test_the_lead_signs_what_they_read(world, client):
    answer_all(world, world.member)
    assert "By signing you say" in words(page(world, client))
    response = client.post(url(world, "answer_sign"), {"revision": "1"}, follow=True)
    assert "is signed. Thank you." in words(response)
    signature = Signature.objects.get()
    assert (signature.by, signature.on_behalf) == (world.lead, False)
    client.post(url(world, "answer_sign"), {"revision": "1"})
    assert Signature.objects.count() == 1, "a second click"


@pytest.mark.parametrize("revision", ["0", "", "\x00", "9" * 30, "-1", "1.0"])
def test_what_was_changed_meanwhile_is_read_again(world, client, revision):
    answer_all(world, world.member)
    page(world, client)
    response = client.post(url(world, "answer_sign"), {"revision": revision})
    assert response.status_code == 409 and "Read again." in words(response)
    assert not Signature.objects.exists()


def test_what_has_to_be_put_right_cannot_be_signed(world, client):
    give(world, world.member, Given("meetings", {"number": 3}))
    page(world, client)
    response = client.post(url(world, "answer_sign"), {"revision": "1"})
    assert response.status_code == 409 and "This question needs an answer." in words(response)


def test_a_facilitator_signs_for_the_team_and_says_so(world, client):
    answer_all(world, world.member)
    assert "waits for the team to confirm it" in words(page(world, client, world.facilitator))
    client.post(url(world, "answer_sign"), {"revision": "1", "came_by": "telephone"})
    assert Signature.objects.get().waits_for_team


class TestTelling:
    """A member lets the lead know."""

    def tell(self, world, client, by=None):
        client.force_login(by or world.member)
        return client.post(url(world, "answer_tell"), follow=True)

    def test_it_goes_out_once_a_day(self, world, client):
        answer_all(world, world.member)
        assert str(world.lead) in words(page(world, client, world.member)), "who signs is named"
        assert f"{world.lead} will be told." in words(self.tell(world, client))
        assert "They have been told today already." in words(self.tell(world, client, world.colleague))
        notice = Outbox.objects.get(kind="questionnaires.ready_to_sign")
        assert notice.recipient == world.lead

    def test_it_is_not_wanted_once_it_is_signed(self, world, client):
        answer_all(world, world.member)
        self.tell(world, client)
        kind, response = kind_of("questionnaires.ready_to_sign"), Response.objects.get()
        assert kind.still_wanted(world.lead, response, {})
        assert not kind.still_wanted(world.colleague, response, {})
        said = kind.at_sending(world.lead, response, {})
        assert said["address"].endswith("/review/") and said["district"] == str(world.unit)
        sign(world, world.lead)
        assert not kind.still_wanted(world.lead, Response.objects.get(), {})

    def test_what_is_not_ready_is_said(self, world, client):
        give(world, world.member, Given("meetings", {"number": 3}))
        client.force_login(world.member)
        response = client.post(url(world, "answer_tell"))
        assert (
            response.status_code == 409
            and not Outbox.objects.filter(kind="questionnaires.ready_to_sign").exists()
        )

    def test_a_team_without_a_lead_is_told_whom_to_ask(self, world, client):
        answer_all(world, world.member)
        world.lead.memberships.all().delete()
        assert "None is named at present" in words(page(world, client, world.member))
        assert "Your team has no lead at present" in words(self.tell(world, client))


def test_after_a_change_it_is_signed_again_and_both_signatures_stay(world, client):
    answer_all(world, world.member)
    sign(world, world.lead)
    give(world, world.member, Given("meetings", {"number": 4}, base=1))
    assert "Signed as it stands here" not in words(page(world, client))
    client.post(url(world, "answer_sign"), {"revision": "2"})
    assert [row.values["meetings"] for row in Signature.objects.order_by("number")] == [
        {"number": 3}, {"number": 4},
    ]  # fmt: skip
    assert "Signed as it stands here" in words(page(world, client))
    assert not filling(world).response.changed_since_signed
