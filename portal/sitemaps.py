"""The sitemap: every page that anonymous readers may read, in each language, with its twin.

Built on the address in PORTAL_URL, not on whatever host was asked. A page that is still in the other language
is left out: it would be the same text at two addresses.
"""

from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from search.finding import untranslated_pages


def urlset() -> list[dict]:
    """What Django's sitemap.xml template shows of each address. Two queries, however many pages."""
    pages = Page.objects.live().public().filter(depth__gt=1).exclude(pk__in=untranslated_pages())
    pages = pages.select_related("locale").order_by("translation_key", "locale__language_code")
    together = [
        {page.locale.language_code: (_absolute(page.get_url()), page.last_published_at) for page in twins}
        for _key, twins in groupby(pages, lambda page: page.translation_key)
    ]
    return [url for addresses in [_library(), *together] for url in _urls(addresses)]


def _urls(addresses: dict[str, tuple]) -> list[dict]:
    alternates = [{"lang_code": code, "location": address} for code, (address, _) in addresses.items()]
    if "fr" in addresses:
        alternates.append({"lang_code": "x-default", "location": addresses["fr"][0]})
    return [
        {"location": address, "lastmod": changed, "alternates": alternates}
        for address, changed in addresses.values()
    ]


def _library() -> dict[str, tuple]:
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = (_absolute(reverse("search")), None)
    return addresses


def _absolute(address: str) -> str:
    return address if "://" in address else settings.PORTAL_URL + address
