"""What a questionnaire asks of those who help the teams to answer: to read what teams replied."""

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.asks import Rank, Task
from content.counting import number_of
from cycles.models import Step
from cycles.permissions import countries_run_by
from districts.models import OrgUnit

from .models import Clarification, Questionnaire

# More than that at once are not asked about; the page of each questionnaire leads to all.
MOST = 3


def asked_of_helper(user) -> list[Task]:
    """One query; none for those who run no cycle."""
    countries = countries_run_by(user)
    if countries is not None and not countries:
        return []
    return [_to_read(row) for row in _replied(countries)[:MOST]]


def _replied(countries: set[int] | None) -> QuerySet[Questionnaire]:
    """Questionnaires with `replied`, what teams of these countries replied and nobody has settled yet."""
    replies = Clarification.objects.replied().filter(response__questionnaire=OuterRef("pk"))
    if countries is not None:
        units = OrgUnit.objects.in_countries(countries)
        replies = replies.filter(response__unit__in=units.values("pk"))
    found = Questionnaire.objects.annotate(replied=number_of(replies)).filter(replied__gt=0)
    return found.select_related("cycle").order_by("-cycle_id")


def _to_read(row: Questionnaire) -> Task:
    text = ngettext(
        "%(number)d reply of a team waits for you to read it",
        "%(number)d replies of teams wait for you to read them",
        row.replied,
    )
    return Task(
        text=text % {"number": row.replied},
        more=_("A facilitator had asked back about an answer. Settle it, or ask again."),
        url=reverse("help", args=[row.key]),
        button=_("Read the replies"),
        rank=Rank.PEOPLE_WAIT,
        about=row.cycle.title,
        step=int(Step.COMPLETION),
    )
