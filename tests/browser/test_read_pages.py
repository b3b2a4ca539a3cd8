"""Every page that a stranger can reach from the two home pages: answers, weighs little, breaks no rule."""

import gzip
import re
import urllib.request
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import DESKTOP, PHONE, RULES, WIDER_THAN_SCREEN

LINK = re.compile(r'(?:href|src)="([^"#]+)')
PARTS = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src|img[^>]* src)="([^"]+)"')
MAX_BYTES, MAX_REQUESTS = 60 * 1024, 9


def fetch(url: str) -> tuple[int, str, int, str]:
    """Status, type, bytes on the line, text."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            body, kind, status = answer.read(), answer.headers.get_content_type(), answer.status
            text = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    except urllib.error.HTTPError as error:
        return error.code, "", 0, ""
    return status, kind, len(body), text.decode("utf-8", "replace") if kind.startswith("text/") else ""


@pytest.fixture(scope="session")
def crawled(portal) -> dict[str, tuple[int, str, int, str]]:
    """Every address found by following links from /fr/ and /en/, within the portal."""
    seen, queue = {}, [f"{portal.url}/fr/", f"{portal.url}/en/"]
    while queue and len(seen) < 2000:
        url = queue.pop()
        if url in seen:
            continue
        seen[url] = fetch(url)
        if seen[url][1] == "text/html":
            found = (urljoin(url, link.replace("&amp;", "&")) for link in LINK.findall(seen[url][3]))
            queue += [link for link in found if urlsplit(link).netloc == urlsplit(portal.url).netloc]
    return seen


@pytest.fixture(scope="session")
def read_pages(crawled) -> list[str]:
    """Pages to be read: not the plots, which load Bokeh, nor searches, which are one template."""
    pages = (url for url, (_, kind, _, _) in crawled.items() if kind == "text/html" and "?" not in url)
    return sorted(url for url in pages if "/explore/" not in url)


def test_every_address_answers(crawled):
    assert len(crawled) > 60
    assert [f"{status} {url}" for url, (status, *_) in crawled.items() if status != 200] == []


def test_every_read_page_keeps_the_budget(crawled, read_pages):
    heavy = []
    for url in read_pages:
        parts = {urljoin(url, part) for part in PARTS.findall(crawled[url][3])}
        weight = crawled[url][2] + sum(fetch(part)[2] for part in parts)
        if weight > MAX_BYTES or 1 + len(parts) > MAX_REQUESTS:
            heavy.append(f"{weight} bytes, {1 + len(parts)} requests: {url}")
    assert heavy == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_read_page_is_accessible_and_breaks_no_policy(viewport, read_pages, visitor):
    person, axe, faults = visitor(viewport=viewport), Axe(), []
    for url in read_pages:
        person.page.goto(url)
        results = axe.run(person.page, options={"runOnly": RULES})
        faults += [f"{violation['id']}: {url}" for violation in results.response["violations"]]
    assert faults == []


def test_pages_do_not_scroll_sideways_at_320_pixels(read_pages, visitor):
    person = visitor(viewport={"width": 320, "height": 600})
    wide = []
    for url in read_pages:
        person.page.goto(url)
        if person.page.evaluate(WIDER_THAN_SCREEN):
            wide.append(url)
    assert wide == []
