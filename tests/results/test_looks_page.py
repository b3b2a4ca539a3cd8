"""The list of who looked at a district's data: who reads it, what it says, what it costs."""

import datetime
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cycles.models import LearningCycle
from districts.actions import end_membership
from districts.models import DataView, Role, User
from districts.permissions import may_read_looks
from tests.cycles.cycles import cycle_of, place_for_cycles, published_pages
from tests.districts.accounts import text_of
from tests.districts.places import country, days, districts_of, person, today
from tests.written_once import written_once

AS = DataView.As


def address(unit, language: str = "en") -> str:
    with override(language):
        return reverse("data_looks", args=[unit.pk])


def browser_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def cycle(pages_ready):
    return written_once(_cycle, pages_ready.fr)


def _cycle(home):
    place_for_cycles(home)
    made = cycle_of(country("gui", districts=4, regions=2))
    published_pages(made)
    return made


@pytest.fixture
def units(cycle):
    return districts_of(cycle.countries.get())


def look(
    unit, viewer, cycle: LearningCycle | None = None, *, seen_as=AS.PEER, ago: int = 0, **fields
) -> DataView:
    return DataView.objects.create(
        unit=unit,
        viewer=viewer,
        what=fields.pop("what", DataView.What.FIGURES),
        about=cycle.key if cycle else uuid.uuid4(),
        seen_as=seen_as,
        day=today() - days(ago),
        **fields,
    )


# --- Who reads it ------------------------------------------------------------------------------------------
# Role, place (a number: a district; "country", "region", "abroad", None: everywhere), reads the list of district 0?
READERS = {
    "member": (Role.MEMBER, 0, True),
    "lead": (Role.LEAD, 0, True),
    "member of another district": (Role.MEMBER, 1, False),
    "lead of a district of the same region": (Role.LEAD, 2, False),
    "facilitator of the country": (Role.FACILITATOR, "country", True),
    "facilitator of all countries": (Role.FACILITATOR, None, True),
    "facilitator of the region": (Role.FACILITATOR, "region", True),
    "facilitator of another country": (Role.FACILITATOR, "abroad", False),
    "moderator of the country": (Role.MODERATOR, "country", True),
    "administrator": (Role.ADMINISTRATOR, None, True),
    "administrator of another country": (Role.ADMINISTRATOR, "abroad", False),
    "its region": (Role.OFFICIAL, "region", False),
    "the central level": (Role.OFFICIAL, "country", False),
    "policymaker": (Role.POLICYMAKER, "country", False),
    "researcher": (Role.RESEARCHER, None, False),
}


def place_of(name, units):
    if isinstance(name, int):
        return units[name]
    places = {"country": units[0].country, "region": units[0].parent, None: None}
    return places[name] if name in places else country("ben")


@pytest.mark.parametrize(("role", "place", "reads"), READERS.values(), ids=READERS)
def test_who_reads_who_looked(units, role, place, reads):
    viewer = person((role, place_of(place, units)))
    assert may_read_looks(viewer, units[0]) == reads
    assert browser_of(viewer).get(address(units[0])).status_code == (200 if reads else 403)


def test_an_acting_lead_reads_it(units):
    viewer = person()
    viewer.memberships.create(
        role=Role.LEAD, unit=units[0], starts_on=today(), ends_on=today() + days(9), acting=True
    )
    assert browser_of(viewer).get(address(units[0])).status_code == 200


def test_without_an_account_one_is_sent_to_sign_in(units):
    response = Client().get(address(units[0]))
    assert response.status_code == 302 and "/accounts/login/" in response["Location"]


def test_a_superuser_without_a_post_is_of_no_team(units):
    assert browser_of(person(is_superuser=True)).get(address(units[0])).status_code == 403


def test_leaving_the_team_shuts_the_list_in_the_open_session(units):
    member, colleague = person((Role.MEMBER, units[0])), person((Role.MEMBER, units[0]))
    browser, other = browser_of(member), browser_of(colleague)
    assert browser.get(address(units[0])).status_code == 200
    end_membership(membership=member.memberships.get(), by=None)
    assert browser.get(address(units[0])).status_code == 403
    assert other.get(address(units[0])).status_code == 200


@pytest.mark.parametrize("pk", [0, 10**6, 2**31, 2**63, 10**30])
def test_what_is_no_district_has_no_list(units, pk):
    browser = browser_of(person((Role.ADMINISTRATOR, None)))
    assert browser.get(f"/en/team/{pk}/looks/").status_code == 404
    assert browser.get(address(units[0].parent)).status_code == 404, "a region has no team"


def test_it_is_read_not_written_and_kept_by_nobody(units):
    browser = browser_of(person((Role.MEMBER, units[0])))
    assert browser.post(address(units[0])).status_code == 405
    assert "no-store" in browser.get(address(units[0]))["Cache-Control"]


