"""Tables -> a file that spreadsheets open: CSV with the first table, or a workbook with all of them. Row by row, so
that memory does not grow with the file.

No text becomes a formula: a workbook says of each that it is a text, and in a CSV file harmless() sees to it.
"""

import csv
import datetime
import io
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from content.spreadsheets import harmless

from ..models import Export
from ..typed_numbers import write_number
from ..xlsform_files import MOST_IN_A_CELL, UNSEEN
from .export_tables import Cell, Contents, Part, Table

# The mark at the start tells spreadsheets the encoding.
ENCODING = "utf-8-sig"
# French spreadsheets take a comma for the decimal sign, and so another one between columns.
SEPARATORS = {"fr": ";", "en": ","}
DATES = {"fr": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
TYPES = {
    Export.Form.CSV: "text/csv; charset=utf-8",
    Export.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NARROWEST, WIDEST = 10, 40


def write(
    contents: Contents,
    form: str,
    language: str,
    file: BinaryIO,
    tell: Callable[[Part], None] = lambda part: None,
) -> None:
    """`tell` hears of each part once it is written; what it raises ends the writing."""
    writer = (
        _Csv(contents.tables[0], language, file) if form == Export.Form.CSV else _Workbook(contents, language)
    )
    try:
        for part in contents.parts():
            for key, cells in part.rows:
                writer.add(key, cells)
            tell(part)
        writer.finish(file)
    finally:
        writer.let_go()


def seen(text: str) -> str:
    """Without what neither XML nor a database takes, and nobody sees."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _Csv:
    def __init__(self, table: Table, language: str, file: BinaryIO):
        self.table, self.language = table, language
        self.text = io.TextIOWrapper(file, encoding=ENCODING, newline="")
        self.writer = csv.writer(self.text, delimiter=SEPARATORS[language])
        self.add(table.key, [heading.words for heading in table.headings])
        self.add(table.key, [heading.code for heading in table.headings])

    def add(self, key: str, cells: list[Cell]) -> None:
        if key == self.table.key:
            self.writer.writerow([self._cell(cell) for cell in cells])

    def _cell(self, cell: Cell) -> str | int:
        match cell:
            case None:
                return ""
            case str():
                return harmless(seen(cell))
            case bool():
                return int(cell)
            case datetime.datetime():
                return cell.isoformat(" ", "seconds")
            case datetime.date():
                return cell.isoformat()
        return write_number(cell, self.language)

    def finish(self, file: BinaryIO) -> None:
        self.text.flush()

    def let_go(self) -> None:
        """The file is the caller's: it stays open."""
        self.text.detach()


class _Workbook:
    def __init__(self, contents: Contents, language: str):
        self.book = openpyxl.Workbook(write_only=True)
        self.dates = DATES[language]
        self.sheets = {table.key: self._sheet(table) for table in contents.tables}

    def _sheet(self, table: Table):
        sheet = self.book.create_sheet(table.title[:31])
        sheet.freeze_panes = "B3"
        for place, heading in enumerate(table.headings, start=1):
            width = min(max(len(heading.words) + 2, len(heading.code) + 2, NARROWEST), WIDEST)
            sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
        sheet.append([self._text(sheet, heading.words, bold=True) for heading in table.headings])
        sheet.append([self._text(sheet, heading.code) for heading in table.headings])
        return sheet

    def add(self, key: str, cells: list[Cell]) -> None:
        sheet = self.sheets[key]
        sheet.append([self._cell(sheet, cell) for cell in cells])

    def _cell(self, sheet, cell: Cell):
        match cell:
            case str():
                return self._text(sheet, cell)
            case datetime.datetime():
                return self._date(sheet, cell, f"{self.dates} hh:mm")
            case datetime.date():
                return self._date(sheet, cell, self.dates)
        return cell

    def _text(self, sheet, text: str, bold: bool = False) -> WriteOnlyCell:
        """Also what looks like a formula or an error, and stays a text when somebody edits it."""
        text = seen(text)[:MOST_IN_A_CELL]
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"
        if harmless(text) != text:
            made.quotePrefix = True
        if bold:
            made.font = Font(bold=True)
        return made

    def _date(self, sheet, cell: datetime.date, number_format: str) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, cell)
        made.number_format = number_format
        return made

    def finish(self, file: BinaryIO) -> None:
        self.book.save(file)

    def let_go(self) -> None:
        """Sheets lie in temporary files until the book is saved; those of one that never was would lie there as long as
        the worker lives."""
        for sheet in self.sheets.values():
            if not sheet.closed:
                sheet.close()
            with suppress(OSError, ValueError):
                sheet._writer.cleanup()
