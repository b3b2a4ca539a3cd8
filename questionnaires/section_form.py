"""A section as a form: what was typed into it, what that says, what has to be put right, what it opens.

    form = SectionForm(section, questions, values)               to be filled in
    form = SectionForm(section, questions, values, data=POST)    as it came back
    form.fields, form.values, form.problems, form.is_complete

`questions` is the whole questionnaire (asking.questions_of), since rules look back over it; `values` what was
answered so far, by code. Nothing is saved here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import asking, rule_words
from .models import Question, Section
from .question_fields import QuestionField, name_of
from .translated import Words, words_of
from .values import NotRead, Typed, parts_of, read_value, typed_of

# Which questions stood on the page: what was left empty is told apart from what was not there.
PRESENTED = "presented"
Kind = Question.Kind


@dataclass(frozen=True)
class Problem:
    """One line of the list above the form. `number` is 0 for a question without one."""

    anchor: str
    number: int
    text: str


class SectionForm:
    """`typed` shows again what could not be read when the section was last on the screen. `files`: by code, the file
    that each question for one holds from now on; None where it holds none any more."""

    def __init__(
        self,
        section: Section,
        questions: Iterable[Question],
        values: Mapping[str, Mapping],
        data: QueryDict | None = None,
        language: str | None = None,
        typed: Mapping[str, Typed] | None = None,
        files: Mapping[str, Mapping | None] | None = None,
    ):
        self.section, self.questions = section, list(questions)
        self.language = language or get_language() or "fr"
        self.own = [question for question in self.questions if question.section_id == section.pk]
        self.values, self.typed, self.files = dict(values), dict(typed or {}), dict(files or {})
        self.messages: dict[str, dict[str, str]] = {}
        self.presented: set[str] = set()
        if data is not None:
            self._read(data)
        self.asked = asking.shown(self.questions, self.values)
        if data is not None:
            self._ask_for_required()

    def _read(self, data: QueryDict) -> None:
        codes = set(data.get(PRESENTED, "").split())
        for question in self.own:
            if question.code in codes:
                self.presented.add(question.code)
                if question.kind not in Question.NOT_ANSWERED:
                    self._read_question(question, data)

    def _read_question(self, question: Question, data: QueryDict) -> None:
        """What cannot be read counts as unanswered and stays in its field; a file stays where it is."""
        code = question.code
        self.typed[code] = {part: data.getlist(name_of(code, part)) for part in parts_of(question)}
        file = self._file_of(question, self.values.pop(code, None))
        try:
            value = read_value(question, self.typed[code], self.language, file)
        except NotRead as problem:
            self.messages[code] = dict(problem.messages)
            value = file
        if value is not None:
            self.values[code] = value

    def _file_of(self, question: Question, before: Mapping | None) -> Mapping | None:
        """A browser sends no file that it was sent: what is there stays until another comes or it is taken away."""
        if question.code in self.files:
            return self.files[question.code]
        return before if before and "file" in before else None

    def _ask_for_required(self) -> None:
        for question in self.own:
            code = question.code
            here = (
                code in self.presented and code in self.asked and question.kind not in Question.NOT_ANSWERED
            )
            if question.required and here and code not in self.values and code not in self.messages:
                self.add_message(code, _("This question needs an answer. If you have none, say so below it."))

    def add_message(self, code: str, text: str) -> None:
        """For what the caller finds, such as a check between answers; the first one stays."""
        if code in {question.code for question in self.own}:
            self.messages.setdefault(code, {}).setdefault("", text)

    @property
    def intro(self) -> Words:
        return words_of(self.section, "intro", self.language)

    @property
    def shown(self) -> list[Question]:
        """Its questions that are asked as things stand. A calculation is shown to nobody."""
        return [q for q in self.own if q.code in self.asked and q.kind != Kind.CALCULATION]

    @property
    def fields(self) -> list[QuestionField]:
        known = {question.code: question for question in self.questions}
        numbers = asking.numbers_of(self.questions)
        return [
            QuestionField(
                question,
                numbers.get(question.code, 0),
                self.language,
                self._typed_in(question),
                self.messages.get(question.code, {}),
                rule_words.because(asking.own_rule_of(question), known, self.language),
                self.values.get(question.code),
            )
            for question in self.shown
        ]

    def _typed_in(self, question: Question) -> Typed:
        if question.code in self.typed:
            return self.typed[question.code]
        return typed_of(question, self.values.get(question.code), self.language)

    @property
    def presents(self) -> str:
        """For the hidden field PRESENTED."""
        return " ".join(question.code for question in self.shown)

    @property
    def opened(self) -> list[Question]:
        """What these very answers have brought up, and nobody has seen yet."""
        return [question for question in self.shown if question.code not in self.presented]

    @property
    def problems(self) -> list[Problem]:
        return [Problem(f.first_id, f.number, f.message) for f in self.fields if f.has_problem]

    @property
    def is_complete(self) -> bool:
        """Everything could be read, nothing required is left out, no question has come up meanwhile."""
        return not self.problems and not self.opened
