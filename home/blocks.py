"""Blocks of plain pages: the shared ones, figures, and the pilot's participation."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from results.blocks import StoryBlock

COUNTRIES = [("benin", _("Benin")), ("guinea", _("Guinea"))]
STEPS = [
    ("questionnaire", _("Filled the questionnaire")),
    ("commentary_on_results", _("Commented on the results")),
    ("discussion_forum", _("Took part in the discussion")),
]


class ParticipationRowBlock(blocks.StructBlock):
    """One published range: the lowest and the highest share over several cycles, the same number twice for
    one cycle. An empty number was not published; it is never zero."""

    country = blocks.ChoiceBlock(choices=COUNTRIES, label=_("Country"))
    step = blocks.ChoiceBlock(choices=STEPS, label=_("Step"))
    districts = blocks.IntegerBlock(label=_("Districts in all"), min_value=1)
    lowest = blocks.IntegerBlock(label=_("Lowest, per cent"), min_value=0, max_value=100, required=False)
    highest = blocks.IntegerBlock(label=_("Highest, per cent"), min_value=0, max_value=100, required=False)

    class Meta:
        label = _("Range")


class ParticipationBlock(blocks.StructBlock):
    """Ranges of participation, drawn as bars from lowest to highest with their table."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    rows = blocks.ListBlock(ParticipationRowBlock(), label=_("Ranges"))
    source = blocks.CharBlock(label=_("Source"), max_length=300)

    class Meta:
        icon = "view"
        label = _("Participation ranges")
        template = "home/blocks/participation.html"

    def get_context(self, value, parent_context=None):
        countries, steps = dict(COUNTRIES), dict(STEPS)
        rows = [
            dict(row) | {"country_label": countries[row["country"]], "step_label": steps[row["step"]]}
            for row in value["rows"]
        ]
        return super().get_context(value, parent_context) | {"rows": rows}


class HomeBlock(StoryBlock):
    participation = ParticipationBlock()
