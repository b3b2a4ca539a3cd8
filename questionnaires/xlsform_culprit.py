"""The row that pyxform stumbles over where it names none: the first one with which the form is refused as the whole is.

Found by halves, so that it is asked a few times only. References to answers are taken out for that: cut off behind any
row, a form would refer to what is not there.
"""

import re

from pyxform.xls2xform import convert

from .xlsform_files import Row
from .xlsform_kinds import CONTROL

REFERENCE = re.compile(r"\$\{[^{}]*\}")
MOST_ROWS = 1000
# A form that nobody refuses.
PLAIN = [{"type": "text", "name": "q", "label": "Q"}]


def message_of(book: dict) -> str:
    """What pyxform says of a workbook in its own shape; "" if it takes it."""
    try:
        convert(book, validate=False)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def culprit(book: dict, rows: list[Row]) -> tuple[str, int]:
    """(sheet, row) of a form that is refused; ("", 0) where that cannot be told. `rows` are those of the survey."""
    if len(rows) > MOST_ROWS:
        return "", 0
    said = message_of(book)
    if message_of(book | {"survey": PLAIN}) == said:
        return ("settings", 0) if message_of(_without(book, "settings")) != said else ("", 0)
    asked = [_plain(cells) for cells in book["survey"]]
    low, high = 0, len(asked)
    if _said_of(book, asked) != said:
        return "", 0
    while high - low > 1:
        middle = (low + high) // 2
        if _said_of(book, asked[:middle]) == said:
            high = middle
        else:
            low = middle
    return "survey", rows[high - 1].number


def _without(book: dict, sheet: str) -> dict:
    return {name: rows for name, rows in book.items() if not name.startswith(sheet)}


def _plain(cells: dict[str, str]) -> dict[str, str]:
    kept = {name: text for name, text in cells.items() if name != "trigger"}
    return {name: text if name == "type" else REFERENCE.sub("1", text) for name, text in kept.items()}


def _said_of(book: dict, rows: list[dict[str, str]]) -> str:
    return message_of(book | {"survey": [*rows, *_ends(rows)]})


def _ends(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Of the groups that are open behind these rows."""
    open_ones: list[str] = []
    for row in rows:
        control = CONTROL.match(" ".join(row.get("type", "").split()))
        if control and control[1] == "begin":
            open_ones.append(control[2])
        elif control and open_ones:
            open_ones.pop()
    return [{"type": f"end {what}"} for what in reversed(open_ones)]
