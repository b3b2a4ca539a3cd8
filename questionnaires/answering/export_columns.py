"""Which questions' answers are taken along, and the columns of each: codes that programs read again, words that people
read."""

import datetime
from collections.abc import Mapping

from django.utils.functional import cached_property
from django.utils.translation import get_language

from analysis.audience import NAMED, Audience, Relation, reads
from content.texts import in_language

from .. import asking, rules
from ..models import Question, Questionnaire
from ..value_words import in_words
from ..values import PARTS
from .export_tables import Cell

Kind = Question.Kind
# Between several choices of one answer: no code has one.
BETWEEN = "; "


def is_taken_along(question: Question) -> bool:
    """Answered at all, and readable for facilitators: what teams keep to themselves stays with them."""
    level = Audience(question.level)
    return question.kind not in Question.NOT_ANSWERED and reads(Relation.FACILITATOR, level) == NAMED


class Columns:
    """`questions` in order are those taken along, `kept_back` the others that are answered; `every` has notes too."""

    def __init__(self, questionnaire: Questionnaire):
        self.questionnaire = questionnaire
        self.language = get_language() or "fr"
        self.sections = asking.whole(questionnaire)
        self.every = asking.questions_of(self.sections)
        self.numbers = asking.numbers_of(self.every)
        self.questions = [question for question in self.every if is_taken_along(question)]
        self.by_code = {question.code: question for question in self.questions}
        self.kept_back = self.numbers.keys() - self.by_code.keys()

    @cached_property
    def silenced(self) -> set[str]:
        """The questions at which a reason may tell something of an answer that is kept back."""
        checks = self.questionnaire.checks.select_related("question")
        asked = [(check.question.code, rules.questions_of(rules.read(check.rule))) for check in checks]
        return {*self.kept_back, *(code for code, others in asked if others & self.kept_back)}

    def words_of(self, question: Question) -> str:
        """ "3. Meetings held", numbered as on paper."""
        words = in_language(question, "text", self.language) or question.code
        return f"{self.numbers[question.code]}. {words}"

    def word_headings(self) -> list[tuple[str, str]]:
        return [(self.words_of(question), question.code) for question in self.questions]

    def code_headings(self) -> list[tuple[str, str]]:
        return [heading for question in self.questions for heading in self._code_headings(question)]

    def _code_headings(self, question: Question) -> list[tuple[str, str]]:
        """Two where an answer has two parts. Degrees are called alike in both languages."""
        words, found = self.words_of(question), []
        for part in PARTS.get(question.kind, ()):
            said = in_language(question, part, self.language) if question.kind == Kind.RATIO else ""
            found.append((f"{words} – {said or part}", f"{question.code}_{part}"))
        return found or [(words, question.code)]

    def code_cells(self, values: Mapping[str, Mapping]) -> list[Cell]:
        return [cell for question in self.questions for cell in _codes(question, values.get(question.code))]

    def word_cells(self, values: Mapping[str, Mapping]) -> list[Cell]:
        return [self.in_words(question, values.get(question.code)) for question in self.questions]

    def in_words(self, question: Question, value: Mapping | None) -> str | None:
        return in_words(question, value, self.language) if value else None


def _codes(question: Question, value: Mapping | None) -> list[Cell]:
    """ "dont_know" and "not_applicable" stand in the first column."""
    parts = PARTS.get(question.kind, ("",))
    empty: list[Cell] = [None] * len(parts)
    if not value:
        return empty
    if "missing" in value:
        return [value["missing"], *empty[1:]]
    if question.kind in PARTS:
        return [value[part] for part in parts]
    return [_code(question, value)]


def _code(question: Question, value: Mapping) -> Cell:
    if "choices" in value:
        return BETWEEN.join(value["choices"])
    if question.kind == Kind.DATE:
        return datetime.date.fromisoformat(value["date"])
    if question.kind == Kind.FILE:
        return value["name"]
    return next(iter(value.values()))
