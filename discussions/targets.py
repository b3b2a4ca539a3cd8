"""What a thread may be about. Discussions know no target's class, only what it offers:
`thread_title(language)`, `thread_url(language)`, `thread_audience`, `thread_cycle` (or None), and a key that
both languages share.
"""

import uuid
from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from analysis.audience import Audience
from content.pages import open_pages


def offers_threads(model: type[models.Model]) -> bool:
    return hasattr(model, "thread_title") and hasattr(model, "thread_audience")


def label_of(target: models.Model) -> str:
    return target._meta.label_lower


def key_of(target: models.Model) -> uuid.UUID:
    """A page's translation key, a record's own key."""
    return target.translation_key if isinstance(target, Page) else target.key


def is_published(target: models.Model) -> bool:
    """May be written about: pages say `live`, records `published_at`."""
    return target.live if isinstance(target, Page) else target.published_at is not None


def thread_address(target: models.Model) -> str:
    """The page of the thread, in the reader's language."""
    return reverse("thread", args=[label_of(target), key_of(target)])


def find_many(
    model: type[models.Model], keys: Iterable[uuid.UUID], language: str
) -> dict[uuid.UUID, models.Model]:
    """The published targets of one class by key: pages in `language` or, failing that, in the other one;
    records in their latest published version. One query."""
    if issubclass(model, Page):
        found = model.objects.live().public().filter(translation_key__in=keys).select_related("locale")
        return {key_of(p): p for p in sorted(found, key=lambda p: p.locale.language_code == language)}
    found = model.objects.published().filter(key__in=keys).order_by("pk")
    return {record.key: record for record in found}


def types_open_to_all() -> list[ContentType]:
    """Of the classes whose threads everyone may read; those of the others follow each target's cycle. Django keeps
    content types in memory."""
    classes = [model for model in apps.get_models() if offers_threads(model)]
    everyones = [model for model in classes if model.thread_audience == Audience.PUBLIC]
    return list(ContentType.objects.get_for_models(*everyones).values())


def titles_of(
    keys_by_class: dict[type[models.Model], Iterable[uuid.UUID]], language: str
) -> dict[uuid.UUID, str]:
    """The titles of the published targets: one query for all pages, and one for each class of records."""
    pages = [key for model, keys in keys_by_class.items() if issubclass(model, Page) for key in keys]
    found = _page_titles(pages, language) if pages else {}
    for model, keys in keys_by_class.items():
        if not issubclass(model, Page):
            found |= {
                key: target.thread_title(language) for key, target in find_many(model, keys, language).items()
            }
    return found


def _page_titles(keys: list[uuid.UUID], language: str) -> dict[uuid.UUID, str]:
    rows = open_pages(Page.objects.live().filter(translation_key__in=keys))
    rows = rows.values_list("translation_key", "title", "locale__language_code")
    # The reader's language comes last and so stays.
    return {key: title for key, title, code in sorted(rows, key=lambda row: row[2] == language)}


def find_target(target_type: str, key: uuid.UUID) -> models.Model:
    """What an address names. Raises Http404 for what has no threads, does not exist or is not published:
    drafts can be neither discussed nor guessed at."""
    try:
        model = apps.get_model(target_type)
    except (LookupError, ValueError):
        raise Http404 from None
    if not offers_threads(model) or model._meta.label_lower != target_type:
        raise Http404
    target = find_many(model, [key], get_language() or "fr").get(key)
    if target is None:
        raise Http404
    return target
