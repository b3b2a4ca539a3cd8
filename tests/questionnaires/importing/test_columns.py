"""Which column is about what: read from headings as people, Kobo and the portal itself write them; said by a person
where that is not enough, and remembered."""

import pytest
from django.utils.translation import override

from questionnaires.importing.columns import problems_of
from questionnaires.importing.import_actions import keep_file, sheets_of
from questionnaires.importing.reading_imports import Reading
from questionnaires.importing.targets import DISTRICT, LEFT_OUT, LINE, UNKNOWN
from questionnaires.models import Questionnaire, Remembered
from questionnaires.reuse_actions import clone_questionnaire
from tests.questionnaires.asking import cycle_in

from .tables import begun, csv_of, words, xlsx_of


def read(world, data: bytes, questionnaire: Questionnaire | None = None) -> Reading:
    record = keep_file(
        questionnaire=questionnaire or world.questionnaire, name="x", data=data, by=world.facilitator
    )
    return Reading(record, sheets_of(record), world.facilitator)


def targets(world, *rows, **options) -> list[str]:
    with override("en"):
        reading = read(world, xlsx_of(*rows), **options)
        return [reading.chosen[column.place] for column in reading.headings.columns]


LINES = [["gui-d1", "1", "2", "3", "4", "5", "6"], ["gui-d2", "1", "2", "3", "4", "5", "6"]]
HEADINGS = {
    "codes": (["district", "meetings", "done_numerator", "done_denominator", "meetings_comment"],
              [DISTRICT, "meetings", "done:numerator", "done:denominator", "meetings:comment"]),
    "codes in capitals": (["DISTRICT", "Meetings", "RATE"], [DISTRICT, "meetings", "rate"]),
    "wordings in French": (["Zone sanitaire", "Combien de réunions ?", "TAUX", "Qui preside"],
                           [DISTRICT, "meetings", "rate", "who"]),
    "wordings in English": (["Health district", "How many meetings?", "Rate"], [DISTRICT, "meetings", "rate"]),
    "numbered": (["District", "3. Combien de réunions ?", "Q6) Rate"], [DISTRICT, "meetings", "rate"]),
    "groups of Kobo": (["_id", "review/meetings", "_submission_time", "grp/rate", "district", "meta/instanceID"],
                       [LEFT_OUT, "meetings", LEFT_OUT, "rate", DISTRICT, LEFT_OUT]),
    "groups of ODK": (["KEY", "review-meetings", "SubmissionDate", "district"],
                      [LEFT_OUT, "meetings", LEFT_OUT, DISTRICT]),
    "a place of Kobo": (["district", "place", "_place_latitude", "_place_longitude", "_place_altitude"],
                        [DISTRICT, "place", LEFT_OUT, LEFT_OUT, LEFT_OUT]),
    "a percentage beside its numbers": (["district", "done", "done_numerator", "done_denominator"],
                                        [DISTRICT, LEFT_OUT, "done:numerator", "done:denominator"]),
    "the district in a group": (["grp/district", "meetings"], [DISTRICT, "meetings"]),
    "choices of Kobo": (["district", "members", "members/director", "members/midwife"],
                        [DISTRICT, "members", LEFT_OUT, LEFT_OUT]),
    "choices alone": (["district", "members/director", "members/midwife"],
                      [DISTRICT, "members:has:director", "members:has:midwife"]),
    "code and name of the district": (["Region", "District", "Code du district", "meetings"],
                                      [LEFT_OUT, LEFT_OUT, DISTRICT, "meetings"]),
    "the same twice": (["district", "meetings", "meetings"], [DISTRICT, "meetings", UNKNOWN]),
    "nothing known": (["endroit", "combien"], [UNKNOWN, UNKNOWN]),
    "no heading": (["district", "", "meetings"], [DISTRICT, LEFT_OUT, "meetings"]),
}  # fmt: skip


