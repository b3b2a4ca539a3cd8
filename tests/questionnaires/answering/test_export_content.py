"""What is taken along is what stands in the database, for those who may read it, and opens in a spreadsheet as text."""

import datetime
import io

import openpyxl
import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.audience import Audience
from content.spreadsheets import harmless
from districts.models import DataView
from home.set_up import set_up
from questionnaires.answering.export_tables import Part, table
from questionnaires.answering.export_writing import write
from questionnaires.answering.signing import confirm_response, keep_with_reason
from questionnaires.models import Check, CorrectionWindow, Export, Question
from tests.districts.places import today

from .board_worlds import (
    WHOLE,
    board_url,
    board_world,
    browser_of,
    bytes_of,
    lines_of,
    moved_back,
    of,
    reachable,
    sheets_of,
    sign,
    type_answers,
)
from .districts_answering import close

YES = {"choice": "yes"}
CODES, WORDS, COMMENTS = "Answers (codes)", "Answers (words)", "Comments"


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        yield board_world()
        transaction.set_rollback(True)


def taken(world, form="xlsx", kind="answers/", language="en", user=None, **fields):
    address = board_url(world, f"export/{kind}", language)
    response = browser_of(user or world.caller).post(address, {"form": form} | fields)
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return bytes_of(response)


def line_of(world, name: str, lines: list[dict], line: str = "signed") -> dict:
    code = world.of[name].code
    found = [row for row in lines if row["district"] == code and row.get("line", line) == line]
    assert len(found) == 1, (code, [row.get("line") for row in lines])
    return found[0]


# The answers


def test_a_workbook_has_a_line_for_each_district_as_codes(world):
    rows = sheets_of(taken(world))[CODES]
    assert len(rows) == 8 and {row["country"] for row in rows} == {"Big"}
    row = line_of(world, "signed", rows)
    assert (row["committee"], row["meetings"], row["rate"], row["who"]) == ("no", 3, 12.5, "midwife")
    assert (row["done_numerator"], row["done_denominator"]) == (3, 9)
    assert row["last"] == datetime.datetime(2026, 3, 12), "a date is a date"
    assert (row["place_latitude"], row["place_longitude"]) == (11.05, -12.4)
    assert row["why"] == "Parce que.\nVoilà." and row["picture"] == "not_applicable"
    assert row["members"] is None and "hello" not in row and "sum" not in row
    assert row["signed_by"] == "Fanta Keita" and row["on_behalf"] is False


def test_and_the_same_in_words(world):
    row = line_of(world, "signed", sheets_of(taken(world))[WORDS])
    assert (row["committee"], row["done"], row["who"]) == ("No", "3 of 9 (33.3%)", "Midwife")
    assert row["rate"] == "12.5 %" and row["picture"] == "Does not apply to us"


def test_without_drafts_what_is_not_signed_is_not_there(world):
    rows = sheets_of(taken(world))[CODES]
    assert {row["line"] for row in rows} == {"signed", "none"}
    assert line_of(world, "changed", rows)["meetings"] == 3
    assert line_of(world, "begun", rows, "none")["meetings"] is None


def test_drafts_are_marked_as_such(world):
    book = sheets_of(taken(world, drafts="on"))
    rows = book[CODES]
    assert line_of(world, "changed", rows)["meetings"] == 3
    assert line_of(world, "changed", rows, "draft")["meetings"] == 4
    assert line_of(world, "begun", rows, "draft")["meetings"] == 2
    assert "DRAFT, not signed" in {row["line"] for row in book[WORDS]}
    about = {row["what"]: row["value"] for row in book["About this file"]}
    assert about["Drafts"] == "in the file, marked"


def test_a_draft_has_no_answers_to_what_is_not_asked_any_more(world):
    type_answers(world, "begun", {"committee": YES, "reported": {"number": 7}})
    type_answers(world, "begun", {"committee": {"choice": "no"}}, base=1)
    row = line_of(world, "begun", sheets_of(taken(world, drafts="on"))[CODES], "draft")
    assert (row["committee"], row["reported"]) == ("no", None)


def test_comments_reasons_and_who_signed_when(world):
    answers = {"committee": YES, "reported": {"number": 3}, "reviewed": {"number": 5}}
    type_answers(world, "not_begun", answers, comments={"reviewed": "Deux de 2024."}, on_behalf=True)
    check = Check.objects.get()
    keep_with_reason(
        filling=of(world, "not_begun"), check=check.pk, because="Report d’une année.", language="fr",
        by=world.caller,
    )  # fmt: skip
    sign(world, "not_begun", on_behalf=True)
    book = sheets_of(taken(world))
    comment = line_of(world, "not_begun", book[COMMENTS])
    assert (comment["question"], comment["comment"]) == ("reviewed", "Deux de 2024.")
    reason = line_of(world, "not_begun", book["Reasons"])
    assert (
        reason["because"] == "Report d’une année." and reason["check"] == "More were reviewed than reported."
    )
    row = line_of(world, "not_begun", book[CODES])
    assert row["on_behalf"] is True and row["confirmed_at"] is None
    assert row["typed_for_team"] == "committee, reported, reviewed"
    signed = line_of(world, "not_begun", book["Who signed when"])
    assert signed["number"] == 1 and signed["on_behalf"] is True and signed["version"] == 1
    confirm_response(filling=of(world, "not_begun"), number=1, by=world.big_lead)
    signed = line_of(world, "not_begun", sheets_of(taken(world))["Who signed when"])
    assert signed["confirmed_by"] == "Mamadou Barry" and signed["confirmed_at"] is not None


