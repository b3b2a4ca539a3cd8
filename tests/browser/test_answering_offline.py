"""Answers that meet a bad line: saved as they are given, kept on the device, sent once, under the right name."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from .conftest import BOTH, DESKTOP, PHONE
from .on_device import (
    NO,
    NO_LINE,
    WORDS,
    YES,
    all_sent,
    choose,
    complaining_of,
    kept,
    says,
    waiting,
    without_line,
    write,
)
from .open_questionnaire import LEAD, MEMBER, Place, places_in

# As the context of each visitor has it: the machine of the tests may be busy.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def made(portal) -> Iterator[tuple[list[Place], Place]]:
    places, one = places_in(portal)
    yield list(places), one
    for each in (places[0], one):
        each.put_away()


@pytest.fixture
def place(made) -> Place:
    return made[0].pop()


@pytest.fixture
def place_to_close(made) -> Place:
    return made[1]


@BOTH
def test_each_answer_is_saved_as_it_is_given(language, viewport, place, visitor):
    person, words = visitor(language, viewport, MEMBER), WORDS[language]
    page = person.page
    page.goto(place.section(1, language))
    choose(page, "yes")
    says(page, words["saved"])
    says(page, words["one more"])
    page.locator("input[name='a:members'][value=midwife]").check()
    write(page, "meetings", "beaucoup")
    expect(page.locator(".field.err")).to_contain_text(words["unreadable"])
    person.screen_passes()
    write(page, "meetings", "4")
    expect(page.locator(".field.err")).to_have_count(0)
    says(page, words["saved"])
    assert place.answers() == {
        "committee": [YES],
        "members": [{"choices": ["midwife"]}],
        "meetings": [None, {"number": 4}],
    }
    page.goto(place.section(3, language))
    page.fill("[name='a:done:numerator']", "3")
    page.fill("[name='a:done:denominator']", "9")
    expect(page.locator(".of output")).to_have_text(re.compile(words["share"].replace(" ", r"\s")))


def test_what_an_answer_leaves_out_is_hidden_and_not_lost(place, visitor):
    person = visitor("en", DESKTOP, MEMBER)
    page = person.page
    page.goto(place.section(1, "en"))
    choose(page, "yes")
    members = page.locator("input[name='a:members']").first
    members.check()
    says(page, "Saved at")
    choose(page, "no")
    expect(members).to_be_hidden()
    choose(page, "yes")
    expect(members).to_be_visible()
    expect(members).to_be_checked()


@BOTH
def test_without_a_line_nothing_is_lost_and_nothing_comes_twice(language, viewport, place, visitor):
    person, words = visitor(language, viewport, MEMBER), WORDS[language]
    page = kept(person, place)
    with without_line(person):
        choose(page, "no")
        write(page, "meetings", "12")
        says(page, words["two wait"])
        person.send(words["continue"])
        page.wait_for_url("**" + place.section(3, language))
        assert person.reads(words["memory"])
        # The browser is closed and opened again.
        page.close()
        person.page = page = person.context.new_page()
        page.goto(place.section(1, language))
        expect(page.locator("[name='a:meetings']")).to_have_value("12")
        expect(page.locator("[data-waits]").first).to_contain_text(words["waits"])
        person.screen_passes()
        page.goto(f"/{language}/questionnaires/outbox/")
        expect(page.locator("#outbox-list > li")).to_have_count(2)
        expect(page.locator("#outbox-list > li").last).to_contain_text("12")
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            person.screen_passes()
        assert place.answers() == {}
        page.close()
    # Any page of theirs sends it.
    person.page = page = person.context.new_page()
    page.goto(f"/{language}/")
    assert page.evaluate("navigator.serviceWorker.controller") is None, (
        "public pages are none of its business"
    )
    all_sent(page)
    expect(page.locator("#waits")).to_be_hidden()
    page.goto(f"/{language}/questionnaires/outbox/")
    expect(page.locator("#outbox-none")).to_be_visible()
    assert person.reads(words["nothing"])
    assert place.answers() == {"committee": [NO], "meetings": [{"number": 12}]}


def test_newer_answers_show_on_an_older_page(place, visitor):
    """Saved with a line after the page was kept: its memory does not bring back what was there before."""
    person = visitor("en", DESKTOP, MEMBER)
    page = kept(person, place)
    write(page, "meetings", "5")
    says(page, "Saved at")
    with without_line(person):
        page.reload()
        expect(page.locator("[name='a:meetings']")).to_have_value("5")
        assert person.reads(WORDS["en"]["memory"])


def test_a_reply_that_is_lost_does_no_harm(place, visitor):
    person = visitor("en", DESKTOP, MEMBER)
    page = person.page
    page.goto(place.section(1, "en"))

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    with complaining_of(person, *NO_LINE):
        page.route(re.compile(place.section(1, "en")), lose)
        write(page, "meetings", "7")
        says(page, WORDS["en"]["one waits"])
        assert place.answers() == {"meetings": [{"number": 7}]}
        # Typed on top of what may have arrived: both go, in order.
        write(page, "meetings", "8")
        expect(page.locator("[data-waits]")).to_be_visible()
        page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    says(page, "Saved at")
    assert place.answers() == {"meetings": [{"number": 7}, {"number": 8}]}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_double_click_and_the_way_back_say_nothing_twice(scripts, place, visitor):
    person = visitor("fr", PHONE, MEMBER, java_script_enabled=scripts)
    page = person.page
    page.goto(place.section(1))
    choose(page, "no")
    write(page, "meetings", "3")
    page.locator("button[name=go][value=next]").dblclick()
    page.wait_for_url("**" + place.section(3))
    assert place.answers() == {"committee": [NO], "meetings": [{"number": 3}]}
    page.go_back()
    expect(page.locator("[name='a:meetings']")).to_have_value("3")
    person.send(WORDS["fr"]["continue"])
    page.go_back()
    write(page, "meetings", "4")
    person.send(WORDS["fr"]["continue"])
    page.wait_for_url("**" + place.section(3))
    assert place.answers() == {"committee": [NO], "meetings": [{"number": 3}, {"number": 4}]}


def test_a_page_of_the_network_itself_is_no_reply(place, visitor):
    """As hotels and airports answer everything with theirs."""
    person = visitor("en", DESKTOP, MEMBER)
    page = person.page
    page.goto(place.section(1, "en"))
    page.route(
        re.compile(place.section(1, "en")),
        lambda route: route.fulfill(
            status=200, content_type="text/html", body="<p>Welcome to our network</p>"
        ),
    )
    write(page, "meetings", "7")
    says(page, WORDS["en"]["one waits"])
    page.unroute_all()
    page.reload()
    says(page, "Saved at")
    assert place.answers() == {"meetings": [{"number": 7}]}


def test_a_session_that_is_over_asks_to_sign_in_and_then_sends(place, visitor):
    person = visitor("fr", PHONE).sign_in(MEMBER)
    page = person.page
    page.goto(place.section(1))
    key = next(cookie["value"] for cookie in person.context.cookies() if cookie["name"] == "sessionid")
    place.end_session(key)
    with person.refused(401):
        choose(page, "yes")
        says(page, "Vous êtes déconnecté : reconnectez-vous, et 1 réponse part.")
    page.locator("#saved a").click()
    page.fill("input[name=login]", MEMBER)
    page.fill("input[name=password]", person.portal.password)
    person.send()
    assert page.url.endswith(place.section(1))
    says(page, "Enregistré à")
    assert place.answers() == {"committee": [YES]}


def test_nothing_goes_out_under_another_name(place, visitor):
    person = visitor("fr", PHONE).sign_in(MEMBER)
    page = kept(person, place)
    with without_line(person):
        write(page, "meetings", "41")
        says(page, WORDS["fr"]["one waits"])
        person.context.clear_cookies()
    page.goto("about:blank")
    person.sign_in(LEAD)
    expect(page.locator("#waits")).to_be_hidden()
    page.goto("/fr/questionnaires/outbox/")
    expect(page.locator("#outbox-others")).to_contain_text("1 réponse d’une autre personne attend")
    assert not person.reads("41") and place.answers() == {}
    person.context.clear_cookies()
    person.sign_in(MEMBER)
    page.goto(place.section(1))
    expect(page.locator("[name='a:meetings']")).to_have_value("41")
    all_sent(page)
    assert place.writers() == {MEMBER}


def test_signing_out_forgets_the_pages_and_keeps_what_waits(place, visitor):
    person = visitor("fr", DESKTOP).sign_in(MEMBER)
    page = kept(person, place)
    with without_line(person):
        write(page, "meetings", "3")
        says(page, WORDS["fr"]["one waits"])
        page.route(re.compile(place.section(1)), lambda route: route.abort())
    with complaining_of(person, *NO_LINE):
        page.locator(".you form button").click()
        page.wait_for_url("**/fr/")
    assert waiting(page) == {"database": 1, "list": 0, "window": 0, "caches": 0}


def test_what_the_portal_refuses_stays_with_the_reason(place_to_close, visitor, tmp_path):
    place = place_to_close
    person = visitor("fr", PHONE, MEMBER)
    page = kept(person, place)
    with without_line(person):
        write(page, "meetings", "3")
        says(page, WORDS["fr"]["one waits"])
        place.close()
    with person.refused(409):
        page.goto("/fr/questionnaires/outbox/")
        expect(page.locator("#outbox-list .err-t")).to_contain_text("Ce questionnaire a été clos le")
    person.screen_passes()
    for way, name in (("json", "reponses-en-attente-*.json"), ("text", "reponses-en-attente-*.txt")):
        with page.expect_download() as download:
            page.locator(f"[data-do={way}]").click()
        download.value.save_as(tmp_path / way)
        assert re.fullmatch(name.replace("*", r"\d{4}-\d\d-\d\d"), download.value.suggested_filename)
    handed = json.loads((tmp_path / "json").read_text())
    assert [(row["question"], row["answer"]) for row in handed] == [("meetings", "3 réunions")]
    assert "3 réunions" in (tmp_path / "text").read_text()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name=re.compile("^Supprimer")).click()
    expect(page.locator("#outbox-list > li")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Supprimer")).click()
    expect(page.locator("#outbox-none")).to_be_visible()


def test_two_devices_are_like_two_members(place, visitor):
    phone, computer = visitor("fr", PHONE, MEMBER), visitor("fr", DESKTOP, MEMBER)
    for person in (phone, computer):
        person.page.goto(place.section(1))
    choose(phone.page, "yes")
    says(phone.page, "Enregistré à")
    choose(computer.page, "no")
    expect(computer.page.locator("[data-rivals]")).to_contain_text("Les deux réponses sont gardées.")
    assert place.answers() == {"committee": [YES, NO]}
    computer.page.locator("[data-rivals] a").click()
    expect(computer.page.locator("input[name='count:committee']")).to_have_count(2)
    computer.screen_passes()


def test_a_shared_computer_keeps_nothing_beyond_its_window(place, visitor):
    person = visitor("en", DESKTOP)
    page = person.page
    page.goto("/accounts/login/?lang=en")
    page.fill("input[name=login]", MEMBER)
    page.fill("input[name=password]", person.portal.password)
    page.check("input[name=shared_computer]")
    person.send()
    page.goto(place.section(1, "en"))
    with without_line(person):
        write(page, "meetings", "3")
        says(page, "On a shared computer, what could not be sent is lost")
        assert waiting(page) == {"database": 0, "list": 0, "window": 1, "caches": 0}
        page.route(re.compile(place.section(1, "en")), lambda route: route.abort())
    with complaining_of(person, *NO_LINE):
        asked = []
        page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.locator(".you form button").click()
        assert asked and "lost" in asked[0] and page.url.endswith(place.section(1, "en"))
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator(".you form button").click()
        page.wait_for_url("**/en/")
    assert waiting(page)["window"] == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
NO_LISTS = "Storage.prototype.setItem = () => { throw new Error('full'); };"


def test_without_a_database_a_list_does(place, visitor):
    person = visitor("en", DESKTOP, MEMBER)
    person.context.add_init_script(NO_DATABASE)
    page = kept(person, place)
    with without_line(person):
        write(page, "meetings", "3")
        says(page, WORDS["en"]["one waits"])
        page.reload()
        expect(page.locator("[name='a:meetings']")).to_have_value("3")
    says(page, "Saved at")
    assert place.answers() == {"meetings": [{"number": 3}]}


def test_where_nothing_can_be_kept_the_form_works_as_without_scripts(place, visitor):
    person = visitor("en", DESKTOP, MEMBER)
    person.context.add_init_script(NO_DATABASE + NO_LISTS)
    page = person.page
    page.goto(place.section(1, "en"))
    says(page, "This device keeps nothing without a line.")
    choose(page, "no")
    person.send(WORDS["en"]["continue"])
    assert page.url.endswith(place.section(3, "en"))
    assert place.answers() == {"committee": [NO]}


@BOTH
def test_without_scripts_the_outbox_says_what_it_is_for(language, viewport, visitor):
    person = visitor(language, viewport, MEMBER, java_script_enabled=False)
    person.page.goto(f"/{language}/questionnaires/outbox/")
    said = {
        "fr": "Sans scripts, cet appareil ne garde rien",
        "en": "Without scripts this device keeps nothing",
    }
    assert person.reads(said[language])
