"""What stands beside each answer of a section: the comment, who gave it when, what else was answered meanwhile, which
checks do not hold, what was corrected in its wording, what was asked back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import rules
from ..checking import Failed
from ..models import Answer, AnswerVersion, CheckReason, Clarification, Correction, Question
from ..question_fields import QuestionField
from ..section_form import SectionForm
from ..value_words import in_words
from .filling import Filling
from .readiness import checks_that_fail, reason_of
from .section_answers import COMMENT, COMMENT_PART
from .wording import when_words, who_words

WRITTEN = (Question.Kind.TEXT, Question.Kind.LONG_TEXT)
# Not the names of answers, which begin with "a:": the reason to keep answers, what it was when the page was made, and
# which of several versions counts.
REASON, WAS, COUNTS = "reason:", "was:", "count:"


@dataclass(frozen=True)
class Told:
    """One version of an answer in words. `number` chooses it."""

    number: int
    words: str
    comment: str
    language: str
    who: str
    when: str
    on_behalf: bool
    because: str = ""
    # Of the words, where somebody wrote them themselves and not in the reader's language; `language` is the comment's.
    written_in: str = ""


@dataclass(frozen=True)
class CheckBeside:
    """A check that does not hold, with the field for the reason where it takes one."""

    failed: Failed
    reason: CheckReason | None
    text: str
    problem: str = ""

    @property
    def field(self) -> str:
        return f"{REASON}{self.failed.check.pk}"

    @property
    def was(self) -> str:
        return f"{WAS}{self.failed.check.pk}"


@dataclass
class Beside:
    """`answer` as it stands, None where there is none; `number` is the version its writer sees."""

    answer: Answer | None = None
    # In words, or as it was typed if it could not be read; empty where nothing was given.
    words: str = ""
    file_url: str = ""
    told: Told | None = None
    comment: str = ""
    comment_problem: str = ""
    number: int = 0
    # With the answer that stands first; empty where nothing waits for a choice.
    versions: list[Told] = field(default_factory=list)
    clarifications: list[Clarification] = field(default_factory=list)
    checks: list[CheckBeside] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    # What was signed, in words, where the answer is another one by now.
    signed: str = ""


def set_beside(
    form: SectionForm, filling: Filling, data: QueryDict | None = None, problems: dict[str, str] | None = None
) -> list[QuestionField]:
    """The form's fields, each with its Beside as `extra`. `problems` with reasons, by the name of their field."""
    checks: dict[str, list[CheckBeside]] = {}
    for failed in checks_that_fail(filling):
        checks.setdefault(failed.code, []).append(_check(filling, failed, data, problems or {}))
    fields = form.fields
    for each in fields:
        each.extra = _beside(filling, each, data, checks.get(each.code, []))
    return fields


def _check(filling: Filling, failed: Failed, data: QueryDict | None, problems: dict[str, str]) -> CheckBeside:
    reason = reason_of(filling, failed.check)
    name = f"{REASON}{failed.check.pk}"
    typed = data.get(name) if data is not None else None
    text = typed if typed is not None else reason.because if reason else ""
    return CheckBeside(failed, reason, text, problems.get(name, ""))


def _beside(
    filling: Filling, shown: QuestionField, data: QueryDict | None, checks: list[CheckBeside]
) -> Beside:
    answer = filling.answers.get(shown.code)
    rivals = filling.rivals.get(shown.code, [])
    return Beside(
        answer=answer,
        words=version_words(shown.question, answer) if answer and (answer.value or answer.typed) else "",
        file_url=file_url(filling, shown.value),
        told=told(filling, shown.question, answer) if answer is not None and answer.by_id else None,
        comment=_comment(answer, shown.code, data),
        comment_problem=shown.messages.get(COMMENT_PART, ""),
        number=answer.number if answer else 0,
        versions=[told(filling, shown.question, row) for row in ([answer, *rivals] if rivals else ())],
        clarifications=filling.clarifications.get(shown.code, []),
        checks=checks,
        corrections=[row for row in filling.corrections.get(shown.code, []) if concerns_reader(row)],
        signed=_signed(filling, shown.question, answer),
    )


def file_url(filling: Filling, value: Mapping | None) -> str:
    if not value or "file" not in value:
        return ""
    return reverse("answer_file", args=[filling.questionnaire.key, filling.unit.code, value["file"]])


def told(filling: Filling, question: Question, row: Answer | AnswerVersion) -> Told:
    language = row.language if row.language != get_language() else ""
    return Told(
        number=row.number,
        words=version_words(question, row),
        comment=row.comment,
        language=language,
        who=who_words(row),
        when=when_words(row.at, filling),
        on_behalf=row.on_behalf,
        because=getattr(row, "because", ""),
        written_in=language if question.kind in WRITTEN else "",
    )


def version_words(question: Question, row: Answer | AnswerVersion) -> str:
    if row.value is None and row.typed:
        typed = ", ".join(text for texts in row.typed.values() for text in texts if text)
        return _("“%(typed)s”, which could not be read") % {"typed": typed[:200]}
    return in_words(question, row.value)


def concerns_reader(row: Correction) -> bool:
    """A text in the other language was not what this reader sees."""
    other = "en" if get_language() == "fr" else "fr"
    return not row.field.endswith(f"_{other}")


def _comment(answer: Answer | None, code: str, data: QueryDict | None) -> str:
    if data is not None and COMMENT + code in data:
        return data[COMMENT + code]
    return answer.comment if answer else ""


def _signed(filling: Filling, question: Question, answer: Answer | None) -> str:
    """Both values are shown while they differ."""
    if filling.response is None or not filling.response.changed_since_signed:
        return ""
    signed = filling.signature.values.get(question.code) if filling.signature else None
    if signed == (answer.value if answer else None):
        return ""
    return in_words(question, signed)


def failing_here(form: SectionForm, filling: Filling) -> list[Failed]:
    """Checks that do not hold, are not kept with a reason, and have to do with this section."""
    here = {question.code for question in form.shown}
    return [
        each
        for each in checks_that_fail(filling)
        if reason_of(filling, each.check) is None
        and (each.code in here or here & rules.questions_of(rules.read(each.check.rule)))
    ]
