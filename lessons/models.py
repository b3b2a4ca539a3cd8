"""What a cycle's teams retain (lessons) and carry upwards (briefs)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from analysis.disclosure import Audience
from content.fields import CodesField
from content.pages import BasePage
from results.blocks import StoryBlock
from results.choosers import ResultChooserBlock

LOOPS = [
    ("single", _("single loop: correct within the rules")),
    ("double", _("double loop: change the rule")),
    ("triple", _("triple loop: change how we learn")),
]
LEVELS = [
    ("individual", _("individual")),
    ("team", _("team")),
    ("organisation", _("organisation")),
    ("system", _("across organisations")),
]
MEANS = [("information", _("information")), ("deliberation", _("deliberation")), ("action", _("action"))]
DOMAINS = [
    ("leadership", _("leadership")),
    ("culture", _("organisational culture")),
    ("design", _("organisational design")),
    ("resources", _("resources and incentives")),
    ("links", _("external links")),
    ("data", _("health information and use of data")),
    ("competencies", _("competencies, relationships and mind-sets")),
    ("processes", _("institutional processes")),
]


def _tags(choices: list, codes: list[str]) -> list:
    return [label for code, label in choices if code in codes]


class CyclePartPage(BasePage):
    """A page below a cycle's page, with a body that may hold figures and a thread at its foot."""

    body = StreamField(StoryBlock(), blank=True, verbose_name=_("body"))
    thread_audience = Audience.PUBLIC

    parent_page_types = ["cycles.CyclePage"]
    subpage_types = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True

    @property
    def cycle_page(self):
        return self.get_parent().specific

    @property
    def thread_cycle(self):
        return self.cycle_page.cycle


class LessonPage(CyclePartPage):
    """What was learnt, in which context, and what kind of learning it was."""

    loop = models.CharField(_("loop"), max_length=10, choices=LOOPS, blank=True)
    loop_reason = models.TextField(_("why this loop"), blank=True)
    levels = CodesField(_("levels"), vocabulary=LEVELS)
    means = CodesField(_("means"), vocabulary=MEANS)
    domains = CodesField(_("what made it possible, or would"), vocabulary=DOMAINS)

    kind = _("Lesson")
    also_searched = ("loop_reason",)
    content_panels = [
        *CyclePartPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("loop", "loop_reason", "levels", "means", "domains")],
            heading=_("What kind of learning"),
        ),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("loop", "levels", "means", "domains")
    ]

    class Meta:
        verbose_name = _("lesson")

    @property
    def tags(self) -> list[dict]:
        """Label and values, in the reader's language, of what is said about the kind of learning."""
        groups = [
            (_("Level"), LEVELS, self.levels),
            (_("Loop"), LOOPS, [self.loop]),
            (_("Means"), MEANS, self.means),
            (_("Domains"), DOMAINS, self.domains),
        ]
        return [
            {"label": label, "values": _tags(vocabulary, codes)}
            for label, vocabulary, codes in groups
            if any(codes)
        ]


class ClaimBlock(blocks.StructBlock):
    """One thing a brief claims, and the figures and lessons that it rests on."""

    text = blocks.TextBlock(label=_("Claim"))
    results = blocks.ListBlock(ResultChooserBlock(), label=_("Released figures"), default=[])
    lessons = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="lessons.LessonPage"), label=_("Lessons"), default=[]
    )

    class Meta:
        icon = "link"
        label = _("Claim")


class KnowledgeBriefPage(CyclePartPage):
    """A cycle's lessons for those who decide: key messages first, every claim with its source."""

    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    claims = StreamField([("claim", ClaimBlock())], blank=True, verbose_name=_("claims and their sources"))

    kind = _("Brief")
    also_searched = ("for_whom",)
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("for_whom"),
        FieldPanel("body"),
        FieldPanel("claims"),
    ]

    class Meta:
        verbose_name = _("knowledge brief")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"claims": self._claims()}

    def _claims(self) -> list[dict]:
        """Each claim with the sources that a reader can open: published figures, and lessons in the language
        of the page where they exist in it."""
        values = [block.value for block in self.claims]
        lessons = self._readable(
            {lesson.translation_key for v in values for lesson in v["lessons"] if lesson}
        )
        return [
            {
                "text": value["text"],
                "results": [result for result in value["results"] if result and result.published_at],
                "lessons": [
                    lessons[lesson.translation_key]
                    for lesson in value["lessons"]
                    if lesson and lesson.translation_key in lessons
                ],
            }
            for value in values
        ]

    def _readable(self, keys: set) -> dict:
        """Live lessons by translation key, all in one query: editors choose them in the source language."""
        found = {}
        for lesson in LessonPage.objects.live().filter(translation_key__in=keys):
            if lesson.locale_id == self.locale_id or lesson.translation_key not in found:
                found[lesson.translation_key] = lesson
        return found
