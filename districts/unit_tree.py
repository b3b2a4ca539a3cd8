"""The tree of units as the admin shows it: open along one path, long branches in pages."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from .models import LevelName, OrgUnit
from .unit_names import search_units
from .units import UnitQuerySet

PER_PAGE, MOST_PAGES = 50, 10_000

Names = dict[tuple[int, int], LevelName]


@dataclass
class Branch:
    """A unit of the tree; where it is open, a page of the units just below it. `has_next`: there are more."""

    unit: OrgUnit
    name_below: LevelName | None
    open: bool = False
    below: list["Branch"] = field(default_factory=list)
    page: int = 1
    has_next: bool = False


def level_names() -> Names:
    """By country and level."""
    return {(name.country_id, name.level): name for name in LevelName.objects.order_by()}


def page_number(text: str) -> int:
    """The first page for whatever is no number of a page."""
    number = int(text[:9]) if text.isascii() and text[:9].isdigit() else 1
    return max(1, min(number, MOST_PAGES))


def read_tree(chosen: OrgUnit | None, page: int, archived: bool, names: Names) -> Branch:
    """A root without a unit that holds the countries, open down to the chosen unit and in `page` of that: one
    query, however deep and wide the tree is."""
    way = chosen.lineage() if chosen else []
    below = defaultdict(list)
    for unit in _rows(way, page, archived):
        below[unit.parent_id].append(unit)
    root = branch = Branch(OrgUnit(level=0), None)
    for step in [None, *way]:
        if step:
            branch = _branch_of(step, branch, names)
        branch.open, branch.page = True, page if step == chosen else 1
        units = below[step and step.pk]
        branch.has_next = len(units) > PER_PAGE
        country = way[0].pk if step else None
        branch.below = [
            Branch(unit, names.get((country or unit.pk, unit.level + 1))) for unit in units[:PER_PAGE]
        ]
    return root


def _rows(way: list[OrgUnit], page: int, archived: bool) -> UnitQuerySet:
    """Of each open unit the first page and one more, of the last on the way the page asked for."""
    before = (page - 1) * PER_PAGE
    place = Window(RowNumber(), partition_by=F("parent_id"), order_by=["name_fr", "pk"])
    listed = Q(place__lte=PER_PAGE + 1)
    if way:
        asked = Q(place__gt=before, place__lte=before + PER_PAGE + 1)
        others = Q(parent__isnull=True) | ~Q(parent=way[-1])
        listed = (Q(parent=way[-1]) & asked) | (others & listed)
    units = OrgUnit.objects.all() if archived else OrgUnit.objects.in_use()
    inside = OrgUnit.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(n=Count("pk"))
    inside = inside if archived else inside.in_use()
    open_ones = units.filter(Q(parent__isnull=True) | Q(parent__in=way)).annotate(place=place)
    counted = open_ones.annotate(below_count=Coalesce(Subquery(inside.values("n")), 0))
    return counted.filter(listed).order_by("name_fr", "pk")


def _branch_of(step: OrgUnit, above: Branch, names: Names) -> Branch:
    """The unit's own branch; archived, or on another page of a long one, it stands last: it is on the way."""
    found = next((branch for branch in above.below if branch.unit == step), None)
    if found is None:
        found = Branch(step, names.get((step.country.pk, step.level + 1)))
        above.below.append(found)
    return found


def search(text: str) -> list[OrgUnit]:
    """The first units that are called so, archived ones included, with what lies above them: two queries."""
    rows = OrgUnit.objects.only("level", "code", "uid", "name_fr", "name_en", "variants")
    met = [unit.pk for unit in search_units(text, rows)[:PER_PAGE]]
    by_pk = OrgUnit.objects.with_above().in_bulk(met)
    return [by_pk[pk] for pk in met if pk in by_pk]
