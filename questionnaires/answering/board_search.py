"""What somebody wants to see of the board: nothing that can be typed into its address is an error."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from districts.models import OrgUnit
from districts.unit_names import search_units

from .board import SILENT, STATES, Total

LONGEST = 80
# Beside the states themselves.
SILENT_ONES, EXTENDED = "silent", "extended"
CHOICES: dict[str, str | Promise] = {
    SILENT_ONES: pgettext_lazy("district", "not signed at all"),
    **STATES,
    EXTENDED: pgettext_lazy("district", "with more time than the others"),
}


@dataclass(frozen=True)
class Asked:
    """Values that are none of the choices count as not asked. `region` is a code."""

    region: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict, totals: list[Total]) -> "Asked":
        known = {region.unit.code for country in totals for region in country.regions}
        return cls(
            region=_one_of(query.get("region"), known),
            state=_one_of(query.get("state"), CHOICES),
            q=" ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST],
        )

    def address(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def _one_of(value: str | None, known) -> str:
    return value if value in known else ""


def narrowed(board: QuerySet[OrgUnit], asked: Asked) -> QuerySet[OrgUnit]:
    found = board
    if asked.region:
        found = found.filter(parent__code=asked.region)
    if asked.state == SILENT_ONES:
        found = found.filter(state__in=SILENT)
    elif asked.state == EXTENDED:
        found = found.filter(extended_until__gte=timezone.localdate())
    elif asked.state:
        found = found.filter(state=asked.state)
    return found.filter(_called(board, asked.q)) if asked.q else found


def _called(board: QuerySet[OrgUnit], text: str) -> Q:
    """By the name of the district or of its region, as people spell them."""
    plain = OrgUnit.objects.filter(pk__in=board.order_by().values("pk")).select_related("parent")
    districts = list(plain)
    met = {unit.pk for unit in search_units(text, {*districts, *(unit.parent for unit in districts)})}
    return Q(pk__in=met) | Q(parent__in=met)