def correct(world, name: str) -> None:
    moved_back(world, name)
    close(world)
    CorrectionWindow.objects.create(questionnaire=world.questionnaire, opens_on=today(), closes_on=today())
    type_answers(world, name, {"meetings": {"number": 5}}, base=1, because="Mal compté")


def test_a_correction_has_both_values_once_it_is_signed(world):
    correct(world, "signed")
    assert sheets_of(taken(world))["Corrections"] == []
    draft = line_of(world, "signed", sheets_of(taken(world, drafts="on"))["Corrections"])
    sign(world, "signed")
    row = line_of(world, "signed", sheets_of(taken(world))["Corrections"])
    for found in (draft, row):
        assert (found["before"], found["after"], found["because"]) == (
            "3 meetings",
            "5 meetings",
            "Mal compté",
        )
        assert found["by"] == "Fanta Keita"


def test_answers_kept_to_the_team_are_not_taken_along(world):
    Question.objects.filter(code="meetings").update(level=Audience.TEAM)
    type_answers(world, "signed", {"meetings": {"number": 3}}, base=1, comments={"meetings": "Entre nous"})
    correct(world, "signed")
    sign(world, "signed")
    for drafts in ({}, {"drafts": "on"}):
        book = sheets_of(taken(world, **drafts))
        assert all("meetings" not in row for sheet in (CODES, WORDS) for row in book[sheet])
        assert book[COMMENTS] == [] and book["Corrections"] == []
        assert {row["question"]: row["taken_along"] for row in book["Questions"]}["meetings"] is False
        lines = lines_of(taken(world, "csv", **drafts))
        assert all("meetings" not in row and "meetings_comment" not in row for row in lines)


def test_a_reason_that_may_tell_what_is_kept_to_the_team_is_not_taken_along(world):
    test_comments_reasons_and_who_signed_when(world)
    Question.objects.filter(code="reported").update(level=Audience.TEAM)
    assert sheets_of(taken(world))["Reasons"] == []
    assert not any(row["reasons"] for row in lines_of(taken(world, "csv")))


def test_a_csv_file_has_everything_of_a_district_in_its_line(world):
    type_answers(
        world, "signed", {"town": {"text": "Pita; centre"}}, base=1, comments={"town": "Le « centre »"}
    )
    correct(world, "signed")
    sign(world, "signed")
    row = line_of(world, "signed", lines_of(taken(world, "csv")))
    assert (row["town"], row["town_comment"]) == ("Pita; centre", "Le « centre »")
    assert row["corrections"] == "meetings: 3 meetings → 5 meetings (Mal compté)"
    assert (row["last"], row["rate"], row["on_behalf"]) == ("2026-03-12", "12.5", "0")


def test_french_spreadsheets_get_semicolons_and_decimal_commas(world):
    data = taken(world, "csv", language="fr")
    assert data.startswith("\ufeffCode du district;District;".encode())
    row = line_of(world, "signed", lines_of(data, ";"))
    assert (row["rate"], row["place_longitude"], row["meetings"]) == ("12,5", "-12,4", "3")
    words = line_of(world, "signed", sheets_of(taken(world, language="fr"))["Réponses (en mots)"], "signées")
    assert words["done"] == "3 sur 9 (33,3\u202f%)" and words["who"] == "Sage-femme"


def test_headings_say_number_and_question_in_the_readers_language(world):
    book = openpyxl.load_workbook(io.BytesIO(taken(world, language="fr")))
    sheet = book.worksheets[0]
    headings = dict(zip([c.value for c in sheet[2]], [c.value for c in sheet[1]], strict=True))
    assert headings["meetings"] == "3. Combien de réunions ?"
    assert headings["done_numerator"] == "7. Recommandations – Suivies"


# The board


def test_the_board_has_a_line_for_each_district(world):
    reachable(world.big_lead)
    for lines in (
        sheets_of(taken(world, kind=""))["Who has answered"],
        lines_of(taken(world, "csv", kind="")),
    ):
        assert len(lines) == 8
        row = line_of(world, "signed", lines)
        assert (row["state"], row["state_words"], row["contact"]) == ("signed", "signed", "Mamadou Barry")
        assert row["contact_numbers"] == "telephone +224 622 00 00 01"
        assert [str(row[name]) for name in ("answered", "asked")] == ["10", "10"]
        assert str(line_of(world, "extended", lines)["extended_until"])[:10] != ""


