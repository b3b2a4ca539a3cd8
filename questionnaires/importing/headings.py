"""Which rows of a sheet are headings, and what each column is called in them.

The headings end with the last of the first rows in which several columns are recognised. A title above them is none,
and a cell that is merged with those at its right, or left empty there, counts for them too.
"""

from dataclasses import dataclass

from .cells import Sheet, text_of
from .names import ColumnNames
from .targets import LEFT_OUT, UNKNOWN

# Of how many rows somebody may have made a heading.
LOOKED_AT = 12
LONGEST = 300


@dataclass(frozen=True)
class Column:
    """`place` from 0. `texts` are what stands in the rows of headings, the lowest last; `taken` those that belong to a
    merged cell at its left."""

    place: int
    texts: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As it is shown to people, and remembered."""
        seen = dict.fromkeys(filter(None, (*self.taken, *self.texts)))
        return " – ".join(seen)[:LONGEST]

    @property
    def letter(self) -> str:
        """As spreadsheets name it."""
        letters, place = "", self.place + 1
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True)
class Headings:
    """`last` is the number of the row with which they end, `first` of the one with which they begin."""

    first: int
    last: int
    columns: list[Column]


def headings_of(sheet: Sheet, names: ColumnNames, last: int | None = None) -> Headings:
    """`last` where somebody has said it."""
    if last is None:
        last = _last_row(sheet, names)
    rows = [[text_of(cell) for cell in cells] for number, cells in sheet.rows if number <= last]
    first = next((number for number, _cells in sheet.rows if number <= last), last)
    # Of a title that stands alone above, nothing belongs to any column.
    while len(rows) > 1 and sum(map(bool, rows[0])) < 2:
        del rows[0]
    return Headings(first, last, [_column(rows, place) for place in range(sheet.width)])


def _last_row(sheet: Sheet, names: ColumnNames) -> int:
    """Without any that is recognised, the first row with several texts."""
    looked_at = sheet.rows[:LOOKED_AT]
    known = [sum(_is_known(names, text_of(cell)) for cell in cells) for _number, cells in looked_at]
    best = max(known, default=0)
    for place in range(len(known) - 1, -1, -1):
        if best and known[place] * 2 >= best and (known[place] > 1 or best == 1):
            return looked_at[place][0]
    texts = [sum(isinstance(cell, str) for cell in cells) for _number, cells in looked_at]
    several = next((place for place, number in enumerate(texts) if number > 1), 0)
    return looked_at[several][0] if looked_at else 0


def _is_known(names: ColumnNames, text: str) -> bool:
    return bool(text) and (names.find(text) not in (UNKNOWN, LEFT_OUT) or names.is_part(text))


def _column(rows: list[list[str]], place: int) -> Column:
    texts = tuple(" ".join(_at(row, place).split()) for row in rows)
    taken = tuple(
        _at_left(row, place)
        for number, row in enumerate(rows[:-1])
        if not texts[number] and any(texts[number + 1 :])
    )
    return Column(place, tuple(filter(None, texts)), tuple(filter(None, taken)))


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _at_left(row: list[str], place: int) -> str:
    return next(
        (" ".join(row[left].split()) for left in range(min(place, len(row)) - 1, -1, -1) if row[left]), ""
    )


def target_of(column: Column, names: ColumnNames) -> str:
    """By the lowest of its headings that says it; by a question above and a part of its answer below."""
    above = [*column.taken, *column.texts[:-1]]
    found = [names.find(text) for text in reversed(column.texts)]
    for text in above if column.texts else ():
        if (key := names.find(text)) and (part := names.part_of(key, column.texts[-1])):
            return part
    known = [key for key in found if key not in (UNKNOWN, LEFT_OUT)]
    # A wording that both stands above two columns and names a question is that of the code below it.
    return known[0] if known else next((key for key in found if key), UNKNOWN)
