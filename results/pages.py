"""The page that publishes a cycle's results: what was asked, what was found, one figure after another."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.pages import BasePage
from cycles.pages import CyclePage
from districts.audiences import own_district

from .blocks import StoryBlock
from .records import Result


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
        # Only what is published is shown (blocks.py), so only that is listed and counted.
        cited = [[result for result in figure["results"] if _is_out(result)] for figure in figures]
        pairs = zip(figures, cited, strict=True)
        return super().get_context(request, *args, **kwargs) | {
            "cycle": self.cycle,
            "own_unit": own_district(request.user),
            "contents": [_entry(figure, results[0]) for figure, results in pairs if results],
            # The template counts the messages about all of them in one query.
            "cited": [self._with_cycle(result) for results in cited for result in results],
        }

    def _with_cycle(self, result: Result) -> Result:
        """Results of the page's own cycle share the one that is loaded already."""
        if self.cycle and result.cycle_id == self.cycle.pk:
            result.cycle = self.cycle
        return result


def _is_out(result: Result | None) -> bool:
    return result is not None and result.published_at is not None


def _entry(figure, first: Result) -> dict:
    """A line of the table of contents, pointing to where blocks/figure.html puts its anchor."""
    return {
        "anchor": first.question_code.replace("_", "-"),
        "title": figure["heading"] or first.title,
    }
