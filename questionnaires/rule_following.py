"""Rules follow the codes that they name, within the transaction of whoever changes a code."""

from collections.abc import Mapping

from content.editing import save_if_unchanged

from . import rules
from .models import Check, Question, Questionnaire, Section
from .naming import InUse, looks_at_choice, rule_of, with_choice_renamed


def follow_choices(
    questionnaire: Questionnaire, code: str, renamed: Mapping[str, str], gone: set[str]
) -> None:
    """Rules that look at a choice follow its new code. Raises InUse for those that look at one that goes."""
    rows = _rows_with_rules(questionnaire)
    if by_whom := [row for row in rows if any(looks_at_choice(rule_of(row), code, each) for each in gone)]:
        raise InUse(by_whom)
    changed = {old: new for old, new in renamed.items() if old != new}
    for row in rows if changed else ():
        rule = rule_of(row)
        # By way of names that nobody can have, since two may change with each other.
        for old in changed:
            rule = with_choice_renamed(rule, code, old, f"\n{old}")
        for old, new in changed.items():
            rule = with_choice_renamed(rule, code, f"\n{old}", new)
        _write_rule(row, rule)


def follow_code(questionnaire: Questionnaire, old: str, new: str) -> None:
    for row in _rows_with_rules(questionnaire):
        _write_rule(row, rules.renamed(rule_of(row), old, new))


def _rows_with_rules(questionnaire: Questionnaire) -> list[Section | Question | Check]:
    return [
        *questionnaire.sections.exclude(show_if={}),
        *questionnaire.questions.exclude(show_if={}),
        *questionnaire.checks.select_related("question"),
    ]


def _write_rule(row: Section | Question | Check, rule: rules.Rule | None) -> None:
    """Only if it says something else now: whoever has the row open is told by its revision."""
    name = "rule" if isinstance(row, Check) else "show_if"
    data = rules.write(rule)
    if data != getattr(row, name):
        save_if_unchanged(row, {name: data})
