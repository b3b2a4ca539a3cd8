"""What kinds of things the library holds, in the order of its filters. What is none of the named kinds is a
plain page; home pages and lists only lead to others and are left out."""

from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from content.pages import BasePage
from cycles.models import CyclePage
from learning_sites.models import CaseStoryPage, LearningSitePage
from lessons.models import KnowledgeBriefPage, LessonPage
from results.models import ResultsPage


@dataclass(frozen=True)
class Kind:
    code: str
    label: Promise
    icon: str
    model: type[BasePage] | None = None


PLAIN = Kind("page", _("Pages"), "page")
KINDS = (
    Kind("lesson", _("Lessons"), "lesson", LessonPage),
    Kind("brief", _("Briefs"), "brief", KnowledgeBriefPage),
    Kind("story", _("Stories"), "story", CaseStoryPage),
    Kind("site", _("Learning sites"), "site", LearningSitePage),
    Kind("results", _("Results"), "result", ResultsPage),
    Kind("cycle", _("Cycles"), "cycle", CyclePage),
    PLAIN,
)
CODES = frozenset(kind.code for kind in KINDS)


@cache
def page_models() -> list[type[BasePage]]:
    """Lists are the types of which there is one per place."""
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    return [model for model in models if not model.max_count_per_parent]


def kinds_by_type() -> dict[int, Kind]:
    """Kind by content type. Django keeps content types in memory, so this costs a query once per process."""
    named = {kind.model: kind for kind in KINDS if kind.model}
    types = ContentType.objects.get_for_models(*page_models())
    return {kind_type.pk: named.get(model, PLAIN) for model, kind_type in types.items()}
