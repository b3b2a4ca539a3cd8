"""A file that somebody chose -> its sheets, whatever it is called. Limits come first."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ..xlsform_files import OLD_EXCEL, ZIP
from .cells import Cell, Sheet, cell_of, without_end
from .refusals import Refused
from .texts import decoded, rows_of
from .workbooks import Table, read_xls, read_xlsx

MOST_BYTES = 10 * 1024 * 1024
# 3,000 districts by 200 questions, with room for headings and what stands beside the answers.
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5_000, 400, 800_000
MOST_SHEETS = 30
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml")


def read_file(data: bytes) -> list[Sheet]:
    """Those that hold something; each has its rows numbered as its maker sees them. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Split it and bring in one part after the other."))
    if not data.strip(b"\x00 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise Refused(_("The file is empty."))
    if data.startswith(ZIP):
        tables = _guarded(read_xlsx(data, MOST_COLUMNS + 1))
    elif data.startswith(OLD_EXCEL):
        tables = _guarded(read_xls(data, MOST_COLUMNS + 1))
    else:
        tables = _text(data)
    sheets = [sheet for sheet in tables if sheet.rows]
    if not sheets:
        raise Refused(_("There is nothing in the file."))
    return sheets


def _guarded(tables: Iterable[Table]) -> list[Sheet]:
    """The libraries below raise nearly anything when a file is cut off or made up."""
    try:
        return _sheets(tables)
    except Refused:
        raise
    except Exception as error:
        raise Refused(
            _(
                "The file is damaged or not a spreadsheet. Open it in your spreadsheet program, save it as .xlsx "
                "and choose that file."
            )
        ) from error


def _text(data: bytes) -> list[Sheet]:
    start = data[:300].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(WEB_PAGE):
        raise Refused(
            _(
                "This is a web page under the name of a spreadsheet. Open it in your spreadsheet program, save it as "
                ".xlsx and choose that file."
            )
        )
    if start.startswith(b"%pdf"):
        raise Refused(_("This is a PDF. Choose an Excel file (.xlsx, .xls) or a table in text form (.csv)."))
    rows = rows_of(decoded(data))
    sheets = _sheets([("", False, ([cell_of(cell) for cell in row] for row in rows))])
    for sheet in sheets:
        sheet.lengths = {number: len(rows[number - 1]) for number, _cells in sheet.rows}
    if all(sheet.width < 2 for sheet in sheets):
        raise Refused(
            _(
                "There is only one column in the file. Separate the columns by commas, semicolons or tabs, or save "
                "the table as .xlsx."
            )
        )
    return sheets


def _sheets(tables: Iterable[Table]) -> list[Sheet]:
    found, cells = [], 0
    for name, hidden, rows in tables:
        if len(found) == MOST_SHEETS:
            raise Refused(_("The workbook has more than 30 sheets. Save the one with the answers by itself."))
        sheet = Sheet(name[:80], hidden)
        for number, row in _not_empty(rows):
            cells += len(row)
            if len(sheet.rows) == MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Refused(
                    _(
                        "The file is too long or too wide: 5,000 lines, 400 columns and 800,000 cells at most. Split "
                        "it and bring in one part after the other."
                    )
                )
            sheet.rows.append((number, row))
        found.append(sheet)
    return found


def _not_empty(rows: Iterable[list[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in enumerate(rows, start=1):
        if cells := without_end(row):
            yield number, cells
