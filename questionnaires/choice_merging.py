"""Three versions of a question's choices: as a screen began with them, as they came back, as they are now.

Choices are rows {"id", "code", "label_fr", "label_en"} in order; of new ones the id is None.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from content.editing import merge

Row = Mapping[str, Any]
WORDS = ("code", "label_fr", "label_en")
# In place of a code: the order itself, which both changed. No code is empty.
ORDER = ""


def merge_choices(
    began: Sequence[Row] | None, typed: Sequence[Row], current: Sequence[Row]
) -> tuple[list[Row], dict[str, Row | list[Row] | None]]:
    """All of them as they should be now, and by code what the other person made of those that both changed: None where
    it was removed; by ORDER all of them, where both put them in another order. Without `began` every row that differs
    counts as changed by both."""
    first = {row["id"]: row for row in began or ()}
    now = {row["id"]: row for row in current}
    rows: list[Row] = []
    clashes: dict[str, Row | list[Row] | None] = {}
    for row in typed:
        if row["id"] is None:
            rows.append(row)
        elif row["id"] in now:
            rows.append(_merged(first.get(row["id"]), row, now[row["id"]], clashes))
        elif not _same(row, first.get(row["id"])):
            rows.append({**row, "id": None})
            clashes[row["code"]] = None
    mine = {row["id"] for row in typed}
    for row in current:
        if row["id"] not in mine and not _same(row, first.get(row["id"])):
            rows.append(row)
            if row["id"] in first:
                clashes[row["code"]] = row
    if [row["id"] for row in typed] == [row["id"] for row in began or ()]:
        rows = _as_others_ordered(rows, list(now))
    elif _ordered_by_both(began or (), typed, current):
        clashes[ORDER] = list(current)
    return rows, clashes


def _ordered_by_both(began: Sequence[Row], typed: Sequence[Row], current: Sequence[Row]) -> bool:
    """Of those that are in all three."""
    versions = [[row["id"] for row in rows] for rows in (began, typed, current)]
    common = set.intersection(*map(set, versions))
    first, mine, theirs = ([pk for pk in version if pk in common] for version in versions)
    return mine != first and theirs != first and mine != theirs


def _merged(first: Row | None, row: Row, now: Row, clashes: dict[str, Row | None]) -> Row:
    words = [{name: each[name] for name in WORDS} if each else None for each in (first, row, now)]
    merged = merge(*words)
    if merged.clashes:
        clashes[row["code"]] = now
    return {**now, **merged.changes}


def _same(row: Row, other: Row | None) -> bool:
    return other is not None and all(row[name] == other[name] for name in WORDS)


def _as_others_ordered(rows: list[Row], ids: list[int]) -> list[Row]:
    """Where nothing was moved here, the other person's order counts; new rows stay last."""
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: places.get(row["id"], len(places)))
