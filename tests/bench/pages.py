"""Which pages are measured, how many queries each takes, and what a first visit loads."""

import http.client
import os
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.bench.load import HEADERS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ["PAGE_CACHE"] = "1"


@dataclass(frozen=True)
class Page:
    name: str
    path: str

    @property
    def uncached(self) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}fbclid=1"


def pages() -> list[Page]:
    """The kinds of pages that people read, as the data at hand have them; a kind that is missing is left out."""
    import django

    django.setup()
    from cycles.models import CyclePage
    from home.models import HomePage
    from learning_sites.models import CaseStoryPage
    from lessons.models import KnowledgeBriefPage, LessonPage
    from results.models import ResultsPage

    models = {
        "home": HomePage, "cycle": CyclePage, "results": ResultsPage, "lesson": LessonPage,
        "brief": KnowledgeBriefPage, "story": CaseStoryPage,
    }  # fmt: skip
    first = {name: _first(model) for name, model in models.items()}
    found = [Page(name, page.url) for name, page in first.items() if page]
    return [*found, Page("library", "/fr/search/"), Page("search", "/fr/search/?q=comite+de+revue")]


def _first(model):
    return model.objects.live().filter(locale__language_code="fr").order_by("path").first()


def queries(page: Page) -> int:
    """SQL statements of the first anonymous request after a change."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from content.page_cache import bump

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(page.uncached)
    bump()
    with CaptureQueriesContext(connection) as captured:
        client.get(page.uncached)
    return len(captured)


def weight(port: int, path: str) -> tuple[int, int, int]:
    """Bytes of the page, bytes of it with all that it loads from here, and the number of requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    html, size = _fetch(connection, path)
    parser = _Resources()
    parser.feed(html)
    sizes = [_fetch(connection, address)[1] for address in sorted(parser.addresses)]
    return size, size + sum(sizes), 1 + len(sizes)


def _fetch(connection: http.client.HTTPConnection, path: str) -> tuple[str, int]:
    connection.request("GET", path, headers=HEADERS | {"Accept-Encoding": "identity"})
    text = connection.getresponse().read().decode(errors="replace")
    connection.request("GET", path, headers=HEADERS)
    return text, len(connection.getresponse().read())


class _Resources(HTMLParser):
    """What a browser loads with a page: styles, scripts, pictures that are not lazy, the icon."""

    def __init__(self):
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "link" and {"stylesheet", "icon"} & set((given.get("rel") or "").split()):
            self._add(given.get("href"))
        elif tag in ("script", "iframe") or (tag == "img" and given.get("loading") != "lazy"):
            self._add(given.get("src"))

    def _add(self, address: str | None) -> None:
        if address and address.startswith("/"):
            self.addresses.add(address)
