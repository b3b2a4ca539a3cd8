"""What is chosen as a form can be anything: it is read, or refused with a sentence, and costs little either way."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.xlsform_files import MOST_BYTES, OLD_EXCEL, UnreadableForm, read_book
from questionnaires.xlsform_in import read_xlsform

from .old_excel import xls
from .xlsforms import VALID, as_csv, saved, xlsx


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


SURVEY = """
type    | name  | label::French
text    | town  | Où ?
integer | rooms | Combien ?
"""
HEADINGS = ["type", "name", "label", "relevant", "constraint", "calculation", "parameters", "default"]


def packed(**members: bytes | str) -> bytes:
    """A zip of files; a double underscore in a name is a slash, a triple one a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("___", ".").replace("__", "/"), content)
    return made.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with one of its members changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, content.replace(old, new, 1) if member == name else content)
    return made.getvalue()


def sheet_of(*rows: tuple) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.active.title = "survey"
    for row in rows:
        workbook.active.append(row)
    return saved(workbook)


FORMS = {
    "xlsx": xlsx(SURVEY),
    "xls": xls(survey=[["type", "name", "label::French"], ["text", "town", "Où ?"], ["integer", "rooms", "Combien ?"]]),
    "csv of all sheets": as_csv(survey=SURVEY),
    "csv with semicolons": as_csv(";", survey=SURVEY),
    "csv of the survey alone": "type,name,label::French\ntext,town,Où ?\ninteger,rooms,Combien ?\n".encode(),
    "csv with a byte order mark": "\ufefftype,name,label::French\ntext,town,Où ?\ninteger,rooms,C\n".encode(),
    "csv in UTF-16": "type,name,label::French\ntext,town,Où ?\ninteger,rooms,C\n".encode("utf-16"),
    "csv of an older spreadsheet": "type;name;label::French\ntext;town;Où ?\ninteger;rooms;C\n".encode("cp1252"),
    "a single sheet of another name": xlsx("", Feuille1=SURVEY),
    "headings in other cases": xlsx(SURVEY.replace("type ", "Type ").replace("name ", "NAME ")),
    "a sheet in capitals": xlsx("", SURVEY=SURVEY, notes="lu\nle 3 mai"),
    "headings on the second row": sheet_of((), ("type", "name", "label::French"), *[("text", "town", "Où ?")] * 1,
                                           ("integer", "rooms", "Combien ?")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms_are_read_from_what_people_save(form):
    rows = read_book(FORMS[form]).rows("survey")
    assert [list(row.cells.values())[1] for row in rows] == ["town", "rooms"]
    assert list(rows[0].cells.values())[2] == "Où ?"
    assert read_xlsform(FORMS[form]).errors == []


def test_row_numbers_are_those_of_the_spreadsheet():
    data = sheet_of((), ("type", "name"), (), ("text", "a"), (), (), ("text", "b"))
    assert [row.number for row in read_book(data).rows("survey")] == [4, 7]
    text = "survey\n,type,name\n\n,text,a\nchoices\n,list_name,name\n,l,x\n"
    book = read_book(text.encode())
    assert (book.rows("survey")[0].number, book.rows("choices")[0].number) == (4, 7)


def test_cells_are_read_as_people_see_them():
    data = sheet_of(
        ("type", "name", "label", "default", "required", "a", "b"),
        ("text", "x", " two \r\nlines\xa0", 3.0, True, datetime.datetime(2024, 2, 29), 1.5),
    )
    cells = read_book(data).rows("survey")[0].cells
    assert cells == {
        "type": "text", "name": "x", "label": "two \nlines", "default": "3", "required": "TRUE", "a": "2024-02-29",
        "b": "1.5",
    }  # fmt: skip


def test_formulas_are_what_they_came_to_and_merged_cells_their_first():
    workbook = openpyxl.Workbook()
    workbook.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "x", "=1+1"), ("text", "y", "Y")):
        workbook.active.append(row)
    workbook.active.merge_cells("A2:A3")
    # Written by a program that computes nothing, a formula comes to nothing.
    assert [row.cells for row in read_book(saved(workbook)).rows("survey")] == [
        {"type": "text", "name": "x"},
        {"name": "y", "label": "Y"},
    ]


