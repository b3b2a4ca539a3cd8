"""Results, lessons, briefs and stories like what somebody writes, in the writer's language."""

from collections.abc import Iterable, Iterator

from wagtail.models import Locale, Page

from content.pages import BasePage

from .drafts import MOST_SHOWN, Draft, Thing
from .finding import readable_pages
from .kinds import kinds_by_type

CANDIDATES = 20
OFFERED = {"lesson", "brief", "results", "story"}


def pages_like(draft: Draft) -> list[Thing]:
    """Wagtail's index finds candidates by all their words; title and summary say how close they are."""
    kinds = {pk: kind for pk, kind in kinds_by_type().items() if kind.code in OFFERED}
    rows = readable_pages(list(kinds)).filter(locale=Locale.objects.get(language_code=draft.language))
    rows = rows.search(" ".join(draft.stems), operator="or")[:CANDIDATES]
    close = [(draft.likeness(page.title, page.summary), page) for page in _with_summaries(rows)]
    close = sorted((pair for pair in close if pair[0] >= draft.enough), key=lambda pair: -pair[0])
    return [
        Thing(page.title, page.get_url(), str(kinds[page.content_type_id].label), draft.language)
        for _likeness, page in close[:MOST_SHOWN]
    ]


def _with_summaries(rows: Iterable[Page]) -> Iterator[BasePage]:
    """Without the bodies, which nobody reads here: one query for each kind among them."""
    by_model: dict = {}
    for row in rows:
        by_model.setdefault(row.specific_class, []).append(row.pk)
    for model, keys in by_model.items():
        yield from model.objects.filter(pk__in=keys).only("title", "summary", "url_path", "content_type")
