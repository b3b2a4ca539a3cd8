"""Rows of a sheet -> lines: the district as the file names it, its answers, and every fault with its cell.

One line per district. Left out without a fault: totals, lines without any answer, a draft beside what was signed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.texts import in_language
from districts.unit_names import folded

from ..typed_numbers import short
from .cells import Cell, Sheet, is_empty, text_of
from .columns import Chosen
from .headings import Column, Headings
from .reading import CellsRefused, QuestionReader, Read
from .targets import DISTRICT, LEFT_OUT, LINE, UNKNOWN, Catalogue

# Sums below, or of a region.
TOTALS = {
    "total", "totaux", "totalgeneral", "totalgeneraux", "grandtotal", "ensemble", "somme", "sum",
    "sommes", "subtotal", "soustotal", "moyenne", "average", "mean", "totalpays", "totalregion",
    "national",
}  # fmt: skip
DRAFT, SIGNED = "draft", "signed"


@dataclass(frozen=True)
class Problem:
    """`cell` is "C12", or empty where it is about the whole line; `target` is what its column is about."""

    text: str
    cell: str = ""
    heading: str = ""
    target: str = ""


@dataclass
class Line:
    """One row. `read` has what stands in its cells, by code; `skipped` says why it is left out although nothing is
    wrong with it."""

    number: int
    district: str
    read: dict[str, Read] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""
    # What the portal's own file says that the line is.
    is_what: str = ""

    @property
    def name(self) -> str:
        return folded(self.district)


class LineReader:
    """`chosen`: the target of each column. `with_empty`: a line without any answer is one too, of a district that left
    every question out."""

    def __init__(self, catalogue: Catalogue, headings: Headings, chosen: Chosen, with_empty: bool = False):
        self.headings, self.catalogue, self.with_empty = headings, catalogue, with_empty
        self.columns = {column.place: column for column in headings.columns}
        self.district = next((place for place, target in chosen.items() if target == DISTRICT), None)
        self.what = next((place for place, target in chosen.items() if target == LINE), None)
        self.places: dict[str, dict[str, int]] = defaultdict(dict)
        for place, target in chosen.items():
            if target not in (DISTRICT, LINE, LEFT_OUT, UNKNOWN) and target in catalogue.targets:
                code, _colon, part = target.partition(":")
                self.places[code][part] = place
        self.readers = {code: QuestionReader(catalogue.targets[code].question) for code in self.places}

    def read(self, sheet: Sheet) -> list[Line]:
        lines = [self._line(sheet, n, cells) for n, cells in sheet.rows if n > self.headings.last]
        _leave_out_drafts(lines)
        return lines

    def _line(self, sheet: Sheet, number: int, cells: list[Cell]) -> Line:
        name = " ".join(text_of(_at(cells, self.district)).split())
        line = Line(number, name, is_what=text_of(_at(cells, self.what)))
        given = {code: self._cells(cells, parts) for code, parts in self.places.items()}
        empty = all(is_empty(cell) for parts in given.values() for cell in parts.values())
        if line.name in TOTALS:
            line.skipped = _("This is a total.")
        elif empty and not self.with_empty:
            line.skipped = _("There is no answer in this line.")
        else:
            if not name:
                line.problems.append(
                    Problem(_("No district stands in this line."), self._cell(self.district, number))
                )
            self._require_as_many_cells(sheet, line, cells)
            for code, parts in given.items():
                self._read(line, code, parts)
        return line

    def _cells(self, cells: list[Cell], parts: dict[str, int]) -> dict[str, Cell]:
        return {part: _at(cells, place) for part, place in parts.items()}

    def _require_as_many_cells(self, sheet: Sheet, line: Line, cells: list[Cell]) -> None:
        """Of a table in text form: a separator too many or too few has moved every answer behind it."""
        expected = sheet.lengths.get(self.headings.last)
        if expected and (sheet.lengths[line.number] < expected or len(cells) > expected):
            line.problems.append(Problem(_("This line has not as many cells as there are columns.")))

    def _read(self, line: Line, code: str, parts: dict[str, Cell]) -> None:
        try:
            read = self.readers[code].read(parts)
        except CellsRefused as refused:
            for part, text in refused.messages.items():
                place = self.places[code].get(part, next(iter(self.places[code].values())))
                target = f"{code}:{part}" if part else code
                line.problems.append(
                    Problem(text, self._cell(place, line.number), self._heading(code), target)
                )
            return
        if read.value is not None or read.comment:
            line.read[code] = read

    def _cell(self, place: int | None, number: int) -> str:
        return f"{self.columns.get(place, Column(place or 0)).letter}{number}"

    def _heading(self, code: str) -> str:
        question = self.catalogue.targets[code].question
        return short(in_language(question, "text", get_language() or "fr") or code)


def _at(cells: list[Cell], place: int | None) -> Cell:
    return cells[place] if place is not None and place < len(cells) else None


def _leave_out_drafts(lines: Iterable[Line]) -> None:
    """The portal's own file can have two lines of a district. What was signed counts."""
    signed = {line.name for line in lines if line.is_what == SIGNED and not line.skipped}
    for line in lines:
        if line.is_what == DRAFT and line.name in signed:
            line.skipped, line.problems = _("This is a draft; what was signed stands in another line."), []
