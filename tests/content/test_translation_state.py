"""Translations that are not finished, and translations whose source goes."""

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home.models import StandardPage
from tests.pages import page_below, paragraph, translated

TEXTS = {"Eau": "Water", "L’eau au centre de santé.": "Water at the health centre."}


@pytest.fixture
def source(pages_ready):
    return page_below(pages_ready.fr, "Eau", slug="eau", body=paragraph("<p>L’eau au centre de santé.</p>"))


def _untranslated(page: Page) -> int:
    return StandardPage.objects.get(pk=page.pk).untranslated


def test_a_page_that_goes_live_untranslated_says_how_many_texts_are_missing(source):
    page = translated(source, {"eau": "water"})
    assert _untranslated(page) == 2
    assert _untranslated(source) == 0


def test_the_count_follows_each_publication(source):
    page = translated(source, {"eau": "water", "Eau": "Water"})
    assert _untranslated(page) == 1
    translated(source, TEXTS)
    assert _untranslated(page) == 0


def test_an_older_revision_does_not_bring_its_count_back(source):
    page = translated(source, {"eau": "water"})
    older = page.get_latest_revision()
    translated(source, TEXTS | {"eau": "water"})
    older.publish()
    assert _untranslated(page) == 0


def test_a_page_uncoupled_from_its_source_is_a_page_like_any_other(source):
    page = translated(source, {"eau": "water"})
    Translation.objects.update(enabled=False)
    StandardPage.objects.get(pk=page.pk).save_revision().publish()
    assert _untranslated(page) == 0
    source.unpublish()
    assert Page.objects.get(pk=page.pk).live


def test_an_alias_in_another_language_is_untranslated(source):
    alias = source.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert alias.live and _untranslated(alias) == 1
    source.save_revision().publish()
    assert _untranslated(alias) == 1


def test_a_translation_goes_offline_with_its_source(source):
    page = translated(source, TEXTS)
    source.unpublish()
    assert not Page.objects.get(pk=page.pk).live


def test_a_translation_goes_offline_when_its_source_is_deleted(source):
    page = translated(source, TEXTS)
    source.delete()
    assert not Page.objects.get(pk=page.pk).live, "it stays as a draft that can be published on its own"


def test_the_source_stays_when_its_translation_is_unpublished(source):
    translated(source, TEXTS).unpublish()
    assert Page.objects.get(pk=source.pk).live


def test_other_pages_stay_when_a_source_is_unpublished(source, pages_ready):
    other = translated(page_below(pages_ready.fr, "Lait"), {})
    translated(source, TEXTS)
    source.unpublish()
    assert Page.objects.get(pk=other.pk).live
