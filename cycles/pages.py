"""The pages that tell of cycles. Results, lessons and briefs hang below a CyclePage."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from analysis.audience import Audience
from content.pages import BasePage, ProsePage
from districts.audiences import own_district
from districts.who_reads import readers_of_thread

from .answered import answered_parts
from .issue_parts import issue_parts
from .page_parts import by_standing, current, running_parts, stepper, years
from .permissions import today_in
from .reading import read_for, whole
from .records import LearningCycle

PAST_ON_A_PAGE = 20


class CyclesIndexPage(BasePage):
    """Cycles under way and to come, then an archive of those that are over, by year."""

    kind = _("Cycles")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cycles.CyclePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of cycles")

    def get_context(self, request, *args, **kwargs):
        pages = CyclePage.objects.child_of(self).live().order_by("-cycle__number", "-cycle_id")
        pages = pages.prefetch_related(Prefetch("cycle", whole(LearningCycle.objects.all())))
        live, over = by_standing(pages, today_in(own_district(request.user)))
        page_obj = Paginator(over, PAST_ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "cycles": live,
            "page_obj": page_obj,
            "past": years(page_obj.object_list),
        }


class CyclePage(ProsePage):
    """What a cycle is about and where it stands, in one language. Its record holds all that is not prose."""

    cycle = models.ForeignKey("cycles.LearningCycle", models.PROTECT, related_name="pages")

    # Made together with its cycle (cycles/actions.py), never alone by an editor.
    is_creatable = False
    kind = _("Cycle")
    parent_page_types = ["cycles.CyclesIndexPage"]
    subpage_types = ["results.ResultsPage", "lessons.LessonPage", "lessons.KnowledgeBriefPage"]
    content_panels = [*ProsePage.content_panels, FieldPanel("cycle", read_only=True)]
    override_translatable_fields = [SynchronizedField("cycle", overridable=False)]

    class Meta:
        verbose_name = _("cycle page")

    def get_context(self, request, *args, **kwargs):
        cycle = self.cycle = read_for(request.user, self.cycle_id)
        children = self.get_children().live().specific().order_by("path")
        by_kind: dict[str, list] = {"resultspage": [], "lessonpage": [], "knowledgebriefpage": []}
        for child in children:
            by_kind[child._meta.model_name].append(child)
        shown = stepper(cycle, today_in(own_district(request.user)))
        return super().get_context(request, *args, **kwargs) | {
            "cycle": cycle,
            "discussion_readers": readers_of_thread(Audience(cycle.discussion_audience)),
            "steps": shown,
            "current_step": current(shown),
            "results_pages": by_kind["resultspage"],
            "lessons": by_kind["lessonpage"],
            "briefs": by_kind["knowledgebriefpage"],
            **running_parts(cycle, request.user, shown),
            **issue_parts(cycle, request.user, self),
            **answered_parts(cycle, request.user, shown),
        }