@pytest.mark.parametrize(("headings", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_headings_are_recognised(world, headings, expected):
    width = len(headings)
    assert targets(world, headings, *(line[:width] for line in LINES)) == expected


ABOVE = {
    "a title": [["Results of 2026"], ["district", "meetings"]],
    "a title and an empty line": [["Results"], [], ["district", "meetings"]],
    "words above codes": [["District code", "How many meetings?"], ["district", "meetings"]],
    "codes above words": [["district", "meetings"], ["District", "How many meetings?"]],
    "groups above": [["About", "About"], ["district", "meetings"]],
}


@pytest.mark.parametrize("rows", ABOVE.values(), ids=ABOVE)
def test_several_rows_of_headings(world, rows):
    with override("en"):
        reading = read(world, xlsx_of(*rows, *(line[:2] for line in LINES)))
        assert reading.headings.last == len(rows)
        assert list(reading.chosen.values()) == [DISTRICT, "meetings"]
        assert [line.number for line in reading.lines] == [len(rows) + 1, len(rows) + 2]


def test_merged_headings_count_for_all_their_columns(world):
    def merge(book):
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("A1:A2")

    rows = [["District", "Recommandations", None], [None, "Suivies", "Dénominateur"], ["gui-d1", 3, 9]]
    with override("fr"):
        reading = read(world, xlsx_of(*rows, change=merge))
        assert list(reading.chosen.values()) == [DISTRICT, "done:numerator", "done:denominator"]
        assert reading.headings.columns[2].words == "Recommandations – Dénominateur"
        (line,) = reading.lines
        assert line.read["done"].value == {"numerator": 3, "denominator": 9}


def test_a_sheet_that_is_not_hidden_comes_first_and_another_can_be_chosen(world):
    def hide(book):
        book["Old"].sheet_state = "hidden"

    old, new = [["district", "meetings"], ["gui-d1", 1]], [["Health district", "Rate"], ["gui-d1", 2]]
    way = begun(world, xlsx_of(Old=old, New=new, change=hide))
    page = way.get("columns/")
    assert "Old (hidden)" in words(page) and "Rate" in words(page)
    answer = way.say_columns(sheet="0")
    assert answer.status_code == 302
    assert way.fields("columns/")["c1"] == "meetings"


def test_the_row_of_headings_can_be_said(world):
    way = begun(world, csv_of(["endroit", "combien"], ["district", "meetings"], ["gui-d1", "3"]))
    assert way.fields("columns/")["headings"] == "2"
    assert way.say_columns(headings="1").status_code == 302
    kept = way.fields("columns/")
    assert (kept["headings"], kept["c0"], kept["c1"]) == ("1", "", "")
    for odd in ("0", "-1", "99", "x", "", "²"):
        way.say_columns(headings=odd)
        assert way.fields("columns/")["headings"] == "1"


PROBLEMS = {
    "nothing is said": ({"c1": ""}, "Choose what this column is about, or leave it out."),
    "no such question": ({"c1": "nothing"}, "There is no such question."),
    "no district": ({"c0": "-"}, "No column says which district a line is of."),
    "no question": ({"c1": "-", "c2": "-"}, "No column is about a question."),
    "the same twice": ({"c1": "rate", "c2": "rate"}, "Another column is about the same."),
    "half of a ratio": ({"c1": "done:numerator"}, "This is half of an answer"),
    "whole and parts": ({"c1": "done", "c2": "done:numerator"}, "Other columns have the parts of this answer."),
}  # fmt: skip


@pytest.mark.parametrize(("said", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_missing_is_said_and_what_was_chosen_is_kept(world, said, problem):
    way = begun(world, csv_of(["district", "meetings", "rate"], ["gui-d1", "3", "4"]))
    answer = way.say_columns(**said)
    assert answer.status_code == 422 and problem in words(answer)
    kept = way.fields("columns/")
    assert {name: kept[name] for name in said if said[name] != "nothing"} == {
        name: value for name, value in said.items() if value != "nothing"
    }
    assert way.get().url.endswith("/columns/"), "there is no preview yet"


def test_the_rest_is_left_out_at_once(world):
    way = begun(world, csv_of(["district", "meetings", "x", "y"], ["gui-d1", "3", "4", "5"]))
    assert way.say_columns(rest="1").url == way.url()
    assert way.record.__class__.objects.get(pk=way.record.pk).columns == [
        DISTRICT,
        "meetings",
        LEFT_OUT,
        LEFT_OUT,
    ]


def test_what_was_said_is_remembered_here_and_in_a_copy_of_the_questionnaire(world):
    rows = [["Endroit", "Combien", "Autre"], ["gui-d1", "3", "4"]]
    assert targets(world, *rows) == [UNKNOWN, UNKNOWN, UNKNOWN]
    way = begun(world, xlsx_of(*rows))
    way.say_columns(c0=DISTRICT, c1="meetings", c2=LEFT_OUT)
    assert targets(world, ["ENDROIT", "combien ", "autre"], rows[1]) == [DISTRICT, "meetings", LEFT_OUT]
    cycle = cycle_in(world.guinea, "copy")
    copy = clone_questionnaire(cycle=cycle, of=world.questionnaire, by=world.facilitator)
    assert targets(world, *rows, questionnaire=copy)[1] == "meetings"
    copy.questions.filter(code="meetings").update(series="00000000-0000-4000-8000-000000000000")
    assert targets(world, *rows, questionnaire=copy)[1] == UNKNOWN, "another question of that code"


def test_what_is_remembered_of_a_question_that_is_gone_is_forgotten(world):
    Remembered.objects.create(
        questionnaire=world.questionnaire, kind="column", said="combien", target="gone", question_code="gone"
    )
    assert targets(world, ["district", "Combien"], ["gui-d1", "3"]) == [DISTRICT, UNKNOWN]


def test_a_long_file_has_fields_with_one_list_for_menus(world, monkeypatch):
    monkeypatch.setattr("questionnaires.importing.column_views.MOST_OPTIONS", 0)
    way = begun(world, csv_of(["district", "x"], ["gui-d1", "3"]))
    page = way.get("columns/")
    assert page.content.count(b"<datalist") == 1 and b"<select" not in page.content
    assert way.say_columns(c1="meetings").status_code == 302


def test_the_portal_s_own_columns_are_known(world):
    headings = ["district", "district_name", "region", "country", "line", "signed_at", "meetings", "reasons"]
    assert targets(world, headings, ["gui-d1"] + ["1"] * 7) == [
        DISTRICT, LEFT_OUT, LEFT_OUT, LEFT_OUT, LINE, LEFT_OUT, "meetings", LEFT_OUT,
    ]  # fmt: skip


def test_nothing_that_is_typed_into_the_form_is_an_error_of_ours(world):
    way = begun(world, csv_of(["district", "meetings"], ["gui-d1", "3"]))
    for odd in (
        "\0",
        "x" * 10_000,
        "@district:comment",
        "meetings:",
        ":",
        "hello",
        "members:has:nobody",
        "🙂",
    ):
        answer = way.browser.post(
            way.url("columns/"), {"c0": DISTRICT, "c1": odd, "sheet": odd, "headings": odd}
        )
        assert answer.status_code == 422, odd
    assert problems_of(
        {0: DISTRICT, 1: "hello"}, Reading(way.record, sheets_of(way.record), way.by).catalogue
    )
