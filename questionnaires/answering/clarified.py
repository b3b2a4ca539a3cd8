"""What was asked back, beside the answer as it was and as it is now."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Answer, Clarification, Question
from ..question_fields import name_of
from ..value_words import in_words
from .filling import Filling


@dataclass(frozen=True)
class AskedBack:
    """`number` as on paper, `section` its place; `then` and `now` in words."""

    row: Clarification
    question: Question
    number: int
    section: int
    then: str
    now: str

    @property
    def changed(self) -> bool:
        return self.then != self.now

    @property
    def state(self) -> str:
        row = self.row
        if row.settled_at is not None:
            return "withdrawn" if row.withdrawn else "settled"
        return "waiting" if row.replied_at is None else "replied"

    @property
    def anchor(self) -> str:
        return name_of(self.question.code)


def asked_back(filling: Filling, rows: Iterable[Clarification]) -> list[AskedBack]:
    places = {section.pk: place for place, section in enumerate(filling.sections, start=1)}
    questions = {question.pk: question for question in filling.questions}
    found = []
    for row in rows:
        question = questions[row.question_id]
        answer = filling.answers.get(question.code)
        found.append(
            AskedBack(
                row=row,
                question=question,
                number=filling.numbers.get(question.code, 0),
                section=places[question.section_id],
                then=in_words(question, row.value),
                now=in_words(question, answer.value if answer else None),
            )
        )
    return found


def asked_back_of_all(rows: Iterable[Clarification], numbers: dict[str, int]) -> list[AskedBack]:
    """Of many districts on one page; `rows` with their question, its choices and the response's unit. One query."""
    rows = list(rows)
    answers = Answer.objects.filter(
        response__in={row.response_id for row in rows}, question__in={row.question_id for row in rows}
    )
    now = {(answer.response_id, answer.question_id): answer.value for answer in answers}
    return [
        AskedBack(
            row=row,
            question=row.question,
            number=numbers.get(row.question.code, 0),
            section=0,
            then=in_words(row.question, row.value),
            now=in_words(row.question, now.get((row.response_id, row.question_id))),
        )
        for row in rows
    ]
