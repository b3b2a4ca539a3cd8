"""What one district answered, as one reader may see it: its row of each result, and nothing of the others."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

from analysis.cell_texts import value_text
from cycles.models import LearningCycle
from districts.models import OrgUnit

from .looks import see
from .models import Result
from .reading import reading_for


@dataclass(frozen=True)
class OwnAnswer:
    """`value` is empty where this reader may not see it."""

    result: Result
    value: str


def own_answers(request: HttpRequest, unit: OrgUnit, cycle: LearningCycle) -> list[OwnAnswer]:
    """For the latest version of each published result: three queries."""
    results = Result.objects.published().latest_versions().filter(cycle=cycle).order_by("pk")
    found = []
    for result in results:
        result.cycle = cycle
        found.append(OwnAnswer(result, _value(request, result, unit)))
    return found


def _value(request: HttpRequest, result: Result, unit: OrgUnit) -> str:
    """What is shown to somebody who is not of the team is a look at the district's data (looks.py)."""
    reading = reading_for(request, result)
    table = reading.disclosed(result)
    row = table.row(unit.code)
    if row is None:
        return ""
    see(reading, result, replace(table, rows=(row,)))
    return value_text(table, row.value, reading.labels)
