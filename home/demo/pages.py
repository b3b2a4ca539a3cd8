"""Making a page in French and its English translation the way editors do with wagtail-localize, so that they
can go on from there in the interface."""

import uuid
from collections.abc import Callable

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from districts.models import User

from .pictures import picture

NAMESPACE = uuid.UUID("6f1d0e1c-5a44-4f0e-9d0c-7d5f8b0f6c11")
Extra = Callable[[str], dict]


def make_page(
    parent: Page, model: type[Page], text: dict, by: User | None, extra: Extra | None = None
) -> Page:
    """Both pages published below `parent` (French) and its translation; returns the French one. `extra`
    gives more fields for a language."""
    page = _instance(model, text, "fr", extra)
    parent.add_child(instance=page)
    return _publish_both(page, model, text, by, extra)


def fill_page(page: Page, text: dict, by: User | None, extra: Extra | None = None) -> Page:
    """The same for a French page that an action has made already, together with its English one."""
    made = _instance(type(page), text, "fr", extra)
    for name in _texts(type(page)):
        setattr(page, name, getattr(made, name))
    page.slug = text["fr"]["slug"]
    page.save()
    return _publish_both(page, type(page), text, by, extra)


def _texts(model: type[Page]) -> list[str]:
    return [f.name for f in model._meta.get_fields() if f.name in ("title", "summary", "body")]


def _publish_both(page: Page, model: type[Page], text: dict, by: User | None, extra: Extra | None) -> Page:
    page.save_revision(user=by).publish(user=by)
    twin = _instance(model, text, "en", extra)
    twin.translation_key, twin.path, twin.depth = page.translation_key, page.path, page.depth
    source, _ = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=english)
    _translate(source, english, extract_segments(page), extract_segments(twin))
    # publish=True would wait for the commit and then write back a tree position that is out of date.
    translation.save_target(user=by, publish=False)
    translation.get_target_instance().get_latest_revision().publish(user=by)
    page.refresh_from_db()
    return page


def _translate(source: TranslationSource, locale: Locale, french: list, english: list) -> None:
    """Pair the two pages' segments by where they stand; a missing one is a fault of the texts."""
    theirs = {(s.path, s.order): s for s in english if isinstance(s, StringSegmentValue)}
    for segment in french:
        if not isinstance(segment, StringSegmentValue) or segment.is_empty():
            continue
        context = TranslationContext.objects.get(object_id=source.object_id, path=segment.path)
        StringTranslation.objects.update_or_create(
            translation_of=String.from_value(source.locale, segment.string),
            locale=locale,
            context=context,
            defaults={
                "data": theirs[(segment.path, segment.order)].string.data,
                "translation_type": "manual",
            },
        )


def _instance(model: type[Page], text: dict, language: str, extra: Extra | None) -> Page:
    mine = text[language]
    fields = {"title": mine["title"], "slug": mine["slug"], "summary": mine.get("summary", "")}
    if any(f.name == "body" for f in model._meta.get_fields()):
        fields["body"] = stream(mine.get("body", []), text["fr"]["slug"])
    fields |= extra(language) if extra else {}
    return model(locale=Locale.objects.get(language_code=language), **fields)


def stream(blocks: list[dict], seed: str) -> list[dict]:
    """Blocks as Wagtail stores them, with ids that are the same in both languages."""
    return [
        {"type": block["type"], "value": _value(block, seed, place), "id": block_id(seed, str(place))}
        for place, block in enumerate(blocks)
    ]


def block_id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def _value(block: dict, seed: str, place: int):
    kind = block["type"]
    if kind in ("heading", "paragraph"):
        return block["value"]
    if kind == "picture":
        return {
            "image": picture(block["picture"]).pk,
            "alt": block["alt"],
            "caption": block.get("caption", ""),
        }
    if kind == "quote":
        return {"text": block["text"], "attribution": block["attribution"]}
    if kind == "terms":
        return {"terms": listed(block["terms"], seed, str(place))}
    return {key: value for key, value in block.items() if key != "type"}


def listed(items: list, *seed: str) -> list[dict]:
    """A ListBlock's items with ids of their own: without them wagtail-localize finds no segments."""
    return [{"type": "item", "value": item, "id": block_id(*seed, str(n))} for n, item in enumerate(items)]
