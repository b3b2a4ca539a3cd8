"""An uploaded spreadsheet as sheets of text. Limits come first; no formula and no entity is ever worked out.

Taken are .xlsx, .xls, and .csv: one table with the survey's columns, or all sheets below each other with the sheet's
name in the first column, as pyxform writes them.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import openpyxl
import xlrd
from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_EXPANDED = 50 * 1024 * 1024
MOST_MEMBERS = 400
# A form that compresses better than this is padding.
MOST_RATIO = 100
RATIO_FROM = 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# What a cell of a spreadsheet holds.
MOST_IN_A_CELL = 32_767

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm", "district_team")
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
DOCTYPES = [text.encode(coding) for text in ("<!DOCTYPE", "<!ENTITY") for coding in
            ("ascii", "utf-16-le", "utf-16-be")]  # fmt: skip
# Neither PostgreSQL nor XML takes them, and nobody sees them.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")

Cells = Iterable[Iterable]


class UnreadableForm(ValueError):
    """Not a form we can read; the message is for the person who chose it."""


@dataclass(frozen=True)
class Row:
    """`number` is the row's in the spreadsheet; `cells` has what is not empty, by heading."""

    number: int
    cells: dict[str, str]


@dataclass
class Sheet:
    name: str
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    # Of the headings.
    number: int = 1


@dataclass
class Book:
    """`others` names the sheets that no XLSForm has; they are not read."""

    sheets: dict[str, Sheet]
    others: list[str] = field(default_factory=list)

    def rows(self, name: str) -> list[Row]:
        return self.sheets[name].rows if name in self.sheets else []


def read_book(data: bytes) -> Book:
    """Raises UnreadableForm, whatever the bytes are."""
    if len(data) > MOST_BYTES:
        raise UnreadableForm(_("The file is larger than 5 MB."))
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableForm(_("The file is empty."))
    if data.startswith(ZIP):
        return _guarded(_xlsx, data)
    if data.startswith(OLD_EXCEL):
        return _guarded(_xls, data)
    return _guarded(_csv, data)


def _guarded(read, data: bytes) -> Book:
    """The libraries below raise nearly anything when a file is cut off or made up."""
    try:
        return read(data)
    except UnreadableForm:
        raise
    except Exception as error:
        raise UnreadableForm(
            _(
                "The file is damaged or not a spreadsheet. Open it in your spreadsheet program, save it as .xlsx "
                "and choose that file."
            )
        ) from error


def _xlsx(data: bytes) -> Book:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        require_harmless(archive)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        return _book((sheet.title, _xlsx_rows(sheet)) for sheet in book.worksheets)
    finally:
        book.close()


def require_harmless(archive: zipfile.ZipFile) -> None:
    """Before anything of a workbook is parsed, whatever it holds. Raises UnreadableForm."""
    members = archive.infolist()
    names = {member.filename for member in members}
    expanded = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    too_dense = expanded > RATIO_FROM and expanded / packed > MOST_RATIO
    if len(members) > MOST_MEMBERS or expanded > MOST_EXPANDED or too_dense:
        raise UnreadableForm(_("Unpacked, the file would be far too large."))
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableForm(_("The file is protected by a password. Save it without one."))
    if "xl/workbook.xml" not in names:
        raise UnreadableForm(_("This is no Excel file. Save it as .xlsx and choose that file."))
    for member in members:
        if member.filename.endswith((".xml", ".rels", ".vml")):
            content = archive.read(member)
            if any(mark in content for mark in DOCTYPES):
                raise UnreadableForm(_("The file holds declarations that a spreadsheet has no use for."))


def _xlsx_rows(sheet) -> Cells:
    # What some programs write about a sheet's size is wrong.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True)


def _xls(data: bytes) -> Book:
    if LOCKED in data:
        raise UnreadableForm(_("The file is protected by a password. Save it without one."))
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise UnreadableForm(_("The file is protected by a password. Save it without one.")) from error
        raise
    with book:
        names = list(book.sheet_names())
        return _book((name, _xls_rows(book, name)) for name in names)


def _xls_rows(book, name: str) -> Iterator[list]:
    sheet = book.sheet_by_name(name)
    for number in range(min(sheet.nrows, MOST_ROWS + 2)):
        yield [_xls_value(cell, book.datemode) for cell in sheet.row(number)]


def _xls_value(cell, datemode: int):
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    return None if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY) else cell.value


def _csv(data: bytes) -> Book:
    text = _decoded(data)
    if "\x00" in text:
        raise UnreadableForm(
            _("This is no spreadsheet. An XLSForm is an Excel file (.xlsx, .xls) or a table (.csv).")
        )
    start = text.lstrip()[:2000]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=start.count)))
    tables = _tables(rows)
    if not tables:
        raise UnreadableForm(
            _("This is no spreadsheet. An XLSForm is an Excel file (.xlsx, .xls) or a table (.csv).")
        )
    return _book(tables.items())


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _tables(rows: list[list[str]]) -> dict[str, list[list[str]]]:
    """By sheet; each keeps as many empty rows before it as there are in the file, so that row numbers are right."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    if any(as_heading(cell) in ("type", "command") for cell in first) and as_heading(first[0]) not in SHEETS:
        return {"survey": rows}
    tables: dict[str, list[list[str]]] = {}
    table: list[list[str]] | None = None
    for number, row in enumerate(rows):
        if row and row[0].strip():
            table = tables.setdefault(row[0].strip(), [[]] * number) if as_heading(row[0]) in SHEETS else None
        if table is not None and any(cell.strip() for cell in row[1:]):
            table.extend([[]] * (number - len(table)))
            table.append(row[1:])
    return tables


def _book(tables: Iterable[tuple[str, Cells]]) -> Book:
    """A single sheet is the survey whatever it is called, as pyxform has it."""
    tables = list(tables)
    book = Book({})
    for name, rows in tables:
        known = "survey" if len(tables) == 1 else as_heading(name)
        if known not in SHEETS:
            book.others.append(clean(name)[:60])
        elif known not in book.sheets:
            book.sheets[known] = _sheet(known, rows)
    return book


def _sheet(name: str, rows: Cells) -> Sheet:
    """The first row that is not empty has the headings."""
    sheet = Sheet(name)
    for number, row in enumerate(rows, start=1):
        texts = [text_of(value) for value in row]
        if not any(texts):
            continue
        if number > MOST_ROWS + 1 or any(texts[MOST_COLUMNS:]):
            raise UnreadableForm(
                _("The sheet “%(sheet)s” has more than 20,000 rows or 200 columns.") % {"sheet": name}
            )
        if not sheet.headings:
            sheet.headings, sheet.number = [" ".join(text.split()) for text in texts], number
            continue
        pairs = zip(sheet.headings, texts, strict=False)
        cells: dict[str, str] = {}
        for heading, text in pairs:
            if heading and text:
                cells.setdefault(heading, text)
        if cells:
            sheet.rows.append(Row(number, cells))
    return sheet


def as_heading(text: str) -> str:
    return "_".join(clean(text).split()).lower()


def text_of(value) -> str:
    """As somebody reads it in the cell: 3.0 is 3, a day has no midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return str(value.date())
    return clean(str(value))


def clean(text: str) -> str:
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MOST_IN_A_CELL].strip()
