"""How far a translated page is, and what becomes of translations when their source goes.

wagtail-localize lets a page go live with texts still in the source's language, and leaves it live when its
source is unpublished or deleted. Here the first is counted in `BasePage.untranslated` (readers see a mark,
search leaves the page out) and the second is ended: a translation goes offline with its source. An editor
who wants to keep it uncouples it first ("stop synchronised translation"); it is then a page like any other.
So are pages that were made in both languages at once, of which none is the source.
"""

from wagtail.models import Page
from wagtail_localize.models import Translation

from .pages import BasePage


def count_untranslated(page: BasePage) -> int:
    """Texts of this page that are still in another language. An alias in another language has nothing of its
    own: it counts as one."""
    if page.alias_of_id:
        return int(page.alias_of.locale_id != page.locale_id)
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return 0
    in_all, translated = translation.get_progress()
    return in_all - translated


def mark_untranslated(page: Page) -> None:
    """Write the count beside the page. No save(): that would send signals again and make no difference to
    search, which reads the column."""
    if isinstance(page, BasePage):
        page.untranslated = count_untranslated(page)
        type(page).objects.filter(pk=page.pk).update(untranslated=page.untranslated)


def unpublish_translations(source: Page) -> None:
    languages = Translation.objects.filter(
        source__object_id=source.translation_key, source__locale_id=source.locale_id, enabled=True
    ).values("target_locale")
    translations = Page.objects.filter(translation_key=source.translation_key, locale__in=languages)
    for page in translations.live().exclude(pk=source.pk):
        page.specific.unpublish()
