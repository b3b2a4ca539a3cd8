"""Answers in the database -> ResponseTable: the only step of analysis that reads the database."""

from analysis.disclosure import Audience
from analysis.responses import Question as AskedQuestion
from analysis.responses import ResponseTable, Unit

from .models import Answer, Question, Questionnaire

# Asked of nobody: that a district answered at all is a result too.
PARTICIPATION = "participation"


def response_table(questionnaire: Questionnaire) -> ResponseTable:
    """All districts of the cycle, also those that did not answer; only signed responses count.

    Beside the questionnaire's questions stands PARTICIPATION, whose only category is "answered". Who
    answered is told no further than the most private of the answers.
    """
    units = [Unit(code=d.code, group=d.parent.code) for d in questionnaire.cycle.districts()]
    questions, answers = _questions(questionnaire), _answers(questionnaire)
    level = min((question.level for question in questions), default=Audience.TEAM)
    questions.append(AskedQuestion(code=PARTICIPATION, kind="choice", categories=("answered",), level=level))
    answers = {unit: given | {PARTICIPATION: "answered"} for unit, given in answers.items()}
    return ResponseTable(units=units, questions=questions, answers=answers)


def _questions(questionnaire: Questionnaire) -> list[AskedQuestion]:
    questions = (
        Question.objects.filter(section__questionnaire=questionnaire)
        .select_related("asked_if")
        .prefetch_related("choices")
    )
    return [
        AskedQuestion(
            code=question.code,
            kind=question.kind,
            categories=tuple(choice.code for choice in question.choices.all()),
            counts_persons=question.counts_persons,
            level=Audience(question.level),
            asked_if=(question.asked_if.code, question.asked_if_choice) if question.asked_if else None,
        )
        for question in questions
    ]


def _answers(questionnaire: Questionnaire) -> dict[str, dict]:
    signed = questionnaire.responses.filter(signed_at__isnull=False)
    answers: dict[str, dict] = {code: {} for code in signed.values_list("unit__code", flat=True)}
    rows = Answer.objects.filter(response__in=signed).values_list(
        "response__unit__code", "question__code", "question__kind", "value"
    )
    for unit, question, kind, value in rows:
        answers[unit][question] = _plain(kind, value)
    return answers


def _plain(kind: str, value: dict):
    if kind == Question.Kind.CHOICE:
        return value["choice"]
    if kind == Question.Kind.RATIO:
        return (value["numerator"], value["denominator"])
    return value["number"]
