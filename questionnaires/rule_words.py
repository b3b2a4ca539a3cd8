"""A rule in words: what opens a question, what must hold between answers. Read by whoever builds, tries, answers or
prints a questionnaire.

The predicates are verbs without agreement (« dépasse », « manque ») since in French their subject may be an answer, a
percentage or a number; and no clause begins with a vowel, since it follows « parce que ».
"""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.formats import date_format
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from content.texts import in_language

from .models import Question
from .rules import Condition, Rule
from .typed_numbers import number_in_words
from .value_words import labels_of

LONGEST_TEXT = 90
Questions = Mapping[str, Question]


def in_words(
    rule: Rule | None, questions: Iterable[Question] | Questions, language: str | None = None
) -> str:
    """A clause without capital or full stop: ‘the answer to “A committee?” is “Yes”’; empty for no rule.
    `questions`: those it names are among them; one that is not there is called by its code."""
    if rule is None:
        return ""
    known = questions if isinstance(questions, Mapping) else {q.code: q for q in questions}
    language = language or get_language() or "fr"
    with override(language):
        return _clause(rule, known, language)


def asked_if(rule: Rule | None, questions, language: str | None = None) -> str:
    """A sentence for a form on paper or a list of questions."""
    return _sentence(rule, questions, language, lambda: _("Only if %(rule)s."))


def because(rule: Rule | None, questions, language: str | None = None) -> str:
    """A sentence beside a question that has appeared."""
    return _sentence(rule, questions, language, lambda: _("This question appears because %(rule)s."))


def must_hold(rule: Rule | None, questions, language: str | None = None) -> str:
    """What is said of a check that has no message of its own."""
    return _sentence(rule, questions, language, lambda: _("It is expected that %(rule)s."))


def _sentence(rule, questions, language, frame) -> str:
    clause = in_words(rule, questions, language)
    if not clause:
        return ""
    with override(language or get_language()):
        return frame() % {"rule": clause}


def _clause(rule: Rule, questions: Questions, language: str, inside: bool = False) -> str:
    if isinstance(rule, Condition):
        return _condition(rule, questions, language)
    parts = [_clause(each, questions, language, inside=len(rule.rules) > 1) for each in rule.rules]
    word = pgettext("between conditions", "and")
    if rule.joiner == "any":
        word = pgettext("between conditions", "or")
    joined = f" {word} ".join(parts)
    return f"({joined})" if inside and len(parts) > 1 else joined


def _condition(condition: Condition, questions: Questions, language: str) -> str:
    subject = _subject(condition.question, condition.part, questions, language)
    if condition.op in ("answered", "empty"):
        frame = _("%(answer)s is given") if condition.op == "answered" else _("%(answer)s is not given")
        return frame % {"answer": subject}
    if condition.other:
        value = _subject(condition.other, condition.other_part, questions, language)
    else:
        value = _value(condition, questions.get(condition.question), language)
    asked = questions.get(condition.question)
    frames = _frames() | (_frames_of_dates() if asked and asked.kind == Question.Kind.DATE else {})
    return frames[condition.op] % {"answer": subject, "value": value}


def _frames() -> dict[str, str]:
    return {
        "is": _("%(answer)s is %(value)s"),
        "is_not": _("%(answer)s is not %(value)s"),
        "has": _("%(answer)s includes %(value)s"),
        "has_not": _("%(answer)s does not include %(value)s"),
        "lt": _("%(answer)s stays below %(value)s"),
        "le": _("%(answer)s does not exceed %(value)s"),
        "gt": _("%(answer)s exceeds %(value)s"),
        "ge": _("%(answer)s reaches %(value)s or more"),
    }


def _frames_of_dates() -> dict[str, str]:
    return {
        "lt": _("%(answer)s is before %(value)s"),
        "le": _("%(answer)s is not after %(value)s"),
        "gt": _("%(answer)s is after %(value)s"),
        "ge": _("%(answer)s is not before %(value)s"),
    }


def _subject(code: str, part: str, questions: Questions, language: str) -> str:
    question = questions.get(code)
    said = {"question": name_of(question, language) if question else code}
    if question is not None and question.kind == Question.Kind.RATIO:
        if not part:
            return _("the percentage of “%(question)s”") % said
        of_part = in_language(question, part, language)
        if of_part:
            return _("the number “%(part)s” of “%(question)s”") % (said | {"part": of_part})
    if part:
        first = part == "numerator"
        return (
            _("the first number of “%(question)s”") if first else _("the second number of “%(question)s”")
        ) % said
    return _("the answer to “%(question)s”") % said


def name_of(question: Question, language: str) -> str:
    """Its text on one line, shortened; its code as long as it has no text."""
    text = " ".join(in_language(question, "text", language).split()) or question.code
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"


def _value(condition: Condition, question: Question | None, language: str) -> str:
    value, kind = condition.value, question.kind if question else ""
    if kind in (*Question.WITH_CHOICES, Question.Kind.YES_NO):
        return _quoted(labels_of(question, language).get(str(value), value))
    if kind == Question.Kind.DATE and (date := _date(value)):
        return pgettext("a date in a sentence", "%(date)s") % {"date": date_format(date, "DATE_FORMAT")}
    number = _number(value) if kind in Question.NUMERIC or not isinstance(value, str) else None
    if number is None:
        return _quoted(value)
    said = number_in_words(number, language)
    share = kind == Question.Kind.RATIO and not condition.part
    return _("%(number)s%%") % {"number": said} if share else said


def _quoted(text) -> str:
    return _("“%(text)s”") % {"text": text}


def _number(value) -> Decimal | None:
    """Rules that come from a spreadsheet may have their numbers as texts."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _date(value) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
