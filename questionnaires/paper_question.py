"""One question as it is printed: its words, what it is answered in, and what a screen would say only when needed."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import rule_words, rules
from .asking import own_rule_of
from .models import Check, Question
from .paper_text import plain, printed, printed_of
from .translated import Words
from .typed_numbers import number_in_words
from .value_words import missing_words, yes_no_words
from .values import MISSING, PARTS, YES_NO

Kind = Question.Kind
LINES = {Kind.TEXT: 1, Kind.LONG_TEXT: 5, Kind.FILE: 1}
# More choices than that stand side by side if all of them are short.
MOST_IN_ONE_COLUMN, LONGEST_SIDE_BY_SIDE = 6, 40
# A question that is longer may begin on one page and end on the next.
MOST_KEPT_TOGETHER, LONGEST_KEPT_TOGETHER = 16, 1000


def as_named_on_paper(questions: Iterable[Question], numbers: Mapping[str, int]) -> dict[str, Question]:
    """By code, for rules in words: each called by its number and its text."""
    found = {}
    for question in questions:
        found[question.code] = named = copy(question)
        if question.code in numbers:
            for name in ("text_fr", "text_en"):
                text = getattr(question, name)
                setattr(named, name, text and f"{numbers[question.code]}. {text}")
    return found


@dataclass(frozen=True)
class QuestionPrinter:
    """`numbers` as asking.numbers_of, `named` as above; `checks` by the code of the question beside which they
    stand. The language is active, too."""

    language: str
    numbers: Mapping[str, int]
    named: Mapping[str, Question]
    checks: Mapping[str, list[Check]]

    def printed(self, question: Question) -> dict:
        """As the template takes it."""
        text, answer = self._text(question, "text", question.code), self._answer(question)
        asked, who = question.kind not in Question.NOT_ANSWERED, _("Who can read this:")
        return {
            "number": f"{self.numbers[question.code]}." if asked else "",
            "code": question.code,
            "text": text,
            "hint": self._text(question, "hint"),
            "lines": [self.plain(line) for line in self._lines(question) if line],
            "required": _("Must be answered.") if asked and question.required else "",
            "reads": self.plain(f"{who} {question.get_level_display()}") if asked else "",
            "answer": answer,
            "missing": [self.plain(words) for words in _ways_to_say_nothing(question)],
            "breakable": _is_long(text, answer),
        }

    def plain(self, text: str) -> str:
        return plain(text, self.language)

    def _text(self, record, name: str, otherwise: str = "") -> dict:
        return printed_of(record, name, self.language, otherwise)

    def _word(self, text: str) -> dict:
        return printed(Words(text), self.language)

    def _lines(self, question: Question) -> list[str]:
        checked = (rules.read(check.rule) for check in self.checks.get(question.code, ()))
        return [
            rule_words.asked_if(own_rule_of(question), self.named, self.language),
            self._advice(question),
            self._limits(question),
            # Not the check's own message, which speaks to those who have broken it.
            *(rule_words.must_hold(rule, self.named, self.language) for rule in checked),
        ]

    def _advice(self, question: Question) -> str:
        if question.kind == Kind.MULTIPLE:
            return _("Tick all that apply.")
        if question.kind == Kind.FILE:
            return _("Attach it to this form, or write down what it is called and who has it.")
        if question.kind == Kind.LOCATION and not question.hint:
            return _(
                "Hold your finger on the place in a map application: it shows two numbers, such as 9.641 and -13.578."
            )
        return ""

    def _limits(self, question: Question) -> str:
        least, most = (
            None if number is None else number_in_words(number, self.language)
            for number in (question.minimum, question.maximum)
        )
        if question.kind not in (*Question.NUMERIC, Kind.RATIO) or least is most is None:
            return ""
        if most is None:
            return _("At least %(least)s.") % {"least": least}
        if least is None:
            return _("At most %(most)s.") % {"most": most}
        return _("From %(least)s to %(most)s.") % {"least": least, "most": most}

    def _answer(self, question: Question) -> dict:
        kind = question.kind
        if kind in (*Question.WITH_CHOICES, Kind.YES_NO):
            return self._choices(question)
        if kind in Question.NUMERIC:
            return {"kind": "number", "unit": self._text(question, "unit")}
        if kind in PARTS:
            return self._two_numbers(question)
        if kind == Kind.DATE:
            return {"kind": "date", "parts": _parts_of_a_date()}
        return {"kind": "lines", "number": LINES[kind]} if kind in LINES else {"kind": "none"}

    def _two_numbers(self, question: Question) -> dict:
        if question.kind == Kind.LOCATION:
            parts = [self._word(_("Latitude")), self._word(_("Longitude"))]
            return {"kind": "two", "parts": parts, "between": ""}
        own = zip(PARTS[Kind.RATIO], (_("Number counted"), _("Out of")), strict=True)
        parts = [self._text(question, name, usual) for name, usual in own]
        return {"kind": "two", "parts": parts, "between": pgettext("a number out of another", "of")}

    def _choices(self, question: Question) -> dict:
        if question.kind == Kind.YES_NO:
            labels = [self._word(yes_no_words()[code]) for code in YES_NO]
        else:
            labels = [self._text(choice, "label", choice.code) for choice in question.choices.all()]
        short = all(len("".join(label["lines"])) <= LONGEST_SIDE_BY_SIDE for label in labels)
        columns = 2 if short and len(labels) > MOST_IN_ONE_COLUMN else 1
        kind = "several" if question.kind == Kind.MULTIPLE else "one"
        return {"kind": kind, "choices": labels, "columns": columns}


def _parts_of_a_date() -> list[dict]:
    labels = (pgettext("of a date", "Day"), pgettext("of a date", "Month"), pgettext("of a date", "Year"))
    return [{"label": label, "digits": digits} for label, digits in zip(labels, (2, 2, 4), strict=True)]


def _ways_to_say_nothing(question: Question) -> list[str]:
    """As on the screen (question_fields.py)."""
    if question.kind in Question.NOT_ANSWERED:
        return []
    own = YES_NO if question.kind == Kind.YES_NO else ()
    return [missing_words()[code] for code in MISSING if code not in own]


def _is_long(text: dict, answer: dict) -> bool:
    letters = len("".join(text["lines"])) + sum(
        len("".join(label["lines"])) for label in answer.get("choices", ())
    )
    return len(answer.get("choices", ())) > MOST_KEPT_TOGETHER or letters > LONGEST_KEPT_TOGETHER
