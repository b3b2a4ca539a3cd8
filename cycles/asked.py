"""What a cycle asks: of those who facilitate it, to call the districts that are silent so far; what its first step
asks stands in asked_of_issues.py."""

from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.asks import Rank, Task
from content.counting import number_of
from districts.audiences import memberships_of, own_district
from districts.models import OrgUnit, Role

from .asked_of_issues import asked_about_issues
from .of_person import cycles_of_person, pages_under_way, under_way
from .pages import CyclePage
from .permissions import today_in
from .records import LearningCycle, Participation, Step

# What a district does in each step that asks something of districts.
EXPECTED = {
    Step.ISSUE: Participation.Kind.PROPOSED,
    Step.COMPLETION: Participation.Kind.ANSWERED,
    Step.DISCUSSION: Participation.Kind.COMMENTED,
}
# More open steps than that at once are not asked about; the list of cycles has them all.
MOST = 3


def asked_of(user) -> list[Task]:
    facilitates = any(post.role == Role.FACILITATOR for post in memberships_of(user))
    tasks = asked_about_issues(user, facilitates)
    return tasks + [_to_call(page) for page in _silent(user) if page.silent] if facilitates else tasks


def _silent(user) -> list[CyclePage]:
    """One query: the steps under way with `silent` of `districts`. Counted are the districts of today: one that was
    merged during the cycle cannot be called any more."""
    today = today_in(own_district(user))
    steps = under_way(today).filter(number__in=EXPECTED)
    countries = LearningCycle.countries.through.objects.filter(learningcycle=OuterRef(OuterRef("cycle_id")))
    districts = OrgUnit.objects.in_countries(countries.values("orgunit_id")).districts().in_use()
    districts = districts.existing(today)
    heard = Participation.objects.filter(
        cycle=OuterRef(OuterRef("cycle_id")), kind=OuterRef(OuterRef("expected")), unit=OuterRef("pk")
    )
    expected = Case(*(When(step=step, then=Value(kind)) for step, kind in EXPECTED.items()))
    pages = pages_under_way(steps, cycles_of_person(user, (Role.FACILITATOR,))).annotate(expected=expected)
    counted = pages.annotate(
        districts=number_of(districts), silent=number_of(districts.filter(~Exists(heard)))
    )
    return list(counted[:MOST])


def _to_call(page: CyclePage) -> Task:
    return Task(
        text=_said(page) % {"silent": page.silent, "districts": page.districts},
        more=_("A call helps more than a reminder. This is to help, not to rank, and for you alone."),
        url=page.url,
        button=_("Open the cycle"),
        rank=Rank.STEP_OPEN,
        until=page.closes_on,
        about=page.title,
        step=page.step,
    )


def _said(page: CyclePage) -> str:
    if page.step == Step.ISSUE:
        return ngettext(
            "%(silent)d of %(districts)d districts has not proposed an issue yet",
            "%(silent)d of %(districts)d districts have not proposed an issue yet",
            page.silent,
        )
    if page.step == Step.COMPLETION:
        return ngettext(
            "%(silent)d of %(districts)d districts has not answered yet",
            "%(silent)d of %(districts)d districts have not answered yet",
            page.silent,
        )
    return ngettext(
        "%(silent)d of %(districts)d districts has not spoken about the results yet",
        "%(silent)d of %(districts)d districts have not spoken about the results yet",
        page.silent,
    )
