"""Files that something is wrong with, or that only look so: each has its own outcome, said in plain words with its
cell."""

import datetime
import io
import re
import zipfile

import pytest
from django.utils.translation import override

from questionnaires.importing import files
from questionnaires.importing.columns import problems_of
from questionnaires.importing.files import MOST_BYTES, read_file
from questionnaires.importing.import_actions import keep_file, sheets_of
from questionnaires.importing.planning import Options, What
from questionnaires.importing.reading_imports import Reading
from questionnaires.importing.refusals import Refused
from questionnaires.models import Response
from tests.questionnaires.old_excel import xls

from .tables import HEADER, csv_of, send, words, xlsx_of

GOOD = ("gui D1", "yes", "3", "12.5", "midwife", "Pita")


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unpack to sixty megabytes."""
    book = io.BytesIO(xlsx_of(HEADER, GOOD))
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/padding.xml", b"\0" * 60_000_000)
    return book.getvalue()


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 900
    )


def with_entities() -> bytes:
    book = io.BytesIO(xlsx_of(HEADER, GOOD))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/other.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return book.getvalue()


REFUSED = {
    "of zero bytes": (b"", "The file is empty."),
    "of blanks": (b" \r\n\t\r\n", "The file is empty."),
    "of a mark alone": (b"\xef\xbb\xbf", "The file is empty."),
    "too large": (b"a,b\n" * (MOST_BYTES // 4 + 1), "larger than 10 MB"),
    "with one column": (b"district\ngui D1\n", "only one column"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "This is not a table."),
    "a PDF": (b"%PDF-1.7\nhello", "This is a PDF."),
    "a web page": (b"<html><table><tr><td>district</td></tr></table></html>", "This is a web page"),
    "a spreadsheet of 2003": (b'<?xml version="1.0"?><Workbook></Workbook>', "This is a web page"),
    "a quotation mark without an end": (b'district,town\ngui D1,"Pita\ngui D2,Labe\n', "From row 2 on"),
    "an archive": (zipped(readme_dot_txt=b"hello"), "This is no Excel file."),
    "a letter": (zipped(word__document_dot_xml=b"<a/>"), "This is no Excel file."),
    "an OpenDocument table": (zipped(mimetype=b"x", content_dot_xml=b"<a/>"), "OpenDocument"),
    "a binary workbook": (zipped(xl__workbook_dot_bin=b"x"), ".xlsb"),
    "cut off": (xlsx_of(HEADER, GOOD)[:1500], "damaged"),
    "an archive by its first letters": (b"PK\x03\x04" + b"x" * 200, "damaged"),
    "a bomb": (bomb(), "far too large"),
    "with entities": (with_entities(), "declarations"),
    "under a password": (locked(), "protected by a password"),
    "an old letter": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "damaged"),
    "without any cell": (xlsx_of([]), "There is nothing in the file."),
    "too wide": (csv_of(["district", *range(500)], ["gui D1", *range(500)]), "too long or too wide"),
    "too long": (csv_of(HEADER, *([GOOD] * 5_000)), "too long or too wide"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_refused_says_why(data, said):
    with override("en"), pytest.raises(Refused, match=said.replace(".", r"\.")):
        read_file(data)


def test_it_is_said_beside_the_field_in_the_language_of_the_reader(world):
    for language, said in (("en", "The file is empty."), ("fr", "Le fichier est vide.")):
        answer = send(world, b"", language=language)
        assert answer.status_code == 422 and said in words(answer)
        assert b'aria-invalid="true"' in answer.content


def test_no_file_and_a_text_for_a_file_are_no_error_of_ours(world, client):
    client.force_login(world.facilitator)
    address = f"/en/questionnaires/{world.questionnaire.key}/board/import/"
    for data in ({}, {"file": "text"}, {"file": ["a", "b"]}):
        answer = client.post(address, data)
        assert answer.status_code == 422 and "Choose a file." in words(answer)


def test_too_many_sheets_are_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_SHEETS", 2)
    with override("en"), pytest.raises(Refused, match="more than 30 sheets"):
        read_file(xlsx_of(a=[[1, 2]], b=[[1, 2]], c=[[1, 2]]))


def reading_of(world, data: bytes, by=None) -> Reading:
    record = keep_file(questionnaire=world.questionnaire, name="x", data=data, by=by or world.facilitator)
    return Reading(record, sheets_of(record), by or world.facilitator)


def outcomes(world, data: bytes):
    """What the preview says of each line, where the columns are clear."""
    with override("en"):
        reading = reading_of(world, data)
        assert problems_of(reading.chosen, reading.catalogue) == {}
        return reading.plan(Options()).outcomes


def values(outcome) -> dict:
    return {change.code: change.after.value for change in outcome.changes}


# One line, in a column beside that of the district: what stands in the cell, and what is said of it.
CELLS = {
    "no such choice": ("who", "sorcier", "“sorcier” is not one of the choices: director, midwife, other."),
    "no such choice of several": ("members", "director; sorcier", "“sorcier” is not one of the choices"),
    "a word for a number": ("meetings", "trois", "“trois” is not read as a whole number."),
    "a fraction": ("meetings", "2.5", "Write a whole number"),
    "below the limit": ("meetings", "-1", "is too small: at least 0."),
    "above the limit": ("meetings", "61", "is too large: at most 60."),
    "beyond reason": ("meetings", "9" * 400, "too long"),
    "a per cent sign where none belongs": ("meetings", "12 %", "without a per cent sign"),
    "an error of the spreadsheet": ("meetings", "#N/A", "The spreadsheet shows an error here (#N/A)."),
    "an error in French": ("meetings", "#VALEUR!", "(#VALEUR!)"),
    "no day": ("last", "31/02/2026", "no such day"),
    "a month for a day": ("last", "03/13/2026", "The day comes first"),
    "a word for a day": ("last", "hier", "is not read as a date"),
    "half of a ratio": ("done:numerator", "3", None),
    "more than all": ("done", "9/3", "9 is more than 3"),
    "a ratio in words": ("done", "beaucoup", "is not read as a whole number"),
    "half of a place": ("place", "9.64", "a place needs both"),
    "a place nowhere": ("place", "99.5 200.1 0 0", "It lies between -90 and 90."),
    "too long a text": ("town", "x" * 301, "there is room for 300"),
    "too long a comment": ("meetings:comment", "x" * 1001, "1,000 characters at most"),
}  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "said"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_no_answer_is_named(world, column, cell, said):
    name = column.replace(":", "_")
    if said is None:
        with override("en"):
            reading = reading_of(world, csv_of(("district", name), ("gui D1", cell)))
            assert "half of an answer" in " ".join(problems_of(reading.chosen, reading.catalogue).values())
        return
    (outcome,) = outcomes(world, csv_of(("district", name), ("gui D1", cell)))
    assert outcome.what == What.FAULTY
    assert said in outcome.problems[0].text and outcome.problems[0].cell == "B2"


READ = {
    "a number with a French decimal": ("rate", "12,5", {"number": 12.5}),
    "a number with thousands": ("rate", "1 234,5", {"number": 1234.5}),
    "a number with English thousands": ("rate", "1,234,567.5", {"number": 1234567.5}),
    "a per cent sign that belongs": ("rate", "75 %", {"number": 75}),
    "yes in French": ("committee", "OUI", {"choice": "yes"}),
    "yes as a number": ("committee", "1", {"choice": "yes"}),
    "no as a truth": ("committee", "Faux", {"choice": "no"}),
    "no as FALSE": ("committee", "FALSE", {"choice": "no"}),
    "not known, of yes and no": ("committee", "ne sait pas", {"choice": "dont_know"}),
    "not known": ("meetings", "Don’t know", {"missing": "dont_know"}),
    "not known, as the portal says it": ("meetings", "Nous ne savons pas", {"missing": "dont_know"}),
    "n/a": ("meetings", "n/a", {"missing": "not_applicable"}),
    "without object": ("who", "Sans objet", {"missing": "not_applicable"}),
    "a label in French": ("who", "SAGE FEMME", {"choice": "midwife"}),
    "a label in English": ("who", "Midwife", {"choice": "midwife"}),
    "a code in capitals": ("who", "DIRECTOR", {"choice": "director"}),
    "several with semicolons": ("members", "Sage-femme; director", {"choices": ["director", "midwife"]}),
    "several codes of Kobo": ("members", "midwife director", {"choices": ["director", "midwife"]}),
    "a day in words": ("last", "12 mars 2026", {"date": "2026-03-12"}),
    "a day of ODK": ("last", "2026-03-12T10:11:12.000+00:00", {"date": "2026-03-12"}),
    "a day counted by Excel": ("last", "46093", {"date": "2026-03-12"}),
    "a ratio in one cell": ("done", "3 sur 9 (33,3 %)", {"numerator": 3, "denominator": 9}),
    "a place of Kobo": ("place", "9.641185 -13.578401 12.0 4.5", {"latitude": 9.641185, "longitude": -13.578401}),
    "a text that was kept from being a formula": ("town", "'=Pita", {"text": "=Pita"}),
}  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "value"), READ.values(), ids=READ)
def test_an_answer_is_read_however_it_is_written(world, column, cell, value):
    rows = [("district", "committee"), ("gui D1", "yes")]
    rows = (
        [(*rows[0], column), (*rows[1], cell)]
        if column != "committee"
        else [("district", column), ("gui D1", cell)]
    )
    (outcome,) = outcomes(world, csv_of(*rows))
    assert values(outcome)[column] == value, outcome.problems


LINES = {
    "no district": ([("", "3")], What.FAULTY, "No district stands in this line."),
    "signs for a district": ([("???", "3")], What.FAULTY, "No district of this cycle is called “???”."),
    "an unknown district": ([("Atlantis", "3")], What.FAULTY, "is called “Atlantis”"),
    "a total": ([("TOTAL GÉNÉRAL", "9")], What.SKIPPED, "This is a total."),
    "no answer": ([("gui D1", "")], What.SKIPPED, "There is no answer in this line."),
    "the same district": ([("gui D1", "3"), ("GUI-D1", "4")], What.FAULTY, "This district stands already in line 2."),
    "a separator too many": ([("gui D1", "3", "4")], What.FAULTY, "not as many cells"),
    "a separator too few": ([("gui D1",), ("gui D2", "3")], What.SKIPPED, "There is no answer"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "what", "said"), LINES.values(), ids=LINES)
def test_a_line_that_brings_nothing_says_why(world, rows, what, said):
    found = outcomes(world, csv_of(("district", "meetings"), *rows))
    told = [(o.what, " ".join([*o.notes, *(p.text for p in o.problems)])) for o in found]
    assert any(each == what and said in text for each, text in told), told


def test_empty_lines_change_no_number(world):
    (outcome,) = outcomes(world, b"\n\ndistrict,meetings\n\n\ngui D1,x\n")
    assert outcome.line.number == 6 and outcome.problems[0].cell == "B6"


def test_a_workbook_keeps_types(world):
    day = datetime.date(2026, 3, 12)
    rows = [
        ("district", "committee", "meetings", "rate", "last", "town"),
        ("gui-d1", True, 3.0, 0.125, day, 12),
    ]

    def as_percentage(book):
        book.active["D2"].number_format = "0.0%"

    (outcome,) = outcomes(world, xlsx_of(*rows, change=as_percentage))
    assert values(outcome) == {
        "committee": {"choice": "yes"}, "meetings": {"number": 3}, "rate": {"number": 12.5},
        "last": {"date": "2026-03-12"}, "town": {"text": "12"},
    }  # fmt: skip


@pytest.mark.parametrize(("cell", "said"), [
    ("=1+2", "A formula that was never worked out."),
    ("#DIV/0!", "(#DIV/0!)"),
    (datetime.date(2026, 9, 3), "has made a date of this (2026-09-03)"),
])  # fmt: skip
def test_what_a_spreadsheet_made_of_a_cell_is_said(world, cell, said):
    (outcome,) = outcomes(world, xlsx_of(("district", "meetings"), ("gui-d1", cell)))
    assert said in outcome.problems[0].text and outcome.problems[0].cell == "B2"


def test_the_stored_value_of_a_formula_counts(world):
    """As a spreadsheet saves it, with the value beside the formula."""
    data = io.BytesIO(xlsx_of(("district", "meetings"), ("gui-d1", "=1+2")))
    with zipfile.ZipFile(data) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    changed = re.sub(rb"<f>1\+2</f><v ?/?>(</v>)?", b"<f>1+2</f><v>3</v>", sheet)
    assert changed != sheet
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (members | {"xl/worksheets/sheet1.xml": changed}).items():
            archive.writestr(name, content)
    (outcome,) = outcomes(world, file.getvalue())
    assert values(outcome) == {"meetings": {"number": 3}}


def test_an_old_workbook_and_a_wrong_name_are_read_by_what_they_are(world):
    (outcome,) = outcomes(world, xls(Answers=[["district", "meetings"], ["gui-d1", 3]]))
    assert values(outcome) == {"meetings": {"number": 3}}
    assert send(world, xlsx_of(HEADER, GOOD), name="answers.csv").status_code == 302
    assert send(world, csv_of(HEADER, GOOD), name="answers.xlsx").status_code == 302


def test_macros_are_not_looked_at(world):
    book = io.BytesIO(xlsx_of(("district", "meetings"), ("gui-d1", 3)))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    (outcome,) = outcomes(world, book.getvalue())
    assert values(outcome) == {"meetings": {"number": 3}}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman"]
)
def test_encodings_and_separators(encoding, separator):
    rows = [["district", "réunions"], ["Guéckédou", "Équipe de l'hôpital, à côté"]]
    (sheet,) = read_file(csv_of(*rows, separator=separator, encoding=encoding))
    assert [cells for _number, cells in sheet.rows] == rows


def test_the_separator_that_excel_names_is_taken():
    (sheet,) = read_file(b"sep=;\r\ndistrict;rate\r\nPita;1,5\r\nLabe;2,5\r\n")
    assert sheet.rows == [(2, ["district", "rate"]), (3, ["Pita", "1,5"]), (4, ["Labe", "2,5"])]


def test_nothing_is_saved_by_any_of_it(world):
    assert not Response.objects.exists()
