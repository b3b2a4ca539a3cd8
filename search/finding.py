"""Pages that answer a question: public, live, in a language that they are really written in."""

from collections import Counter

from django.db.models import Count, QuerySet
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from content.pages import BasePage

from .asked import Asked
from .kinds import Kind, kinds_by_type, page_models


class Found:
    """What answers a question, as a list that a Paginator can count and slice.

    Languages are searched one after the other, because each has stems of its own and their ranks cannot be
    compared. Counting comes first and tells how many there are of each kind, so a slice asks the database
    only for the rows it shows.
    """

    def __init__(self, asked: Asked):
        self.asked = asked
        self.kinds = kinds_by_type()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.pages = readable_pages(list(self.kinds))
        self.counts = {language: self._count(language) for language in self.locales}

    def _of(self, language: str) -> QuerySet:
        """In that language and of all kinds: ranked if something is looked for, else the newest first."""
        pages = self.pages.filter(locale=self.locales[language])
        if not self.asked.q:
            return pages.order_by("-first_published_at", "pk")
        return pages

    def _count(self, language: str) -> Counter:
        """How many of each kind, by its code."""
        pages = self._of(language)
        if self.asked.q:
            stems = self.asked.stems(language)
            by_type = pages.search(stems, operator="and").facet("content_type_id") if stems else {}
        else:
            by_type = dict(pages.order_by().values_list("content_type_id").annotate(Count("pk")))
        counts: Counter = Counter()
        for type_id, number in by_type.items():
            counts[self.kinds[type_id].code] += number
        return counts

    def of_kind(self, code: str) -> int:
        """How many in the languages asked for; "" for all kinds."""
        counted = [self.counts[language] for language in self.asked.languages if language in self.counts]
        return sum(counts[code] if code else counts.total() for counts in counted)

    def in_language(self, language: str) -> int:
        """How many of the kind asked for; "both" for all languages."""
        counted = self.counts.values() if language == "both" else [self.counts.get(language, Counter())]
        kind = self.asked.kind
        return sum(counts[kind] if kind else counts.total() for counts in counted)

    def __len__(self) -> int:
        return self.of_kind(self.asked.kind)

    def __getitem__(self, part: slice) -> list[BasePage]:
        rows, start, stop = [], part.start, part.stop
        for language in self.asked.languages:
            number = self.in_language(language)
            if start < number and stop > 0:
                rows += self._rows(language, max(start, 0), min(stop, number))
            start, stop = start - number, stop - number
        return self._specific(rows)

    def _rows(self, language: str, start: int, stop: int) -> list[Page]:
        pages = self._of(language)
        if self.asked.kind:
            types = [pk for pk, kind in self.kinds.items() if kind.code == self.asked.kind]
            pages = pages.filter(content_type__in=types)
        if self.asked.q:
            pages = pages.search(self.asked.stems(language), operator="and")
        return list(pages[start:stop])

    def _specific(self, rows: list[Page]) -> list[BasePage]:
        """One query for each type among the rows. Locales are known already."""
        by_model: dict = {}
        for row in rows:
            by_model.setdefault(row.specific_class, []).append(row.pk)
        found = {}
        for model, keys in by_model.items():
            found |= model._default_manager.in_bulk(keys)
        locales = {locale.pk: locale for locale in self.locales.values()}
        for page in found.values():
            page.locale = locales[page.locale_id]
        return [found[row.pk] for row in rows if row.pk in found]

    def kind_of(self, page: Page) -> Kind:
        return self.kinds[page.content_type_id]


def readable_pages(types: list[int]) -> PageQuerySet:
    """Below the home pages, which are at depth 2. The few untranslated ones are asked for once, not in each
    of the queries that follow."""
    pages = Page.objects.live().public().filter(content_type__in=types, depth__gt=2)
    return pages.exclude(pk__in=list(untranslated_pages()))


def untranslated_pages() -> QuerySet:
    """Keys of pages with texts still in the other language. The column is each page type's own."""
    first, *others = (
        model.objects.filter(untranslated__gt=0).order_by().values_list("pk", flat=True)
        for model in page_models()
    )
    return first.union(*others, all=True)
