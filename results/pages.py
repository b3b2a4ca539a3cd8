"""The page that publishes a cycle's results: what was asked, what was found, one figure after another."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.pages import BasePage

from .blocks import StoryBlock


class ResultsPage(BasePage):
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))

    kind = _("Results")
    parent_page_types = ["cycles.CyclePage"]
    subpage_types = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("results page")

    @property
    def cycle(self):
        """The cycle of the page above; None while the page has no place yet."""
        parent = self.get_parent()
        return parent.specific.cycle if parent else None

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "cycle": self.cycle,
            "contents": [_entry(block.value) for block in self.body if block.block_type == "figure"],
        }


def _entry(figure) -> dict:
    """A line of the table of contents, pointing to where blocks/figure.html puts its anchor."""
    first = next((result for result in figure["results"] if result), None)
    return {
        "anchor": first.question_code.replace("_", "-") if first else "",
        "title": figure["heading"] or (first.title if first else ""),
    }
