"""Which questions a district is asked: the rules of its sections and questions together."""

from collections.abc import Iterable

from django.db import models

from . import rules
from .models import Question, Questionnaire, Section
from .rules import Group, Rule, Values


def whole(questionnaire: Questionnaire) -> list[Section]:
    """The sections in order with their questions and choices: three queries, whatever its length.
    `section.asked` lists the questions, each with its section at hand."""
    questions = Question.objects.order_by("order").prefetch_related("choices")
    sections = questionnaire.sections.order_by("order").prefetch_related(
        models.Prefetch("questions", questions, to_attr="asked")
    )
    for section in (found := list(sections)):
        for question in section.asked:
            question.section = section
    return found


def questions_of(sections: Iterable[Section]) -> list[Question]:
    """All of them in order, of what `whole` gives."""
    return [question for section in sections for question in section.asked]


def numbers_of(questions: Iterable[Question]) -> dict[str, int]:
    """As on paper: counted over the whole questionnaire, whoever is asked what. Notes have none."""
    answered = [question.code for question in questions if question.kind not in Question.NOT_ANSWERED]
    return {code: number for number, code in enumerate(answered, start=1)}


def own_rule_of(question: Question) -> Rule | None:
    return rules.read(question.show_if)


def rule_of(question: Question) -> Rule | None:
    """Its own rule and its section's."""
    both = (rules.read(question.section.show_if), own_rule_of(question))
    given = tuple(rule for rule in both if rule is not None)
    return Group("all", given) if len(given) == 2 else (given[0] if given else None)


def shown(questions: Iterable[Question], values: Values) -> set[str]:
    """The codes of those that are asked where the answers are `values`. `questions` is the whole questionnaire in
    order, or its beginning: what stands behind a closed door opens none."""
    return set(rules.shown([(question.code, rule_of(question)) for question in questions], values))


def standing(questions: Iterable[Question], values: Values) -> dict:
    """The answers that count: those to questions that are asked."""
    asked = shown(questions, values)
    return {code: value for code, value in values.items() if code in asked}
