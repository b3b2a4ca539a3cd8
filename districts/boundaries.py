"""Outlines of regions and districts for drawn maps: public data, not official limits (districts/geo/SOURCES.md)."""

import json
from functools import cache
from pathlib import Path

GEO = Path(__file__).resolve().parent / "geo"

# By country code: the file of each level and the property that names a feature.
FILES = {
    ("GIN", "district"): ("guinea_prefectures.geojson", "code"),
    ("GIN", "region"): ("guinea_regions.geojson", "region"),
    ("BEN", "district"): ("benin_zones_sanitaires.geojson", "zs"),
    ("BEN", "region"): ("benin_departements.geojson", "dept"),
}


@cache
def outlines(country: str, level: str) -> tuple[dict, str] | None:
    """The GeoJSON of a country's level and the property that names its features; None if there is none."""
    if (country, level) not in FILES:
        return None
    name, key = FILES[country, level]
    return json.loads((GEO / name).read_text(encoding="utf-8")), key
