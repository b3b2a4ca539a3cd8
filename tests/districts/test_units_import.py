"""Importing a country from its files: all or nothing, again without change, and every bad line with its reason."""

import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.shapes import Shapes
from districts.boundaries import COUNTRIES, GEO, outlines_of, shapes_of
from districts.models import LevelName, OrgUnit, Outline
from districts.unit_actions import archive_unit, import_units
from districts.unit_files import read_country
from districts.unit_import import compare

HEADER = "code,region,name,name_en,uid,variants,from,to,polygon,commune,people\n"
TOML = """
[country]
code = "TOG"
name_fr = "Togo"
time_zone = "Africa/Lome"
[[levels]]
level = 3
singular_fr = "district"
plural_fr = "districts"
[units]
file = "togo.csv"
above = ["region"]
code = "code"
name_fr = "name"
name_en = "name_en"
uid = "uid"
variants = "variants"
valid_from = "from"
valid_to = "to"
polygon = "polygon"
[units.parts]
name = "communes"
columns = { name = "commune", population = "people" }
[[outlines]]
level = 3
file = "togo.geojson"
code = "id"
"""
SQUARE = {"type": "Polygon", "coordinates": [[[0, 6], [1, 6], [1, 7], [0, 7], [0, 6]]]}
LINE = "{code},Maritime,{name},,,,,,{polygon},{commune},{people}\n"


def line(code="T1", name="Lomé", polygon="p1", commune="Golfe", people="1000") -> str:
    return LINE.format(code=code, name=name, polygon=polygon, commune=commune, people=people)


@pytest.fixture
def togo(tmp_path, db):
    """`togo(text, ...)` writes a country's files and returns the one to import."""

    def write(*lines: str, header=HEADER, toml=TOML, features=None):
        (tmp_path / "togo.csv").write_text(header + "".join(lines), encoding="utf-8")
        if features is None:
            features = [{"type": "Feature", "properties": {"id": "p1"}, "geometry": SQUARE}]
        collection = {"type": "FeatureCollection", "features": features}
        (tmp_path / "togo.geojson").write_text(json.dumps(collection))
        file = tmp_path / "togo.toml"
        file.write_text(toml, encoding="utf-8")
        return file

    return write


