"""The pages of those who help, and what a team reads of it: as a browser opens and sends them."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from analysis.audience import Audience
from districts.models import Channel, DataView, Role
from questionnaires.answering.correction_actions import open_corrections
from questionnaires.answering.extension_actions import extend
from questionnaires.answering.saving import Given
from questionnaires.models import Clarification, CorrectionWindow, Extension, Response, Signature
from tests.districts.accounts import account, text_of

from .districts_answering import close, filling, give, section_url, url
from .helping import COMMITTEE, asked, in_days, sign, signed, signed_for_team

ODD = {"NUL": "a\x00b", "huge": "x" * 100_000, "turned around": "\u202e" * 3, "blank": " \u200b\n"}


@pytest.fixture
def facilitator(world, client):
    client.force_login(world.facilitator)
    return client


@pytest.fixture
def member(world, client):
    client.force_login(world.member)
    return client


def typed(**fields) -> dict:
    answers = {f"a:{code}": text for code, text in fields.items()}
    return {"presented": "hello committee members meetings", "key": str(uuid.uuid4())} | answers


# Entering for a team


def test_every_page_says_for_whom_it_is_typed_and_asks_once_how_it_came(world, facilitator):
    assert "You answer for the team of gui D1." in text_of(facilitator.get(section_url(world, 1)))
    sent = typed(committee="no") | {"came_by": "paper"}
    assert facilitator.post(section_url(world, 1), sent).status_code == 302
    response = Response.objects.get()
    assert response.came_by == "paper" and response.entered_at
    assert 'name="came_by"' not in facilitator.get(section_url(world, 1)).content.decode()


def test_what_is_typed_is_saved_though_nobody_said_how_it_came(world, facilitator):
    facilitator.post(section_url(world, 1), typed(committee="no") | {"came_by": "pigeon"})
    assert filling(world).values == {"committee": {"choice": "no"}} and Response.objects.get().came_by == ""
    page = facilitator.post(url(world, "answer_sign"), {"revision": "1"})
    assert page.status_code == 422 and "reached you, then sign" in text_of(page)
    facilitator.post(url(world, "answer_sign"), {"revision": "1", "came_by": "visit"})
    assert Signature.objects.get().came_by == "visit"


def test_a_team_is_asked_nothing_of_the_kind(world, member):
    member.post(section_url(world, 1), typed(committee="no") | {"came_by": "paper"})
    assert Response.objects.get().came_by == "" and Response.objects.get().entered_at is None
    assert "came_by" not in member.get(section_url(world, 1)).content.decode()


def test_how_it_came_is_put_right_on_the_districts_page(world, facilitator):
    signed_for_team(world)
    assert facilitator.post(url(world, "help_came_by"), {"came_by": "telephone"}).status_code == 302
    assert Response.objects.get().came_by == "telephone" and Signature.objects.get().came_by == "paper"
    for wrong in ({}, {"came_by": "pigeon"}):
        assert facilitator.post(url(world, "help_came_by"), wrong).status_code == 422


def test_the_lead_reads_who_signed_and_confirms(world, client):
    signature = signed_for_team(world)
    client.force_login(world.lead)
    page = text_of(client.get(url(world, "answer_review")))
    assert f"{world.facilitator.get_full_name()} signed these answers for the team" in page
    client.post(url(world, "answer_confirm"), {"number": signature.number})
    signature.refresh_from_db()
    assert signature.confirmed_by == world.lead


def test_a_lead_does_not_confirm_what_was_signed_anew_meanwhile(world, client):
    signed_for_team(world)
    give(world, world.facilitator, Given("meetings", {"number": 2}), on_behalf=True)
    sign(world, world.facilitator, on_behalf=True)
    client.force_login(world.lead)
    assert client.post(url(world, "answer_confirm"), {"number": "1"}).status_code == 409


# Who looked


LOOKS = ["answer_review", "answer_asked_back", "answer_corrected"]


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_at_the_draft_is_noted_for_the_team(world, facilitator, name):
    give(world, world.member, COMMITTEE)
    for _twice in range(2):
        facilitator.get(url(world, name))
    look = DataView.objects.get()
    assert (look.viewer, look.unit, look.what) == (world.facilitator, world.unit, "answers")
    assert (look.seen_as, look.about) == ("facilitator", world.cycle.key)


def test_a_section_and_a_question_that_is_asked_about_are_looked_at_too(world, facilitator):
    give(world, world.member, COMMITTEE)
    facilitator.get(section_url(world, 1))
    assert DataView.objects.count() == 1
    DataView.objects.all().delete()
    other = account(Role.FACILITATOR, world.guinea)
    facilitator.force_login(other)
    facilitator.get(url(world, "help_ask", "committee"))
    assert DataView.objects.get().viewer == other


def test_neither_the_team_nor_an_empty_form_is_looked_at(world, member, client):
    give(world, world.member, COMMITTEE)
    member.get(section_url(world, 1))
    client.force_login(world.facilitator)
    client.get(url(world, "answer_review", unit=world.units[1]))
    client.get(url(world, "help_district"))
    assert not DataView.objects.exists()


# A district


def test_the_districts_page_says_whom_to_call_as_far_as_people_let_it(world, facilitator):
    for person, level, number in (
        (world.lead, Audience.TEAM, "+224622000001"),
        (world.member, Audience.PEERS_NAMED, "+224622000002"),
    ):
        Channel.objects.create(user=person, kind="phone", value=number, audience=level)
    page = facilitator.get(url(world, "help_district")).content.decode()
    assert "tel:+224622000001" in page and "tel:+224622000002" in page
    assert world.colleague.get_full_name() in page, "who has entered no number is named too"
    assert (world.colleague.phone or "never") not in page


def test_it_says_what_is_missing(world, facilitator):
    assert "Nothing has been answered yet." in text_of(facilitator.get(url(world, "help_district")))
    give(world, world.member, Given("meetings", {"number": 3}))
    assert "This question needs an answer." in text_of(facilitator.get(url(world, "help_district")))
    signed(world)
    assert "Nothing: it is signed." in text_of(facilitator.get(url(world, "help_district")))


# Asking back


def test_asked_replied_and_settled(world, client):
    give(world, world.member, COMMITTEE)
    client.force_login(world.facilitator)
    client.post(url(world, "help_ask", "committee"), {"text": "Since when?", "seen": "0"})
    row = Clarification.objects.get()
    give(world, world.member, Given("committee", {"choice": "yes"}, base=1))
    client.force_login(world.colleague)
    assert "1 question about your answers waits" in text_of(client.get(url(world, "answer")))
    page = text_of(client.get(url(world, "answer_asked_back")))
    assert "Since when?" in page and "Answer when it was asked No Answer now Yes" in page
    assert "Change the answer" in page
    assert client.post(url(world, "answer_reply", row.key), {"text": "Since May."}).status_code == 302
    client.force_login(world.facilitator)
    page = text_of(client.get(url(world, "answer_asked_back")))
    assert "Since May." in page and "waits for a reply" not in page
    client.post(url(world, "help_settle", row.key), {"settle": "1", "replied": "yes"})
    assert Clarification.objects.get().settled_by == world.facilitator
    assert "Since May." in text_of(client.get(section_url(world, 1))), "beside the answer"


def test_after_closing_a_reply_is_possible_and_a_change_is_not_offered(world, member):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    close(world)
    page = text_of(member.get(url(world, "answer_reply", row.key)))
    assert "Send the reply" in page and "Change the answer" not in page


def test_what_was_withdrawn_is_not_shown_to_the_team(world, client):
    give(world, world.member, COMMITTEE)
    row = asked(world, "A slip")
    client.force_login(world.facilitator)
    client.post(url(world, "help_settle", row.key), {"withdraw": "1"})
    assert "A slip" in text_of(client.get(url(world, "answer_asked_back")))
    client.force_login(world.member)
    for address in (
        url(world, "answer_asked_back"),
        section_url(world, 1),
        url(world, "answer_reply", row.key),
    ):
        assert "A slip" not in text_of(client.get(address))
    page = client.post(url(world, "answer_reply", row.key), {"text": "Which slip?"})
    assert page.status_code == 409 and "Which slip?" in text_of(page)


def test_of_two_replies_the_second_comes_back_with_the_first(world, client):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    client.force_login(world.member)
    client.post(url(world, "answer_reply", row.key), {"text": "The first"})
    client.force_login(world.colleague)
    page = client.post(url(world, "answer_reply", row.key), {"text": "The second"})
    assert page.status_code == 409
    assert "The first" in text_of(page) and "The second" in text_of(page)


def test_of_two_questions_at_once_the_second_comes_back_with_the_first(world, facilitator):
    give(world, world.member, COMMITTEE)
    asked(world, "The first", by=account(Role.FACILITATOR, world.guinea))
    page = facilitator.post(url(world, "help_ask", "committee"), {"text": "The second", "seen": "0"})
    assert page.status_code == 409
    assert "The first" in text_of(page) and "The second" in text_of(page)
    seen = {"text": "The second", "seen": Clarification.objects.get().pk}
    assert facilitator.post(url(world, "help_ask", "committee"), seen).status_code == 302


def test_a_reply_that_came_meanwhile_is_not_settled_unread(world, client):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    client.force_login(world.member)
    client.post(url(world, "answer_reply", row.key), {"text": "Unread"})
    client.force_login(world.facilitator)
    page = client.post(url(world, "help_settle", row.key), {"settle": "1", "replied": ""}, follow=True)
    assert "read it first" in text_of(page) and Clarification.objects.get().settled_at is None


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_refused_and_come_back(world, client, text):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    for person, address in (
        (world.facilitator, url(world, "help_ask", "committee")),
        (world.member, url(world, "answer_reply", row.key)),
    ):
        client.force_login(person)
        assert client.post(address, {"text": text, "seen": text[:50]}).status_code == 422
    assert Clarification.objects.get().reply == ""


def test_another_districts_question_is_not_there(world, client):
    give(world, world.member, COMMITTEE)
    row = asked(world)
    client.force_login(world.other)
    assert client.get(url(world, "answer_reply", row.key)).status_code == 403
    assert client.get(url(world, "answer_reply", row.key, unit=world.units[1])).status_code == 404
    assert client.get(url(world, "answer_reply", uuid.uuid4(), unit=world.units[1])).status_code == 404


# More time


def test_more_time_is_told_on_the_teams_page_with_its_reason(world, client):
    client.force_login(world.facilitator)
    sent = {"until": in_days(9), "because": "The bridge is gone", "seen": ""}
    page = client.post(url(world, "help_extension"), sent, follow=True)
    assert "Its team is told." in text_of(page)
    client.force_login(world.member)
    page = text_of(client.get(url(world, "answer")))
    assert "gui D1 has more time: until" in page and "The bridge is gone" in page


WRONG_DAYS = {
    "none": ("", "Choose a day."),
    "no day": ("soon", "This is no day"),
    "the thirteenth month": ("2027-13-01", "This is no day"),
    "long ago": ("1890-01-01", "Choose a day between"),
    "over": (str(in_days(-2)), "This day is over."),
    "as the others": (str(in_days(5)), "All districts may answer until"),
    "in years": (str(in_days(700)), "more than a year ahead"),
}


@pytest.mark.parametrize(("until", "message"), WRONG_DAYS.values(), ids=WRONG_DAYS)
def test_a_wrong_day_is_said_beside_it(world, facilitator, until, message):
    sent = {"until": until, "because": "The bridge is gone", "seen": ""}
    page = facilitator.post(url(world, "help_extension"), sent)
    assert (
        page.status_code == 422 and message in text_of(page) and "The bridge is gone" in page.content.decode()
    )
    assert not Extension.objects.exists()


@pytest.mark.parametrize("because", ["", *ODD.values()], ids=["none", *ODD])
def test_more_time_needs_a_reason(world, facilitator, because):
    page = facilitator.post(url(world, "help_extension"), {"until": in_days(9), "because": because})
    assert page.status_code == 422 and not Extension.objects.exists()


def test_more_time_that_somebody_else_gave_meanwhile_is_shown(world, facilitator):
    given = extend(
        filling=filling(world), until=in_days(9), because="The flood", language="en", by=world.lead, seen=0
    )
    sent = {"until": in_days(7), "because": "The bridge", "seen": "0"}
    page = facilitator.post(url(world, "help_extension"), sent)
    assert page.status_code == 409
    assert "The flood" in text_of(page) and "The bridge" in page.content.decode()
    sent = {"take_back": "1", "because": "They are back", "seen": given.pk}
    assert facilitator.post(url(world, "help_extension"), sent).status_code == 302
    assert filling(world).last_day == in_days(5)


# Corrections


@pytest.fixture
def corrected(world):
    """One answer was corrected after closing and not signed yet."""
    signed(world)
    close(world)
    open_corrections(
        questionnaire=filling(world).questionnaire, opens_on=in_days(0), closes_on=in_days(3), by=world.facilitator,
        because_en="A district counted twice",
    )  # fmt: skip
    give(world, world.member, Given("committee", {"choice": "yes"}, base=1), because="Misread")
    return world


def test_both_values_stand_side_by_side_with_the_reason(corrected, member):
    page = text_of(member.get(url(corrected, "answer_corrected")))
    assert "No" in page and "Yes" in page and "Misread" in page and "not signed yet" in page
    assert "A district counted twice" in page, "why it can be corrected"
    sign(corrected)
    assert "counts since" in text_of(member.get(url(corrected, "answer_corrected")))
    assert [each.values["committee"]["choice"] for each in Signature.objects.all()] == ["no", "yes"]


def test_what_was_corrected_once_more_was_never_signed(corrected, member):
    give(corrected, corrected.member, Given("committee", {"choice": "no"}, base=2), because="Right before")
    page = text_of(member.get(url(corrected, "answer_corrected")))
    assert "corrected once more" in page and page.index("Right before") < page.index("Misread")


def corrections(world) -> str:
    with translation.override("en"):
        return reverse("help_corrections", args=[world.questionnaire.key])


def test_days_for_corrections_are_opened_changed_and_ended(world, facilitator):
    signed(world)
    close(world)
    sent = {"opens_on": in_days(0), "closes_on": in_days(4), "because_fr": "Une erreur", "seen": ""}
    assert facilitator.post(corrections(world), sent).status_code == 302
    window = CorrectionWindow.objects.get()
    seen = f"{window.pk}:{window.opens_on}:{window.closes_on}"
    facilitator.post(corrections(world), sent | {"closes_on": in_days(8), "seen": seen})
    assert CorrectionWindow.objects.get().closes_on == in_days(8)
    stale = facilitator.post(corrections(world), sent | {"closes_on": in_days(6), "seen": seen})
    assert stale.status_code == 409 and "Somebody else has changed this meanwhile" in text_of(stale)
    page = facilitator.post(corrections(world), {"end": "1"}, follow=True)
    assert "It ends tonight" in text_of(page) and CorrectionWindow.objects.get().closes_on == in_days(0)


WRONG_WINDOWS = {
    "no days": ({"opens_on": "", "closes_on": ""}, "Choose a day."),
    "backwards": ({"closes_on": in_days(-1)}, "This is before the first day."),
    "no reason": ({"because_fr": " "}, "Say why, in French or in English"),
    "before closing": ({"opens_on": in_days(-1)}, "answers are simply changed"),
    "a reason too long": ({"because_fr": "x" * 301}, "301 characters and 300 fit"),
}


@pytest.mark.parametrize(("change", "message"), WRONG_WINDOWS.values(), ids=WRONG_WINDOWS)
def test_wrong_days_for_corrections_are_said_beside_them(world, facilitator, change, message):
    close(world)
    sent = {"opens_on": in_days(0), "closes_on": in_days(4), "because_fr": "Une erreur", "seen": ""} | change
    page = facilitator.post(corrections(world), sent)
    assert page.status_code == 422 and message in text_of(page)
    assert not CorrectionWindow.objects.exists()


# All districts


def test_what_waits_is_counted_and_listed(world, facilitator):
    signed_for_team(world)
    asked(world, "Since when?")
    extend(filling=filling(world), until=in_days(9), because="The flood", language="en", by=world.facilitator)
    page = {}
    with translation.override("en"):
        address = reverse("help", args=[world.questionnaire.key])
    for show in ("asked", "to-confirm", "more-time", "corrected", "nonsense"):
        page[show] = text_of(facilitator.get(address, {"show": show, "page": "x"}))
        for label in ("Asked back (1)", "To be confirmed (1)", "More time (1)", "Corrected (0)"):
            assert label in page[show]
    assert "Since when?" in page["asked"] and page["nonsense"] == page["asked"]
    assert "on paper" in page["to-confirm"] and "The flood" in page["more-time"]
    assert "No team has corrected anything" in page["corrected"]


def test_the_cycles_own_screen_leads_there(world, facilitator):
    with translation.override("en"):
        answer = facilitator.get(reverse("help_of_cycle", args=[world.cycle.pk]))
        assert answer.url == reverse("help", args=[world.questionnaire.key])
