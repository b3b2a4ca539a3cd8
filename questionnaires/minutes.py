"""How long a questionnaire takes: an estimate from what has to be read and what has to be found out.

The seconds are ours: reading as in a second language (three words a second), and for each kind what a team needs
to agree and to write, with the figures at hand. They are told in whole minutes, as "about".
"""

import math
from collections.abc import Iterable

from django.utils.translation import get_language, ngettext

from content.texts import in_language

from .models import Question, Section

WORDS_PER_SECOND = 3
SECONDS = {
    Question.Kind.CHOICE: 8,
    Question.Kind.YES_NO: 8,
    Question.Kind.MULTIPLE: 12,
    Question.Kind.NUMBER: 30,
    Question.Kind.DECIMAL: 30,
    Question.Kind.RATIO: 50,
    Question.Kind.DATE: 15,
    Question.Kind.TEXT: 25,
    Question.Kind.LONG_TEXT: 90,
    Question.Kind.LOCATION: 60,
    Question.Kind.FILE: 90,
    Question.Kind.NOTE: 0,
    Question.Kind.CALCULATION: 0,
}
# To weigh one choice against the others.
SECONDS_PER_CHOICE = 1


def minutes_of(sections: Iterable[Section]) -> int:
    """Of the whole, or of [one section]; `section.asked` as asking.whole gives it. 0 where nothing is asked."""
    seconds = sum(_seconds_of_section(section) for section in sections)
    return math.ceil(seconds / 60)


def about(minutes: int) -> str:
    return ngettext("about %(number)d minute", "about %(number)d minutes", minutes) % {"number": minutes}


def _seconds_of_section(section: Section) -> float:
    if not section.asked:
        return 0
    own = _reading(section, "title", "intro")
    return own + sum(seconds_of(question) for question in section.asked)


def seconds_of(question: Question) -> float:
    if question.kind == Question.Kind.CALCULATION:
        return 0
    choices = question.choices.all() if question.kind in Question.WITH_CHOICES else ()
    reading = _reading(question, "text", "hint") + sum(_reading(choice, "label") for choice in choices)
    return SECONDS[question.kind] + reading + SECONDS_PER_CHOICE * len(choices)


def _reading(record, *names: str) -> float:
    language = get_language() or "fr"
    words = sum(len(in_language(record, name, language).split()) for name in names)
    return words / WORDS_PER_SECOND
