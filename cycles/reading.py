"""Cycles as they are read: with steps, countries and pages at hand, and where a reader finds them."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from wagtail.models import Page

from content.counting import number_of
from districts.models import Membership

from .issues import Issue
from .permissions import OWNING_ROLES, countries_run_by
from .records import CycleStep, DateChange, Follower, LearningCycle


def whole(cycles: QuerySet[LearningCycle]) -> QuerySet[LearningCycle]:
    """What it takes to say where each stands: three more queries, however many there are."""
    # CyclePage, which itself reads from here.
    pages = LearningCycle.pages.rel.related_model.objects.select_related("locale")
    return with_steps(cycles).prefetch_related("countries", Prefetch("pages", pages))


def with_steps(cycles: QuerySet[LearningCycle]) -> QuerySet[LearningCycle]:
    return cycles.prefetch_related(Prefetch("steps", CycleStep.objects.select_related("completion")))


def cycles_run_by(user) -> QuerySet[LearningCycle]:
    """Those that the person may run, the latest first."""
    cycles, countries = LearningCycle.objects.order_by("-pk"), countries_run_by(user)
    if countries is None:
        return cycles
    return cycles.filter(countries__in=countries).distinct()


def read_for(viewer, pk: int) -> LearningCycle:
    """For its page, which many ask for, in one query: with steps, decision owner and questionnaire, with `follows`,
    whether the viewer follows it, with `owner_role`, the post in which the owner is one, with `proposals`, how many
    stand, and with `moved`, whether dates have changed."""
    posts = Membership.objects.current().filter(user=OuterRef("cycle__decision_owner"), role__in=OWNING_ROLES)
    steps = CycleStep.objects.filter(cycle=pk).select_related(
        "completion", "cycle__decision_owner__profile", "cycle__questionnaire"
    )
    steps = steps.annotate(
        follows=Exists(Follower.objects.filter(cycle=pk, user=viewer.pk)),
        owner_role=Subquery(posts.values("role")[:1]),
        proposals=number_of(Issue.objects.standing().filter(cycle=pk)),
        moved=Exists(DateChange.objects.filter(step__cycle=pk)),
    )
    found = list(steps)
    cycle = found[0].cycle
    for name in ("follows", "owner_role", "proposals", "moved"):
        setattr(cycle, name, getattr(found[0], name))
    cycle._prefetched_objects_cache = {"steps": found}
    return cycle


def page_of(cycle: LearningCycle, language: str) -> Page | None:
    """The live page in that language, else in the other one."""
    live = [page for page in cycle.pages.all() if page.live]
    return next((page for page in live if page.locale.language_code == language), live[0] if live else None)


def date_changes(cycle: LearningCycle) -> list[DateChange]:
    """The latest first."""
    return list(DateChange.objects.filter(step__cycle=cycle).select_related("step").order_by("-at", "-pk"))
