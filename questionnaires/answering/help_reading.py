"""What waits for those who help with a questionnaire, over all districts of their countries: counted, and listed page
by page. Rules are worked out for none of them."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cycles.models import Participation
from cycles.permissions import today_of
from districts.models import OrgUnit

from ..models import Clarification, Extension, Questionnaire, Response, Signature


@dataclass(frozen=True)
class Scope:
    """The districts of some countries in a questionnaire's cycle."""

    questionnaire: Questionnaire
    countries: tuple[OrgUnit, ...]

    def _units(self) -> QuerySet:
        return OrgUnit.objects.in_countries([country.pk for country in self.countries]).values("pk")

    def asked(self) -> QuerySet[Clarification]:
        """Not settled; what a team has replied to comes first."""
        rows = Clarification.objects.filter(
            settled_at=None, response__questionnaire=self.questionnaire, response__unit__in=self._units()
        )
        rows = rows.select_related("question", "response__unit__parent", "asked_by", "replied_by")
        first = F("replied_at").asc(nulls_last=True)
        return rows.prefetch_related("question__choices").order_by(first, "asked_at", "pk")

    def to_confirm(self) -> QuerySet[Signature]:
        """Signed for a team that has not confirmed it; the oldest first."""
        latest = Signature.objects.latest_of_each().filter(on_behalf=True, confirmed_at=None)
        rows = latest.filter(response__questionnaire=self.questionnaire, response__unit__in=self._units())
        return rows.select_related("response__unit__parent", "by").order_by("at", "pk")

    def extended(self) -> QuerySet[Extension]:
        """Of each district the one that counts, while it is not over; the soonest over first."""
        later = Extension.objects.filter(
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
            questionnaire=OuterRef("questionnaire"),
            unit=OuterRef("unit"),
        )
        first, _latest = today_of(self.questionnaire.cycle)
        rows = self.questionnaire.extensions.filter(~Exists(later), until__gte=first, unit__in=self._units())
        return rows.select_related("unit__parent", "by").order_by("until", "unit__name_fr", "pk")

    def corrected(self) -> QuerySet[Response]:
        """Whose teams corrected something after closing; those that have not signed it yet first."""
        corrected = Participation.objects.filter(
            cycle=self.questionnaire.cycle_id, unit=OuterRef("unit"), kind=Participation.Kind.CORRECTED
        )
        rows = self.questionnaire.responses.filter(Exists(corrected), unit__in=self._units())
        rows = rows.select_related("unit__parent")
        signed = Case(When(revision=F("signed_revision"), then=Value(1)), default=Value(0))
        return rows.annotate(signed_again=signed).order_by("signed_again", "unit__name_fr", "pk")
