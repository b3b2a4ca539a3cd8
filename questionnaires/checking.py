"""The checks between answers: which of them do not hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import rule_words, rules
from .models import Check, Question
from .rules import Rule, Values


@dataclass(frozen=True)
class Failed:
    """A check that does not hold, and what is said of it beside the question `code`."""

    check: Check
    code: str
    message: str


def failed_checks(checks: Iterable[Check], values: Values, questions: Mapping[str, Question]) -> list[Failed]:
    """In the order of the checks. `values`: the answers that count (asking.standing). A check is not asked where one
    of its answers is missing."""
    failed = []
    for check in checks:
        rule = rules.read(check.rule)
        if rule is not None and _may_be_asked(rule, values) and not rules.holds(rule, values):
            failed.append(Failed(check, check.question.code, message_of(check, rule, questions)))
    return failed


def _may_be_asked(rule: Rule, values: Values) -> bool:
    """Whether something was answered at all is asked of missing answers too."""
    compared = [condition for condition in rules.conditions(rule) if condition.op not in rules.ANSWERED]
    needed = {c.question for c in compared} | {c.other for c in compared if c.other}
    return all(code in values and "missing" not in values[code] for code in needed)


def message_of(check: Check, rule: Rule, questions: Mapping[str, Question]) -> str:
    """Its own words, or its rule in words."""
    return check.message or rule_words.must_hold(rule, questions)
