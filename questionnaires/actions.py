"""Writes about questionnaires and their answers: each atomic, logged, with who did it."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cycles.actions import record_participation
from cycles.models import LearningCycle, Participation
from districts.models import OrgUnit, User

from .models import Answer, Choice, Question, Questionnaire, Response, Section


@transaction.atomic
def create_questionnaire(
    *, cycle: LearningCycle, sections: list[dict], by: User | None, **texts
) -> Questionnaire:
    """A cycle's questionnaire. `sections`: dicts of texts with "questions": dicts of texts with "choices"
    (dicts of code and labels) and "asked_if" ((question code, choice code) or None, naming an earlier
    question). Raises KeyError if a condition names a question that does not come before, ValueError if two
    questions have one code."""
    questionnaire = Questionnaire.objects.create(cycle=cycle, **texts)
    by_code: dict[str, Question] = {}
    for order, section in enumerate(sections, start=1):
        words = {name: text for name, text in section.items() if name != "questions"}
        row = Section.objects.create(questionnaire=questionnaire, order=order, **words)
        for place, question in enumerate(section["questions"], start=1):
            if question["code"] in by_code:
                raise ValueError(f"two questions have the code {question['code']}")
            by_code[question["code"]] = _create_question(row, place, question, by_code)
    log(questionnaire, "wagtail.create", user=by)
    return questionnaire


def _create_question(section: Section, order: int, texts: dict, earlier: dict[str, Question]) -> Question:
    fields = {name: text for name, text in texts.items() if name not in ("choices", "asked_if")}
    if condition := texts.get("asked_if"):
        fields |= {"asked_if": earlier[condition[0]], "asked_if_choice": condition[1]}
    question = Question.objects.create(section=section, order=order, **fields)
    Choice.objects.bulk_create(
        Choice(question=question, order=place, **choice)
        for place, choice in enumerate(texts.get("choices", ()), start=1)
    )
    return question


@transaction.atomic
def open_questionnaire(
    *, questionnaire: Questionnaire, by: User | None, at: datetime.datetime | None = None
) -> None:
    """From here on questions are frozen but for their wording. Opening twice changes nothing."""
    if questionnaire.opened_at is None:
        questionnaire.opened_at = at or timezone.now()
        questionnaire.save(update_fields=["opened_at"])
        log(questionnaire, "wagtail.edit", user=by, data={"opened": True})


@transaction.atomic
def save_signed_response(
    *,
    questionnaire: Questionnaire,
    unit: OrgUnit,
    values: dict[str, dict],
    by: User | None,
    source: str = Response.Source.IMPORT,
    at: datetime.datetime | None = None,
) -> Response:
    """The district's whole response at once, signed. `values` by question code, in the shape of
    Answer.value; again for the same district: its answers become these. Raises KeyError for a code that
    the questionnaire does not have."""
    questions = {q.code: q for q in Question.objects.filter(section__questionnaire=questionnaire)}
    response, _ = Response.objects.update_or_create(
        questionnaire=questionnaire,
        unit=unit,
        defaults={"source": source, "signed_at": at or timezone.now(), "signed_by": by},
    )
    response.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(response=response, question=questions[code], value=value) for code, value in values.items()
    )
    record_participation(
        cycle=questionnaire.cycle, unit=unit, kind=Participation.Kind.ANSWERED, by=by, at=response.signed_at
    )
    log(response, "wagtail.edit", user=by)
    return response
