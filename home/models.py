"""The front page and plain pages."""

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.pages import BasePage
from cycles.models import CyclePage
from learning_sites.models import CaseStoryPage, LearningSitePage
from lessons.models import KnowledgeBriefPage, LessonPage
from results.blocks import StoryBlock
from results.models import ResultsPage

from .blocks import HomeBlock
from .first_screen import first_screen
from .headline import headline


class HomePage(BasePage):
    """What the portal is in two sentences, then the latest of what was learnt. Signed-in people get their first screen
    in its place."""

    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))

    kind = _("Home")
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args, **kwargs):
        """Editors preview what everybody sees: a preview does not come here."""
        if not request.user.is_authenticated:
            return super().serve(request, *args, **kwargs)
        response = TemplateResponse(request, "home/first_screen.html", first_screen(request, self))
        # Not even the browser keeps it: computers are shared.
        add_never_cache_headers(response)
        return response

    def get_context(self, request, *args, **kwargs):
        def latest(model, count):
            mine = model.objects.live().filter(locale_id=self.locale_id)
            return mine.order_by("-first_published_at", "pk")[:count]

        results_pages = list(latest(ResultsPage, 2))
        cycles = list(latest(CyclePage, 2).select_related("cycle"))
        return super().get_context(request, *args, **kwargs) | {
            "cycles": cycles,
            "results_pages": results_pages,
            "headline": headline(request, results_pages, [page.cycle for page in cycles]),
            "lessons": latest(LessonPage, 4),
            "briefs": latest(KnowledgeBriefPage, 2),
            "sites": latest(LearningSitePage, 6),
            "stories": latest(CaseStoryPage, 3),
        }


class StandardPage(BasePage):
    """A plain page: about, how a cycle works, glossary, privacy."""

    body = StreamField(HomeBlock(), blank=True, verbose_name=_("body"))

    kind = _("Page")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")


class DemoLoad(models.Model):
    """That the demonstration was loaded into this database: it is never loaded or touched again."""

    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("demonstration load")
        verbose_name_plural = _("demonstration loads")

    def __str__(self) -> str:
        return str(self.at)
