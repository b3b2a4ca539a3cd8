"""Figure, table and file are drawn from one disclosed table: here they are held against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import bars_spec, dots_spec
from analysis.disclosure import Audience, Relation, disclose
from analysis.responses import CHOICE, NUMBER, RATIO
from analysis.results import Missing
from analysis.summaries import summarise
from analysis.tables import csv_rows, data_table
from tests.analysis.labels import labels_for
from tests.analysis.pilot import pilot_responses
from tests.analysis.strategies import readers, response_tables

PILOT = pilot_responses(Audience.PUBLIC)


def pilot(question, default=Relation.PEER):
    table = summarise(PILOT, question, reconstructed=True)
    own = {"Pita": Relation.OWN_TEAM} if default is Relation.PEER else {}
    return disclose(table, own, default=default)


def as_dicts(rows):
    header, *lines = rows
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_the_table_of_a_team_lists_districts_and_ends_with_the_total():
    seen = pilot("deaths_reviewed")
    table = data_table(seen, labels_for(seen))
    assert table.caption == "question deaths_reviewed"
    assert table.header == ("district", "region", "denominator", "numerator", "share")
    assert len(table.rows) == 39
    assert table.rows[0] == ("<Boffa>", "<Boké>", "withheld", "", "")
    assert table.rows[1] == ("<Boké>", "<Boké>", "no_answer", "", "")
    assert table.rows[table.own] == ("<Pita>", "<Mamou>", "20", "9", "45%")
    assert table.rows[-1] == ("total", "", "492", "247", "50.2%")


def test_the_table_of_the_public_lists_regions():
    seen = pilot("guidelines_updated", default=Relation.NOBODY)
    table = data_table(seen, labels_for(seen), "A caption")
    assert table.caption == "A caption"
    assert table.header == ("region", "answered", "yes", "no")
    assert table.rows[0] == ("<Boké>", "4 of 5", "too_few", "")
    assert table.rows[-1] == ("total", "23 of 38", "20", "3")
    assert table.own is None


def test_the_file_has_raw_numbers_codes_and_reasons():
    rows = as_dicts(csv_rows(pilot("deaths_reviewed"), labels_for(pilot("deaths_reviewed"))))
    by_code = {row["code"]: row for row in rows if row["scope"] == "district"}
    assert by_code["Pita"]["numerator"] == 9
    assert by_code["Pita"]["share"] == 0.45
    assert (by_code["Fria"]["numerator"], by_code["Fria"]["reason"]) == ("", "withheld")
    assert by_code["Boké"]["reason"] == "no_answer"
    assert [row["scope"] for row in rows].count("region") == 8
    assert (rows[-1]["numerator"], rows[-1]["answered"], rows[-1]["asked"]) == (247, 23, 38)


def test_a_masked_row_of_the_file_has_no_code():
    table = summarise(pilot_responses(Audience.PEERS_MASKED, counts_persons=False), "deaths_reviewed")
    seen = disclose(table, {}, default=Relation.PEER)
    districts = [row for row in as_dicts(csv_rows(seen, labels_for(seen))) if row["scope"] == "district"]
    assert len(districts) == 23
    assert {(row["code"], row["name"], row["region"]) for row in districts} == {("", "", "")}


def scene(data, *kinds):
    table = summarise(data.draw(response_tables(kinds=kinds)), "q")
    seen = disclose(table, data.draw(readers(table)))
    return seen, labels_for(seen, units=[row.unit for row in table.rows])


@given(st.data())
def test_every_row_of_the_table_is_as_wide_as_its_header(data):
    seen, labels = scene(data, CHOICE, RATIO, NUMBER)
    table = data_table(seen, labels)
    assert {len(row) for row in table.rows} == {len(table.header)}
    header, *rows = csv_rows(seen, labels)
    assert {len(row) for row in rows} == {len(header)}


@given(st.data())
def test_bars_and_file_tell_the_same_numbers(data):
    seen, labels = scene(data, CHOICE)
    total = as_dicts(csv_rows(seen, labels))[-1]
    spec = bars_spec([seen], labels)
    if spec is None:
        assert total["reason"]
        return
    drawn = {segment.name: segment.number for segment in spec.marks[0].segments}
    for category in seen.categories:
        assert total[f"n_{category}"] == drawn.get(category, 0)
    assert total["asked"] - total["accounted"] == drawn.get("no_answer", 0)
    assert total["not_asked"] == drawn.get("not_asked", 0)


@given(st.data())
def test_dots_table_and_file_tell_the_same_districts(data):
    seen, labels = scene(data, RATIO)
    districts = [row for row in as_dicts(csv_rows(seen, labels)) if row["scope"] == "district"]
    shares = sorted(labels.percent(row["share"]) for row in districts if row["share"] != "")
    in_table = sorted(row[-1] for row in data_table(seen, labels).rows[:-1] if row[-1].endswith("%"))
    spec = dots_spec(seen, labels)
    drawn = sorted(dot.text for dot in spec.marks) if spec else []
    assert drawn == shares
    if seen.rows:
        assert in_table == shares


@given(st.data())
def test_the_file_holds_a_number_or_a_reason_and_never_both(data):
    seen, labels = scene(data, CHOICE, RATIO, NUMBER)
    for row in as_dicts(csv_rows(seen, labels)):
        numbers = [row.get(column, "") for column in ("value", "numerator", "sum", "n_yes")]
        assert (row["reason"] != "") == all(number == "" for number in numbers)


@given(st.data())
def test_what_is_withheld_is_in_no_cell(data):
    seen, labels = scene(data, RATIO)
    withheld = {row.unit for row in seen.rows if row.value is Missing.WITHHELD}
    for row in as_dicts(csv_rows(seen, labels)):
        if row["code"] in withheld:
            assert (row["numerator"], row["denominator"], row["share"]) == ("", "", "")


@pytest.mark.parametrize("question", ["guidelines_applied", "recommendations"])
def test_a_reader_of_no_row_does_not_learn_who_was_asked_in_a_region(question):
    seen = pilot(question, default=Relation.NOBODY)
    regions = [row for row in as_dicts(csv_rows(seen, labels_for(seen))) if row["scope"] == "region"]
    assert {row["answered"] for row in regions} == {""}
    assert [row["accounted"] for row in regions] == [4, 2, 2, 3, 3, 4, 2, 3]
