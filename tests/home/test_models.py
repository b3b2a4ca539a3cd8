"""The way from an address to a page, which the front page looks up in one step."""

import pytest
from wagtail.models import Locale

from tests.pages import page_below


@pytest.fixture
def about(pages_ready):
    return page_below(pages_ready.fr, "À propos", slug="a-propos")


def test_pages_are_found_at_any_depth_and_nowhere_else(client, about):
    below = page_below(about, "Le pilote", slug="le-pilote")
    deeper = page_below(below, "Le détail", slug="detail")
    assert deeper.url == "/fr/a-propos/le-pilote/detail/"
    for page in (about, below, deeper):
        response = client.get(page.url)
        assert response.status_code == 200
        assert page.title in response.content.decode()
    for wrong in (
        "/fr/le-pilote/",
        "/fr/a-propos/detail/",
        "/fr/a-propos/le-pilote/detail/autre/",
        "/en/a-propos/",
    ):
        assert client.get(wrong).status_code == 404, wrong


def test_a_draft_is_not_found_but_what_stands_below_it_is(client, about):
    draft = page_below(about, "Brouillon", slug="brouillon", live=False)
    below = page_below(draft, "En ligne", slug="en-ligne")
    assert client.get("/fr/a-propos/brouillon/").status_code == 404
    assert client.get(below.url).status_code == 200


def test_the_same_slug_leads_to_the_page_of_its_own_language(client, about):
    english = about.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = english.draft_title = "About us"
    english.save_revision().publish()
    assert "About us" in client.get("/en/a-propos/").content.decode()
    assert "About us" not in client.get("/fr/a-propos/").content.decode()


def test_a_moved_page_is_found_at_its_new_address_only(client, pages_ready, about):
    other = page_below(pages_ready.fr, "Autre", slug="autre")
    below = page_below(about, "Le pilote", slug="le-pilote")
    below.move(other, pos="last-child")
    assert client.get("/fr/autre/le-pilote/").status_code == 200
    assert client.get("/fr/a-propos/le-pilote/").status_code == 404


def test_a_page_costs_the_same_at_any_depth(client, about, django_assert_max_num_queries):
    page = about
    for number in range(4):
        page = page_below(page, f"Niveau {number}", slug=f"niveau-{number}")
    costs = []
    for each in (about, page):
        client.get(each.url)
        with django_assert_max_num_queries(20) as counted:
            client.get(each.url)
        costs.append(len(counted))
    assert costs[0] == costs[1]
