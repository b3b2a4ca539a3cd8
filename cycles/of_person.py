"""A person's cycles: those of the countries they have posts in, and which of their steps are under way."""

import datetime
from collections.abc import Container

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language

from districts.audiences import memberships_of

from .pages import CyclePage
from .records import CycleStep, LearningCycle


def countries_of(user, roles: Container[str] | None = None) -> set[int] | None:
    """Ids of the countries in which this person has posts, of these roles where given; None: in all."""
    units = [post.unit for post in memberships_of(user) if roles is None or post.role in roles]
    if any(unit is None for unit in units):
        return None
    return {unit.country.pk for unit in units}


def cycles_of_person(user, roles: Container[str] | None = None) -> QuerySet[LearningCycle]:
    """Without order and for use inside other queries: a cycle of two countries may be in it twice."""
    countries = countries_of(user, roles)
    found = LearningCycle.objects.order_by()
    return found if countries is None else found.filter(countries__in=countries)


def under_way(on: datetime.date) -> QuerySet[CycleStep]:
    """The steps that `permissions.step_state` calls "now"."""
    open_still = Q(closes_on__isnull=True) | Q(closes_on__gte=on)
    return CycleStep.objects.filter(open_still, opens_on__lte=on, completion__isnull=True, left_out=False)


def pages_under_way(steps: QuerySet[CycleStep], cycles: QuerySet[LearningCycle]) -> QuerySet[CyclePage]:
    """The live pages, in the reader's language, of these cycles with one of these steps: a row for each step, with
    its number as `step` and its last day as `closes_on`, the soonest over first."""
    pages = CyclePage.objects.live().filter(locale__language_code=get_language() or "fr")
    # The join of this filter is the one that the annotations read: it is the same step.
    pages = pages.filter(cycle__in=cycles.values("pk"), cycle__steps__in=steps.order_by().values("pk"))
    pages = pages.select_related("cycle")
    pages = pages.annotate(step=F("cycle__steps__number"), closes_on=F("cycle__steps__closes_on"))
    return pages.order_by(F("closes_on").asc(nulls_last=True), "pk")


def stands_below(cycles: QuerySet[LearningCycle]) -> Exists:
    """Of a page: that it is a results page, lesson or brief of one of these cycles, told by its path alone."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Value(CyclePage.steplen))
    return Exists(CyclePage.objects.filter(path=above, cycle__in=cycles.values("pk")))
