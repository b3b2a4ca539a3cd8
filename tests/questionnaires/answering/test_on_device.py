"""What scripts are told so that they keep answers on a device and send them under the right name."""

import gzip
import json
import re
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from cycles.models import Step
from districts.models import KeptPost
from districts.sessions import SHARED
from portal.static_files import as_served
from questionnaires.actions import open_questionnaire
from questionnaires.answering import offline_views
from questionnaires.answering.on_device import KEEP, SCRIPTS, person_tag, weight_of
from questionnaires.models import Answer
from tests.districts.accounts import sign_in
from tests.districts.places import days, today
from tests.questionnaires.asking import cycle_in
from tests.questionnaires.trying import q, tried_questionnaire

from .districts_answering import close, filling, give, publish, section_url
from .test_saving import NO, YES, committee

JSON = {"Accept": "application/json"}
OUTBOX, SESSION = "/en/questionnaires/outbox/", "/en/questionnaires/outbox/session/"
STATIC = Path(__file__).parents[3] / "portal/static"
WORDY = "Combien de décès maternels ont été notifiés au cours du trimestre, toutes structures comprises ?"


def overview_url(world, language: str = "en") -> str:
    return section_url(world, 1, language).removesuffix("1/")


@pytest.fixture
def phone():
    """One that checks form tokens, as real ones are checked."""
    return Client(enforce_csrf_checks=True)


