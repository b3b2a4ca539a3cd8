"""What cycles hold about a person: what was done in a district's name, and whose figures were looked at."""

from django.utils.translation import gettext_lazy as _

from content.personal_data import Section, section
from districts.models import DataView, User

from .models import LearningCycle, Participation, StepCompletion

WHEN, DISTRICT, CYCLE = _("When"), _("District"), _("Cycle")


def of(person: User) -> list[Section]:
    took_part = Participation.objects.filter(by=person).select_related("cycle", "unit").order_by("at")
    done = StepCompletion.objects.filter(by=person).select_related("step__cycle").order_by("at")
    looks = DataView.objects.filter(viewer=person).select_related("unit")
    titles: dict = {}
    return [
        section(
            "participations", _("What your district did first through you"), took_part,
            (WHEN, "at"), (CYCLE, "cycle.title"), (DISTRICT, "unit.name"), (_("What"), "get_kind_display"),
        ),
        section(
            "steps_done", _("Steps of a cycle you declared done"), done,
            (WHEN, "at"), (CYCLE, "step.cycle.title"), (_("Step"), "step"), (_("Text"), "because"),
        ),
        section(
            "looks", _("Districts whose figures you looked at"), looks,
            (WHEN, "day"), (DISTRICT, "unit.name"), (_("What"), "get_what_display"),
            (_("In the role of"), "get_seen_as_display"), (CYCLE, lambda look: _title_of(look, titles)),
        ),
    ]  # fmt: skip


def _title_of(look: DataView, titles: dict) -> str:
    """A look knows its cycle by key; all titles in one query, asked for with the first row."""
    if not titles:
        titles.update((cycle.key, cycle.title) for cycle in LearningCycle.objects.all())
    return titles.get(look.about, "")
