"""What stands between a response and its signature: one list for the page that reads everything again and for the
action that signs."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import rules
from ..checking import Failed, failed_checks
from ..models import Check, CheckReason, Question
from ..question_fields import QuestionField
from .filling import Filling


class Kind(StrEnum):
    UNREAD = "unread"
    MISSING = "missing"
    RIVALS = "rivals"
    CHECK = "check"
    # The check may be kept with a reason, and there is none for these values.
    REASON = "reason"


@dataclass(frozen=True)
class Obstacle:
    """`section` is its place, from 1. `failed` where it is about a check."""

    kind: Kind
    question: Question
    number: int
    section: int
    text: str
    failed: Failed | None = None

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def anchor(self) -> str:
        """In the section's page: the reason's field, else the question's first control."""
        if self.kind == Kind.REASON and self.failed is not None:
            return f"reason:{self.failed.check.pk}"
        return QuestionField(self.question, self.number, get_language() or "fr").first_id


@dataclass(frozen=True)
class Kept:
    """A check that does not hold, and the team's reason why the answers stand all the same."""

    failed: Failed
    reason: CheckReason


@dataclass(frozen=True)
class Signed:
    """What a signature keeps."""

    values: dict[str, dict]
    comments: dict[str, str]
    reasons: list[dict]


def obstacles_of(filling: Filling) -> list[Obstacle]:
    """In the order of the questions; what is optional and not answered is none."""
    places = {section.pk: place for place, section in enumerate(filling.sections, start=1)}
    failed: dict[str, list[Failed]] = {}
    for each in unkept_checks(filling):
        failed.setdefault(each.code, []).append(each)
    found = []
    for question in filling.answerable(filling.questions):
        for kind, text, check in _of_question(filling, question, failed.get(question.code, [])):
            number = filling.numbers.get(question.code, 0)
            found.append(Obstacle(kind, question, number, places[question.section_id], text, check))
    return found


def _of_question(filling: Filling, question: Question, failed: list[Failed]) -> list[tuple]:
    answer, found = filling.answers.get(question.code), []
    if question.code in filling.rivals:
        found.append((Kind.RIVALS, _("Two members answered differently: choose which answer counts."), None))
    if answer is not None and answer.value is None and answer.typed:
        found.append((Kind.UNREAD, _("What was typed could not be read yet."), None))
    elif question.required and question.code not in filling.values:
        found.append((Kind.MISSING, _("This question needs an answer."), None))
    found += [(Kind.REASON if each.check.with_reason else Kind.CHECK, each.message, each) for each in failed]
    return found


def checks_that_fail(filling: Filling) -> list[Failed]:
    """Whether there is a reason or not."""
    known = {question.code: question for question in filling.questions}
    return failed_checks(filling.checks, filling.standing, known)


def unkept_checks(filling: Filling) -> list[Failed]:
    return [each for each in checks_that_fail(filling) if reason_of(filling, each.check) is None]


def kept_checks(filling: Filling) -> list[Kept]:
    found = ((each, reason_of(filling, each.check)) for each in checks_that_fail(filling))
    return [Kept(each, reason) for each, reason in found if reason is not None]


def reason_of(filling: Filling, check: Check) -> CheckReason | None:
    """Given for the answers as they are; with others the check asks again."""
    reason = filling.reasons.get(check.pk) if check.with_reason else None
    return reason if reason is not None and reason.values == values_of_check(filling, check) else None


def values_of_check(filling: Filling, check: Check) -> dict[str, dict]:
    """The answers that a reason is about."""
    codes = sorted(rules.questions_of(rules.read(check.rule)))
    return {code: filling.standing[code] for code in codes if code in filling.standing}


def what_is_signed(filling: Filling) -> Signed:
    """The response as it stands."""
    standing = filling.standing
    reasons = [
        {
            "question": kept.failed.code,
            "message_fr": kept.failed.check.message_fr,
            "message_en": kept.failed.check.message_en,
            "because": kept.reason.because,
            "language": kept.reason.language,
        }
        for kept in kept_checks(filling)
    ]
    comments = {code: filling.answers[code].comment for code in standing if filling.answers[code].comment}
    return Signed(standing, comments, reasons)
