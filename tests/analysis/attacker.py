"""Someone who writes down everything shown to them and to the public, and subtracts.

Slow and obvious: tries every set of groups of which a sum is known, takes away every row that can be read,
and keeps what remains: the districts it cannot tell apart, and the sum over them.
"""

from itertools import chain, combinations

from analysis.results import Missing
from analysis.summaries import tally_rows


def remainders(table, seen, public):
    """(tally of the rows that stay unknown, rows of others that were read) for each smallest known sum.

    `table` is the truth, used only to carry out the subtraction; `seen` and `public` are what was disclosed.
    What a larger sum leaves is put together from these.
    """
    untold = (Missing.WITHHELD, Missing.TOO_FEW)
    known = {row.unit for row in seen.rows if row.unit and row.value not in untold}
    own = {row.unit for row in seen.rows if row.own}
    sums = known_sums(table, seen, public)
    for groups in sums:
        if not any(other and other < groups for other in sums):
            rows = [row for row in table.rows if row.group in groups and row.accounted]
            unknown = [row for row in rows if row.unit not in known]
            others_read = [row for row in rows if row.unit in known - own]
            yield tally_rows(unknown, table.kind, table.categories), others_read


def known_sums(table, seen, public):
    """Sets of groups of which the sum can be worked out from what is shown."""
    told = [code for code in table.groups if seen.groups[code].values or public.groups[code].values]
    subsets = chain.from_iterable(combinations(told, size) for size in range(len(told) + 1))
    sums = [set(subset) for subset in subsets]
    if seen.total.values or public.total.values:
        sums += [set(table.groups) - subset for subset in sums]
    return [groups for groups in sums if groups]


def unlisted_statuses(table, seen):
    """By group: (districts not listed, how many of them are accounted for), by subtraction."""
    listed = {row.unit: row for row in seen.rows if row.unit}
    for code, tally in seen.groups.items():
        units = [row.unit for row in table.rows if row.group == code]
        missing = [unit for unit in units if unit not in listed]
        told = sum(1 for unit in units if unit in listed and listed[unit].value is not Missing.NO_ANSWER)
        yield missing, tally.accounted - told
