"""A map of units for the admin: each polygon leads to its unit, the one looked at stands out."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .boundaries import outlines_of, shapes_of
from .models import OrgUnit

MOST_SHAPES = 400
LAND, UNIT, SHARED, CHOSEN = "#e7ecea", "#9fcac1", "#c9dfd9", "#0b6e63"


@dataclass
class UnitMap:
    """`svg`, and beside it the units that no polygon draws alone."""

    svg: SafeString
    sharing: list[OrgUnit]
    missing: list[OrgUnit]


def map_of(unit: OrgUnit) -> UnitMap | None:
    """The districts of a country or region, or those around a district; the units just below where districts
    are too many to tell apart. None where nothing is drawn."""
    country, centre = unit.country, unit
    if unit.level >= country.district_level and unit.parent:
        centre = unit.parent
    keys = outlines_of(country)
    for level in dict.fromkeys((max(country.district_level, centre.level + 1), centre.level + 1)):
        units = _units_below(centre, level)
        if len(units) <= MOST_SHAPES and (key := keys.get(level)):
            drawn = {unit.polygon for unit in units} & {code for code, _digest in key[2]}
            if drawn:
                shapes = shapes_of(key, None if centre == country else frozenset(drawn))
                return _draw(shapes, units, unit)
    return None


def _units_below(centre: OrgUnit, level: int) -> list[OrgUnit]:
    way = "__".join(["parent"] * (level - centre.level))
    units = OrgUnit.objects.in_use().filter(level=level, **{way: centre}).order_by("name_fr")
    return list(units.only("level", "code", "name_fr", "name_en", "polygon", "parent_id")[: MOST_SHAPES + 1])


def _draw(shapes, units: list[OrgUnit], chosen: OrgUnit) -> UnitMap:
    members = defaultdict(list)
    for unit in units:
        members[unit.polygon].append(unit)
    paths = [_area(shape, members.get(shape.id, []), chosen) for shape in shapes.shapes]
    svg = format_html(
        '<svg viewBox="-2 -2 {} {}" width="100%" role="group" aria-label="{}" stroke="#fff">{}</svg>',
        shapes.width + 4,
        shapes.height + 4,
        _("Map: each place leads to its page"),
        format_html_join("", "{}", ((path,) for path in paths)),
    )
    ids = {shape.id for shape in shapes.shapes}
    return UnitMap(
        svg,
        [
            unit
            for polygon in members
            if polygon in ids and len(members[polygon]) > 1
            for unit in members[polygon]
        ],
        [unit for unit in units if unit.polygon not in ids],
    )


def _area(shape, units: list[OrgUnit], chosen: OrgUnit) -> SafeString:
    """A polygon that several share leads to the unit above them, where they are listed."""
    if not units:
        return format_html('<path fill="{}" d="{}"/>', LAND, shape.path)
    colour = CHOSEN if chosen in units else SHARED if len(units) > 1 else UNIT
    return format_html(
        '<a href="{}"><title>{}</title><path fill="{}" fill-rule="evenodd" d="{}"/></a>',
        reverse("units:show", args=[units[0].pk if len(units) == 1 else units[0].parent_id]),
        ", ".join(unit.name for unit in units),
        colour,
        shape.path,
    )
