import gzip
import json
import re
from itertools import pairwise

import pytest

from analysis.shapes import Shapes, read_shapes, svg_path
from tests.analysis.pilot import GEO


def feature(name, *rings):
    return {
        "type": "Feature",
        "properties": {"code": name},
        "geometry": {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]] for ring in rings]},
    }


WEST = [(0, 0), (4, 0), (4.5, 1), (3.8, 2), (4.2, 3), (4, 4), (0, 4)]
EAST = [(4, 0), (8, 0), (8, 4), (4, 4), (4.2, 3), (3.8, 2), (4.5, 1)]
TWO = {"type": "FeatureCollection", "features": [feature("west", WEST), feature("east", EAST)]}


def edges(shape):
    return {frozenset(pair) for ring in shape.rings for pair in pairwise([*ring, ring[0]])}


def test_the_map_fills_its_width_and_keeps_proportions():
    shapes = Shapes.from_geojson(TWO, key="code", width=800)
    assert (shapes.width, shapes.height) == (800, 401)
    assert shapes.place(8, 4) == (800, 0)
    assert shapes.place(0, 0) == (0, 400)


@pytest.mark.parametrize("tolerance", [0, 20, 60])
def test_neighbours_share_every_point_of_their_border(tolerance):
    west, east = Shapes.from_geojson(TWO, key="code", width=800, tolerance=tolerance).shapes
    shared = edges(west) & edges(east)
    assert len(shared) == {0: 4, 20: 4, 60: 1}[tolerance]


def test_a_border_is_simplified_alike_from_both_sides_where_points_tie():
    bends = [(4.5, 1), (4.5, 3)]
    west = feature("west", [(0, 0), (4, 0), *bends, (4, 4), (0, 4)])
    east = feature("east", [(4, 0), (8, 0), (8, 4), (4, 4), *reversed(bends)])
    shapes = Shapes.from_geojson({"features": [west, east]}, key="code", width=800, tolerance=40).shapes
    assert len(edges(shapes[0]) & edges(shapes[1])) == 2


def test_no_border_of_the_pilot_country_is_torn():
    """Every edge inside the country is drawn by both sides; only the outer line is drawn once."""
    shapes = read_shapes(str(GEO / "guinea_prefectures.geojson"), "code").shapes
    drawn = {}
    for shape in shapes:
        for edge in edges(shape):
            drawn.setdefault(edge, []).append(shape.id)
    assert max(map(len, drawn.values())) == 2
    mamou = next(shape for shape in shapes if shape.id == "GIN007002")
    assert all(len(drawn[edge]) == 2 for edge in edges(mamou) if not _outer(edge, drawn))


def _outer(edge, drawn):
    return len(drawn[edge]) == 1


def test_a_shape_too_small_to_draw_becomes_a_dot():
    speck = feature("speck", [(9, 9), (9.001, 9), (9, 9.001)])
    data = {"features": [*TWO["features"], speck]}
    shape = Shapes.from_geojson(data, key="code").shapes[-1]
    assert len(shape.rings[0]) == 4


def test_islets_are_dropped_but_a_country_of_islands_keeps_its_largest():
    islands = feature("islands", [(0, 0), (2, 0), (2, 2), (0, 2)], [(9, 9), (9.001, 9), (9, 9.001)])
    shape = Shapes.from_geojson({"features": [islands]}, key="code").shapes[0]
    assert len(shape.rings) == 1


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="no polygon"):
        Shapes.from_geojson({"features": []}, key="code")


def test_a_path_leads_through_the_points_of_its_rings():
    rings = (((5, 5), (15, 2), (12, 20)), ((1, 1), (2, 1), (2, 2)))
    assert svg_path(rings) == "M5 5l10-3-3 18zM1 1l1 0 0 1z"


def test_members_replace_the_shape_ids():
    shapes = Shapes.from_geojson(TWO, key="code").with_members({"west": ["a", "b"]})
    assert shapes.members == {"west": ("a", "b")}


def test_a_file_is_read_once():
    path = str(GEO / "guinea_regions.geojson")
    assert read_shapes(path, "region") is read_shapes(path, "region")


@pytest.mark.parametrize(
    ("file", "key", "number"),
    [
        ("guinea_prefectures", "code", 34),
        ("guinea_regions", "region", 8),
        ("benin_departements", "dept", 12),
        ("benin_zones_sanitaires", "zs", 31),
        ("africa_110m", "name", 51),
    ],
)
def test_every_map_of_the_demonstration_is_light_and_whole(file, key, number):
    data = json.loads((GEO / f"{file}.geojson").read_text(encoding="utf-8"))
    shapes = Shapes.from_geojson(data, key=key)
    paths = "".join(f'<path d="{shape.path}"/>' for shape in shapes.shapes)
    assert len(shapes.shapes) == number
    assert len(gzip.compress(paths.encode())) <= 2500
    for shape in shapes.shapes:
        assert re.fullmatch(r"(M-?\d+[ -]\d+l[-\d ]+z)+", shape.path)
        assert all(-1 <= x <= 601 and -1 <= y <= shapes.height + 1 for ring in shape.rings for x, y in ring)


@pytest.mark.parametrize(("town", "longitude", "latitude", "code"), [("Kankan", -9.3, 10.4, "GIN004001")])
def test_a_town_falls_into_its_prefecture(town, longitude, latitude, code):
    shapes = read_shapes(str(GEO / "guinea_prefectures.geojson"), "code")
    x, y = shapes.place(longitude, latitude)
    inside = [shape.id for shape in shapes.shapes if any(_holds(ring, x, y) for ring in shape.rings)]
    assert inside == [code]


def _holds(ring, x, y):
    crossings = 0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            crossings += 1
    return crossings % 2 == 1
