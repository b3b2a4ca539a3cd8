"""BasePage: what all pages of the portal share. Not a page type itself; each app has its own."""

from itertools import accumulate, pairwise

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from .blocks import ProseBlock
from .search_text import normalise


def open_pages(pages: PageQuerySet) -> PageQuerySet:
    """`pages.public()` within the query itself, where Wagtail asks for the restrictions first."""
    here = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    barring = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    return pages.filter(~Exists(barring))


class BasePage(Page):
    """Prose to be read: a title, a summary, and in most kinds a body."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: shown under the title, in lists and in search results."),
    )
    # Set by the translation steps: a page that went live in a language with texts still in the other one
    # is marked to its readers and kept out of search.
    untranslated = models.PositiveIntegerField(_("texts still to translate"), default=0, editable=False)

    # What kind of thing a list or a search result says this is; each page type sets its own.
    kind = _("Page")
    # Fields of a page type that its readers see, beside the title, the summary and the streams.
    also_searched: tuple[str, ...] = ()

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("search_text"),
        index.FilterField("untranslated"),
    ]

    class Meta:
        abstract = True

    def route(self, request, path_components):
        """Straight to the page that the address names: one query for the way there and one for the page,
        where Wagtail asks twice at each level. The way is kept for the breadcrumbs."""
        if not path_components:
            return super().route(request, path_components)
        addresses = accumulate(path_components, lambda above, slug: f"{above}{slug}/", initial=self.url_path)
        found = Page.objects.filter(slug__in=path_components, url_path__in=list(addresses)[1:])
        way = [self, *found.order_by("depth")]
        if len(way) != len(path_components) + 1:
            raise Http404
        for parent, child in pairwise(way):
            child._cached_parent_obj = parent
        page = way[-1].specific
        page.way = way[:-1]
        return page.route(request, [])

    @property
    def language(self) -> str:
        return self.locale.language_code

    def search_text(self) -> str:
        """Stems of all that a reader sees: indexed instead of the raw text (see search_text.py)."""
        return normalise(" ".join(self.reading_text()), self.language)

    def reading_text(self) -> list[str]:
        texts = [self.title, self.summary, *(getattr(self, name) for name in self.also_searched)]
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                texts += field.get_searchable_content(getattr(self, field.name))
        return texts

    # Threads ask this of whatever they are about (records offer the same).
    def thread_title(self, language: str) -> str:
        return self._in(language).title

    def thread_url(self, language: str) -> str:
        return self._in(language).url

    def _in(self, language: str) -> "BasePage":
        if self.language == language:
            return self
        twin = (
            type(self)
            .objects.live()
            .filter(translation_key=self.translation_key, locale__language_code=language)
            .first()
        )
        return twin or self


class ProsePage(BasePage):
    """A page whose body is a stream of shared blocks."""

    body = StreamField(ProseBlock(), blank=True, verbose_name=_("body"))
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True
