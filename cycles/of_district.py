"""A district's way through the cycles: which there were for it, and what it took part in."""

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from districts.models import OrgUnit

from .issues import Issue, IssueQuerySet, Vote
from .pages import CyclePage
from .records import LearningCycle, Participation


def cycles_of(unit: OrgUnit) -> QuerySet[LearningCycle]:
    """The published cycles of its country while the district was in being, and whatever else it took part in; the
    latest first, each with `parts_of_unit`. Two queries."""
    parts = Participation.objects.filter(unit=unit).order_by("at", "pk")
    dated = LearningCycle.objects.annotate(first=Min("steps__opens_on"), last=Max("steps__closes_on"))
    published = Exists(CyclePage.objects.live().filter(cycle=OuterRef("pk")))
    there = Q(published, pk__in=_of_country(unit.country)) & _in_being(unit)
    took_part = Exists(parts.filter(cycle=OuterRef("pk")).order_by())
    found = dated.filter(there | Q(took_part)).order_by(
        F("last").desc(nulls_first=True), F("number").desc(nulls_last=True), "-pk"
    )
    return found.prefetch_related(Prefetch("participations", parts, to_attr="parts_of_unit"))


def _of_country(country: OrgUnit) -> QuerySet:
    return LearningCycle.countries.through.objects.filter(orgunit_id=country.pk).values("learningcycle_id")


def _in_being(unit: OrgUnit) -> Q:
    """As LearningCycle.districts has it: a cycle without dates is open to any time."""
    found = Q()
    if unit.valid_from:
        found &= Q(last__isnull=True) | Q(last__gte=unit.valid_from)
    if unit.valid_to:
        found &= Q(first__isnull=True) | Q(first__lte=unit.valid_to)
    return found


def issues_of(unit: OrgUnit) -> IssueQuerySet:
    """What it proposed (`ours`), whatever became of it, and what of others' it supports; the latest first."""
    ours = Q(proposed_by=unit)
    voice = Exists(Vote.objects.filter(issue=OuterRef("pk"), unit=unit))
    standing = Q(withdrawn_at__isnull=True, merged_into__isnull=True)
    found = Issue.objects.filter(ours | standing & Q(voice)).select_related("cycle", "merged_into")
    return found.annotate(ours=ExpressionWrapper(ours, BooleanField())).order_by("-pk")
