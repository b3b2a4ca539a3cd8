"""Pages for tests, made as editors make them: drafts, published pages, translations."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from home.models import StandardPage


def page_below(
    parent: Page, title: str, model: type[Page] = StandardPage, live: bool = True, **fields
) -> Page:
    page = model(title=title, locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def paragraph(html: str) -> list[dict]:
    return [{"type": "paragraph", "value": html}]


def translated(page: Page, texts: dict[str, str], language: str = "en", publish: bool = True) -> Page:
    """The page in another language through wagtail-localize; `texts` maps source texts to translations, what
    it leaves out stays untranslated."""
    locale = Locale.objects.get(language_code=language)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        if segment.string.data in texts:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": texts[segment.string.data]},
            )
    # publish=True would publish on commit, which a test's transaction never reaches.
    translation.save_target(publish=False)
    if publish:
        translation.get_target_instance().get_latest_revision().publish()
    return translation.get_target_instance()
