"""Cells as they are read from a file and kept until they are taken over: text, number, yes or no, and three marks.

A day is ["date", "2026-03-12"], an error of the spreadsheet ["error", "#N/A"], and a formula that was never worked out
["formula"]. Everything else is a text, a number, True, False or None, so that a sheet is plain JSON.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from ..xlsform_files import clean

Cell = str | int | float | bool | list | None
DATE, ERROR, FORMULA = "date", "error", "formula"
UNSOLVED: Cell = [FORMULA]
# As spreadsheets write them in English and in French.
ERRORS = {
    "#N/A", "#NA", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#CALCUL!",
}  # fmt: skip
# Sums that a spreadsheet works out come with digits that nobody typed.
DECIMALS = 6


@dataclass
class Sheet:
    """`rows` are those that are not empty, each with its number in the spreadsheet. `lengths` of a table in text form:
    how many cells each has, empty ones at its end among them."""

    name: str
    hidden: bool = False
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    lengths: dict[int, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max((len(cells) for _number, cells in self.rows), default=0)

    def as_json(self) -> dict:
        lengths = list(self.lengths.items())
        return {"name": self.name, "hidden": self.hidden, "rows": self.rows, "lengths": lengths}

    @classmethod
    def from_json(cls, data: dict) -> "Sheet":
        rows = [(number, cells) for number, cells in data["rows"]]
        return cls(data["name"], data["hidden"], rows, dict(data["lengths"]))


def cell_of(value: Any, percent: bool = False) -> Cell:
    """Of what a library read. A number shown as a percentage is the text that people see."""
    match value:
        case None | bool():
            return value
        case int() | float():
            return _number(value, percent)
        case datetime.datetime():
            is_day = value.time() == datetime.time()
            return [DATE, value.date().isoformat() if is_day else value.isoformat(" ", "minutes")]
        case datetime.date():
            return [DATE, value.isoformat()]
    text = clean(str(value))
    return [ERROR, text] if text.upper() in ERRORS else text or None


def _number(value: int | float, percent: bool) -> Cell:
    if isinstance(value, float):
        if value != value or abs(value) == float("inf"):
            return [ERROR, "#NUM!"]
        value = round(value * 100 if percent else value, DECIMALS)
        value = int(value) if value.is_integer() and abs(value) < 1e15 else value
    elif percent:
        value *= 100
    return f"{value}%" if percent else value


def text_of(cell: Cell) -> str:
    """As somebody reads it, for headings, names and messages."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case [name]:
            return f"({name})"
        case [_name, text]:
            return text
    return str(cell)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def without_end(cells: list[Cell]) -> list[Cell]:
    """Without the empty cells at the end."""
    last = next((place for place in range(len(cells), 0, -1) if not is_empty(cells[place - 1])), 0)
    return cells[:last]
