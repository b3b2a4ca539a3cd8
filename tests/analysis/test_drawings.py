import gzip
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from analysis.chart_spec import Absent, Bar, ChartSpec, Dot, Key, Segment, Tick
from analysis.charts import bars_spec, dots_spec, map_spec
from analysis.disclosure import Audience, Relation, disclose
from analysis.drawings import draw
from analysis.shapes import read_shapes
from analysis.summaries import summarise
from tests.analysis.labels import labels_for
from tests.analysis.pilot import GEO, pilot_responses, prefecture_members

PILOT = pilot_responses(Audience.PUBLIC)
UNITS = [unit.code for unit in PILOT.units]


def seen(question):
    table = summarise(PILOT, question, reconstructed=True)
    return disclose(table, {"Pita": Relation.OWN_TEAM}, default=Relation.PEER)


@pytest.fixture(scope="module")
def specs():
    guidelines, deaths, made = map(seen, ("guidelines_applied", "deaths_reviewed", "recommendations"))
    labels = labels_for(guidelines, deaths, made, units=UNITS)
    shapes = read_shapes(str(GEO / "guinea_prefectures.geojson"), "code").with_members(prefecture_members())
    texts = {"title": "A title", "summary": "One <sentence> & more"}
    return {
        "bars": bars_spec([guidelines, deaths], labels, "Pita", **texts, notes=("A <note>",)),
        "dots": dots_spec(deaths, labels, "Pita", **texts),
        "map": map_spec(made, shapes, labels, "Pita", by="unit", **texts),
    }


KINDS = ("bars", "dots", "map")


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_well_formed_and_escapes_every_text(specs, kind):
    html = draw(specs[kind])
    ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314  (our own text)
    assert "&lt;Pita&gt;" in html
    assert "<Pita>" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_keeps_to_the_strict_policy(specs, kind):
    html = draw(specs[kind])
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|https?:|@import", html)


@pytest.mark.parametrize("kind", ("dots", "map"))
def test_the_summary_is_the_text_alternative(specs, kind):
    assert 'role="img" aria-labelledby="x-t"><title id="x-t">One &lt;sentence&gt; &amp; more</title>' in draw(
        specs[kind], "x"
    )


def test_each_bar_is_read_out_with_its_numbers(specs):
    assert 'aria-label="question guidelines_applied: 16 yes, 4 no, 3 not_asked, 15 no_answer"' in draw(
        specs["bars"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_start_with_the_prefix_and_are_all_defined(specs, kind):
    html = draw(specs[kind], "q7")
    ids = re.findall(r'\sid="([^"]+)"', html)
    used = set(re.findall(r"url\(#([^)]+)\)", html)) | set(re.findall(r'aria-labelledby="([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert all(name.startswith("q7-") for name in ids)
    assert used <= set(ids)


def test_bars_and_dots_stretch_while_their_letters_keep_their_size(specs):
    for kind in ("bars", "dots"):
        charts = [tag for tag in re.findall(r"<svg[^>]*>", draw(specs[kind])) if 'role="img"' in tag]
        assert charts
        assert all('width="100%"' in tag and "viewBox" not in tag for tag in charts)


def test_a_map_with_38_districts_weighs_at_most_4_kb(specs):
    assert len(gzip.compress(draw(specs["map"]).encode())) <= 4096


def test_a_shared_polygon_is_striped_and_its_districts_are_named_beside_it(specs):
    html = draw(specs["map"], "m")
    assert re.search(r'<pattern id="m-s0" width="20"', html)
    assert html.index("&lt;Kaloum&gt;") > html.index("</svg></div>")


def test_the_drawing_has_one_dot_for_each_district_read(specs):
    html = draw(specs["dots"])
    legend = 1
    assert html.count('class="dot"') - legend == len(specs["dots"].marks) - 1
    assert html.count('class="own"') - legend == 1
    assert html.count('class="miss-c"') == 9 + 15


def test_the_bars_of_a_row_join_without_a_gap(specs):
    bar = re.search(r"<li><p>.*?</li>", draw(specs["bars"])).group()
    rects = re.findall(r'x="([\d.]+)%" width="([\d.]+)%" height="26"', bar)
    ends = [float(start) + float(width) for start, width in rects]
    assert [float(start) for start, _ in rects[1:]] == pytest.approx(ends[:-1], abs=0.02)
    assert ends[-1] == pytest.approx(100, abs=0.02)


def test_thousands_of_dots_become_columns(specs):
    dots = tuple(Dot(n % 21 / 20, n // 21, "", "") for n in range(2000))
    own = Dot(1, 96, "90%", "Mine: 90%", own=True)
    html = draw(replace(specs["dots"], marks=(*dots, own), absent=(Absent("miss", 400, "400 missing"),)))
    assert len(html) < 6000
    assert html.count('class="own"') == 2
    assert "400 missing" in html


def test_a_hostile_prefix_and_hostile_texts_stay_text():
    evil = '"><script>alert(1)</script>'
    bars = ChartSpec(
        "bars",
        evil,
        evil,
        (Key("c1", evil),),
        (Bar(evil, evil, evil, evil, (Segment("c1", 1.0, 1, evil, evil),)),),
        (evil,),
    )
    dots = ChartSpec(
        "dots",
        evil,
        evil,
        (Key("dot", evil),),
        (Dot(0, 0, evil, evil, own=True),),
        ticks=(Tick(0, evil), Tick(1, evil)),
        median=Tick(0.5, evil),
        absent=(Absent("miss", 1, evil),),
        own_name=evil,
    )
    for spec in (bars, dots):
        tags = Tags()
        tags.feed(draw(spec, evil))
        assert "script" not in tags.seen


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
