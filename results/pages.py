"""The page that publishes a cycle's results: what was asked, what was found, one figure after another."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.pages import BasePage
from cycles.pages import CyclePage

from .blocks import StoryBlock


class ResultsPage(BasePage):
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))

    kind = _("Results")
    parent_page_types = ["cycles.CyclePage"]
    subpage_types = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("results page")

    @cached_property
    def cycle(self):
        """The cycle of the page above; None while the page has no place yet."""
        above = CyclePage.objects.ancestor_of(self).select_related("cycle").first() if self.path else None
        return above and above.cycle

    def get_context(self, request, *args, **kwargs):
        figures = [block.value for block in self.body if block.block_type == "figure"]
        return super().get_context(request, *args, **kwargs) | {
            "cycle": self.cycle,
            "contents": [_entry(figure) for figure in figures],
            # The template counts the messages about all of them in one query.
            "cited": self._cited(figures),
        }

    def _cited(self, figures: list) -> list:
        """All results of the page; those of its own cycle share the one that is loaded already."""
        results = [result for figure in figures for result in figure["results"] if result]
        for result in results:
            if self.cycle and result.cycle_id == self.cycle.pk:
                result.cycle = self.cycle
        return results


def _entry(figure) -> dict:
    """A line of the table of contents, pointing to where blocks/figure.html puts its anchor."""
    first = next((result for result in figure["results"] if result), None)
    return {
        "anchor": first.question_code.replace("_", "-") if first else "",
        "title": figure["heading"] or (first.title if first else ""),
    }
