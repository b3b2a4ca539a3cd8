"""Learning sites and their stories: where they stand, and what a reader finds there."""

import json

import pytest

from learning_sites.models import CaseStoryPage, LearningSitePage, LearningSitesIndexPage
from tests.pages import page_below, paragraph


@pytest.fixture
def index(pages_ready):
    return page_below(pages_ready.fr, "Sites", LearningSitesIndexPage)


@pytest.fixture
def site(index):
    return page_below(
        index, "Kilifi", LearningSitePage, summary="Un site.", place="Kilifi", country="Kenya", since="2011",
        partners="KEMRI\nLe comté", latitude=-3.6, longitude=39.8,
    )  # fmt: skip


def source(text="Nyikuri, 2015", url="https://doi.org/10.1/x"):
    return json.dumps([{"type": "source", "value": {"text": text, "url": url}}])


def test_a_site_stands_in_the_list_and_stories_below_a_site():
    assert LearningSitePage.allowed_parent_page_models() == [LearningSitesIndexPage]
    assert LearningSitesIndexPage.allowed_subpage_models() == [LearningSitePage]
    assert LearningSitePage.allowed_subpage_models() == [CaseStoryPage]
    assert CaseStoryPage.allowed_parent_page_models() == [LearningSitePage]
    assert CaseStoryPage.allowed_subpage_models() == []


def test_there_is_one_list_of_sites(pages_ready, index):
    assert not LearningSitesIndexPage.can_create_at(pages_ready.fr)


def test_the_list_names_live_sites_in_their_order(client, index, site):
    page_below(index, "Sedibeng", LearningSitePage, place="Sedibeng", country="Afrique du Sud")
    page_below(index, "En projet", LearningSitePage, place="Ailleurs", country="Guinée", live=False)
    text = client.get(index.url).content.decode()
    assert text.index("Kilifi") < text.index("Sedibeng")
    assert "En projet" not in text


def test_a_site_tells_place_partners_and_stories(client, site):
    story = page_below(site, "La réunion", CaseStoryPage, body=json.dumps(paragraph("<p>Un jour.</p>")))
    page_below(site, "Pas prête", CaseStoryPage, live=False)
    text = client.get(site.url).content.decode()
    for word in ("Kenya", "2011", "KEMRI", "Le comté", f'href="{story.url}"'):
        assert word in text
    assert "Pas prête" not in text


def test_a_site_without_a_place_on_the_map_is_shown_all_the_same(client, index):
    plain = page_below(index, "Sans carte", LearningSitePage, place="Quelque part", country="Bénin")
    for page in (index, plain):
        assert client.get(page.url).status_code == 200
    assert "None" not in client.get(plain.url).content.decode()


def test_a_story_names_its_site_and_its_sources(client, site):
    body = json.dumps(paragraph("<p>Un jour, la réunion a changé.</p>"))
    story = page_below(site, "La réunion", CaseStoryPage, body=body, sources=source())
    text = client.get(story.url).content.decode()
    assert f'href="{site.url}"' in text
    assert "Un jour, la réunion a changé." in text
    assert "Nyikuri, 2015" in text and 'href="https://doi.org/10.1/x"' in text


def test_a_source_without_an_address_is_no_link(client, site):
    story = page_below(site, "La réunion", CaseStoryPage, sources=source("Un rapport interne", ""))
    text = client.get(story.url).content.decode()
    assert "Un rapport interne" in text and 'href=""' not in text


def test_lists_cost_the_same_for_two_sites_and_for_twenty(client, index, site, django_assert_max_num_queries):
    client.get(index.url)
    with django_assert_max_num_queries(20) as few:
        client.get(index.url)
    for number in range(20):
        page_below(
            index,
            f"Site {number}",
            LearningSitePage,
            place="Là",
            country="Guinée",
            latitude=1,
            longitude=number,
        )
    with django_assert_max_num_queries(20) as many:
        client.get(index.url)
    assert len(few) == len(many)
