"""Which texts a questionnaire lacks in French or in English.

Missing is what everybody must be able to read (a question, a choice, the title of a section), and what one language
says and the other does not (a hint, a unit, an introduction).
"""

from collections import Counter
from collections.abc import Iterable

from django.db import models

from .models import Check, Choice, Question, Questionnaire, Section

LANGUAGES = ("fr", "en")
TEXTS = {
    Questionnaire: ("title", "intro"),
    Section: ("title", "intro"),
    Question: ("text", "hint", "unit", "numerator", "denominator"),
    Choice: ("label",),
    Check: ("message",),
}
NEEDED = {"title", "text", "label"}


def text_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The columns, French and English side by side."""
    return tuple(f"{name}_{language}" for name in TEXTS[model] for language in LANGUAGES)


def missing_in(record: models.Model) -> Counter[str]:
    """How many of its own texts are missing, by language."""
    calculated = isinstance(record, Question) and record.kind == Question.Kind.CALCULATION
    found: Counter[str] = Counter()
    for name in TEXTS[type(record)]:
        there = [language for language in LANGUAGES if getattr(record, f"{name}_{language}").strip()]
        if there or (name in NEEDED and not calculated):
            found.update(language for language in LANGUAGES if language not in there)
    return found


def missing_in_question(question: Question) -> Counter[str]:
    """With its choices, which are looked at only where its kind has them."""
    choices = question.choices.all() if question.kind in Question.WITH_CHOICES else ()
    return sum((missing_in(choice) for choice in choices), missing_in(question))


def missing_in_all(
    questionnaire: Questionnaire, sections: Iterable[Section], checks: Iterable[Check]
) -> Counter[str]:
    """`sections` as asking.whole gives them."""
    found = missing_in(questionnaire)
    for section in sections:
        found += missing_in(section)
        for question in section.asked:
            found += missing_in_question(question)
    return sum((missing_in(check) for check in checks), found)


def without_words(question: Question) -> bool:
    """In neither language: nobody would know what is asked, or what a choice means."""
    if question.kind == Question.Kind.CALCULATION:
        return False
    choices = question.choices.all() if question.kind in Question.WITH_CHOICES else ()
    texts = [(question.text_fr, question.text_en), *((c.label_fr, c.label_en) for c in choices)]
    return any(not french.strip() and not english.strip() for french, english in texts)
