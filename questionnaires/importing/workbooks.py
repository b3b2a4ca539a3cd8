"""Excel workbooks, new and old -> sheets of cells. Macros are not looked at, and no formula is worked out: what
counts is the value that the spreadsheet has stored beside it."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import openpyxl
import xlrd
from django.utils.translation import gettext as _

from ..xlsform_files import LOCKED, UnreadableForm, require_harmless
from .cells import ERROR, UNSOLVED, Cell, cell_of
from .refusals import Refused

Rows = Iterable[list[Cell]]
# Name, whether it is hidden, and its rows.
Table = tuple[str, bool, Rows]
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE = re.compile(rb"<(?:\w+:)?v>[^<]")
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
AS_TEXT = re.compile(rb'\bt="str"')


def read_xlsx(data: bytes, widest: int) -> Iterator[Table]:
    """No more than `widest` cells of a row. Raises Refused, and nearly anything for a file that is damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _require_workbook(archive)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                # Where openpyxl has found it; it tells nobody else.
                unsolved = _unsolved(archive.read(sheet._worksheet_path))
                yield sheet.title, sheet.sheet_state != "visible", _xlsx_rows(sheet, unsolved, widest)
        finally:
            book.close()


def _require_workbook(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise Refused(_("This is a binary workbook (.xlsb). Save it as .xlsx and choose that file."))
    if "content.xml" in names and "mimetype" in names:
        raise Refused(_("This is an OpenDocument table. Save it as .xlsx and choose that file."))
    try:
        require_harmless(archive)
    except UnreadableForm as error:
        raise Refused(str(error)) from None


def _unsolved(xml: bytes) -> set[tuple[int, int]]:
    """(row, column) of the formulas beside which no value is stored: a program wrote them, and no spreadsheet has
    opened the file since. An empty text is a value."""
    found = set()
    if FORMULA.search(xml):
        for cell in CELL.finditer(xml):
            attributes, inside = cell.groups()
            place = PLACE.search(attributes)
            if place and FORMULA.search(inside) and not (VALUE.search(inside) or AS_TEXT.search(attributes)):
                found.add((int(place[2]), openpyxl.utils.column_index_from_string(place[1].decode())))
    return found


def _xlsx_rows(sheet, unsolved: set[tuple[int, int]], widest: int) -> Rows:
    # What some programs write about a sheet's size is wrong.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=widest), start=1):
        cells = [_xlsx_cell(cell) for cell in row]
        if unsolved:
            cells = [UNSOLVED if (number, place) in unsolved else cell for place, cell in enumerate(cells, 1)]
        yield cells


def _xlsx_cell(cell) -> Cell:
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return cell_of(value, percent=is_number and "%" in (cell.number_format or ""))


def read_xls(data: bytes, widest: int) -> Iterator[Table]:
    """As read_xlsx."""
    if LOCKED in data:
        raise Refused(_("The file is protected by a password. Save it without one."))
    try:
        book = xlrd.open_workbook(
            file_contents=data, on_demand=True, formatting_info=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused(_("The file is protected by a password. Save it without one.")) from error
        raise
    with book:
        for name in book.sheet_names():
            sheet = book.sheet_by_name(name)
            rows = ([_xls_cell(book, cell) for cell in sheet.row(n)[:widest]] for n in range(sheet.nrows))
            yield name, sheet.visibility != 0, rows


def _xls_cell(book: xlrd.Book, cell: Any) -> Cell:
    match cell.ctype:
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            return cell_of(xlrd.xldate_as_datetime(cell.value, book.datemode))
        case xlrd.XL_CELL_ERROR:
            return [ERROR, xlrd.error_text_from_code.get(cell.value, "#N/A")]
        case xlrd.XL_CELL_NUMBER:
            return cell_of(cell.value, percent="%" in _format(book, cell))
        case xlrd.XL_CELL_TEXT:
            return cell_of(cell.value)
    return None


def _format(book: xlrd.Book, cell: Any) -> str:
    """How the number is shown; a file made by hand may not say."""
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return ""
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return found.format_str if found else ""
