"""The pages that tell of cycles. Results, lessons and briefs hang below a CyclePage."""

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from analysis.audience import Audience
from content.pages import BasePage, ProsePage
from districts.audiences import own_district
from districts.who_reads import readers_of_thread

from .permissions import step_state, today_in


class CyclesIndexPage(BasePage):
    """All cycles, the latest first."""

    kind = _("Cycles")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["cycles.CyclePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of cycles")

    def get_context(self, request, *args, **kwargs):
        cycles = (
            CyclePage.objects.child_of(self)
            .live()
            .select_related("cycle")
            .prefetch_related("cycle__countries")
        )
        return super().get_context(request, *args, **kwargs) | {"cycles": cycles.order_by("-cycle__number")}


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
        steps = list(self.cycle.steps.select_related("completion"))
        children = self.get_children().live().specific().order_by("path")
        by_kind: dict[str, list] = {"resultspage": [], "lessonpage": [], "knowledgebriefpage": []}
        for child in children:
            by_kind[child._meta.model_name].append(child)
        shown = _stepper(steps, today_in(own_district(request.user)))
        return super().get_context(request, *args, **kwargs) | {
            "cycle": self.cycle,
            "discussion_readers": readers_of_thread(Audience(self.cycle.discussion_audience)),
            "issue": self.cycle.issues.filter(chosen_on__isnull=False).select_related("proposed_by").first(),
            "steps": shown,
            "current_step": _current(shown),
            "results_pages": by_kind["resultspage"],
            "lessons": by_kind["lessonpage"],
            "briefs": by_kind["knowledgebriefpage"],
        }


def _stepper(steps: list, on) -> list[dict]:
    """What the stepper shows of each step: number, name, dates, note, state."""
    return [
        {
            "number": step.number,
            "name": step.get_number_display(),
            "dates": _dates(step),
            "note": step.note,
            "state": step_state(step, on),
        }
        for step in steps
    ]


def _current(shown: list[dict]) -> dict | None:
    """The step under way, else the last one done."""
    now = [step for step in shown if step["state"] == "now"]
    done = [step for step in shown if step["state"] == "done"]
    return now[0] if now else done[-1] if done else None


def _dates(step) -> str:
    start, end = (d and date_format(d, "j F Y") for d in (step.opens_on, step.closes_on))
    if start and end:
        return gettext("%(start)s to %(end)s") % {"start": start, "end": end}
    if end:
        return gettext("until %(end)s") % {"end": end}
    return gettext("from %(start)s") % {"start": start} if start else ""
