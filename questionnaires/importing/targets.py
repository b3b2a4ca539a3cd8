"""What a column of a file can be about: a question, one of the parts of its answer, its comment, the district, or
nothing.

A target is a short text, as a form sends it and a row keeps it: "meetings", "done:numerator", "meetings:comment",
"@district", "-" for a column that is left out on purpose, "" where nobody knows yet.
"""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.texts import in_language

from .. import asking
from ..models import Question, Questionnaire
from ..value_words import labels_of
from ..values import PARTS

Kind = Question.Kind
DISTRICT, LEFT_OUT, UNKNOWN = "@district", "-", ""
# What a line of the portal's own file is: signed, or a draft.
LINE = "@line"
COMMENT = "comment"
# One of several choices in a column of its own, as Kobo can write them: "members:has:midwife".
HAS = "has:"
# A file cannot be brought in by the name that it has.
NOT_TAKEN = (*Question.NOT_ANSWERED, Kind.FILE)


@dataclass(frozen=True)
class Target:
    question: Question
    part: str = ""

    @property
    def key(self) -> str:
        return f"{self.question.code}:{self.part}" if self.part else self.question.code


class Catalogue:
    """All targets that a questionnaire has, in its order."""

    def __init__(self, questionnaire: Questionnaire, sections=None):
        self.every = asking.questions_of(sections or asking.whole(questionnaire))
        self.numbers = asking.numbers_of(self.every)
        self.questions = [question for question in self.every if question.kind not in NOT_TAKEN]
        self.targets = {each.key: each for question in self.questions for each in targets_of(question)}

    def label(self, key: str) -> str:
        """ "3. Meetings held", "4. Deaths – reviewed", "3. Meetings held – comment"."""
        if key == DISTRICT:
            return _("the district")
        if key == LINE:
            return _("what the line is: signed, or a draft")
        target = self.targets.get(key)
        if target is None:
            return _("left out") if key == LEFT_OUT else ""
        words = f"{self.numbers[target.question.code]}. {_words(target.question)}"
        return f"{words} – {part_words(target)}" if target.part else words


def targets_of(question: Question) -> list[Target]:
    """The answer as one, its parts, its comment."""
    parts = ["", *PARTS.get(question.kind, ()), COMMENT]
    if question.kind == Kind.MULTIPLE:
        parts += [f"{HAS}{choice.code}" for choice in question.choices.all()]
    return [Target(question, part) for part in parts]


def _words(question: Question) -> str:
    return in_language(question, "text", get_language() or "fr") or question.code


def part_words(target: Target) -> str:
    question, part = target.question, target.part
    if part.startswith(HAS):
        code = part.removeprefix(HAS)
        return labels_of(question, get_language() or "fr").get(code, code)
    own = in_language(question, part, get_language() or "fr") if question.kind == Kind.RATIO else ""
    words = {
        "numerator": _("what is counted"),
        "denominator": _("out of how many"),
        "latitude": _("latitude"),
        "longitude": _("longitude"),
        COMMENT: _("comment"),
    }
    return own if own and part in PARTS[Kind.RATIO] else words[part]
