"""One condition of a rule as it is composed: told in the reader's language where it makes no sense."""

from collections.abc import Mapping

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from content.search_text import plain

from .models import Question
from .rules import ANSWERED, CHOSEN, EQUAL, ORDERED, PARTS, Condition
from .typed_dates import read_date
from .typed_numbers import Unreadable, as_json, read_number
from .value_words import labels_of

Kind = Question.Kind
NUMBERS = (*Question.NUMERIC, Kind.RATIO)
# How the answers of a kind can be looked at, beside whether there are any.
LOOKS = {
    Kind.CHOICE: (*EQUAL, *CHOSEN),
    Kind.YES_NO: (*EQUAL, *CHOSEN),
    Kind.MULTIPLE: CHOSEN,
    Kind.TEXT: EQUAL,
    Kind.DATE: (*EQUAL, *ORDERED),
    **dict.fromkeys(NUMBERS, (*EQUAL, *ORDERED)),
}


class Unfit(ValueError):
    """Says why, and in which field."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def read_condition(
    side: str, op: str, value: str, other: str, questions: Mapping[str, Question]
) -> Condition:
    """`side` and `other` are codes, or code:numerator and code:denominator. Raises Unfit."""
    question, part = _read_side(side, "question", questions)
    if op in ANSWERED:
        return Condition(question.code, op, part="")
    if op not in LOOKS.get(question.kind, ()):
        raise Unfit("op", _not_so(question))
    if value and other:
        raise Unfit("other", _("Give a value or another question, not both."))
    if other:
        second, second_part = _read_side(other, "other", questions)
        if not _comparable(question, second):
            raise Unfit("other", _("The two answers are of different kinds and cannot be compared."))
        return Condition(question.code, op, part=part, other=second.code, other_part=second_part)
    if not value:
        raise Unfit("value", _("Give a value, or another question to compare with."))
    return Condition(question.code, op, value=_read_value(question, value), part=part)


def _not_so(question: Question) -> str:
    if question.kind == Kind.MULTIPLE:
        return _("Where several choices may be taken, ask what the answer includes.")
    if question.kind in LOOKS:
        return _("Answers of this kind cannot be looked at like that.")
    return _("Of this kind of question only “is answered” and “is not answered” can be asked.")


def _read_side(text: str, field: str, questions: Mapping[str, Question]) -> tuple[Question, str]:
    """A list of proposals may leave the text of the question behind its code."""
    code, _colon, part = text.partition(" · ")[0].strip().partition(":")
    question = questions.get(code)
    if not code:
        raise Unfit(field, _("Choose a question."))
    if question is None or question.kind in Question.NOT_ANSWERED:
        raise Unfit(field, _("No question before this one has the code %(code)s.") % {"code": code[:80]})
    if part and (part not in PARTS or question.kind != Kind.RATIO):
        raise Unfit(field, _("Only a percentage has two numbers."))
    return question, part


def _comparable(question: Question, other: Question) -> bool:
    if question.kind in NUMBERS:
        return other.kind in NUMBERS
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        return other.kind in (Kind.CHOICE, Kind.YES_NO)
    return question.kind == other.kind and question.kind in (Kind.DATE, Kind.TEXT)


def _read_value(question: Question, text: str) -> str | int | float:
    try:
        if question.kind in NUMBERS:
            return as_json(read_number(text, get_language() or "fr"))
        if question.kind == Kind.DATE:
            return read_date(text).isoformat()
    except Unreadable as met:
        raise Unfit("value", str(met)) from None
    return text if question.kind == Kind.TEXT else _choice(question, text)


def _choice(question: Question, text: str) -> str:
    """By its code, or by its words in either language."""
    words: dict[str, str] = {}
    for language in ("fr", "en"):
        with override(language):
            labels = labels_of(question, language)
        words |= {plain(label): code for code, label in labels.items()}
    code = text if text in labels else words.get(plain(text))
    if code is None:
        said = ", ".join(labels_of(question, get_language() or "fr").values())
        raise Unfit("value", _("This question has the choices: %(choices)s.") % {"choices": said[:300]})
    return code
