"""What those who decide, and those who study, are shown to read: there is nothing else to ask of them."""

from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.asks import Rank, Task
from content.pages import open_pages
from cycles.of_person import cycles_of_person, stands_below
from districts.models import Role
from lessons.models import KnowledgeBriefPage
from results.models import Result

DECIDING = {Role.POLICYMAKER, Role.OFFICIAL}
MOST_BRIEFS, MOST_FILES = 4, 6
WORDS_A_MINUTE = 200


def briefs_for(user, locale_id: int) -> list[KnowledgeBriefPage]:
    """Of the countries for which this person decides, the newest first."""
    theirs = stands_below(cycles_of_person(user, DECIDING))
    briefs = KnowledgeBriefPage.objects.live().filter(theirs, locale_id=locale_id)
    return list(open_pages(briefs).order_by("-first_published_at", "pk")[:MOST_BRIEFS])


def to_read(request: HttpRequest, page: KnowledgeBriefPage | Page) -> Task:
    """A brief or, for those who study, results: as the one thing for somebody of whom nothing else is asked."""
    task = Task(
        text=page.title,
        url=page.get_url(request),
        button=_("Read the results"),
        rank=Rank.READ,
        about=_("The latest results"),
    )
    if not isinstance(page, KnowledgeBriefPage):
        return task
    return replace(
        task,
        more=page.for_whom or page.summary,
        button=_("Read the brief"),
        minutes=_minutes(page),
        about=_("The latest brief, for you"),
    )


def _minutes(brief: KnowledgeBriefPage) -> int:
    """Of its text alone: titles, prose and lists."""
    words = sum(
        len(text.split())
        for text in (brief.summary, *brief.body.stream_block.get_searchable_content(brief.body))
    )
    return max(1, round(words / WORDS_A_MINUTE))


def files_to_take() -> list[Result]:
    """The latest published figures, each with its file. The tables themselves are heavy and stay where they are."""
    latest = Result.objects.published().latest_versions().defer("table", "provenance")
    return list(latest.order_by("-published_at", "cycle_id", "question_code")[:MOST_FILES])
