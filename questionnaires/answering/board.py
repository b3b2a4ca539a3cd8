"""Who has answered, district by district: read from what every save and signature has noted, so that no rule is worked
out here, for ten districts or for thousands.

    board_of(questionnaire, countries) -> districts with `state`, `answered`, `asked`, `last_seen`, `extended_until` ...
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import pgettext_lazy

from cycles.models import Participation
from districts.models import OrgUnit

from ..models import Extension, Questionnaire, Signature

NOT_BEGUN, BEGUN, READY = "not_begun", "begun", "ready"
CHANGED, FOR_TEAM = "changed", "for_team"
SIGNED, CORRECTED = "signed", "corrected"
# In the order in which something is to be done about them.
STATES = {
    NOT_BEGUN: pgettext_lazy("district", "not begun"),
    BEGUN: pgettext_lazy("district", "begun"),
    READY: pgettext_lazy("district", "all answered, not signed"),
    CHANGED: pgettext_lazy("district", "changed since it was signed"),
    FOR_TEAM: pgettext_lazy("district", "signed for the team, not confirmed"),
    SIGNED: pgettext_lazy("district", "signed"),
    CORRECTED: pgettext_lazy("district", "signed, corrected after closing"),
}
# Of these there is no signature at all.
SILENT = (NOT_BEGUN, BEGUN, READY)


def board_of(questionnaire: Questionnaire, countries: Iterable[OrgUnit]) -> QuerySet[OrgUnit]:
    """The districts of these countries in the questionnaire's cycle: those without a signature first, then those with
    something left to do, each by region and name."""
    districts = questionnaire.cycle.districts().in_countries([country.pk for country in countries])
    found = districts.annotate(
        response=FilteredRelation("responses", condition=Q(responses__questionnaire=questionnaire))
    ).annotate(
        response_pk=F("response__pk"),
        begun_at=F("response__begun_at"),
        signed_at=F("response__signed_at"),
        answered=F("response__answered"),
        asked=F("response__asked"),
        last_seen=_last_seen(),
        extended_until=_extended(questionnaire),
        state=_state(questionnaire),
    )
    return found.annotate(urgency=_urgency()).order_by("urgency", "parent__name_fr", "name_fr", "pk")


def _last_seen() -> Coalesce:
    """When anything was last given, changed or signed."""
    changed, signed = F("response__changed_at"), F("response__signed_at")
    return Coalesce(Greatest(changed, signed), changed, signed, F("response__begun_at"))


def _extended(questionnaire: Questionnaire) -> Subquery:
    """The last one counts, whether its day is over or not."""
    mine = Extension.objects.filter(questionnaire=questionnaire, unit=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery(mine.values("until")[:1])


def _state(questionnaire: Questionnaire) -> Case:
    counts = Signature.objects.filter(response=OuterRef("response__pk")).latest_of_each()
    corrected = Participation.objects.filter(
        cycle=questionnaire.cycle_id, unit=OuterRef("pk"), kind=Participation.Kind.CORRECTED
    )
    unsigned = Q(response__signed_at__isnull=True)
    all_answered = Q(response__asked__gt=0, response__answered__gte=F("response__asked"))
    return Case(
        When(response__pk__isnull=True, then=Value(NOT_BEGUN)),
        When(unsigned & all_answered, then=Value(READY)),
        When(unsigned, then=Value(BEGUN)),
        When(~Q(response__revision=F("response__signed_revision")), then=Value(CHANGED)),
        When(Exists(counts.filter(on_behalf=True, confirmed_at__isnull=True)), then=Value(FOR_TEAM)),
        When(Exists(corrected), then=Value(CORRECTED)),
        default=Value(SIGNED),
    )


def _urgency() -> Case:
    return Case(When(state__in=SILENT, then=0), When(state__in=(CHANGED, FOR_TEAM), then=1), default=2)


@dataclass
class Total:
    """`signed` of `districts` districts of a region, or of a country with its regions."""

    unit: OrgUnit
    signed: int = 0
    districts: int = 0
    regions: list["Total"] = field(default_factory=list)

    def add(self, other: "Total") -> None:
        self.signed += other.signed
        self.districts += other.districts
        self.regions.append(other)


def totals_of(board: QuerySet[OrgUnit]) -> list[Total]:
    """By country, each with its regions by name; two queries."""
    signed = Count("pk", filter=Q(response__signed_at__isnull=False))
    counted = board.order_by().values("parent").annotate(signed_here=signed, districts_here=Count("pk"))
    numbers = {
        region: rest for region, *rest in counted.values_list("parent", "signed_here", "districts_here")
    }
    regions = OrgUnit.objects.filter(pk__in=numbers).with_above()
    countries: dict[int, Total] = {}
    for region in sorted(regions, key=lambda unit: (unit.name, unit.pk)):
        country = countries.setdefault(region.country.pk, Total(region.country))
        country.add(Total(region, *numbers[region.pk]))
    return sorted(countries.values(), key=lambda total: total.unit.name)
