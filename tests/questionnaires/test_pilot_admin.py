"""The builder's screen of trials: who may open it, addresses to send, remarks to deal with."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from districts.models import Role
from questionnaires.actions import open_questionnaire
from questionnaires.models import PilotLink, PilotRemark
from questionnaires.pilot_actions import add_remark, withdraw_pilot_link
from tests.districts.accounts import text_of
from tests.districts.places import country, districts_of, person

from .asking import cycle_in
from .trying import address, pilot_link, tried_questionnaire


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def questionnaire(guinea):
    return tried_questionnaire(cycle_in(guinea))


@pytest.fixture
def facilitator(client, guinea):
    client.force_login(person((Role.FACILITATOR, guinea), language="en"))
    return client


def screen(questionnaire, query="") -> str:
    return f"/admin/questionnaires/{questionnaire.pk}/pilot/{query}"


def roles(guinea):
    benin, district = country("ben"), districts_of(guinea)[0]
    return {
        "facilitator here": ((Role.FACILITATOR, guinea), True),
        "facilitator of all": ((Role.FACILITATOR, None), True),
        "facilitator elsewhere": ((Role.FACILITATOR, benin), False),
        "administrator here": ((Role.ADMINISTRATOR, guinea), True),
        "administrator elsewhere": ((Role.ADMINISTRATOR, benin), False),
        "moderator": ((Role.MODERATOR, guinea), False),
        "official": ((Role.OFFICIAL, guinea), False),
        "policymaker": ((Role.POLICYMAKER, guinea), False),
        "researcher": ((Role.RESEARCHER, None), False),
        "lead": ((Role.LEAD, district), False),
        "member": ((Role.MEMBER, district), False),
    }


@pytest.mark.parametrize("when", ["before opening", "after"])
def test_facilitators_and_administrators_of_the_cycle_run_trials(client, guinea, questionnaire, when):
    link = pilot_link(questionnaire)
    remark = add_remark(link=link, text="Unclear", language="fr")
    if when == "after":
        open_questionnaire(questionnaire=questionnaire, by=None)
    for name, (post, allowed) in roles(guinea).items():
        client.force_login(person(post, language="en"))
        assert (client.get(screen(questionnaire)).status_code == 200) is allowed, name
        settled = client.post(screen(questionnaire), {"settle": remark.pk})
        assert PilotRemark.objects.filter(done_at__isnull=False).exists() is allowed, name
        PilotRemark.objects.update(done_at=None)
        before = PilotLink.objects.count()
        client.post(screen(questionnaire), {"make": "1", "days": "3"})
        made = PilotLink.objects.count() > before
        assert made is (allowed and when == "before opening"), name
        assert settled.status_code in (302, 403)
    client.logout()
    assert client.get(screen(questionnaire)).status_code == 302


def test_an_address_is_made_shown_in_both_languages_and_works(facilitator, questionnaire):
    page = facilitator.post(screen(questionnaire), {"make": "1", "days": "7"}, follow=True)
    link = PilotLink.objects.get()
    assert "works for 7 days" in text_of(page)
    for language in ("fr", "en"):
        assert (
            f'value="http://127.0.0.1:8000{address(link, language=language)}" readonly'
            in page.content.decode()
        )
    facilitator.logout()
    assert facilitator.get(address(link)).status_code == 200


@pytest.mark.parametrize("days", ["0", "31", "", "x", "\x00", "9" * 400, "-1", "1.5"])
def test_a_number_of_days_that_is_none_is_explained_and_stays(facilitator, questionnaire, days):
    page = facilitator.post(screen(questionnaire), {"make": "1", "days": days})
    assert page.status_code == 200 and not PilotLink.objects.exists()
    assert "error" in page.content.decode()


def test_a_withdrawn_address_is_shown_no_more_and_its_remarks_are(facilitator, questionnaire):
    link = pilot_link(questionnaire)
    add_remark(link=link, text="Unclear", language="fr", code="town", name="Awa")
    page = facilitator.post(screen(questionnaire), {"withdraw": link.pk}, follow=True)
    assert "no longer works" in text_of(page)
    assert address(link) not in page.content.decode()
    assert "Unclear" in text_of(page) and "Awa" in text_of(page) and "Where?" in text_of(page)
    withdraw_pilot_link(link=link, by=None)


def test_remarks_stand_by_question_and_move_when_dealt_with(facilitator, questionnaire):
    link = pilot_link(questionnaire)
    for code, text in (("", "On all"), ("town", "Third"), ("committee", "First"), ("meetings", "Second")):
        remark = add_remark(link=link, text=text, language="en", code=code)
    page = text_of(facilitator.get(screen(questionnaire)))
    places = [page.index(text) for text in ("First", "Second", "Third", "On all")]
    assert places == sorted(places) and "Waiting (4)" in page
    facilitator.post(screen(questionnaire), {"settle": remark.pk})
    assert "Second" not in text_of(facilitator.get(screen(questionnaire)))
    settled = text_of(facilitator.get(screen(questionnaire, "?show=settled")))
    assert "Second" in settled and "Dealt with (1)" in settled
    facilitator.post(screen(questionnaire, "?show=settled"), {"reopen": remark.pk})
    assert "Waiting (4)" in text_of(facilitator.get(screen(questionnaire)))


def test_buttons_of_another_questionnaire_move_nothing(facilitator, guinea, questionnaire):
    other = pilot_link(tried_questionnaire(cycle_in(country("ben"), code="autre")))
    remark = add_remark(link=other, text="Theirs", language="fr")
    for number in (other.pk, remark.pk, "x", "9" * 40, "²"):
        facilitator.post(screen(questionnaire), {"settle": number, "withdraw": number})
    other.refresh_from_db()
    remark.refresh_from_db()
    assert other.withdrawn_at is None and remark.done_at is None


def test_an_open_questionnaire_has_nothing_left_to_try(facilitator, questionnaire):
    link = pilot_link(questionnaire)
    open_questionnaire(questionnaire=questionnaire, by=None)
    page = facilitator.get(screen(questionnaire))
    assert "The questionnaire is open" in text_of(page)
    assert address(link) not in page.content.decode() and "Make an address" not in text_of(page)


@pytest.mark.parametrize("number", [10, 200])
def test_the_screen_costs_the_same_few_queries_and_fields(facilitator, questionnaire, number):
    links = [pilot_link(questionnaire) for _each in range(number // 10)]
    PilotRemark.objects.bulk_create(
        PilotRemark(link=links[n % len(links)], text=f"Remark {n}", code="town", language="fr")
        for n in range(number)
    )
    facilitator.get(screen(questionnaire))
    with CaptureQueriesContext(connection) as queries:
        page = facilitator.get(screen(questionnaire)).content.decode()
    assert len(queries) <= 20
    assert page.count("<input") + page.count("<button") < 300