def enter(browser, user) -> None:
    page = browser.get("/accounts/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sign_in(browser, user.email, csrfmiddlewaretoken=token)


def save(browser, world, token: str = "", place: int = 1):
    data = {
        "presented": "meetings",
        "a:meetings": "3",
        "key": str(uuid.uuid4()),
        "csrfmiddlewaretoken": token,
    }
    return browser.post(section_url(world, place), data, headers=JSON)


def device_of(response) -> dict:
    found = re.search(
        r'<script id="on-device" type="application/json">(.*?)</script>', response.content.decode()
    )
    return json.loads(found[1])


def long_questionnaire(world, sections: int, questions: int) -> SimpleNamespace:
    """Open, with texts as long as they are in practice."""
    cycle = cycle_in(world.guinea, code="long", purpose_fr="Apprendre.")
    publish(cycle, world.home)
    cycle.steps.filter(number=Step.COMPLETION).update(opens_on=today() - days(1), closes_on=today() + days(1))
    asked = [
        {
            "title_fr": f"Partie {place}",
            "questions": [
                q(
                    f"q{place}_{number}",
                    "number",
                    f"{WORDY} ({place}, {number})",
                    hint_fr=f"Registre {number}.",
                )
                for number in range(questions)
            ],
        }
        for place in range(sections)
    ]
    questionnaire = tried_questionnaire(cycle, asked)
    open_questionnaire(questionnaire=questionnaire, by=None)
    return SimpleNamespace(questionnaire=questionnaire, unit=world.unit)


def test_a_save_of_somebody_signed_out_is_told_so_and_kept_nowhere(world, client):
    client.force_login(world.member)
    client.get(section_url(world, 1))
    client.logout()
    reply = save(client, world)
    assert (reply.status_code, reply.json()["state"]) == (401, "signed_out")
    assert not Answer.objects.exists() and not KeptPost.objects.exists()


def test_an_old_token_is_told_and_kept_nowhere(world, phone):
    enter(phone, world.member)
    token = phone.get(SESSION).json()["token"]
    del phone.cookies["sessionid"]
    enter(phone, world.member)
    reply = save(phone, world, token)
    assert (reply.status_code, reply.json()) == (403, {"state": "token"})
    assert not Answer.objects.exists() and not KeptPost.objects.exists()


def test_the_token_that_is_handed_out_is_good_for_a_save(world, phone):
    enter(phone, world.member)
    told = phone.get(SESSION).json()
    assert told["person"] == person_tag(world.member)
    assert save(phone, world, told["token"]).json()["saved"] == ["meetings"]


def test_nobody_gets_no_token(world, client):
    reply = client.get(SESSION)
    assert reply.json() == {"person": "", "token": ""}
    assert "no-store" in reply["Cache-Control"] and "csrftoken" not in reply.cookies


def test_a_token_of_one_person_sends_nothing_for_the_next(world, phone):
    enter(phone, world.member)
    token = phone.get(SESSION).json()["token"]
    phone.post("/accounts/logout/", {"csrfmiddlewaretoken": token})
    enter(phone, world.colleague)
    assert phone.get(SESSION).json()["person"] == person_tag(world.colleague)
    assert save(phone, world, token).json() == {"state": "token"}
    assert not Answer.objects.exists()


def test_people_are_told_apart_without_being_named(world):
    people = (world.member, world.colleague, world.lead)
    assert len({person_tag(person) for person in people}) == 3
    assert not any(person_tag(person) in (str(person.pk), person.email) for person in people)


def test_a_refusal_comes_in_words(world, client):
    client.force_login(world.other)
    reply = save(client, world)
    assert (reply.status_code, reply.json()["refused"]) == (403, "Your account may not do this.")
    client.force_login(world.member)
    gone = save(client, world, place=9)
    assert (gone.status_code, gone.json()["refused"]) == (404, "This page is not there any more.")
    close(world)
    late = save(client, world)
    assert late.status_code == 409
    assert late.json()["refused"].endswith("Your facilitator can give your district more time.")


@pytest.mark.parametrize("page", ["section", "overview", "outbox"])
def test_pages_say_whose_they_are_but_on_a_shared_computer(world, client, page):
    address = {"section": section_url(world, 1), "overview": overview_url(world), "outbox": OUTBOX}[page]
    client.force_login(world.member)
    assert client.get(address)[KEEP] == person_tag(world.member)
    session = client.session
    session[SHARED] = True
    session.save()
    shared = client.get(address)
    assert KEEP not in shared and "data-shared=" in shared.content.decode()


def test_what_somebody_may_not_read_is_not_kept(world, client):
    client.force_login(world.other)
    assert KEEP not in client.get(section_url(world, 1))


def test_a_section_knows_which_pages_go_with_it(world, client):
    client.force_login(world.member)
    told = device_of(client.get(section_url(world, 1)))
    assert told["pages"] == [overview_url(world), OUTBOX, *(section_url(world, place) for place in (1, 2, 3))]
    assert told["go"]["next"] == section_url(world, 3), "the second has no question as things stand"
    assert told["go"]["back"] == told["go"]["later"] == overview_url(world)
    assert not told["asks_first"]


def test_pages_are_out_of_date_once_other_questions_are_asked(world, client):
    client.force_login(world.member)

    def mark() -> str:
        return device_of(client.get(overview_url(world)))["asked"]

    give(world, world.member, committee(NO))
    before = mark()
    give(world, world.member, committee(YES, base=1))
    assert mark() != before
    give(world, world.member, committee(NO, base=2))
    assert mark() == before


def test_many_heavy_sections_are_not_kept_unasked(world, client):
    client.force_login(world.member)
    told = device_of(client.get(overview_url(long_questionnaire(world, 24, 20), "fr")))
    assert told["asks_first"] and told["weight"] > 150


@pytest.mark.parametrize("questions", [3, 15])
def test_the_pages_weigh_about_what_is_told(world, client, questions):
    """Compressed, as lines carry them; a person decides by it whether to keep them."""
    long = long_questionnaire(world, 2, questions)
    client.force_login(world.member)
    pages = [client.get(section_url(long, place, "fr")).content for place in (1, 2)]
    weight = sum(len(gzip.compress(page, 6)) for page in pages) / 1000
    assert 0.7 < weight_of(filling(long)) / weight < 1.4


def test_the_worker_asks_anew_and_knows_its_files(client, db):
    reply = client.get("/sw.js")
    assert reply["Content-Type"] == "text/javascript" and reply["Cache-Control"] == "no-cache"
    named = r'VERSION = "[0-9a-f]{12}", STATIC = "/static/", KEEP = "Keep-On-Device"'
    assert re.search(named, reply.content.decode())
    assert "connect-src 'self'" in reply["Content-Security-Policy"]
    assert client.get("/sw.js", headers={"If-None-Match": reply["ETag"]}).status_code == 304


def test_another_script_is_another_worker(client, db, monkeypatch):
    before = client.get("/sw.js").content
    monkeypatch.setattr(offline_views, "static", lambda name: f"/static/{name}?changed")
    assert client.get("/sw.js").content != before


@pytest.mark.parametrize(("language", "words"), [("fr", "Boîte d’envoi"), ("en", "Outbox")])
def test_the_outbox_is_the_same_page_for_all_who_are_signed_in(world, client, language, words):
    address = f"/{language}/questionnaires/outbox/"
    assert client.get(address).status_code == 302
    client.force_login(world.other)
    page = client.get(address).content.decode()
    assert f"<h1>{words}</h1>" in page and "<noscript>" in page


def test_every_page_of_somebody_signed_in_looks_for_what_waits(world, client):
    client.force_login(world.member)
    page = client.get(reverse("search")).content.decode()
    assert f'data-person="{person_tag(world.member)}"' in page and "js/waiting.js" in page
    client.logout()
    assert "js/waiting.js" not in client.get(reverse("search")).content.decode()


def test_the_scripts_of_a_section_are_light():
    """As a line carries them. Old telephones read them on slow ones."""
    scripts = [(STATIC / name).read_text() for name in SCRIPTS if "outbox_page" not in name]
    assert sum(len(gzip.compress(as_served(script).encode(), 9)) for script in scripts) <= 12 * 1024
