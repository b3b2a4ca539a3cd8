"""Rules as rows of menus: conditions joined by "and" and "or", where "and" holds closer together. A rule of another
shape, as a spreadsheet may bring it, has no rows; it is kept as it is unless somebody replaces it."""

from collections.abc import Sequence

from . import rules
from .rules import Condition, Group, Rule

AND, OR = "and", "or"
# A condition and what joins it to the one before it; of the first that says nothing.
Row = tuple[str, Condition]


def rows_of(rule: Rule | None) -> list[Row] | None:
    """None: it has another shape."""
    if rule is None:
        return []
    either = rule.rules if isinstance(rule, Group) and rule.joiner == "any" else (rule,)
    rows: list[Row] = []
    for each in either:
        both = each.rules if isinstance(each, Group) and each.joiner == "all" else (each,)
        if not both or any(isinstance(condition, Group) for condition in both):
            return None
        rows += [(AND if place else OR, condition) for place, condition in enumerate(both)]
    return rows


def rule_of(rows: Sequence[Row]) -> Rule | None:
    if not rows:
        return None
    groups: list[list[Condition]] = []
    for joiner, condition in rows:
        if joiner == OR or not groups:
            groups.append([])
        groups[-1].append(condition)
    either = [group[0] if len(group) == 1 else Group("all", tuple(group)) for group in groups]
    return either[0] if len(either) == 1 else Group("any", tuple(either))


def as_rows_say(data: dict) -> dict:
    """One way to write what has rows, so that opening and saving a rule is no change of it."""
    rows = rows_of(rules.read(data))
    return data if rows is None else rules.write(rule_of(rows))
