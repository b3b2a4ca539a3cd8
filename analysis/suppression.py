"""What must stay hidden together, so that nothing hidden can be got back by subtraction.

Everyone, signed in or not, sees the totals. Whoever sees a total and all rows but one therefore sees that one
too. So, once for each table and whoever reads it, the districts are cut into *cells*, the smallest sets of
which a sum is told or can be worked out: each region whose values are shown, and all other regions together
(the national total minus the regions shown). Each cell has a *cover*: some of its districts, enough and mixed
enough to have their own total told. A reader who may not read some row of a cell does not get the cover
either: what is left after subtraction is then at least the cover, whose sum tells nothing of one district.

Neither depends on levels, so lowering a level can only touch more cells: nobody ever sees more for it.
This looks at one question at a time; two questions that count nearly the same thing are not compared.
Source of the idea: complementary cell suppression in statistical tables (Hundepool et al., Statistical
Disclosure Control, 2012, chapter 4), simplified to one hierarchy.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.responses import CHOICE, RATIO
from analysis.results import Missing, ResultTable, Row, Tally
from analysis.summaries import tally_rows

# Counts of persons below this, in one district, stay with its team and its facilitators.
FEW_PERSONS = 5


@dataclass(frozen=True)
class Cell:
    """`units`: all districts of the cell; `cover`: those withheld with any other of them."""

    units: frozenset[str]
    cover: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """`groups`: those whose values may be told to everyone."""

    groups: frozenset[str]
    cells: tuple[Cell, ...]

    def withheld_with(self, units: Iterable[str]) -> frozenset[str]:
        """The covers of all cells that hold one of `units`, which themselves need not be among them."""
        units = frozenset(units)
        return frozenset().union(*(cell.cover for cell in self.cells if cell.units & units))


def plan_suppression(table: ResultTable) -> Plan:
    """Which groups are told and which rows are withheld together. Depends on the table alone."""
    shown = _groups_to_tell(table)
    cells = {}
    for row in table.rows:
        cells.setdefault(row.group if row.group in shown else None, []).append(row)
    return Plan(frozenset(shown), tuple(_cell(table, rows) for rows in cells.values()))


def is_one_sided(tally: Tally) -> bool:
    """None or all: the total then tells what every single district answered.

    A question with one category is no secret in that sense: its count is how many answered, told anyway.
    """
    if tally.counts is not None:
        return len(tally.counts) > 1 and max(tally.counts.values()) == tally.answered
    if tally.numerator is not None:
        return tally.numerator in (0, tally.denominator)
    return tally.sum == 0


def counts_few_persons(table: ResultTable, row: Row) -> bool:
    """The row counts, or lets one count by difference, fewer than five persons of one district."""
    if not table.counts_persons or not row.answered:
        return False
    return any(abs(part) < FEW_PERSONS for part in _parts(table.kind, row.value))


def _groups_to_tell(table):
    """Groups with a large enough base, minus the smallest until those left out are safe as one sum."""
    # Who was asked a gated question tells the earlier answer of a small group: never told by group.
    if table.gated:
        return set()
    filled = {code: tally for code, tally in table.groups.items() if tally.answered}
    shown = {
        code for code, tally in filled.items() if tally.answered >= table.minimum and not is_one_sided(tally)
    }
    while shown and not _is_safe_rest(table, set(filled) - shown):
        shown.remove(min(shown, key=lambda code: (filled[code].answered, code)))
    return shown


def _is_safe_rest(table, groups):
    if not groups:
        return True
    rest = tally_rows((row for row in table.rows if row.group in groups), table.kind, table.categories)
    # One group alone is never safe: it was left out for being too small or one-sided itself.
    return rest.answered >= table.minimum and not is_one_sided(rest)


def _cell(table, rows):
    """The cover takes rows until they are safe, or all that answered if they never are.

    Rows withheld anyway, for counting few persons, come first. The others come in an order that must not be
    guessed: where the cover ends depends on what the districts answered.
    """
    few = [row for row in rows if counts_few_persons(table, row)]
    other = [row for row in rows if row.accounted and not counts_few_persons(table, row)]
    pool = _Pool(table)
    for row in few:
        pool.add(row)
    for row in sorted(other, key=lambda row: _hash(f"{table.salt}|{row.unit}")):
        if pool.is_safe():
            break
        pool.add(row)
    return Cell(frozenset(row.unit for row in rows), frozenset(pool.units))


def _hash(text):
    return hashlib.sha256(text.encode()).hexdigest()


class _Pool:
    """Rows collected for a cover, with running sums: thousands of districts stay cheap."""

    def __init__(self, table):
        self.table = table
        self.units = []
        self.answered = 0
        self.not_asked = 0
        self.counts = Counter()
        self.sums = None
        self.largest = None

    def add(self, row):
        self.units.append(row.unit)
        if row.value is Missing.NOT_ASKED:
            self.not_asked += 1
            return
        self.answered += 1
        if self.table.kind == CHOICE:
            self.counts[row.value] += 1
            return
        parts = _parts(self.table.kind, row.value)
        self.sums = [a + b for a, b in zip(self.sums or [0] * len(parts), parts, strict=True)]
        self.largest = [max(a, b) for a, b in zip(self.largest or parts, parts, strict=True)]

    def is_safe(self):
        """Enough districts, and mixed, even for a reader who knows any one of them and takes it away."""
        if self.answered < self.table.minimum + 1:
            return False
        if self.table.gated and self.not_asked < 2:
            return False
        if self.table.kind == CHOICE:
            return len(self.table.categories) == 1 or self.answered - max(self.counts.values()) >= 2
        least = FEW_PERSONS if self.table.counts_persons else 1
        return all(total - top >= least for total, top in zip(self.sums, self.largest, strict=True))


def _parts(kind, value):
    """The counts that a value is made of: of a ratio the part and its complement."""
    if kind == RATIO:
        return (value[0], value[1] - value[0])
    return (value,)
