"""Outlines of regions and districts for drawn maps: public data, not official limits (districts/geo/SOURCES.md)."""

import hashlib
import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from analysis.shapes import Shapes

from .units import OrgUnit, Outline

GEO = Path(__file__).resolve().parent / "geo"
# The files of each country, for `manage.py import_org_units`.
COUNTRIES = (GEO / "guinea.toml", GEO / "benin.toml")

Key = tuple[int, int, tuple[tuple[str, str], ...]]


def digest_of(geometry: dict) -> str:
    return hashlib.sha256(json.dumps(geometry, sort_keys=True).encode()).hexdigest()


def outlines_of(country: OrgUnit) -> dict[int, Key]:
    """What the outlines of a country's levels are at this moment, in one short query.

    A key names their content, so that what was drawn from them holds in every process until they change.
    """
    drawn = defaultdict(list)
    rows = Outline.objects.filter(country=country).order_by("level", "code")
    for level, code, digest in rows.values_list("level", "code", "digest"):
        drawn[level].append((code, digest))
    return {level: (country.pk, level, tuple(pairs)) for level, pairs in drawn.items()}


@lru_cache(maxsize=64)
def shapes_of(key: Key, only: frozenset[str] | None = None) -> Shapes:
    """The outlines as shapes named by their codes, `only` some of them where given; simplified once per process
    and content."""
    country, level, drawn = key
    codes = [code for code, _digest in drawn if only is None or code in only]
    rows = Outline.objects.filter(country=country, level=level)
    if only is not None:
        rows = rows.filter(code__in=codes)
    geometries = dict(rows.values_list("code", "geometry"))
    features = [
        {"properties": {"code": code}, "geometry": geometries[code]} for code in codes if code in geometries
    ]
    return Shapes.from_geojson({"features": features}, key="code")
