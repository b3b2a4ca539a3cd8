"""Looking somebody up: by word, place, function and language, whatever is typed, however many there are."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.audience import Audience
from districts.models import Channel, Membership, OrgUnit, Profile, Role, User
from districts.profiles import FUNCTIONS, SPOKEN

from .accounts import text_of
from .places import country, days, districts_of, person, today

LIST = "/en/directory/"


@pytest.fixture
def found(client, pages_ready):
    """`found(q="traore")`: the last names on the first page, in its order."""
    gui, ben = country("gui", districts=2), country("ben")
    first, second = districts_of(gui)
    OrgUnit.objects.filter(pk=first.pk).update(name_fr="Guéckédou")
    OrgUnit.objects.filter(pk=second.pk).update(name_fr="Boké")
    abroad = districts_of(ben)[0]
    OrgUnit.objects.filter(pk=abroad.pk).update(name_fr="Zogbodomey")
    make(first, "Kadiatou", "Traoré", Role.LEAD, function="midwifery", spoken=["fr", "kss"])
    make(second, "Saran", "Touré", Role.MEMBER, title="Chef de section", spoken=["fr", "man", "ff"])
    make(abroad, "Désiré", "Hounkpatin", Role.MEMBER, function="statistics", can_help_with="DHIS2 et cartes")
    make(None, "Joyce", "Mwangi", Role.RESEARCHER)
    client.force_login(make(first, "Zoé", "Reader", Role.MEMBER))
    return lambda **asked: [e["person"].last_name for e in client.get(LIST, asked).context["entries"]]


def make(unit, first: str, last: str, role: Role, **profile) -> User:
    someone = person((role, unit))
    someone.first_name, someone.last_name = first, last
    someone.save()
    if profile:
        Profile.objects.create(user=someone, **profile)
    return someone


def test_teams_come_by_district_then_the_others(found):
    assert found() == ["Touré", "Reader", "Traoré", "Hounkpatin", "Mwangi"]


@pytest.mark.parametrize(("asked", "names"), [
    ({"q": "traore"}, ["Traoré"]), ({"q": "TOURÉ saran"}, ["Touré"]), ({"q": "gueckedou"}, ["Reader", "Traoré"]),
    ({"q": "chef section"}, ["Touré"]), ({"q": "dhis2"}, ["Hounkpatin"]), ({"q": "researcher"}, ["Mwangi"]),
    ({"q": "midwife"}, ["Traoré"]), ({"q": "traore boke"}, []), ({"q": "%"}, []), ({"q": "\x00 traore"}, ["Traoré"]),
    ({"place": "Gueckedu"}, ["Reader", "Traoré"]), ({"place": "gui r1"}, ["Touré", "Reader", "Traoré"]),
    ({"place": "nowhere at all"}, []), ({"place": "!!!"}, []),
    ({"country": "ben"}, ["Hounkpatin"]), ({"country": "gui", "place": "boke"}, ["Touré"]),
    ({"country": "ben", "place": "boke"}, []), ({"function": "statistics"}, ["Hounkpatin"]),
    ({"spoken": "ff"}, ["Touré"]), ({"spoken": "fr"}, ["Touré", "Traoré"]), ({"spoken": "kss"}, ["Traoré"]),
    ({"spoken": "ha"}, []), ({"spoken": "fr", "q": "traore"}, ["Traoré"]),
])  # fmt: skip
def test_people_are_found(found, asked, names):
    assert found(**asked) == names


@pytest.mark.parametrize("asked", [
    {"country": "atlantis"}, {"function": "king"}, {"spoken": "tlh"}, {"spoken": '"'}, {"page": "x"}, {"page": "99"},
    {"page": "9" * 300}, {"q": " "}, {"place": "\x00"}, {"function": "\x00"}, {"other": "1"},
])  # fmt: skip
def test_what_makes_no_sense_counts_as_not_asked(found, asked):
    assert len(found(**asked)) == 5


@pytest.mark.parametrize("text", ["x" * 5000, "🩺 Ɔ \u202e", "' OR 1=1 --", "<script>zzz"])
def test_nothing_that_can_be_typed_is_an_error(client, found, text):
    for name in ("q", "place"):
        page = client.get(LIST, {name: text})
        assert (
            page.status_code == 200
            and page.context["number"] == 0
            and "<script>" not in page.content.decode()
        )


def test_what_was_asked_stays_in_the_form_and_on_the_next_page(client, found):
    for number in range(31):
        make(districts_of(OrgUnit.objects.get(code="gui"))[0], "Aliou", f"Bah {number:02}", Role.MEMBER)
    page = client.get(LIST, {"q": "bah", "place": "Guéckédou", "country": "gui", "page": "x"})
    html = page.content.decode()
    assert "31 people" in text_of(page) and 'value="Guéckédou"' in html and "details" in html
    assert '?q=bah&amp;place=Gu%C3%A9ck%C3%A9dou&amp;country=gui&amp;page=2"' in html
    page = client.get(LIST, {"q": "bah", "page": "2"})
    assert [entry["person"].last_name for entry in page.context["entries"]] == ["Bah 30"]


def test_an_empty_answer_says_what_to_try(client, found):
    assert "Nobody answers to that" in text_of(client.get(LIST, {"q": "zzz"}))


def crowd(code: str, accounts: int, units: int) -> None:
    """So many people with profiles and numbers, spread over so many districts."""
    top = country(code, districts=units, regions=20)
    places = [unit.pk for unit in districts_of(top)]
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"crowd{start + n}@example.org", first_name="Aïssatou", last_name=f"Bah {n:05}")
        for n in range(accounts)
    )
    Membership.objects.bulk_create(
        Membership(user=user, unit_id=place, role=Role.MEMBER, starts_on=today() - days(9))
        for user, place in zip(people, itertools.cycle(places), strict=False)
    )
    words, codes = itertools.cycle(code for code, _ in FUNCTIONS), itertools.cycle(code for code, _ in SPOKEN)
    Profile.objects.bulk_create(
        Profile(user=user, function=next(words), spoken=["fr", next(codes)], can_help_with="cartes " * 20)
        for user in people
    )
    Channel.objects.bulk_create(
        Channel(user=user, kind="other", value="radio", audience=Audience.PEERS_NAMED) for user in people
    )


ASKED = [
    {}, {"q": "aissatou bah"}, {"place": "big"}, {"country": "big"}, {"spoken": "fr"},
    {"q": "aissatou", "place": "big R1", "country": "big", "function": "nursing", "spoken": "fr"},
]  # fmt: skip


def queries(client, asked: dict) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        page = client.get(LIST, asked)
    assert page.status_code == 200 and page.context["number"] > 0
    return len(asked_for)


def test_ten_thousand_accounts_and_three_thousand_units_cost_what_a_few_do(client, pages_ready):
    crowd("big", 300, 40)
    client.force_login(person((Role.MEMBER, OrgUnit.objects.get(code="big-d1")), (Role.FACILITATOR, None)))
    client.get(LIST)
    few = [queries(client, asked) for asked in ASKED]
    crowd("bigger", 9_700, 2_940)
    many = [queries(client, asked) for asked in ASKED]
    assert many == few and max(many) <= 20
