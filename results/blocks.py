"""The figure block: released results in the body of a page."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks import ProseBlock
from content.remembered import remembered

from .choosers import ResultChooserBlock

FORMS = [
    ("bars", _("proportion bars")),
    ("dots", _("distribution of districts")),
    ("map", _("map")),
    ("none", _("no drawing, only the sentence")),
]


class FigureBlock(blocks.StructBlock):
    """One or several released results drawn together, with what the author says of them."""

    heading = blocks.CharBlock(
        label=_("What is found, in one sentence"),
        max_length=300,
        required=False,
        help_text=_("Empty: the sentence of the first result."),
    )
    results = blocks.ListBlock(ResultChooserBlock(), label=_("Released figures"), min_num=1)
    form = blocks.ChoiceBlock(label=_("How it is drawn"), choices=FORMS, default="bars")
    comment = blocks.RichTextBlock(label=_("Comment"), features=["bold", "italic", "link"], required=False)

    class Meta:
        icon = "view"
        label = _("Figure")
        template = "results/blocks/figure.html"

    def render(self, value, context=None):
        """The same for all anonymous readers of published results, and as dear as the rest of their page."""
        request = (context or {}).get("request")
        if request is None or request.user.is_authenticated:
            return super().render(value, context)
        shown = tuple((result.pk, result.digest) for result in value["results"] if result)
        key = ("figure", get_language(), value["form"], value["heading"], str(value["comment"]), shown)
        return remembered(request, key, lambda: super(FigureBlock, self).render(value, context))

    def get_context(self, value, parent_context=None):
        """The figure for whoever reads the page; figures.py asks the one disclosure function."""
        from .figures import figure_for

        context = super().get_context(value, parent_context)
        results = [result for result in value["results"] if result and result.published_at]
        if results and "request" in context:
            context["figure"] = figure_for(context["request"], results, value["form"])
            context["heading"] = value["heading"] or results[0].title
        return context


class StoryBlock(ProseBlock):
    """The shared blocks, and figures."""

    figure = FigureBlock()
