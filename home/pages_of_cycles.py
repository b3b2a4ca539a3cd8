"""What was published about several cycles, in the reader's language where it exists in it."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import get_language
from wagtail.models import Page

from content.pages import open_pages
from cycles.models import CyclePage, LearningCycle
from lessons.models import KnowledgeBriefPage, LessonPage
from results.models import ResultsPage

# The path of a cycle's page: the root, home, the list of cycles, the cycle.
CYCLE_PATH = 4 * Page.steplen


def pages_of(cycles: list[LearningCycle]) -> dict[int, list[Page]]:
    """By cycle: its page and its pages of results, lessons and briefs, each in one language, in the order of the tree.
    One query."""
    found: dict[int, dict] = {}
    for page in _in_any_language(cycles):
        of_cycle = found.setdefault(page.cycle_id, {})
        if page.locale.language_code == get_language() or page.translation_key not in of_cycle:
            of_cycle[page.translation_key] = page
    return {cycle: list(pages.values()) for cycle, pages in found.items()}


def _in_any_language(cycles: list[LearningCycle]) -> QuerySet[Page]:
    above = CyclePage.objects.live().filter(cycle__in=cycles, path=Substr(OuterRef("path"), 1, CYCLE_PATH))
    kinds = Page.objects.type(CyclePage, ResultsPage, LessonPage, KnowledgeBriefPage)
    found = kinds.live().annotate(cycle_id=Subquery(above.values("cycle_id")[:1]))
    return open_pages(found.filter(cycle_id__isnull=False)).select_related("locale").order_by("path")
