from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import bars_spec, dots_spec, map_spec
from analysis.disclosure import Audience, Relation, disclose
from analysis.responses import CHOICE, NUMBER, RATIO, Question, ResponseTable, Unit
from analysis.results import Missing
from analysis.shapes import Shapes
from analysis.summaries import summarise
from tests.analysis.labels import labels_for
from tests.analysis.pilot import GEO, pilot_responses, prefecture_members
from tests.analysis.strategies import readers, response_tables

PILOT = pilot_responses(Audience.PUBLIC)
UNITS = [unit.code for unit in PILOT.units]


def pilot(question, own="Pita", default=Relation.PEER):
    relations = {own: Relation.OWN_TEAM} if own else {}
    return disclose(summarise(PILOT, question, reconstructed=True), relations, default=default)


@pytest.fixture(scope="module")
def prefectures():
    import json

    data = json.loads((GEO / "guinea_prefectures.geojson").read_text(encoding="utf-8"))
    return Shapes.from_geojson(data, key="code").with_members(prefecture_members())


def test_a_bar_is_a_share_of_all_districts_asked_and_shows_who_is_missing():
    table = pilot("guidelines_applied")
    (bar,) = bars_spec([table], labels_for(table), "Pita").marks
    assert [(s.paint, s.number) for s in bar.segments] == [("c1", 16), ("c2", 4), ("na", 3), ("miss", 15)]
    assert sum(segment.share for segment in bar.segments) == pytest.approx(1)
    assert bar.note == "16 yes, 4 no, 3 not_asked"
    assert bar.own == "<Pita>: no"


def test_a_bar_of_a_ratio_is_a_share_of_its_own_sum():
    table = pilot("deaths_reviewed")
    (bar,) = bars_spec([table], labels_for(table)).marks
    assert [(s.number, s.text) for s in bar.segments] == [(247, "50.2%"), (245, "49.8%")]
    assert bar.note == "247 of 492 (50.2%)"


def test_an_untold_total_beside_told_ones_is_drawn_as_withheld():
    secret = disclose(summarise(pilot_responses(), "annual_report_published"), {})
    told = pilot("review_committee")
    bars = bars_spec([told, secret], labels_for(told, secret)).marks
    assert [(s.paint, s.number) for s in bars[1].segments] == [("held", 23), ("miss", 15)]


def test_there_is_no_bar_chart_where_no_total_may_be_told():
    secret = disclose(summarise(pilot_responses(), "annual_report_published"), {})
    assert bars_spec([secret], labels_for(secret)) is None


def test_dots_show_every_district_read_and_count_the_others():
    table = pilot("deaths_reviewed")
    spec = dots_spec(table, labels_for(table), "Pita")
    assert len(spec.marks) == 14
    assert [(absent.paint, absent.number) for absent in spec.absent] == [("held", 9), ("miss", 15)]
    own = [dot for dot in spec.marks if dot.own]
    assert [(dot.at, dot.stack, dot.tip) for dot in own] == [(0.45, 0, "<Pita>: 9 of 20 (45%)")]
    assert spec.median.text == "median 54.5%"


def test_there_are_no_dots_for_a_reader_of_no_district():
    table = pilot("deaths_reviewed", own=None, default=Relation.NOBODY)
    assert dots_spec(table, labels_for(table)) is None


def test_masked_dots_carry_no_name():
    table = disclose(
        summarise(pilot_responses(Audience.PEERS_MASKED, counts_persons=False), "deaths_reviewed"),
        {"Pita": Relation.OWN_TEAM},
        default=Relation.PEER,
    )
    tips = {dot.tip for dot in dots_spec(table, labels_for(table, units=UNITS), "Pita").marks if not dot.own}
    assert not any("<" in tip for tip in tips)


def test_a_scale_of_numbers_ends_beyond_the_largest():
    units = tuple(Unit(f"u{n}", "A") for n in range(3))
    answers = {"u0": {"q": 0}, "u1": {"q": 37}, "u2": {"q": 12}}
    table = summarise(ResponseTable(units, (Question("q", NUMBER),), answers), "q")
    seen = disclose(table, {}, default=Relation.FACILITATOR)
    spec = dots_spec(seen, labels_for(seen))
    assert [tick.text for tick in spec.ticks] == ["0", "10", "20", "30", "40"]
    assert spec.median is None


