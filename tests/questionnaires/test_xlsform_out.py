"""What goes out: an XLSForm that others take, with what only the portal knows on a sheet of its own."""

import io

import openpyxl
import pytest
from django.utils import translation
from pyxform.xls2xform import convert

from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_lines import LOOK
from questionnaires.xlsform_out import to_xlsform

from .trying import q
from .xlsforms import VALID, questions_in, rows_of, xlsx


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def form_of(*questions: dict, checks: list[dict] | None = None, **section) -> bytes:
    sections = [
        {"code": "part", "title_fr": "Partie", "title_en": "Part"} | section | {"questions": list(questions)}
    ]
    return to_xlsform({"title_fr": "Essai", "sections": sections, "checks": checks or []}, "essai", "1")


def edited(data: bytes, sheet: str, row: int, heading: str, text: str) -> bytes:
    """As somebody does in a spreadsheet; rows count from 1 as there."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    headings = [cell.value for cell in workbook[sheet][1]]
    workbook[sheet].cell(row, headings.index(heading) + 1, text)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def row_named(data: bytes, name: str) -> dict[str, str]:
    return next(row for row in rows_of(data) if row.get("name") == name)


def test_each_kind_is_written_as_the_type_that_odk_knows():
    data = form_of(
        q("a", "number", minimum="0", maximum="60"), q("b", "yes_no", required=True), q("c", "long_text"),
        q("d", "file"), q("e", "choice", choices=[{"code": "x", "label_fr": "X"}]), q("f", "date"),
        q("g", "location"), q("h", "note"), q("i", "calculation"), q("j", "decimal"),
        q("k", "multiple", choices=[{"code": "x"}]),
    )  # fmt: skip
    assert [row["type"] for row in rows_of(data)] == [
        "begin_group", "integer", "select_one yes_no_dont_know", "text", "file", "select_one e", "date", "geopoint",
        "note", "calculate", "decimal", "select_multiple k", "end_group",
    ]  # fmt: skip
    assert row_named(data, "a")["constraint"] == ". >= 0 and . <= 60"
    assert row_named(data, "b")["required"] == "yes"
    assert row_named(data, "c")["appearance"] == "multiline"
    assert "yes_no_dont_know" in {row["list_name"] for row in rows_of(data, "choices")}


def test_languages_and_settings_are_named_as_odk_names_them():
    data = form_of(q("a", "text", "Nom", "Name"))
    assert row_named(data, "a") == {
        "type": "text", "name": "a", "label::Français (fr)": "Nom", "label::English (en)": "Name"
    }  # fmt: skip
    assert rows_of(data, "settings") == [
        {"form_title": "Essai", "form_id": "essai", "version": "1", "default_language": "Français (fr)"}
    ]
    xform = convert(data, validate=False).xform
    assert 'lang="Français (fr)"' in xform and 'lang="English (en)"' in xform


def test_a_percentage_is_two_numbers_that_come_back_as_one():
    question = q("done", "ratio", numerator_fr="Suivies", denominator_fr="Toutes", minimum="0", required=True)
    later = q("why", "text", show_if={"question": "done", "op": "lt", "value": 50})
    data = form_of(question, later)
    assert [(row["type"], row.get("name"), row.get("constraint")) for row in rows_of(data)[1:5]] == [
        ("begin_group", "done", None),
        ("integer", "done_numerator", ". >= 0"),
        ("integer", "done_denominator", ". >= 0"),
        ("end_group", None, None),
    ]
    assert row_named(data, "why")["relevant"] == "(100 * ${done_numerator} div ${done_denominator}) < 50"
    assert questions_in(read_xlsform(data).content) == {"done": question, "why": later}


def test_checks_that_must_hold_are_constraints_and_softer_ones_are_not():
    questions = [q("reported", "number"), q("reviewed", "number"), q("told", "number")]
    rule = {"question": "reviewed", "op": "le", "other": "reported"}
    soft = {
        "question": "told",
        "rule": {"question": "told", "op": "le", "other": "reviewed"},
        "message_fr": "Sûr ?",
    }
    early = {"question": "reported", "rule": rule, "with_reason": False}
    hard = {
        "question": "reviewed",
        "rule": rule,
        "message_fr": "Trop",
        "message_en": "Too many",
        "with_reason": False,
    }
    checks = [soft, early, hard]
    data = form_of(*questions, checks=checks)
    assert row_named(data, "reviewed")["constraint"] == ". <= ${reported}"
    assert row_named(data, "reviewed")["constraint_message::English (en)"] == "Too many"
    # A constraint on an answer that is not there yet would let nobody pass.
    assert all("constraint" not in row_named(data, name) for name in ("reported", "told"))
    assert read_xlsform(data).content["checks"] == checks


def test_what_only_the_portal_knows_stands_on_a_sheet_of_its_own():
    question = q(
        "deaths", "number", level=6, counts_persons=True, unit_fr="décès", dhis2_element="aBcDeFgHi12"
    )
    data = form_of(question)
    told = {row["field"]: row["value"] for row in rows_of(data, "district_team") if row["what"] == "question"}
    assert told == {
        "level": "6",
        "counts_persons": "true",
        "dhis2_element": '"aBcDeFgHi12"',
        "unit_fr": '"d\\u00e9c\\u00e8s"',
    }
    assert questions_in(read_xlsform(data).content)["deaths"] == question


def test_what_was_changed_in_the_spreadsheet_wins():
    data = form_of(
        q("a", "number", minimum="0", level=6),
        checks=[{"question": "a", "rule": {"question": "a", "op": "gt", "value": 5}, "with_reason": True}],
    )
    changed = edited(
        edited(data, "survey", 3, "constraint", ". >= 2"), "survey", 3, "label::Français (fr)", "Autre"
    )
    question = questions_in(read_xlsform(changed).content)["a"]
    assert (question["minimum"], question["text_fr"], question["level"]) == ("2", "Autre", 6)
    two = [{"code": "x", "label_fr": " x"}, {"code": "y", "label_fr": "Y"}]
    relabelled = edited(
        form_of(q("c", "choice", choices=two)), "choices", 3, "label::Français (fr)", "Ypsilon"
    )
    read = read_xlsform(relabelled)
    assert [choice["label_fr"] for choice in questions_in(read.content)["c"]["choices"]] == ["x", "Ypsilon"]
    assert [line.what for line in read.kept if line.weight == LOOK] == ["c choices"]


TAMPERED = [
    ("level", "99"), ("level", '{"a": 1}'), ("level", "[" * 5000), ("level", '"\\u0000"'), ("level", "nonsense"),
    ("show_if", '{"question": ["x"], "op": "is", "value": 1}'), ("pk", "7"), ("questionnaire", "1"), ("kind", "null"),
    ("choices", '[{"code": ["x"]}]'), ("checks", '[{"rule": 3}]'), ("series", '"x"'), ("unit_fr", '"\\ud800"'),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), TAMPERED)
def test_a_sheet_that_was_tampered_with_is_told_and_not_believed(field, value):
    data = form_of(q("a", "number", level=6))
    place = next(n for n, row in enumerate(rows_of(data, "district_team"), 2) if row["field"] == "level")
    data = edited(
        edited(data, "district_team", place, "field", field), "district_team", place, "value", value
    )
    read = read_xlsform(data)
    assert questions_in(read.content)["a"] == q("a", "number")
    assert [line.sheet for line in read.kept] == ["district_team"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("show_if", '{"question": "b", "op": "answered"}'),
        ("show_if", '{"question": "zzz", "op": "answered"}'),
        ("checks", '[{"rule": {"question": "zzz", "op": "empty"}}]'),
        ("kept_xlsform", '{"group": 5, "cells": [1], "type": {}, "name": "a b", "list": 3, "heading": true}'),
    ],
)
def test_a_sheet_that_makes_no_sense_makes_nothing_fail(field, value):
    data = form_of(q("a", "number", level=6), q("b", "text"))
    place = next(n for n, row in enumerate(rows_of(data, "district_team"), 2) if row["field"] == "level")
    data = edited(
        edited(data, "district_team", place, "field", field), "district_team", place, "value", value
    )
    read = read_xlsform(data)
    assert "show_if" not in questions_in(read.content)["a"] and read.content["checks"] == []
    assert read_xlsform(to_xlsform(read.content, "f", "1")).content == read.content


def test_texts_that_look_like_formulas_or_references_do_no_harm():
    question = q("a", "text", "=SUM(A1)", "${gone} and ${")
    data = form_of(question, title_fr="+1")
    assert row_named(data, "a")["label::Français (fr)"] == "=SUM(A1)"
    assert openpyxl.load_workbook(io.BytesIO(data))["survey"]["C3"].data_type == "s"
    assert questions_in(read_xlsform(data).content)["a"] == question


def test_names_that_several_have_are_written_as_the_way_there():
    rule = {"question": "part", "op": "is", "value": "x"}
    data = form_of(q("part", "text"), q("b", "text", show_if=rule))
    assert row_named(data, "b")["relevant"] == "../part = 'x'"
    assert questions_in(read_xlsform(data).content)["b"]["show_if"] == rule


def test_the_same_questionnaire_is_the_same_file():
    content = read_xlsform(VALID.read_bytes()).content
    assert to_xlsform(content, "f", "1") == to_xlsform(content, "f", "1")


def test_groups_repeats_and_rules_go_back_to_where_they_were():
    survey = """
    type         | name  | label::French | relevant      | appearance
    start        | begun
    text         | x     | X
    begin_group  | g     | G             | ${x} = 'y'    | field-list
    begin_group  | h     | H             | ${x} != 'z'
    integer      | a     | A
    begin_repeat | r     | R
    text         | name  | Nom
    end_repeat
    integer      | b     | B             | ${a} > 1
    end_group
    end_group
    rank l       | order | Ordre
    """
    there = xlsx(survey, "list_name | name | label::French\nl | u | U\nl | v | V")
    back = rows_of(to_xlsform(read_xlsform(there).content, "f", "1"))
    assert [(row["type"], row.get("name"), row.get("relevant")) for row in back] == [
        (row["type"], row.get("name"), row.get("relevant")) for row in rows_of(there)
    ]


def test_kept_words_that_no_longer_suit_the_questionnaire_are_left_out():
    content = read_xlsform(xlsx(
        "type | name | label::French | relevant\ntext | a | A |\ntext | b | B | string-length(${a}) > 2 \n"
        "begin repeat | r | R | ${a} = 'x'\ntext | c | C\nend repeat"
    )).content  # fmt: skip
    section = content["sections"][0]
    section["questions"] = [question for question in section["questions"] if question["code"] == "b"]
    data = to_xlsform(content, "f", "1")
    assert [row["type"] for row in rows_of(data)] == ["text", "begin repeat", "text", "end repeat"]
    assert not any("relevant" in row for row in rows_of(data))
    assert convert(data, validate=False).xform
    assert read_xlsform(data).content == content
