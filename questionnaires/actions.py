"""Writes about questionnaires and their answers: each atomic, logged, with who did it."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from cycles.actions import record_participation
from cycles.models import LearningCycle, Participation
from districts.models import OrgUnit, User

from . import rules
from .models import (
    Answer,
    AnswerVersion,
    Check,
    Choice,
    Question,
    Questionnaire,
    Response,
    Section,
    Signature,
    Version,
)
from .snapshots import content_of


@transaction.atomic
def create_questionnaire(
    *, cycle: LearningCycle, sections: list[dict], by: User | None, checks: Iterable[dict] = (), **texts
) -> Questionnaire:
    """A cycle's questionnaire from plain data (see snapshots.py). Raises what fill_questionnaire raises, and
    IntegrityError if the cycle has one already."""
    questionnaire = Questionnaire.objects.create(cycle=cycle, **texts)
    fill_questionnaire(questionnaire=questionnaire, sections=sections, checks=checks)
    log(questionnaire, "wagtail.create", user=by)
    return questionnaire


def fill_questionnaire(
    *, questionnaire: Questionnaire, sections: list[dict], checks: Iterable[dict] = ()
) -> None:
    """Write sections, questions, choices and checks into an empty questionnaire, within the caller's transaction.

    Raises ValueError if two questions have one code, or a rule is none or names a question that does not come before
    (of a check: that is not there at all).
    """
    known: dict[str, Question] = {}
    for order, section in enumerate(sections, start=1):
        words = {name: text for name, text in section.items() if name != "questions"}
        _require_known(words.get("show_if"), known)
        row = Section.objects.create(questionnaire=questionnaire, order=order, **words)
        for place, question in enumerate(section["questions"], start=1):
            if question["code"] in known:
                raise ValueError(f"two questions have the code {question['code']}")
            _require_known(question.get("show_if"), known)
            known[question["code"]] = _create_question(row, place, question)
    _create_checks(questionnaire, checks, known)


def _require_known(rule: dict | None, known: dict[str, Question]) -> None:
    """UnfitRule is a ValueError."""
    if strangers := rules.questions_of(rules.read(rule or {})) - set(known):
        raise ValueError(f"a rule names questions that do not come before it: {', '.join(sorted(strangers))}")


def _create_question(section: Section, order: int, words: dict) -> Question:
    fields = {name: value for name, value in words.items() if name != "choices"}
    question = Question.objects.create(
        section=section, questionnaire=section.questionnaire, order=order, **fields
    )
    Choice.objects.bulk_create(
        Choice(question=question, order=place, **choice)
        for place, choice in enumerate(words.get("choices", ()), start=1)
    )
    return question


def _create_checks(questionnaire: Questionnaire, checks: Iterable[dict], known: dict[str, Question]) -> None:
    rows = []
    for order, check in enumerate(checks, start=1):
        _require_known(check["rule"], known)
        _require_known({"question": check["question"], "op": "answered"}, known)
        fields = check | {"question": known[check["question"]]}
        rows.append(Check(questionnaire=questionnaire, order=order, **fields))
    Check.objects.bulk_create(rows)


@transaction.atomic
def open_questionnaire(
    *, questionnaire: Questionnaire, by: User | None, at: datetime.datetime | None = None
) -> None:
    """From here on questions are frozen but for their wording, and kept as version 1. Opening twice changes
    nothing."""
    if questionnaire.opened_at is None:
        questionnaire.opened_at, questionnaire.version = at or timezone.now(), 1
        questionnaire.save(update_fields=["opened_at", "version"])
        Version.objects.create(
            questionnaire=questionnaire,
            number=1,
            at=questionnaire.opened_at,
            by=by,
            content=content_of(questionnaire),
        )
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
    """The district's whole response at once, signed. `values` by question code, in the shape of Answer.value; again for
    the same district, or over what its team has typed: its answers become these, and what was there stays in their
    history. Raises KeyError for a code that the questionnaire does not have."""
    questions = {q.code: q for q in Question.objects.filter(section__questionnaire=questionnaire)}
    at = at or timezone.now()
    response, made = Response.objects.select_for_update().get_or_create(
        questionnaire=questionnaire, unit=unit, defaults={"begun_at": at}
    )
    if made:
        Answer.objects.bulk_create(
            Answer(response=response, question=questions[code], value=value, at=at)
            for code, value in values.items()
        )
    else:
        _replace_answers(response, questions, values, by, at)
    signature = response.signatures.last()
    if signature is None or response.changed_since_signed or signature.values != values:
        _sign_imported(response, values, source, by, at)
    record_participation(
        cycle=questionnaire.cycle, unit=unit, kind=Participation.Kind.ANSWERED, by=by, at=response.signed_at
    )
    log(response, "wagtail.edit", user=by)
    return response


def _replace_answers(
    response: Response, questions: dict[str, Question], values: dict[str, dict], by: User | None, at
) -> None:
    """What the file says is the answer from now on; what was there before stays in its history, also what waited for
    the team to choose."""
    waiting = AnswerVersion.objects.rivals().filter(answer__response=response)
    waiting.update(waits=False, settled_at=timezone.now(), settled_by=by)
    rows = {row.question.code: row for row in response.answers.select_related("question")}
    for code in sorted({*rows, *values}):
        row = rows.get(code) or Answer(response=response, question=questions[code], at=at)
        if row.value != values.get(code) or row.typed:
            _replace(row, values.get(code), by, at)


def _replace(answer: Answer, value: dict | None, by: User | None, at: datetime.datetime) -> None:
    if answer.pk is None:
        answer.save()
    elif answer.number == 0:
        _version(answer, 1, answer.at)
    number = (answer.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    answer.value, answer.typed, answer.comment, answer.on_behalf = value, {}, "", False
    answer.by, answer.at, answer.number = by, at, number
    answer.save()
    _version(answer, number, at)


def _version(answer: Answer, number: int, at: datetime.datetime) -> None:
    AnswerVersion.objects.create(answer=answer, number=number, value=answer.value, by=answer.by, at=at)


def _sign_imported(
    response: Response, values: dict[str, dict], source: str, by: User | None, at: datetime.datetime
) -> None:
    response.source, response.signed_at, response.signed_by, response.changed_at = source, at, by, at
    response.answered = response.asked = len(values)
    response.revision += 1
    response.signed_revision = response.revision
    response.save()
    Signature.objects.create(
        response=response,
        number=response.signatures.count() + 1,
        at=at,
        by=by,
        version=response.questionnaire.version,
        values=values,
    )