def test_a_district_with_nothing_to_divide_by_is_counted_beside_the_scale():
    units = tuple(Unit(f"u{n}", "A") for n in range(3))
    answers = {"u0": {"q": (0, 0)}, "u1": {"q": (1, 2)}, "u2": {"q": (2, 2)}}
    table = summarise(ResponseTable(units, (Question("q", RATIO),), answers), "q")
    seen = disclose(table, {}, default=Relation.FACILITATOR)
    spec = dots_spec(seen, labels_for(seen))
    assert [dot.text for dot in spec.marks] == ["50%", "100%"]
    assert [absent.text for absent in spec.absent] == ["1 no_share"]


def test_the_map_by_district_says_why_a_district_has_no_value(prefectures):
    table = pilot("recommendations")
    spec = map_spec(table, prefectures, labels_for(table, units=UNITS), "Pita", by="unit")
    by_paint = {}
    for area in spec.marks:
        for paint in area.paints:
            by_paint[paint] = by_paint.get(paint, 0) + 1
    assert by_paint == {"q1": 2, "q2": 10, "q3": 6, "q4": 2, "na": 3, "miss": 15}
    assert [key.text for key in spec.legend[-2:]] == ["not_asked (3)", "no_answer (15)"]
    assert [area.tip for area in spec.marks if area.own] == ["<Pita>: 5 of 13 (38.5%)"]


def test_districts_that_share_a_polygon_are_striped_and_listed(prefectures):
    table = pilot("recommendations")
    spec = map_spec(table, prefectures, labels_for(table, units=UNITS), "Matam", by="unit")
    assert [place.name for place in spec.listed] == [
        "<Kaloum>",
        "<Dixinn>",
        "<Matam>",
        "<Ratoma>",
        "<Matoto>",
    ]
    conakry = next(area for area in spec.marks if area.shape.id == "GIN002001")
    assert conakry.paints == ("miss", "miss", "q1", "q1", "miss")
    assert conakry.own
    assert [place.own for place in spec.listed] == [False, False, True, False, False]


def test_a_district_without_a_polygon_is_listed(prefectures):
    table = pilot("recommendations")
    members = {code: units for code, units in prefectures.members.items() if code != "GIN001001"}
    spec = map_spec(table, prefectures.with_members(members), labels_for(table, units=UNITS), by="unit")
    assert spec.listed[-1].name == "<Boffa>"
    assert sum(area.paints == ("land",) for area in spec.marks) == 1


def test_a_reader_of_no_other_district_gets_the_map_by_region_only(prefectures):
    table = pilot("recommendations", default=Relation.NOBODY)
    labels = labels_for(table, units=UNITS)
    assert map_spec(table, prefectures, labels, by="unit") is None
    groups = prefectures.with_members({"GIN007002": ["Mamou"], "GIN006002": ["Labé"]})
    spec = map_spec(table, groups, labels, "Mamou", by="group")
    told = {area.tip: area.paints for area in spec.marks if area.tip}
    assert told == {"<Mamou>: 2 of 3": ("q3",), "<Labé>: 4 of 5": ("q4",)}


def test_an_unlisted_district_is_on_the_map_as_withheld(prefectures):
    lowered = replace(PILOT, levels={"Pita": {"review_committee": Audience.TEAM}})
    table = disclose(summarise(lowered, "review_committee"), {}, default=Relation.PEER)
    spec = map_spec(table, prefectures, labels_for(table, units=UNITS), by="unit")
    tips = {area.tip for area in spec.marks}
    assert "<Pita>: withheld" in tips
    assert "<Mamou>: withheld" in tips


@given(st.data())
def test_bars_always_fill_the_whole_length(data):
    table = summarise(data.draw(response_tables(kinds=(CHOICE, RATIO))), "q")
    seen = disclose(table, data.draw(readers(table)))
    spec = bars_spec([seen], labels_for(seen))
    if spec:
        assert sum(segment.share for segment in spec.marks[0].segments) == pytest.approx(1)


@given(st.data())
def test_every_district_asked_is_a_dot_or_counted_as_absent(data):
    table = summarise(data.draw(response_tables(kinds=(RATIO, NUMBER), gated=False)), "q")
    seen = disclose(table, data.draw(readers(table)))
    spec = dots_spec(seen, labels_for(seen))
    if spec:
        assert len(spec.marks) + sum(absent.number for absent in spec.absent) == table.total.asked
        assert all(absent.number > 0 for absent in spec.absent)
        assert all(0 <= dot.at <= 1 for dot in spec.marks)


def test_reasons_are_never_drawn_as_values():
    table = pilot("deaths_reviewed")
    withheld = {row.unit for row in table.rows if row.value is Missing.WITHHELD}
    tips = " ".join(dot.tip for dot in dots_spec(table, labels_for(table)).marks)
    assert withheld
    assert not any(f"<{unit}>" in tips for unit in withheld)
