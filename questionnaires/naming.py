"""Who names whom in rules and checks: what stands in the way of moving, renaming and deleting."""

from collections.abc import Iterable
from dataclasses import replace

from . import rules
from .models import Check, Question, Section
from .rules import Condition, Group, Rule

Naming = Section | Question | Check


class InUse(ValueError):
    """Rules or checks name what was to go; `by` are their sections, questions and checks."""

    def __init__(self, by: list[Naming]):
        super().__init__("in use")
        self.by = by


class OutOfOrder(ValueError):
    """`row` would ask about a question (`code`) that does not come before it."""

    def __init__(self, row: Section | Question, code: str):
        super().__init__(f"{row} names {code}, which does not come before it")
        self.row, self.code = row, code


def rule_of(row: Naming) -> Rule | None:
    return rules.read(row.rule if isinstance(row, Check) else row.show_if)


def naming(codes: set[str], sections: Iterable[Section], checks: Iterable[Check]) -> list[Naming]:
    """The sections, questions and checks that look at these questions, beside those themselves. A check stands with
    one of the questions too. `sections` as asking.whole gives them."""
    found: list[Naming] = []
    for section in sections:
        rows = [section, *(question for question in section.asked if question.code not in codes)]
        found += [row for row in rows if codes & rules.questions_of(rule_of(row))]
    for check in checks:
        if check.question.code in codes or codes & rules.questions_of(rule_of(check)):
            found.append(check)
    return found


def require_order(sections: Iterable[Section]) -> None:
    """A rule may name earlier questions only. Raises OutOfOrder for the first that does not."""
    known: set[str] = set()
    for section in sections:
        _require(section, known)
        for question in section.asked:
            _require(question, known)
            known.add(question.code)


def _require(row: Section | Question, known: set[str]) -> None:
    if strangers := rules.questions_of(rule_of(row)) - known:
        raise OutOfOrder(row, sorted(strangers)[0])


def looks_at_choice(rule: Rule | None, code: str, choice: str) -> bool:
    """Whether it asks if the answer to `code` is that choice."""
    return any(c.question == code and not c.other and str(c.value) == choice for c in rules.conditions(rule))


def with_choice_renamed(rule: Rule | None, code: str, old: str, new: str) -> Rule | None:
    if isinstance(rule, Group):
        return Group(rule.joiner, tuple(with_choice_renamed(each, code, old, new) for each in rule.rules))
    if isinstance(rule, Condition) and looks_at_choice(rule, code, old):
        return replace(rule, value=new)
    return rule
