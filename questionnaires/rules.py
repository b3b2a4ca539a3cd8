"""Rules between answers: when a question is asked, and what must hold. Plain data, no code is ever evaluated.

A rule is {} (always), a condition or a group:

    {"question": "committee", "op": "is", "value": "yes"}
    {"question": "reviewed", "op": "le", "other": "reported"}            compared with another answer
    {"question": "deaths", "part": "numerator", "op": "gt", "value": 0}  of a percentage's two numbers
    {"all": [rule, …]}   {"any": [rule, …]}

What an unanswered question means follows XLSForm, from which rules come and to which they go
(https://docs.getodk.org/form-logic/): it is like an empty text, so "is not" holds and comparisons do not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

EQUAL, CHOSEN = ("is", "is_not"), ("has", "has_not")
ANSWERED, ORDERED = ("answered", "empty"), ("lt", "le", "gt", "ge")
OPERATORS = (*EQUAL, *CHOSEN, *ANSWERED, *ORDERED)
PARTS = ("numerator", "denominator")
DEEPEST, MOST = 6, 60

Values = Mapping[str, Mapping]


class UnfitRule(ValueError):
    """Not the shape of a rule."""


@dataclass(frozen=True)
class Condition:
    """One answer against a value or another answer."""

    question: str
    op: str
    value: str | int | float | None = None
    part: str = ""
    other: str = ""
    other_part: str = ""


@dataclass(frozen=True)
class Group:
    """`joiner` is "all" or "any"."""

    joiner: str
    rules: tuple["Condition | Group", ...]


Rule = Condition | Group


def read(data: Mapping, depth: int = 0) -> Rule | None:
    """The rule that plain data says; None for always. Raises UnfitRule."""
    if not data:
        return None
    if not isinstance(data, Mapping) or depth > DEEPEST:
        raise UnfitRule("no rule, or too deep a one")
    for joiner in ("all", "any"):
        if joiner in data:
            rules = [read(each, depth + 1) for each in _list(data[joiner])]
            return Group(joiner, tuple(rule for rule in rules if rule is not None))
    return _read_condition(data)


def _list(value) -> list:
    if not isinstance(value, list) or not value or len(value) > MOST:
        raise UnfitRule("a group of rules is a list that is neither empty nor endless")
    return value


def _read_condition(data: Mapping) -> Condition:
    if set(data) - {"question", "op", "value", "part", "other", "other_part"}:
        raise UnfitRule("unknown parts in a condition")
    condition = Condition(**data) if {"question", "op"} <= set(data) else None
    if condition is None or condition.op not in OPERATORS:
        raise UnfitRule("a condition names a question and how its answer is looked at")
    if {condition.part, condition.other_part} - {"", *PARTS}:
        raise UnfitRule("a percentage has a numerator and a denominator")
    needs_side = condition.op not in ANSWERED
    if needs_side == (condition.value is None and not condition.other):
        raise UnfitRule("a condition compares with one value or one other answer")
    if not isinstance(condition.value, str | int | float | None) or isinstance(condition.value, bool):
        raise UnfitRule("a value is a text or a number")
    return condition


def write(rule: Rule | None) -> dict:
    """Plain data, as read() takes it."""
    if rule is None:
        return {}
    if isinstance(rule, Group):
        return {rule.joiner: [write(each) for each in rule.rules]}
    parts = {name: getattr(rule, name) for name in ("part", "other", "other_part") if getattr(rule, name)}
    value = {} if rule.value is None else {"value": rule.value}
    return {"question": rule.question, "op": rule.op} | value | parts


def conditions(rule: Rule | None) -> list[Condition]:
    """All of them, in reading order."""
    if rule is None:
        return []
    if isinstance(rule, Group):
        return [condition for each in rule.rules for condition in conditions(each)]
    return [rule]


def questions_of(rule: Rule | None) -> set[str]:
    """The codes of the questions that a rule asks about."""
    asked = conditions(rule)
    return {c.question for c in asked} | {c.other for c in asked if c.other}


def renamed(rule: Rule | None, old: str, new: str) -> Rule | None:
    """The same rule after a question's code has changed."""
    if rule is None:
        return None
    if isinstance(rule, Group):
        return Group(rule.joiner, tuple(renamed(each, old, new) for each in rule.rules))
    changes = {name: new for name in ("question", "other") if getattr(rule, name) == old}
    return replace(rule, **changes)


def holds(rule: Rule | None, values: Values) -> bool:
    """Of answers in the shape of Answer.value, by question code."""
    if rule is None:
        return True
    if isinstance(rule, Group):
        return (all if rule.joiner == "all" else any)(holds(each, values) for each in rule.rules)
    return _holds(rule, values)


def _holds(condition: Condition, values: Values) -> bool:
    answer = values.get(condition.question) or {}
    if condition.op in ANSWERED:
        return bool(answer) == (condition.op == "answered")
    side = condition.value
    if condition.other:
        side = _side(values.get(condition.other) or {}, condition.other_part)
    if condition.op in CHOSEN:
        return (str(side) in _chosen(answer)) == (condition.op == "has")
    mine = _side(answer, condition.part)
    if condition.op in EQUAL:
        return _same(mine, side) == (condition.op == "is")
    return _ordered(condition.op, mine, side)


def _chosen(answer: Mapping) -> list[str]:
    return answer.get("choices") or ([answer["choice"]] if "choice" in answer else [])


def _side(answer: Mapping, part: str):
    """What is compared: a code, a number, a date, a text; of a percentage one of its numbers or, unnamed, the share."""
    if part:
        return answer.get(part)
    for name in ("choice", "number", "date", "text"):
        if name in answer:
            return answer[name]
    if answer.get("denominator"):
        return 100 * Decimal(str(answer["numerator"])) / Decimal(str(answer["denominator"]))
    if "choices" in answer:
        return " ".join(answer["choices"])
    return None


def _same(mine, side) -> bool:
    if mine is None or side is None:
        # 0 is an answer, nothing is none.
        return ("" if mine is None else mine) == ("" if side is None else side)
    numbers = _numbers(mine, side)
    return numbers[0] == numbers[1] if numbers else str(mine) == str(side)


def _ordered(op: str, mine, side) -> bool:
    if mine is None or side is None:
        return False
    # Dates are written year first and compare as texts do.
    left, right = _numbers(mine, side) or (str(mine), str(side))
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[op]


def _numbers(mine, side) -> tuple[Decimal, Decimal] | None:
    try:
        numbers = Decimal(str(mine)), Decimal(str(side))
    except InvalidOperation:
        return None
    # A text "nan" or "infinity" is none, whatever Decimal says.
    return numbers if all(number.is_finite() for number in numbers) else None


def shown(asked: Iterable[tuple[str, Rule | None]], values: Values) -> list[str]:
    """Which of the questions (code and rule, in order) are asked. The answer to one that is not asked counts for
    none in the rules of those after it, so that what stands behind a closed door opens none."""
    standing, codes = dict(values), []
    for code, rule in asked:
        if holds(rule, standing):
            codes.append(code)
        else:
            standing.pop(code, None)
    return codes
