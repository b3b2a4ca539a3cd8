"""Map outlines, once: GeoJSON -> flat whole numbers -> SVG path strings.

Neighbours share their border exactly: it is cut at the points where borders meet, and each piece is
simplified once, so that no gap or overlap opens between two districts.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

Point = tuple[float, float]
Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Shape:
    """One polygon in drawing units, with the point where its name is written."""

    id: str
    rings: tuple[Ring, ...]
    path: str
    centre: tuple[int, int]


@dataclass(frozen=True)
class Shapes:
    """All polygons of a map of `width` by `height`, y downwards.

    `members[shape id]` lists the codes that are drawn with that shape: one, or several that share a polygon
    because nobody drew a border between them. A shape without members is land around them.
    """

    shapes: tuple[Shape, ...]
    width: int
    height: int
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _origin: tuple[float, float, float, float] = (0, 0, 1, 1)

    @classmethod
    def from_geojson(cls, data: Mapping, *, key: str, width: int = 600, tolerance: float = 1.6) -> "Shapes":
        """Read a FeatureCollection of (Multi)Polygons whose property `key` names each feature.

        `tolerance` is how far, in drawing units, a simplified border may stray from the given one. Each
        shape is its own only member until `with_members` says otherwise. ValueError if there is no polygon.
        """
        polygons = {
            str(feature["properties"][key]): _rings(feature["geometry"]) for feature in data["features"]
        }
        origin, height = _frame([ring for rings in polygons.values() for ring in rings], width)
        flat = {
            code: [[_project(point, origin) for point in ring] for ring in rings]
            for code, rings in polygons.items()
        }
        simplified = _simplify_together(flat, tolerance)
        shapes = tuple(_shape(code, rings) for code, rings in simplified.items())
        return cls(shapes, width, height, {shape.id: (shape.id,) for shape in shapes}, origin)

    def with_members(self, members: Mapping[str, list[str] | tuple[str, ...]]) -> "Shapes":
        """The same map for other codes, e.g. {"GIN002001": ["Kaloum", "Dixinn", ...]}."""
        return replace(self, members={code: tuple(units) for code, units in members.items()})

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point in degrees lies on this map."""
        x, y = _project((longitude, latitude), self._origin)
        return round(x), round(y)


@lru_cache(maxsize=32)
def read_shapes(path: str, key: str, width: int = 600, tolerance: float = 1.6) -> Shapes:
    """`Shapes.from_geojson` of a file, kept for the life of the process."""
    with open(path, encoding="utf-8") as file:
        return Shapes.from_geojson(json.load(file), key=key, width=width, tolerance=tolerance)


def svg_path(rings: tuple[Ring, ...]) -> str:
    """Relative moves of whole numbers, with no blank that can be left out."""
    parts = []
    for ring in rings:
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False)]
        parts.append(f"M{_pair(ring[0])}l{' '.join(map(_pair, steps))}z".replace(" -", "-"))
    return "".join(parts)


def _pair(point):
    return f"{point[0]} {point[1]}".replace(" -", "-")


def _rings(geometry):
    """Outer rings and holes alike, each without its closing point (even-odd filling tells them apart)."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(point[0], point[1]) for point in ring[:-1]] for polygon in polygons for ring in polygon]


def _frame(rings, width):
    """(west, north, scale of x, scale of y) and the height: plate carrée, true to scale at mid-latitude."""
    points = [point for ring in rings for point in ring]
    if not points:
        raise ValueError("no polygon to draw")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = width / (east - west)
    stretch = scale / math.cos(math.radians((south + north) / 2))
    return (west, north, scale, stretch), math.ceil((north - south) * stretch)


def _project(point, origin):
    west, north, scale, stretch = origin
    return (point[0] - west) * scale, (north - point[1]) * stretch


def _simplify_together(polygons: dict[str, list[list[Point]]], tolerance) -> dict[str, list[Ring]]:
    corners = _corners(ring for rings in polygons.values() for ring in rings)
    done = {}
    return {
        code: _without_specks([_simplify_ring(ring, corners, tolerance, done) for ring in rings])
        for code, rings in polygons.items()
    }


def _corners(rings):
    """Points where a border forks: those with more than two different neighbours over all rings."""
    neighbours = {}
    for ring in rings:
        for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
            neighbours.setdefault(point, set()).update((before, after))
    return {point for point, around in neighbours.items() if len(around) > 2}


def _simplify_ring(ring, corners, tolerance, done):
    # A ring that meets no fork (an island, an enclave) starts where every ring with its points would.
    starts = [n for n, point in enumerate(ring) if point in corners] or [ring.index(min(ring))]
    turned = ring[starts[0] :] + ring[: starts[0]] + [ring[starts[0]]]
    cuts = [n - starts[0] for n in starts] + [len(ring)]
    points = []
    for first, last in zip(cuts, cuts[1:], strict=False):
        points += _simplify_piece(tuple(turned[first : last + 1]), tolerance, done)[:-1]
    whole = [(round(x), round(y)) for x, y in points]
    return tuple(point for n, point in enumerate(whole) if point != whole[n - 1]) or tuple(whole[:1])


def _simplify_piece(piece, tolerance, done):
    """Both neighbours get the same points, whichever way round they run along the border."""
    backwards = piece[0] > piece[-1] or (piece[0] == piece[-1] and piece[1] > piece[-2])
    key = piece[::-1] if backwards else piece
    if key not in done:
        done[key] = _douglas_peucker(key, tolerance)
    return done[key][::-1] if backwards else done[key]


def _douglas_peucker(points, tolerance):
    """Ramer 1972, Douglas and Peucker 1973, with a stack of its own: coast lines are long."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        furthest = max(inner, key=lambda n: _distance(points[n], points[first], points[last]))
        if _distance(points[furthest], points[first], points[last]) > tolerance:
            keep.add(furthest)
            stack += [(first, furthest), (furthest, last)]
    return [points[n] for n in sorted(keep)]


def _distance(point, start, end):
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = math.hypot(bx - ax, by - ay)
    if length == 0:
        return math.hypot(x - ax, y - ay)
    along = max(0, min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _without_specks(rings):
    """Islets of less than four square units are dropped, but never the largest ring of a shape."""
    largest = max(rings, key=_doubled_area)
    if len(largest) < 3:
        return [_dot(largest[0])]
    return [ring for ring in rings if ring is largest or (len(ring) > 2 and _doubled_area(ring) >= 8)]


def _dot(point):
    x, y = point
    return ((x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1))


def _doubled_area(ring):
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs))


def _shape(code, rings):
    largest = max(rings, key=_doubled_area)
    return Shape(code, tuple(rings), svg_path(tuple(rings)), _centre(largest))


def _centre(ring):
    """Centre of gravity; for what has shrunk to a line or a point, the middle of its points."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [ax * by - bx * ay for (ax, ay), (bx, by) in pairs]
    if not sum(crosses):
        return ring[len(ring) // 2]
    x = sum((ax + bx) * cross for ((ax, _), (bx, _)), cross in zip(pairs, crosses, strict=True))
    y = sum((ay + by) * cross for ((_, ay), (_, by)), cross in zip(pairs, crosses, strict=True))
    return round(x / (3 * sum(crosses))), round(y / (3 * sum(crosses)))
