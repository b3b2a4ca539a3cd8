"""What search engines are told: the sitemap and robots.txt."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.pages import page_below, translated

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def base(settings) -> str:
    settings.PORTAL_URL = "https://portal.example"
    return settings.PORTAL_URL


def _sitemap(client) -> dict[str, dict[str, str]]:
    """Alternates by address."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return {
        url.find("s:loc", NAMES).text: {
            a.get("hreflang"): a.get("href") for a in url.findall("x:link", NAMES)
        }
        for url in ElementTree.fromstring(response.content).findall("s:url", NAMES)  # noqa: S314  (our own)
    }


def test_every_language_of_a_page_names_all_of_them(client, pages_ready, base):
    page = page_below(pages_ready.fr, "Eau", slug="eau")
    translated(page, {"Eau": "Water", "eau": "water"})
    addresses = _sitemap(client)
    both = {"fr": f"{base}/fr/eau/", "en": f"{base}/en/water/", "x-default": f"{base}/fr/eau/"}
    assert addresses[f"{base}/fr/eau/"] == addresses[f"{base}/en/water/"] == both
    for path in ("/fr/", "/en/", "/fr/search/", "/en/search/"):
        assert set(addresses[base + path]) == {"fr", "en", "x-default"}


def test_a_page_in_one_language_stands_alone(client, pages_ready, base):
    page_below(pages_ready.en, "Water", slug="water")
    assert _sitemap(client)[f"{base}/en/water/"] == {"en": f"{base}/en/water/"}


def test_what_is_not_public_or_not_translated_is_left_out(client, pages_ready, base):
    page_below(pages_ready.fr, "Draft", slug="draft", live=False)
    closed = page_below(pages_ready.fr, "Closed", slug="closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    translated(page_below(pages_ready.fr, "Seule", slug="seule"), {})
    addresses = _sitemap(client)
    assert f"{base}/fr/seule/" in addresses
    assert len(addresses) == 5, addresses


def test_no_more_queries_for_many_pages(client, pages_ready):
    def queries() -> int:
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    few = queries()
    for number in range(10):
        page_below(pages_ready.fr, f"Page {number}")
    assert queries() == few <= 3


def test_robots_are_told_where_the_sitemap_is_and_what_to_leave(client, base):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {base}/sitemap.xml\n" in text
    for closed in ("/admin/", "/accounts/", "/*?"):
        assert f"Disallow: {closed}\n" in text
    assert "Disallow: /\n" not in text
