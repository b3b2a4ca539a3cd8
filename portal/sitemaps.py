"""The sitemap: every live page in each language, with its twin. Built on the address in PORTAL_URL, not on
whatever host was asked, and from one query of pages."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page


class PageSitemap(Sitemap):
    def items(self):
        pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("path")
        return list(pages)

    def location(self, page: Page) -> str:
        return page.get_url()

    def lastmod(self, page: Page):
        return page.last_published_at

    def get_domain(self, site=None) -> str:
        return settings.PORTAL_URL.split("://", 1)[1]

    def get_protocol(self, protocol=None) -> str:
        return settings.PORTAL_URL.split("://", 1)[0]


SITEMAPS = {"pages": PageSitemap}
