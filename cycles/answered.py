"""How many districts of each region have answered: told to everybody. Which ones, is told no further than the answers
themselves."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from content.texts import localized

from .permissions import countries_run_by, may_run_cycle
from .records import LearningCycle, Participation, Step


@dataclass(frozen=True)
class Region:
    """`answered` of its `districts`."""

    name_fr: str
    name_en: str
    answered: int
    districts: int

    name = localized("name")


def answered_parts(cycle: LearningCycle, viewer, shown: list[dict]) -> dict:
    """For the cycle's page, once its step has begun: one query, and two more for those who call districts. `shown` is
    what the stepper shows."""
    states = {step["number"]: step["state"] for step in shown}
    if states.get(Step.COMPLETION) not in ("now", "done"):
        return {}
    regions = answered_by_region(cycle)
    return {
        "answered_by_region": regions,
        "answered": sum(region.answered for region in regions),
        "districts_asked": sum(region.districts for region in regions),
        "board_url": _board_url(cycle, viewer),
    }


def answered_by_region(cycle: LearningCycle) -> list[Region]:
    heard = Participation.objects.filter(cycle=cycle, kind=Participation.Kind.ANSWERED, unit=OuterRef("pk"))
    districts = cycle.districts().order_by("parent__name_fr", "parent")
    counted = districts.values("parent", "parent__name_fr", "parent__name_en").annotate(
        heard=Count("pk", filter=Exists(heard)), there=Count("pk")
    )
    return [
        Region(*row) for row in counted.values_list("parent__name_fr", "parent__name_en", "heard", "there")
    ]


def _board_url(cycle: LearningCycle, viewer) -> str:
    """The board stands on the questionnaire, which stands on this app: it is found by name."""
    if countries_run_by(viewer) == set() or not may_run_cycle(viewer, cycle):
        return ""
    questionnaire = getattr(cycle, "questionnaire", None)
    is_open = questionnaire is not None and questionnaire.opened_at is not None
    return reverse("answer_board", args=[questionnaire.key]) if is_open else ""
