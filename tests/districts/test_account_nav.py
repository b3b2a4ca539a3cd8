"""The way about one's own account: on each of its pages, with what this person may open and nothing else."""

import re

import pytest

from districts.models import Role

from .accounts import account, guinea
from .places import days, today

PAGES = ["/en/account/profile/", "/en/notifications/", "/accounts/security/"]


@pytest.fixture
def places(pages_ready):
    return guinea()


def nav(client, address: str) -> str:
    html = client.get(address).content.decode()
    return html.split('<nav aria-label="Your account">')[1].split("</nav>")[0]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_account_has_it_and_says_which_it_is(client, places, address):
    client.force_login(account(Role.MEMBER, places[1][0], language="en"))
    found = nav(client, address)
    assert set(PAGES) <= set(re.findall('href="([^"]+)"', found))
    assert re.findall('href="([^"]+)" aria-current="page"', found) == [address]


@pytest.mark.parametrize(("role", "directory", "desk"), [
    (Role.MEMBER, True, False), (Role.OFFICIAL, True, False), (Role.RESEARCHER, True, False),
    (Role.FACILITATOR, True, True), (Role.ADMINISTRATOR, True, True), (Role.MODERATOR, True, False),
    (None, False, False),
])  # fmt: skip
def test_directory_and_desk_are_named_to_those_who_may_open_them(client, places, role, directory, desk):
    unit = places[1][0] if role is Role.MEMBER else places[0]
    client.force_login(account(role, unit, language="en"))
    found = nav(client, PAGES[0])
    assert ('href="/en/directory/"' in found) is directory and ('href="/en/people/"' in found) is desk
    assert (client.get("/en/directory/").status_code == 200) is directory
    assert (client.get("/en/people/").status_code == 200) is desk


def test_they_are_gone_with_the_post(client, places):
    someone = account(Role.FACILITATOR, places[0], language="en")
    client.force_login(someone)
    someone.memberships.update(starts_on=today() - days(9), ends_on=today() - days(1))
    found = nav(client, PAGES[0])
    assert "directory" not in found and "people" not in found


def test_the_name_at_the_top_leads_to_the_profile(client, places):
    client.force_login(account(Role.MEMBER, places[1][0]))
    for language in ("fr", "en"):
        html = client.get(f"/{language}/").content.decode()
        assert f'<a class="who" href="/{language}/account/profile/">' in html


def test_every_page_of_the_account_costs_few_queries(client, places, django_assert_max_num_queries):
    client.force_login(account(Role.FACILITATOR, places[0], language="en"))
    for address in PAGES:
        client.get(address)
        with django_assert_max_num_queries(20):
            client.get(address)
