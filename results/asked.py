"""What published results ask of a district's team: to say a word about them while they are discussed."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from content.asks import Rank, Task
from cycles.models import CyclePage, Participation, Step
from cycles.of_person import cycles_of_person, pages_under_way, under_way
from cycles.permissions import today_in
from districts.audiences import own_district
from districts.models import TEAM_ROLES, OrgUnit

from .models import Result

MOST = 3


def asked_of(user) -> list[Task]:
    """Somebody in several teams is asked for the district longest served in."""
    district = own_district(user)
    return [_to_comment(page, district) for page in _not_commented(user, district)] if district else []


def _not_commented(user, district: OrgUnit) -> list[CyclePage]:
    discussed = under_way(today_in(district)).filter(number=Step.DISCUSSION)
    comment = Participation.objects.filter(
        cycle=OuterRef("cycle_id"), unit=district, kind=Participation.Kind.COMMENTED
    )
    out = Result.objects.published().filter(cycle=OuterRef("cycle_id"))
    cycles = cycles_of_person(user, TEAM_ROLES).filter(countries=district.country)
    return list(pages_under_way(discussed, cycles).filter(Exists(out), ~Exists(comment))[:MOST])


def _to_comment(page: CyclePage, district: OrgUnit) -> Task:
    return Task(
        text=_("Your team: say a first word about the results"),
        more=_("Nobody of %(district)s has written about them yet. One observation is enough.")
        % {"district": district.name},
        url=f"{page.url}#results",
        button=_("Read the results"),
        rank=Rank.STEP_OPEN,
        until=page.closes_on,
        minutes=10,
        about=page.title,
        step=page.step,
    )
