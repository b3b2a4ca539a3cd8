"""What must stay hidden together, so that nothing hidden can be got back by subtraction.

Everyone, signed in or not, sees the totals. Whoever sees a total and all rows but one therefore sees that one
too. So the districts are cut, once for the table and whoever reads it, into cells and blocks:

- a *cell* is the smallest set of districts of which a sum is told or can be worked out: a region whose values
  are shown, or all other regions together (the national total minus the regions shown);
- a *block* is a part of a cell, large and mixed enough to have its own total told. If one row of a block
  may not be read by somebody, that reader gets none of the block (but knows the own district).

Neither depends on levels, so lowering a level can only touch more blocks: nobody ever sees more for it.
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
class Plan:
    """`groups`: those whose values may be told to everyone. `blocks`: units that are withheld together."""

    groups: frozenset[str]
    blocks: tuple[frozenset[str], ...]

    def touched_by(self, units: Iterable[str]) -> frozenset[str]:
        """All units of all blocks that contain one of `units`."""
        units = frozenset(units)
        return frozenset().union(*(block for block in self.blocks if block & units))


def plan_suppression(table: ResultTable) -> Plan:
    """Which groups are told and which rows stand or fall together. Depends on the table alone."""
    shown = _groups_to_tell(table)
    cells = {}
    for row in table.rows:
        if row.accounted:
            cells.setdefault(row.group if row.group in shown else None, []).append(row)
    blocks = [block for rows in cells.values() for block in _blocks(table, rows)]
    return Plan(frozenset(shown), tuple(blocks))


def is_one_sided(tally: Tally) -> bool:
    """None or all: the total then tells what every single district answered."""
    if tally.counts is not None:
        return max(tally.counts.values()) == tally.answered
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
    return len(groups) > 1 and rest.answered >= table.minimum and not is_one_sided(rest)


def _blocks(table, rows):
    """Cut the rows of one cell into blocks that are safe; what is left over joins the last one.

    Rows withheld for counting few persons come first and share one block, so that they take as few others
    with them as can be. The rest goes by a hash of its code: any fixed order that says nothing would do.
    """
    few = [row for row in rows if counts_few_persons(table, row)]
    other = sorted((row for row in rows if row not in few), key=lambda row: _hash(row.unit))
    finished, pool = [], _Pool(table)
    for row in few:
        pool.add(row)
    for row in other:
        if pool.is_safe():
            finished.append(pool)
            pool = _Pool(table)
        pool.add(row)
    if pool.is_safe() or not finished:
        finished.append(pool)
    else:
        finished[-1].units += pool.units
    return [frozenset(pool.units) for pool in finished]


def _hash(unit):
    return hashlib.sha256(unit.encode()).hexdigest()


class _Pool:
    """Rows collected for a block, with running sums: thousands of districts stay cheap."""

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
            return self.answered - max(self.counts.values()) >= 2
        least = FEW_PERSONS if self.table.counts_persons else 1
        return all(total - top >= least for total, top in zip(self.sums, self.largest, strict=True))


def _parts(kind, value):
    """The counts that a value is made of: of a ratio the part and its complement."""
    if kind == RATIO:
        return (value[0], value[1] - value[0])
    return (value,)