def run(*files, **options) -> tuple[str, str]:
    """What the command writes on its two channels."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_org_units", *map(str, files), stdout=out, stderr=err, language="en", **options)
    except CommandError as error:
        err.write(f"{error}\n")
    return out.getvalue(), err.getvalue()


def units_below(code: str, level: int):
    country = OrgUnit.objects.get(code=code)
    return OrgUnit.objects.in_countries([country.pk]).filter(level=level)


def test_the_files_that_come_with_the_portal(db):
    out, err = run()
    assert err == ""
    assert "GIN: 47 new" in out and "BEN: 47 new" in out
    assert [units_below(code, level).count() for code in ("GIN", "BEN") for level in (2, 3)] == [
        8,
        38,
        12,
        34,
    ]
    assert units_below("GIN", 3).filter(polygon="GIN002001").count() == 5
    assert units_below("BEN", 3).filter(polygon="COT").count() == 4
    assert not OrgUnit.objects.filter(level__gt=1, polygon="").exists()
    kandi = OrgUnit.objects.get(code="BEN-KGS")
    assert kandi.attributes["communes"][0] == {"code": "BJ0103", "name": "Kandi", "population": 179290}
    assert LevelName.objects.get(country__code="BEN", level=3).plural_en == "health zones"
    assert OrgUnit.objects.get(code="BEN").time_zone == "Africa/Porto-Novo"


def test_running_again_changes_nothing_and_says_so(db):
    run()
    before = list(OrgUnit.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as queries:
        out, _err = run()
    assert "GIN: 0 new, 0 changed, 0 not in the file; 0 outlines" in out
    assert list(OrgUnit.objects.order_by("pk").values()) == before
    assert len(queries) < 20


def test_a_trial_shows_the_difference_and_saves_nothing(db):
    run()
    OrgUnit.objects.filter(code="GIN007003").update(name_fr="Pitta", polygon="")
    OrgUnit.objects.filter(code="GIN007001").delete()
    region = OrgUnit.objects.get(code="GIN-MAMOU")
    OrgUnit.objects.create(code="GIN-X", level=3, parent=region, name_fr="Timbo")
    LevelName.objects.filter(country__code="GIN", level=2).delete()
    Outline.objects.filter(code="GIN007002").update(digest="other")
    out, err = run(dry_run=True)
    assert err == ""
    assert "GIN: 1 new, 1 changed, 1 not in the file; 1 outline" in out
    assert "new: GIN007001 Dalaba" in out
    assert "name in French: Pitta → Pita" in out and "polygon on the map: – → GIN007003" in out
    assert "not in the file, left as it is: GIN-X Timbo" in out
    assert "level 2: régions" in out
    assert OrgUnit.objects.get(code="GIN007003").name_fr == "Pitta"
    run()
    assert OrgUnit.objects.get(code="GIN007003").name_fr == "Pita"
    assert OrgUnit.objects.filter(code="GIN-X").exists()


def test_what_the_files_do_not_say_stays_as_it_was_edited(db):
    run()
    OrgUnit.objects.filter(code="GIN007003").update(
        name_en="Peeta", uid="a1234567890", variants=["Pitta"], attributes={"hospitals": [{"name": "HP"}]}
    )
    archive_unit(unit=OrgUnit.objects.get(code="GIN007001"), by=None)
    out, _err = run()
    assert "GIN: 0 new, 0 changed, 0 not in the file" in out
    pita = OrgUnit.objects.get(code="GIN007003")
    assert (pita.name_en, pita.uid, pita.variants) == ("Peeta", "a1234567890", ["Pitta"])
    assert OrgUnit.objects.get(code="GIN007001").archived_at


def test_all_columns_of_a_file_are_read(togo):
    file = togo(
        "T1,Maritime,Lomé,Lome,a1234567890,Lome | Lomé-ville,2020-01-01,2030-12-31,p1,Golfe,1000\n",
        "T1,Maritime,Lomé,,,,,,p1,Agoè,\n",
    )
    assert run(file)[1] == ""
    unit = OrgUnit.objects.get(code="T1")
    assert (unit.name_en, unit.uid, unit.variants) == ("Lome", "a1234567890", ["Lome", "Lomé-ville"])
    assert (str(unit.valid_from), str(unit.valid_to)) == ("2020-01-01", "2030-12-31")
    assert unit.attributes == {"communes": [{"name": "Golfe", "population": 1000}, {"name": "Agoè"}]}
    assert unit.parent.code == "TOG-MARITIME"


def test_a_unit_moves_to_another_region_with_the_file(togo):
    run(togo(line()))
    unit = OrgUnit.objects.get(code="T1")
    out, _err = run(togo(line().replace("Maritime", "Plateaux")))
    assert "TOG-MARITIME → TOG-PLATEAUX" in out and "left as it is: TOG-MARITIME" in out
    unit.refresh_from_db()
    assert unit.parent.name_fr == "Plateaux"


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (line("T2", "", ""), "line 3: Nothing is written in: name"),
        ("T2,Maritime\n", "line 3: It has not as many cells"),
        (line("T2", "An\x00ho"), "line 3: It holds a sign that belongs into no text"),
        (line("T2", "Aného").replace("\n", ",more\n"), "line 3: It has not as many cells"),
        (line("T2", "A" * 121), "line 3: name_fr: Ensure this value has at most 120"),
        (line("T" * 41, "Aného"), "line 3: code: Ensure this value has at most 40"),
        (line("T2", "Aného").replace(",,,,,", ",,short,,,"), "line 3: uid: A DHIS2 identifier"),
        (line("T2", "Aného").replace(",,,,,", ",,,,31/12/2020,"), "line 3: “31/12/2020” is not a date"),
        (line("T2", "Aného").replace(",,,,,", ",,,,2020-02-30,"), "line 3: “2020-02-30” is not a date"),
        (
            line("T2", "Aného").replace(",,,,,", ",,,,2021-01-01,2020-01-01"),
            "line 3: It ends before it begins",
        ),
        (line("T2", "Aného", people="many"), "line 3: “many” is not a whole number"),
        (line("T2", "lome"), "line 3: “lome” is there already, under the code “T1”"),
        (line(), "line 3: It says the same as an earlier line"),
        (line().replace("Maritime", "Plateaux"), "line 3: “T1” stands already in line 2"),
        (line("TOG-MARITIME", "Aného"), "line 3: “TOG-MARITIME” stands already"),
        (line("GIN007003", "Aného"), "line 3: The code “GIN007003” belongs to another unit: Pita"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_reason_and_nothing_is_done(togo, second, said):
    import_units(difference=compare(read_country(COUNTRIES[0])), by=None)
    for dry_run in (True, False):
        _out, err = run(togo(line(), second), dry_run=dry_run)
        assert f"togo.csv, {said}" in err
        assert "Nothing was imported" in err
        assert not OrgUnit.objects.filter(code__startswith="T").exists()


def test_reasons_are_told_in_the_language_of_the_operator(togo):
    file, err = togo(line("T1", "A" * 121)), io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_org_units", str(file), stdout=io.StringIO(), stderr=err, language="fr")
    assert "caractères" in err.getvalue()


def test_a_code_that_changed_in_the_file_makes_no_second_unit(togo):
    run(togo(line()))
    _out, err = run(togo(line("T9")))
    assert "“Lomé” is there already, under the code “T1”" in err
    assert OrgUnit.objects.filter(level=3).count() == 1


def test_an_identifier_is_one_units_only(togo):
    one = "T1,Maritime,Lomé,,a1234567890,,,,,Golfe,1\n"
    two = "T2,Maritime,Aného,,a1234567890,,,,,Lacs,1\n"
    _out, err = run(togo(one, two))
    assert "The DHIS2 identifier a1234567890 is that of “T1” already" in err


@pytest.mark.parametrize(
    "geometry",
    [
        None, {}, {"type": "Point", "coordinates": [1, 6]}, {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 6], [0, 6], [0, 6], [0, 6]]]},
        {"type": "Polygon", "coordinates": [[[0, 600], [1, 6], [1, 7], [0, 600]]]},
        {"type": "Polygon", "coordinates": [[["a", 6], [1, 6], [1, 7], ["a", 6]]]},
        {"type": "Polygon", "coordinates": [[[], [1, 6], [1, 7], []]]},
        {"type": "MultiPolygon", "coordinates": SQUARE["coordinates"]},
    ],
)  # fmt: skip
def test_an_outline_that_cannot_be_drawn_is_told(togo, geometry):
    feature = {"type": "Feature", "properties": {"id": "p2"}, "geometry": geometry}
    _out, err = run(togo(line(), features=[feature]))
    assert "togo.geojson, line 1: " in err
    assert not Outline.objects.exists() and not OrgUnit.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lacks columns"),
        (b"code,region\n", "lacks columns"),
        ("é".encode("latin-1"), "not a text in UTF-8"),
        (b'a,b\n"' + b"x" * 200_000, "togo.csv"),
    ],
)
def test_files_that_are_none_are_told_in_a_sentence(togo, content, said):
    file = togo(line())
    (file.parent / "togo.csv").write_bytes(content)
    assert said in run(file)[1]


@pytest.mark.parametrize("toml", ["", "[country", "country = 1", TOML.replace('above = ["region"]', "above = []"),
                                  TOML.replace('code = "TOG"', ""), TOML.replace("level = 3\nfile", "file"),
                                  TOML.replace('above = ["region"]', 'above = "region"')])  # fmt: skip
def test_a_description_that_cannot_be_read_is_told_in_a_sentence(togo, toml):
    assert "togo.toml cannot be read" in run(togo(line(), toml=toml))[1]
    assert "cannot be read" in run("missing.toml")[1]


def test_a_time_zone_that_is_none_is_told(togo):
    file = togo(line(), toml=TOML.replace("Africa/Lome", "Africa/Lomé"))
    assert "togo.toml: There is no such time zone" in run(file)[1]


def test_a_table_may_come_from_a_spreadsheet_in_french(togo):
    assert run(togo(line().replace(",", ";"), header=HEADER.replace(",", ";")))[1] == ""
    assert OrgUnit.objects.get(code="T1").name_fr == "Lomé"


def test_a_map_is_drawn_as_it_is_from_its_file(db):
    """The outlines in the database are those of the files, to the last point."""
    run()
    country = OrgUnit.objects.get(code="GIN")
    from_file = json.loads((GEO / "guinea_prefectures.geojson").read_text())
    drawn = shapes_of(outlines_of(country)[3])
    wanted = Shapes.from_geojson(from_file, key="code")
    assert {shape.id: shape.path for shape in drawn.shapes} == {
        shape.id: shape.path for shape in wanted.shapes
    }
    assert (drawn.width, drawn.height) == (wanted.width, wanted.height)


def test_a_corrected_outline_is_drawn_at_once(togo, django_assert_num_queries):
    run(togo(line()))
    country = OrgUnit.objects.get(code="TOG")
    before = shapes_of(outlines_of(country)[3])
    with django_assert_num_queries(1):
        assert shapes_of(outlines_of(country)[3]) is before
    wider = {"type": "Polygon", "coordinates": [[[0, 6], [1, 6], [1, 9], [0, 9], [0, 6]]]}
    out, _err = run(togo(line(), features=[{"properties": {"id": "p1"}, "geometry": wider}]))
    assert "0 changed, 0 not in the file; 1 outline" in out
    assert shapes_of(outlines_of(country)[3]).height > before.height


def test_the_files_may_lie_anywhere(db, tmp_path):
    for file in GEO.iterdir():
        shutil.copy(file, tmp_path)
    assert "GIN: 47 new" in run(tmp_path / "guinea.toml")[0]


@pytest.mark.parametrize("number", [10, 3000])
def test_comparing_costs_the_same_for_ten_and_3000_units(togo, number):
    text = "".join(line(f"T{n}", f"Place {n}", "") for n in range(number))
    file = togo(text)
    with CaptureQueriesContext(connection) as queries:
        difference = compare(read_country(file))
    assert len(difference.new) == number + 2
    assert len(queries) < 15