def test_a_facilitator_takes_along_their_own_country_only(world):
    for user, count in ((world.caller, 8), (world.neighbour, 3), (world.shared, 11)):
        assert len(sheets_of(taken(world, user=user))[CODES]) == count
        assert len(lines_of(taken(world, "csv", kind="", user=user))) == count


def test_each_team_is_told_that_its_answers_were_taken_along(world):
    taken(world, kind="")
    assert not DataView.objects.exists(), "the board has no answers"
    taken(world)
    seen = {look.unit: look for look in DataView.objects.filter(viewer=world.caller)}
    assert set(seen) == {world.of[name] for name in ("changed", "for_team", "signed", "corrected")}
    assert {(look.what, look.seen_as, look.about) for look in seen.values()} == {
        ("answers", "facilitator", world.cycle.key)
    }
    taken(world, drafts="on")
    assert DataView.objects.count() == 7


# Odd texts, in any format

BIDI = "\u202eمرحبا"
ODD = st.text(max_size=40) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "a;b", 'q"q', "l1\nl2\r\nl3", "🦟", BIDI, "'=1",
     "#N/A", "#REF!", "{=1}", "＝1+1", "", " ", "01", "1E5", "TRUE", "\x00a", "\ufffe", "_x0041_"]
)  # fmt: skip


class Texts:
    """A file of one column."""

    def __init__(self, texts: list[str]):
        self.texts, self.total = texts, len(texts)
        self.tables = [table("texts", "Texts", ("Text", "text"))]

    def parts(self):
        yield Part(self.total, [("texts", [text]) for text in self.texts])


def written(texts: list[str], form: str, language: str = "en") -> bytes:
    file = io.BytesIO()
    write(Texts(texts), form, language, file)
    return file.getvalue()


def kept(text: str) -> str:
    """As both formats keep it: no sign that nobody sees, line ends as one sign."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c
        for c in text
        if c in "\n\t" or not (c < " " or c in "\x7f\ufeff\ufffe\uffff" or "\ud800" <= c <= "\udfff")
    )


@given(st.lists(ODD, max_size=8))
@example(["=1+1", "@x", "-3", "+3", "\t=1"])
def test_a_csv_file_gives_each_text_back_and_no_formula(texts):
    for language, separator in (("fr", ";"), ("en", ",")):
        found = [row["text"] for row in lines_of(written(texts, Export.Form.CSV, language), separator)]
        assert found == [harmless(kept(text)) for text in texts]
        assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in found)


@given(st.lists(ODD, max_size=8))
def test_a_workbook_gives_each_text_back_and_has_no_formula(texts):
    book = openpyxl.load_workbook(io.BytesIO(written(texts, Export.Form.XLSX)))
    cells = [row[0] for row in book["Texts"].iter_rows(min_row=3, max_row=2 + len(texts))] if texts else []
    assert [cell.value or "" for cell in cells] == [kept(text) for text in texts]
    assert all(cell.data_type in ("s", "inlineStr") for cell in cells if cell.value)


def test_a_text_that_looks_like_a_formula_stays_one_when_it_is_edited():
    book = openpyxl.load_workbook(io.BytesIO(written(["=1+1", "plain"], Export.Form.XLSX)))
    assert [bool(cell.quotePrefix) for cell in book["Texts"]["A"][2:]] == [True, False]


def test_what_is_answered_cannot_run_as_a_formula(world):
    type_answers(world, "signed", {"town": {"text": '=HYPERLINK("http://x")'}}, base=1)
    sign(world, "signed")
    assert line_of(world, "signed", lines_of(taken(world, "csv")))["town"].startswith("'=")
    book = openpyxl.load_workbook(io.BytesIO(taken(world)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_district_whose_name_is_odd(world):
    unit = world.of["signed"]
    unit.name_fr = "=Kérouané; 'est'"
    unit.save()
    assert line_of(world, "signed", lines_of(taken(world, "csv")))["district_name"] == "'=Kérouané; 'est'"
    assert line_of(world, "signed", sheets_of(taken(world))[CODES])["district_name"] == "=Kérouané; 'est'"


def test_all_that_was_given_comes_back(world):
    """Whatever kind of answer: the codes of the file are those of the database."""
    row = line_of(world, "signed", sheets_of(taken(world))[CODES])
    of_parts = {"done": ("numerator", "denominator"), "place": ("latitude", "longitude")}
    for code, value in WHOLE.items():
        if code in of_parts:
            assert {part: row[f"{code}_{part}"] for part in of_parts[code]} == value
        else:
            expected = next(iter(value.values()))
            found = row[code].date().isoformat() if code == "last" else row[code]
            assert found == expected, code
