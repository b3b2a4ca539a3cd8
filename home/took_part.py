"""For those above districts: how many of their area answered last, and by name where that may be known."""

from dataclasses import dataclass

from django.http import HttpRequest

from analysis.disclosure import Audience, DisclosedTable
from cycles.of_person import cycles_of_person
from districts.audiences import covers, memberships_of
from districts.models import OrgUnit, Role
from questionnaires.response_table import PARTICIPATION
from results.looks import see
from results.models import Result
from results.reading import reading_for
from results.wording import base_sentence, part_of


@dataclass(frozen=True)
class Region:
    """`answered` says how many of how many."""

    name: str
    answered: str


@dataclass(frozen=True)
class TookPart:
    """`named` are the districts that this person may know to have answered; `kept`, that no name goes so far."""

    cycle: str
    url: str
    sentence: str
    regions: list[Region]
    named: list[str]
    kept: bool


def took_part(request: HttpRequest) -> TookPart | None:
    """In the latest cycle of the person's countries with published results: two queries. The numbers by region are
    everyone's; the names go through disclosure like every row, and are looks that the teams can read of."""
    user = request.user
    cycles = cycles_of_person(user, (Role.OFFICIAL,)).values("pk")
    published = (
        Result.objects.published().latest_versions().filter(question_code=PARTICIPATION, cycle__in=cycles)
    )
    result = published.select_related("cycle").order_by("-published_at", "-pk").first()
    if result is None:
        return None
    reading = reading_for(request, result)
    area = _covered(user, reading.districts)
    disclosed = reading.disclosed(result)
    see(reading, result, disclosed)
    return TookPart(
        cycle=result.cycle.title,
        url=result.thread_url(),
        sentence=base_sentence(disclosed),
        regions=_regions(disclosed, area),
        named=_named(disclosed, area),
        kept=disclosed.level < Audience.HIERARCHY,
    )


def _covered(user, districts: list[OrgUnit]) -> list[OrgUnit]:
    posts = [post for post in memberships_of(user) if post.role == Role.OFFICIAL]
    return [district for district in districts if any(covers(post, district) for post in posts)]


def _regions(table: DisclosedTable, area: list[OrgUnit]) -> list[Region]:
    names = {district.parent.code: district.parent.name for district in area}
    tallies = ((name, table.groups[code]) for code, name in names.items() if code in table.groups)
    return [Region(name, part_of(tally.accounted, tally.asked)) for name, tally in tallies]


def _named(table: DisclosedTable, area: list[OrgUnit]) -> list[str]:
    answered = {row.unit for row in table.rows if row.unit and row.value == "answered"}
    return [district.name for district in area if district.code in answered]