def test_a_lost_cell_at_the_end_of_the_sheet_costs_nothing():
    workbook = openpyxl.Workbook()
    workbook.active.title = "survey"
    for row in (("type", "name", "label::French"), ("text", "x", "X")):
        workbook.active.append(row)
    workbook.active["A1048576"] = " "
    assert len(read_book(saved(workbook)).rows("survey")) == 1


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet'
BROKEN = {
    "nothing": (b"", "empty"),
    "nothing but zeros": (bytes(2000), "empty"),
    "too large": (b"PK\x03\x04" + bytes(MOST_BYTES), "5 MB"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a spreadsheet"),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "no spreadsheet"),
    "a letter": (b"Cher collegue,\nvoici le formulaire.\n", "no spreadsheet"),
    "XForms": (b'<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms"/>', "no spreadsheet"),
    "a web page": (b"<html><body>Not found</body></html>", "no spreadsheet"),
    "JSON": (b'{"survey": []}', "no spreadsheet"),
    "half a workbook": (VALID.read_bytes()[:9000], "damaged"),
    "the end of a workbook gone": (VALID.read_bytes()[:-30], "damaged"),
    "a Word document": (packed(word__document___xml="<w/>"), "no Excel file"),
    "a LibreOffice table": (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content___xml="<o/>"),
                            "no Excel file"),
    "an empty zip": (b"PK\x05\x06" + bytes(18), "no spreadsheet|damaged"),
    "a workbook of nonsense": (packed(xl__workbook___xml="<workbook><sheets>"), "damaged"),
    "a bomb": (packed(xl__workbook___xml=bytes(40 * 1024 * 1024)), "too large"),
    "many members": (packed(**{f"xl__{n}___xml": "<a/>" for n in range(500)}, xl__workbook___xml="<a/>"), "too large"),
    "more than it may hold": (packed(xl__workbook___xml=bytes(range(256)) * 4 * 1024 * 60), "too large"),
    "entities": (changed(xlsx(SURVEY), "xl/worksheets/sheet1.xml", b"<worksheet", ENTITY), "declarations"),
    "entities in another coding": (
        packed(xl__workbook___xml="<a/>", xl__x___xml='<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")),
        "declarations",
    ),
    "an older workbook cut off": (xls(survey=[["type"]])[:900], "damaged"),
    "an older workbook of zeros": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "damaged"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "two hundred and one columns": (sheet_of(("type", "name"), ("text", "a", *("x",) * 200)), "200 columns"),
}  # fmt: skip


@pytest.mark.parametrize("file", BROKEN)
def test_what_is_no_form_is_refused_with_a_sentence(file):
    data, said = BROKEN[file]
    with pytest.raises(UnreadableForm, match=said):
        read_book(data)
    assert [line.reason for line in read_xlsform(data).errors]


def test_a_sheet_with_too_many_rows_is_refused():
    lines = ["type,name,label", *(f"text,q{n},Q" for n in range(20_002))]
    with pytest.raises(UnreadableForm, match="20,000 rows"):
        read_book("\n".join(lines).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLD_EXCEL, b"type,name\n"]))
def test_no_bytes_make_it_fail(data, start):
    read_xlsform(start + data)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_form_does_not_make_it_fail(data):
    """A few bytes of a real one are others, or its end is missing."""
    form = bytearray(VALID.read_bytes())
    for _change in range(data.draw(st.integers(1, 8))):
        form[data.draw(st.integers(0, len(form) - 1))] = data.draw(st.integers(0, 255))
    read_xlsform(bytes(form[: data.draw(st.integers(1, len(form)))]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(HEADINGS),
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)
            | st.sampled_from(["text", "integer", "begin group", "end group", "begin repeat", "select_one l", "note",
                               "calculate", "range", "${a}", "a", "b", "${", "1 and (", "audit", "disabled"]),
        ),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
def test_no_rows_make_it_fail(rows):
    read = read_xlsform(sheet_of(HEADINGS, *[[row.get(heading) for heading in HEADINGS] for row in rows]))
    assert read.errors or read.content["sections"]
