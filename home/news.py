"""What is new: since this person's last visit in their own cycles, and the latest from everywhere."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from content.pages import open_pages
from cycles.of_person import cycles_of_person, stands_below
from discussions.news import NewMessages, new_messages
from lessons.models import KnowledgeBriefPage, LessonPage
from results.models import ResultsPage

ICONS = {ResultsPage: "result", KnowledgeBriefPage: "brief", LessonPage: "lesson"}
MOST_READ, MOST_NEW, MOST_THREADS, MOST_LATEST = 16, 6, 5, 4


def latest_pages(user, locale_id: int) -> list[Page]:
    """Results, lessons and briefs in one language, those of the person's cycles (`theirs`) first and the newest of
    them first: one query."""
    types = ContentType.objects.get_for_models(*ICONS)
    pages = Page.objects.live().filter(locale_id=locale_id, content_type__in=types.values())
    pages = open_pages(pages).annotate(theirs=stands_below(cycles_of_person(user)))
    return list(pages.order_by("-theirs", "-first_published_at", "pk")[:MOST_READ])


def split_by_visit(pages: list[Page], since: datetime.datetime | None) -> tuple[list[Page], list[Page]]:
    """What was published in the person's cycles since then, results before briefs and lessons; and the latest of the
    rest, the other cycles' pages among it."""
    new = [page for page in pages if since and page.theirs and (page.first_published_at or since) > since]
    kinds = list(ICONS)
    shown = sorted(new, key=lambda page: kinds.index(page.specific_class))[:MOST_NEW]
    return shown, [page for page in pages if page not in shown][:MOST_LATEST]


def news_of(request: HttpRequest, new_pages: list[Page], since: datetime.datetime) -> list[dict]:
    """Rows of includes/list_item.html: what was published, then where somebody spoke."""
    threads = new_messages(request.user, since, MOST_THREADS)
    return [*rows_of(request, new_pages), *map(_row_of_thread, threads)]


def latest_results(pages: list[Page]) -> Page | None:
    """Of the person's own cycles."""
    return next((page for page in pages if page.theirs and page.specific_class is ResultsPage), None)


def rows_of(request: HttpRequest, pages: list[Page]) -> list[dict]:
    return [_row_of_page(page, request) for page in pages]


def _row_of_page(page: Page, request: HttpRequest) -> dict:
    kind = page.specific_class
    return {"kind": kind.kind, "icon": ICONS[kind], "title": page.title, "url": page.get_url(request)}


def _row_of_thread(thread: NewMessages) -> dict:
    number = ngettext("%(number)d new message", "%(number)d new messages", thread.number)
    kind = _("Discussion: %(messages)s") % {"messages": number % {"number": thread.number}}
    return {"kind": kind, "icon": "discussion", "title": thread.title, "url": thread.address}
