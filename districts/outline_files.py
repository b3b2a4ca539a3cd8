"""A GeoJSON file -> outlines, checked; nothing is saved here."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What cannot be used, and where: a line of a text file, or the number of a feature of a map."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class OutlineRow:
    level: int
    code: str
    geometry: dict
    name: str = ""


def read_outlines(
    path: Path, *, level: int, code: str, name: str | None = None
) -> tuple[list[OutlineRow], list[Problem]]:
    """The polygons of a FeatureCollection whose properties `code` and `name` tell them apart.

    Raises OSError, and ValueError with a message where the file is no such collection.
    """
    rows, problems, seen = [], [], set()
    for number, feature in enumerate(_features(path), start=1):
        row = _row(feature, level, code, name)
        if isinstance(row, str):
            problems.append(Problem(path.name, number, row))
        elif row.code in seen:
            reason = _("A polygon before it has the code “%(code)s” too.") % {"code": row.code}
            problems.append(Problem(path.name, number, reason))
        else:
            seen.add(row.code)
            rows.append(row)
    return rows, problems


def _features(path: Path) -> list:
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        features = None
    if not isinstance(features, list):
        raise ValueError(_("%(file)s is not a GeoJSON collection of features.") % {"file": path.name})
    return features


def _row(feature, level: int, code: str, name: str | None) -> OutlineRow | str:
    """The outline, or what is wrong with the feature."""
    try:
        properties, geometry = feature["properties"], feature["geometry"]
        own = str(properties.get(code) or "")
        called = str(properties.get(name) or "") if name else ""
        kind = geometry["type"]
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[kind]
    except (KeyError, TypeError, AttributeError):
        return _("It is not a polygon with its properties.")
    if not own or len(own) > 40 or "\x00" in own:
        return _("Its property “%(name)s” is no code of 1 to 40 characters.") % {"name": code}
    if not _drawable(polygons):
        return _("Its polygon has no area, or coordinates that are no degrees.")
    return OutlineRow(level, own, {"type": kind, "coordinates": geometry["coordinates"]}, called)


def _drawable(polygons) -> bool:
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        return bool(rings) and all(map(_drawable_ring, rings))
    except (TypeError, LookupError):
        return False


def _drawable_ring(ring) -> bool:
    return len({(point[0], point[1]) for point in ring}) > 2 and all(map(_in_degrees, ring))


def _in_degrees(point) -> bool:
    longitude, latitude = point[0], point[1]
    return -180 <= longitude <= 180 and -90 <= latitude <= 90
