"""What stands between a questionnaire and its opening: what has to be put right, and what is only advised."""

from collections.abc import Iterable
from dataclasses import dataclass

from . import rules
from .asking import questions_of, whole
from .missing_texts import missing_in_all, without_words
from .models import Check, PilotRemark, Question, Questionnaire, Section
from .naming import OutOfOrder, require_order
from .sensitive_words import warning_for

FEWEST_CHOICES = 2
MOST_NAMED = 8


@dataclass(frozen=True)
class Item:
    """`code` says what (builder_opening.py has the sentence); `rows` are where, `count` how many."""

    code: str
    blocking: bool
    fit: bool
    rows: tuple = ()
    count: int = 0


def blocking(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.blocking and not item.fit]


def advised(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if not item.blocking and not item.fit]


def fitness_of(questionnaire: Questionnaire) -> list[Item]:
    """Seven queries, whatever its length."""
    sections, checks = whole(questionnaire), list(questionnaire.checks.select_related("question"))
    questions = questions_of(sections)
    asked = [question for question in questions if question.kind not in Question.NOT_ANSWERED]
    missing = missing_in_all(questionnaire, sections, checks)
    remarks = PilotRemark.objects.filter(link__questionnaire=questionnaire)
    return [
        Item("questions", True, bool(asked), count=len(asked)),
        _of("sections", [section for section in sections if not section.asked]),
        _of("words", [question for question in questions if without_words(question)]),
        _of("choices", [question for question in asked if _lacks_choices(question)]),
        _of("rules", _unfit_rules(sections, checks)),
        _of("personal", [question for question in asked if warning_for(question)]),
        Item("purpose", True, _has_purpose(questionnaire)),
        *(Item(f"missing_{code}", False, not missing[code], count=missing[code]) for code in ("fr", "en")),
        Item("pilot", False, questionnaire.pilot_links.exists()),
        Item("remarks", False, not (waiting := remarks.filter(done_at=None).count()), count=waiting),
    ]


def _of(code: str, rows: list) -> Item:
    return Item(code, True, not rows, tuple(rows[:MOST_NAMED]), len(rows))


def _lacks_choices(question: Question) -> bool:
    return question.kind in Question.WITH_CHOICES and len(question.choices.all()) < FEWEST_CHOICES


def _has_purpose(questionnaire: Questionnaire) -> bool:
    """What a team agrees to when it answers."""
    cycle = questionnaire.cycle
    return bool(cycle.purpose_fr.strip() or cycle.purpose_en.strip())


def _unfit_rules(sections: list[Section], checks: list[Check]) -> list[Section | Question | Check]:
    """The first row whose rule looks ahead, or at nothing, and the checks that do."""
    try:
        require_order(sections)
    except OutOfOrder as met:
        return [met.row]
    except rules.UnfitRule:
        return [row for section in sections for row in (section, *section.asked) if not _is_rule(row.show_if)]
    known = {question.code for question in questions_of(sections)}
    return [
        check
        for check in checks
        if not check.rule or not _is_rule(check.rule) or rules.questions_of(rules.read(check.rule)) - known
    ]


def _is_rule(data: dict) -> bool:
    try:
        rules.read(data)
    except rules.UnfitRule:
        return False
    return True
