"""Someone who writes down everything shown to them and to the public, and subtracts.

Slow and obvious: tries every set of groups of which a sum is known, takes away every row that can be read,
and keeps what remains: the districts it cannot tell apart, and the sum over them.
"""

from itertools import chain, combinations

from analysis.results import Missing
from analysis.summaries import tally_rows


def remainders(table, seen, public):
    """(all rows behind a known sum, tally of those that stay unknown, rows of others that were read).

    `table` is the truth, used only to carry out the subtraction; `seen` and `public` are what was disclosed.
    """
    untold = (Missing.WITHHELD, Missing.TOO_FEW)
    known = {row.unit for row in seen.rows if row.unit and row.value not in untold}
    own = {row.unit for row in seen.rows if row.own}
    for groups in known_sums(table, seen, public):
        rows = [row for row in table.rows if row.group in groups and row.accounted]
        unknown = [row for row in rows if row.unit not in known]
        others_read = [row for row in rows if row.unit in known - own]
        yield rows, tally_rows(unknown, table.kind, table.categories), others_read


def known_sums(table, seen, public):
    """Sets of groups of which the sum can be worked out from what is shown."""
    told = [code for code in table.groups if seen.groups[code].values or public.groups[code].values]
    subsets = chain.from_iterable(combinations(told, size) for size in range(len(told) + 1))
    for subset in map(set, subsets):
        if subset:
            yield subset
        if seen.total.values or public.total.values:
            yield set(table.groups) - subset


def unlisted_statuses(table, seen):
    """By group: (districts not listed, how many of them are accounted for), by subtraction."""
    listed = {row.unit: row for row in seen.rows if row.unit}
    for code, tally in seen.groups.items():
        units = [row.unit for row in table.rows if row.group == code]
        missing = [unit for unit in units if unit not in listed]
        told = sum(1 for unit in units if unit in listed and listed[unit].value is not Missing.NO_ANSWER)
        yield missing, tally.accounted - told
