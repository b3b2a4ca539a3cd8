"""What one reader may see of a result: the only way from frozen numbers to anything rendered.

The rules are architecture decision 7 (`docs/decisions.md`). In short: totals are for everyone once enough
districts answered; rows follow the ladder; a cell is a number or a reason; and what `suppression` ties
together is withheld together. The reason WITHHELD for a total that everybody could read otherwise does tell
that all answered alike, though not what: that is accepted by the decision.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.audience import MASKED, NAMED, Audience, Relation, reads
from analysis.responses import Answer
from analysis.results import Missing, ResultTable, Tally
from analysis.summaries import tally_rows
from analysis.suppression import Plan, counts_few_persons, is_one_sided, plan_suppression

__all__ = ["Audience", "DisclosedRow", "DisclosedTable", "DisclosedTally", "Relation", "disclose", "reads"]


@dataclass(frozen=True)
class DisclosedRow:
    """One district as a reader may see it. Masked rows have neither `unit` nor `group`."""

    unit: str | None
    group: str | None
    value: Answer | Missing
    own: bool = False


@dataclass(frozen=True)
class DisclosedTally:
    """`accounted` of `asked` is always told. `answered` and `not_asked` are numbers or a reason.

    `values` holds the numbers; where it is None, `reason` says why.
    """

    asked: int
    accounted: int
    answered: int | Missing
    not_asked: int | Missing
    values: Tally | None
    reason: Missing | None = None

    @property
    def no_answer(self) -> int:
        return self.asked - self.accounted


@dataclass(frozen=True)
class DisclosedTable:
    """A result for one reader. `rows`: the districts that this reader may list; `unlisted`: how many not."""

    question: str
    kind: str
    categories: tuple[str, ...]
    level: Audience
    minimum: int
    counts_persons: bool
    reconstructed: bool
    gated: bool
    rows: tuple[DisclosedRow, ...]
    unlisted: int
    total: DisclosedTally
    groups: Mapping[str, DisclosedTally]

    @property
    def masked(self) -> bool:
        return any(row.unit is None for row in self.rows)

    def row(self, unit: str) -> DisclosedRow | None:
        return next((row for row in self.rows if row.unit == unit), None)


def disclose(
    table: ResultTable,
    relations: Mapping[str, Relation],
    *,
    default: Relation = Relation.NOBODY,
) -> DisclosedTable:
    """What a reader sees who is `relations[unit]` to each district, and `default` to those not named there.

    An anonymous reader is `disclose(table, {})`.
    """
    relation = {row.unit: relations.get(row.unit, default) for row in table.rows}
    plan = plan_suppression(table)
    readings = _readings(table, relation)
    few = {
        row.unit
        for row in table.rows
        if counts_few_persons(table, row)
        and relation[row.unit] not in (Relation.OWN_TEAM, Relation.FACILITATOR)
    }
    reads_all = not few and all(reading == NAMED for reading in readings.values())
    rows = _named_rows(table, plan, relation, readings, few) + _masked_rows(table, plan, readings, few)
    return DisclosedTable(
        question=table.question,
        kind=table.kind,
        categories=table.categories,
        level=table.level,
        minimum=table.minimum,
        counts_persons=table.counts_persons,
        reconstructed=table.reconstructed,
        gated=table.gated,
        rows=rows,
        unlisted=len(table.rows) - len(rows),
        total=_total(table, reads_all),
        groups={group: _group(table, plan, group, reads_all) for group in table.groups},
    )


def _readings(table, relation):
    """By unit: "named", "masked" or None, from levels alone."""
    # Among named rows a masked one is named by elimination. So masked rows are for readers who read nobody
    # by name but themselves, and a district that lowers itself to "masked" is not shown to its peers at all.
    some_named = Relation.FACILITATOR in relation.values()
    readings = {}
    for row in table.rows:
        level = table.level if row.level is None else min(row.level, table.level)
        reading = reads(relation[row.unit], level)
        if reading == MASKED and (some_named or row.level is not None):
            reading = None
        if table.reconstructed and relation[row.unit] is Relation.NOBODY:
            reading = None
        readings[row.unit] = reading
    return readings


def _named_rows(table, plan: Plan, relation, readings, few):
    own = {unit for unit, what in relation.items() if what is Relation.OWN_TEAM}
    unnamed = {unit for unit, reading in readings.items() if reading != NAMED}
    unlisted = (unnamed | _same_groups(table, unnamed)) - own
    withheld = (few | plan.withheld_with(unnamed | few)) - own
    rows = []
    for row in table.rows:
        if row.unit not in unlisted:
            value = Missing.WITHHELD if row.unit in withheld else row.value
            rows.append(DisclosedRow(row.unit, row.group, value, row.unit in own))
    return tuple(rows)


def _same_groups(table, units):
    """All districts of the groups in which listing the others would tell whether one of `units` answered.

    How many answered is told for every group, and where none or all did it hides nothing anyway.
    """
    mixed = {group for group, tally in table.groups.items() if 0 < tally.accounted < tally.asked}
    groups = {row.group for row in table.rows if row.unit in units} & mixed
    return {row.unit for row in table.rows if row.group in groups}


def _masked_rows(table, plan: Plan, readings, few):
    hidden = {unit for unit, reading in readings.items() if reading is None}
    withheld = few | plan.withheld_with(hidden | few) | _same_groups(table, hidden)
    rows = [
        row
        for row in table.rows
        if readings[row.unit] == MASKED and row.answered and row.unit not in withheld
    ]
    tally = tally_rows(rows, table.kind, table.categories)
    alike = is_one_sided(tally) or len({row.value for row in rows}) == 1
    if tally.answered < table.minimum or alike:
        return ()
    # The order comes from the values alone, so it says nothing about the districts. Not from their codes:
    # those are known, and anyone could repeat the shuffle with them.
    values = sorted((row.value for row in rows), key=lambda value: _shuffle_key(table.question, value))
    return tuple(DisclosedRow(None, None, value) for value in values)


def _shuffle_key(question, value):
    return hashlib.sha256(f"{question}|{value!r}".encode()).hexdigest()


def _total(table, reads_all):
    everyone_public = table.level is Audience.PUBLIC and all(
        row.level is None for row in table.rows if row.accounted
    )
    tells_all = everyone_public or reads_all
    tally = table.total
    # Who was asked is the earlier question's answer: if all or none were, that is its "all" or "none".
    one_gate = table.gated and 0 in (tally.answered, tally.not_asked) and tally.accounted > 0
    if one_gate and not tells_all:
        return _without_values(tally, Missing.WITHHELD, tell_answered=False)
    if tally.answered < table.minimum:
        return _without_values(tally, Missing.TOO_FEW if tally.accounted else Missing.NO_ANSWER)
    if is_one_sided(tally) and not tells_all:
        return _without_values(tally, Missing.WITHHELD)
    return _with_values(tally)


def _group(table, plan: Plan, group, reads_all):
    tally = table.groups[group]
    if tally.accounted == 0:
        return _without_values(tally, Missing.NO_ANSWER)
    if table.gated and not reads_all:
        return _without_values(tally, Missing.WITHHELD, tell_answered=False)
    if tally.answered < table.minimum:
        return _without_values(tally, Missing.TOO_FEW)
    if group in plan.groups or reads_all:
        # The median of a handful is somebody's own value: it is told of the whole only.
        return _with_values(replace(tally, median=None))
    return _without_values(tally, Missing.WITHHELD)


def _with_values(tally):
    return DisclosedTally(tally.asked, tally.accounted, tally.answered, tally.not_asked, tally)


def _without_values(tally, reason, tell_answered=True):
    answered = tally.answered if tell_answered else Missing.WITHHELD
    not_asked = tally.not_asked if tell_answered else Missing.WITHHELD
    return DisclosedTally(tally.asked, tally.accounted, answered, not_asked, None, reason)
