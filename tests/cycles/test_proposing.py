"""Proposals as teams write and change them: looked at, sent, refused, kept."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cycles.issue_actions import support_issue
from cycles.models import CycleStep, Issue, LearningCycle
from districts.models import Membership, OrgUnit, Role
from tests.districts.accounts import text_of
from tests.districts.places import country, days, districts_of, person, today

from .proposals import address, asking, browser_of, proposal

WORDS = {"language": "fr", "title": "Le carburant manque", "text": "Depuis mai, rien."}


@pytest.fixture
def cycle(guinea):
    return asking(guinea)


def test_written_looked_at_and_sent(cycle, units):
    team, url = browser_of(units[0]), address("propose_issue", cycle)
    assert "District qui propose" in text_of(team.get(url))
    looked = team.post(url, WORDS | {"go": "look", "key": str(uuid.uuid4())})
    assert "Le carburant manque" in text_of(looked) and not Issue.objects.exists(), "nothing is sent yet"
    hidden = {name: looked.context["form"][name].value() for name in (*WORDS, "key")}
    sent = team.post(url, hidden | {"go": "send"}, follow=True)
    issue = Issue.objects.get()
    assert (issue.title_fr, issue.text_fr, issue.title_en) == (WORDS["title"], WORDS["text"], "")
    assert issue.proposed_by == units[0]
    assert "Votre proposition est là" in text_of(sent)
    team.post(url, hidden | {"go": "send"})
    assert Issue.objects.count() == 1, "a second click, or the back button, proposes nothing new"


def test_from_the_preview_back_to_the_form(cycle, units):
    again = browser_of(units[0]).post(address("propose_issue", cycle), WORDS | {"go": "change"})
    html = again.content.decode()
    assert "Depuis mai, rien.</textarea>" in html and 'value="Le carburant manque"' in html


ODD = {
    "nothing": {"title": ""},
    "nothing to be seen": {"title": "\u200b \u2003"},
    "too long a title": {"title": "x" * 201},
    "too long a text": {"text": "x" * 4001},
    "no language of ours": {"language": "de"},
    "a null": {"title": "a\x00b"},
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_proposed_is_said_beside_the_field_and_kept(cycle, units, name):
    sent = WORDS | ODD[name] | {"go": "send"}
    response = browser_of(units[0], language="en").post(address("propose_issue", cycle, "en"), sent)
    assert response.status_code == 422 and not Issue.objects.exists()
    (field,) = ODD[name]
    assert response.context["form"].errors.keys() == {field}
    kept = "text" if field != "text" else "title"
    assert WORDS[kept] in response.content.decode()


@pytest.mark.parametrize("key", ["", "x", "0" * 3000, "{}"])
def test_a_strange_key_is_nobody_s_fault(cycle, units, key):
    browser_of(units[0]).post(address("propose_issue", cycle), WORDS | {"go": "send", "key": key})
    assert Issue.objects.count() == 1


def test_one_line_stays_one_line_and_marks_of_direction_do_no_harm(cycle, units):
    title = "Un\r\ntitre\tlong \U0001f4a7 <script>"
    browser_of(units[0]).post(address("propose_issue", cycle), WORDS | {"title": title, "go": "send"})
    issue = Issue.objects.get()
    assert issue.title_fr == "Un titre long \U0001f4a7 <script>"
    assert "long \U0001f4a7 &lt;script&gt;" in Client().get(address("issue", issue)).content.decode()


def test_too_many_are_told_so_and_nothing_is_lost(cycle, units, monkeypatch):
    monkeypatch.setattr("cycles.issue_actions.MOST_OF_A_DISTRICT", 1)
    proposal(cycle, units[0])
    response = browser_of(units[0]).post(address("propose_issue", cycle), WORDS | {"go": "send"})
    assert response.status_code == 422 and "Depuis mai, rien.</textarea>" in response.content.decode()


CLOSED = {
    "todo": ({"opens_on": 1, "closes_on": 5}, "On ne demande pas encore"),
    "done": ({"opens_on": -9, "closes_on": -1}, "On ne demande plus"),
}


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("go", ["look", "send", "change"])
def test_a_text_that_comes_too_early_or_too_late_is_shown_with_the_reason(cycle, units, state, go):
    dates, said = CLOSED[state]
    CycleStep.objects.filter(cycle=cycle, number=1).update(**{n: today() + days(d) for n, d in dates.items()})
    response = browser_of(units[0]).post(address("propose_issue", cycle), WORDS | {"go": go})
    assert response.status_code == 403 and not Issue.objects.exists()
    assert said in text_of(response) and "Depuis mai, rien." in text_of(response)


def test_the_last_day_ends_where_the_district_is(guinea, units, monkeypatch):
    """Eleven in the evening of the last day, in Conakry; in Auckland the next day has begun."""
    cycle, there = asking(guinea), country("nzl", time_zone="Pacific/Auckland")
    cycle.countries.add(there)
    day = CycleStep.objects.get(cycle=cycle, number=1).closes_on
    late = timezone.datetime(day.year, day.month, day.day, 23, tzinfo=timezone.get_fixed_timezone(0))
    teams = {unit: browser_of(unit) for unit in (units[0], districts_of(there)[0])}
    Membership.objects.update(starts_on=today() - days(30))
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    found = {unit.code: team.get(address("propose_issue", cycle)).status_code for unit, team in teams.items()}
    assert found == {units[0].code: 200, districts_of(there)[0].code: 403}


def test_what_was_typed_in_a_dead_session_is_kept_and_sent_from_there(cycle, units):
    """The form carries its writer's secret: districts/keeping_posts.py does the rest."""
    writer = person((Role.MEMBER, units[0]))
    writer.set_password("une longue phrase de passe")
    writer.save()
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    login = {"login": writer.email, "password": "une longue phrase de passe"}
    client.post("/accounts/login/", login | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    page = client.get(address("propose_issue", cycle)).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    del client.cookies["sessionid"]
    sent = client.post(address("propose_issue", cycle), WORDS | {"go": "send", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302 and not Issue.objects.exists()
    kept = writer.kept_posts.get()
    assert ["title", "Le carburant manque"] in kept.fields
    client.force_login(writer)
    shown = client.get(reverse("kept_posts"))
    assert "Le carburant manque" in text_of(shown)
    token = shown.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = client.post(reverse("kept_post", args=[kept.key]), {"send": "1", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302 and Issue.objects.get().title_fr == "Le carburant manque"


def test_two_members_change_it_at_once_and_neither_loses_anything(cycle, units):
    issue = proposal(cycle, units[0], title="Le carburant", text="Depuis mai")
    one, two = browser_of(units[0]), browser_of(units[0])
    url = address("change_issue", issue)
    token = one.get(url).context["form"].token
    sent = {"language": "fr", "title": "Le carburant", "text": "Depuis mai", "begun": token}
    assert one.post(url, sent | {"title": "Le carburant manque"}).status_code == 302
    clash = two.post(url, sent | {"title": "Le gazole"})
    assert clash.status_code == 409 and "Le carburant manque" in text_of(clash)
    assert 'value="Le gazole"' in clash.content.decode()
    assert two.post(url, sent | {"text": "Depuis avril"}).status_code == 302, "another field: both are kept"
    issue.refresh_from_db()
    assert (issue.title_fr, issue.text_fr) == ("Le carburant manque", "Depuis avril")


def test_a_change_that_comes_after_somebody_s_voice_is_shown_and_not_made(cycle, units):
    issue, team = proposal(cycle, units[0], title="Le carburant"), browser_of(units[0])
    token = team.get(address("change_issue", issue)).context["form"].token
    support_issue(issue=issue, unit=units[1], by=None)
    sent = {"language": "fr", "title": "Autre chose", "text": "Long texte", "begun": token}
    response = team.post(address("change_issue", issue), sent)
    assert response.status_code == 403
    assert "Autre chose" in text_of(response) and "Long texte" in text_of(response)
    issue.refresh_from_db()
    assert issue.title_fr == "Le carburant"


def test_a_district_that_is_no_more_proposes_nothing(cycle, units):
    team = browser_of(units[0])
    OrgUnit.objects.filter(pk=units[0].pk).update(valid_to=today() - days(1))
    assert team.get(address("propose_issue", cycle)).status_code == 403
    assert LearningCycle.objects.count() == 1
