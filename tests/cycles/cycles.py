"""Cycles for tests, with their place in the page tree."""

import datetime

from wagtail.models import Locale

from cycles.actions import create_cycle
from cycles.models import CyclesIndexPage, LearningCycle, Step
from districts.models import OrgUnit
from tests.pages import page_below

COMPLETION = {
    Step.COMPLETION: {"opens_on": datetime.date(2026, 3, 1), "closes_on": datetime.date(2026, 3, 31)}
}


def place_for_cycles(home) -> CyclesIndexPage:
    """The lists of cycles in both languages; returns the French one."""
    index = page_below(home, "Cycles", CyclesIndexPage)
    english = index.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    return index


def cycle_of(*countries: OrgUnit, code: str = "essai", steps: dict | None = None, **fields) -> LearningCycle:
    """A cycle with French and English titles; `place_for_cycles` comes first."""
    texts = {"title_fr": "Cycle d’essai", "title_en": "Trial cycle"} | fields
    return create_cycle(code=code, countries=list(countries), by=None, steps=steps or COMPLETION, **texts)


def published_pages(cycle: LearningCycle) -> dict:
    """The cycle's pages by language, live."""
    pages = {page.locale.language_code: page for page in cycle.pages.select_related("locale").order_by("pk")}
    for page in pages.values():
        page.save_revision().publish()
        page.refresh_from_db()
    return pages