# --- What it says ------------------------------------------------------------------------------------------
def test_it_says_who_as_what_when_and_at_what(units, cycle):
    peer, helper = person((Role.MEMBER, units[1])), person((Role.FACILITATOR, units[0].country))
    look(units[0], peer, cycle, ago=1)
    look(units[0], helper, cycle, seen_as=AS.FACILITATOR, what=DataView.What.FILE)
    response = browser_of(person((Role.MEMBER, units[0]))).get(address(units[0]))
    text = text_of(response)
    assert f"{peer.get_full_name()} As a member of another team · figures on the screen · Trial cycle" in text
    assert f"{helper.get_full_name()} As a facilitator · a file with figures · Trial cycle" in text
    page = cycle.pages.get(locale__language_code="en")
    assert f'href="{page.url}"' in response.content.decode()
    assert text.index(helper.get_full_name()) < text.index(peer.get_full_name()), "the newest first"


def test_it_says_what_is_noted_since_when_and_who_reads_that(units, cycle):
    look(units[1], person(), cycle, ago=40)
    text = text_of(browser_of(person((Role.MEMBER, units[0]))).get(address(units[0])))
    assert "Once a day it is noted here" in text
    begun = today() - days(40)
    with override("en"):
        assert f"The list begins on {begun.day} {begun:%B %Y}" in text
    assert "Who can read this: the district’s own team and the facilitators" in text


def test_before_anybody_looked_it_says_what_will_stand_there(units):
    text = text_of(browser_of(person((Role.MEMBER, units[0]))).get(address(units[0])))
    assert "Nobody from outside the team has opened these data yet." in text
    assert "The list begins on" not in text


def test_looks_at_others_are_not_in_it(units, cycle):
    here, elsewhere = person((Role.MEMBER, units[2])), person((Role.MEMBER, units[2]))
    look(units[0], here, cycle)
    look(units[1], elsewhere, cycle)
    assert _names(browser_of(person((Role.MEMBER, units[0]))), units[0]) == {here.last_name}


def _names(browser, unit) -> set[str]:
    html = browser.get(address(unit)).content.decode()
    return set(re.findall(r'<p class="say-s">Person (\d+)\s*</p>', html))


def test_who_left_or_was_erased_stays_in_it_without_a_name(units, cycle):
    gone = person((Role.FACILITATOR, None))
    look(units[0], gone, cycle, seen_as=AS.FACILITATOR)
    User.objects.filter(pk=gone.pk).update(
        first_name="", last_name="", email=None, phone=None, is_active=False, erased_at=timezone.now()
    )
    text = text_of(browser_of(person((Role.MEMBER, units[0]))).get(address(units[0])))
    assert "former member As a facilitator" in text


def test_an_address_is_never_shown_instead_of_a_name(units, cycle):
    nameless = person()
    User.objects.filter(pk=nameless.pk).update(first_name="", last_name="")
    look(units[0], nameless, cycle)
    html = browser_of(person((Role.MEMBER, units[0]))).get(address(units[0])).content.decode()
    assert nameless.email not in html


def test_a_cycle_without_a_page_or_gone_altogether_is_no_error(units, cycle):
    cycle.pages.all().update(live=False)
    look(units[0], person(), cycle)
    look(units[0], person(), None)
    response = browser_of(person((Role.MEMBER, units[0]))).get(address(units[0]))
    assert response.status_code == 200 and "Trial cycle" in text_of(response)


def test_the_cycle_is_named_in_the_language_of_the_page(units, cycle):
    look(units[0], person(), cycle)
    browser = browser_of(person((Role.MEMBER, units[0])))
    assert "Cycle d’essai" in text_of(browser.get(address(units[0], "fr")))
    assert "Trial cycle" in text_of(browser.get(address(units[0], "en")))


def test_there_are_thirty_on_a_page(units, cycle):
    viewers = [person() for _number in range(31)]
    for ago, viewer in enumerate(viewers):
        look(units[0], viewer, cycle, ago=ago)
    browser = browser_of(person((Role.MEMBER, units[0])))
    assert len(_names(browser, units[0])) == 30
    second = text_of(browser.get(address(units[0]), {"page": 2}))
    assert viewers[-1].get_full_name() in second
    for page in ("0", "-1", "99", "x", "\x00", "1" * 400):
        assert browser.get(address(units[0]), {"page": page}).status_code == 200


# --- What it costs, and the way to it ----------------------------------------------------------------------
def test_it_costs_the_same_for_ten_and_ten_thousand_looks(units, cycle, django_assert_max_num_queries):
    browser, viewers, costs = browser_of(person((Role.MEMBER, units[0]))), [person() for _n in range(10)], []
    for number in (1, 1000):
        DataView.objects.bulk_create(
            DataView(
                unit=units[0], viewer=viewer, what="figures", about=cycle.key, seen_as="peer",
                day=datetime.date(2020, 1, 1) + days(day),
            )
            for viewer in viewers for day in range(number)
            if number == 1 or day
        )  # fmt: skip
        browser.get(address(units[0]))
        with django_assert_max_num_queries(20) as counted:
            browser.get(address(units[0]))
        costs.append(len(counted))
    assert DataView.objects.count() == 10_000 and costs[0] == costs[1]


@pytest.mark.parametrize(
    ("name", "told", "linked"), [(None, False, False), ("own", True, True), ("official", True, False)]
)
def test_results_say_that_looks_are_noted_and_lead_a_team_to_its_list(
    world, published, reader, name, told, linked
):
    html = reader(name).get(f"/en/results/{published['committee'].key}/").content.decode()
    assert ("Who looks is noted" in html) == told
    assert (address(world.units[0]) in html) == linked
