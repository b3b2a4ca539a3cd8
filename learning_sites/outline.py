"""Draws the outline behind the map of learning sites: `python -m learning_sites.outline africa.geojson`.

Run once when the source changes; what it writes is part of the templates. Source: Natural Earth, 1:110m,
countries, public domain. Three units to a degree: at the size of a phone nothing finer is seen.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent / "templates" / "learning_sites" / "includes" / "africa.html"
WEST, NORTH, UNITS = -20, 38, 3  # sites_map.html repeats these three in its transform
HEADER = "{# Written by learning_sites/outline.py from Natural Earth, 1:110m, public domain. #}"


def rings(collection: dict) -> Iterator[list]:
    """The outer rings of all countries; lakes and enclaves are too small to matter here."""
    for feature in collection["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        yield from (polygon[0] for polygon in polygons)


def path(ring: list) -> str:
    """One closed ring in whole units, each point written as the step from the one before."""
    points = [(round((lon - WEST) * UNITS), round((NORTH - lat) * UNITS)) for lon, lat in ring]
    steps = [(x - a, y - b) for (a, b), (x, y) in zip(points, points[1:], strict=False) if (x, y) != (a, b)]
    if len(steps) < 3:
        return ""
    drawn = " ".join(f"{x} {y}" for x, y in steps[:-1]).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{drawn}z"


if __name__ == "__main__":
    drawing = "".join(map(path, rings(json.loads(Path(sys.argv[1]).read_text()))))
    TARGET.write_text(f'{HEADER}<path class="land" d="{drawing}"/>\n')
