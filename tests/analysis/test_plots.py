import json
from itertools import chain

import pytest

from analysis.charts import bars_spec, dots_spec, map_spec
from analysis.disclosure import Audience, Relation, disclose
from analysis.shapes import read_shapes
from analysis.summaries import summarise
from tests.analysis.labels import labels_for
from tests.analysis.pilot import GEO, pilot_responses, prefecture_members

PILOT = pilot_responses(Audience.PUBLIC)
UNITS = [unit.code for unit in PILOT.units]


@pytest.fixture(scope="module")
def specs():
    relations = {"Pita": Relation.OWN_TEAM}
    tables = [
        disclose(summarise(PILOT, code, reconstructed=True), relations, default=Relation.PEER)
        for code in ("guidelines_applied", "deaths_reviewed", "recommendations")
    ]
    labels = labels_for(*tables, units=UNITS)
    shapes = read_shapes(str(GEO / "guinea_prefectures.geojson"), "code").with_members(prefecture_members())
    return {
        "bars": bars_spec(tables[:2], labels, title="A title", summary="A sentence"),
        "dots": dots_spec(tables[1], labels, "Pita", title="A title", summary="A sentence"),
        "map": map_spec(tables[2], shapes, labels, "Pita", by="unit", title="A title", summary="A sentence"),
    }


def columns(figure, name):
    sources = [renderer.data_source.data for renderer in figure.renderers]
    return list(chain.from_iterable(data[name] for data in sources if name in data))


@pytest.mark.parametrize("kind", ["bars", "dots", "map"])
def test_a_plot_travels_as_json_without_code_to_evaluate(specs, kind):
    from analysis.plots import plot_json

    item = plot_json(specs[kind], "figure")
    text = json.dumps(item)
    assert item["target_id"] == "figure"
    assert "CustomJS" not in text
    assert "A title" in text
    assert "http" not in text


@pytest.mark.parametrize("kind", ["bars", "dots", "map"])
def test_tools_are_few_and_the_logo_is_gone(specs, kind):
    from analysis.plots import plot

    figure = plot(specs[kind])
    assert sorted(type(tool).__name__ for tool in figure.tools) == ["HoverTool", "ResetTool", "SaveTool"]
    assert figure.toolbar.logo is None
    assert (figure.sizing_mode, figure.name) == ("stretch_width", "A sentence")


def test_bars_have_the_lengths_of_the_drawing(specs):
    from analysis.plots import plot

    figure = plot(specs["bars"])
    lengths = [b - a for a, b in zip(columns(figure, "left"), columns(figure, "right"), strict=True)]
    segments = [segment for bar in specs["bars"].marks for segment in bar.segments]
    assert lengths == pytest.approx([segment.share for segment in segments])
    assert columns(figure, "tip")[0] == "16 yes"


def test_dots_have_the_places_of_the_drawing_and_a_tip_each(specs):
    from analysis.plots import plot

    figure = plot(specs["dots"])
    assert sorted(columns(figure, "x")) == sorted(dot.at for dot in specs["dots"].marks)
    assert "<Pita>: 9 of 20 (45%)" in columns(figure, "tip")
    assert figure.xaxis[0].major_label_overrides[0.5] == "50%"
    assert figure.xaxis[0].axis_label == "median 54.5% · 9 withheld · 15 no_answer"


def test_map_tips_name_each_district_with_its_value_or_reason(specs):
    from analysis.plots import plot

    tips = columns(plot(specs["map"]), "tip")
    assert len(tips) == 34
    assert "<Boké>: no_answer" in tips
    conakry = next(tip for tip in tips if "Kaloum" in tip)
    assert conakry.count(": ") == 5


def test_a_withheld_number_is_not_in_what_the_browser_gets(specs):
    from analysis.plots import plot_json

    assert "Fria" not in json.dumps(plot_json(specs["dots"], "figure"))
