"""A questionnaire as plain data and back: what a version keeps, a clone begins with and an import brings.

    {"title_fr": …, "sections": [{"code", "title_fr", …, "show_if", "questions": [{"code", "kind", "text_fr", …,
     "choices": [{"code", "label_fr", "label_en"}]}]}], "checks": [{"question": code, "rule", "message_fr", …}]}

Empty texts and other defaults are left out, so that two contents are equal if they say the same.
"""

from decimal import Decimal
from uuid import UUID

from django.db import models

from .structure import Check, Choice, Question, Questionnaire, Section

# Of the row alone, or said by where something stands in the content.
ABOUT_THE_ROW = {
    "id", "questionnaire", "section", "question", "order", "revision", "key", "cycle", "version", "opened_at",
}  # fmt: skip


def content_of(questionnaire: Questionnaire) -> dict:
    """Four queries, whatever its length."""
    sections = questionnaire.sections.prefetch_related(
        models.Prefetch("questions", Question.objects.order_by("order").prefetch_related("choices"))
    )
    checks = questionnaire.checks.select_related("question")
    return _fields(questionnaire) | {
        "sections": [
            _fields(section) | {"questions": [_question(question) for question in section.questions.all()]}
            for section in sections
        ],
        "checks": [_fields(check) | {"question": check.question.code} for check in checks],
    }


def _question(question: Question) -> dict:
    choices = [_fields(choice) for choice in question.choices.all()]
    return _fields(question) | ({"choices": choices} if choices else {})


def _fields(row: models.Model) -> dict:
    """What differs from the default, as JSON takes it."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in ABOUT_THE_ROW or value == field.get_default() or value in (None, ""):
            continue
        found[field.name] = _plain(value)
    return found


def _plain(value):
    if isinstance(value, Decimal):
        # As the database keeps it, 5 is 5.000000.
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, UUID) else value


MODELS = {
    "questionnaire": Questionnaire,
    "section": Section,
    "question": Question,
    "choice": Choice,
    "check": Check,
}


def known_fields(kind: str) -> set[str]:
    """The names that a content may give for a "questionnaire", "section", "question", "choice" or "check"."""
    return {field.name for field in MODELS[kind]._meta.concrete_fields} - ABOUT_THE_ROW
