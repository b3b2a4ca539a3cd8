"""Writes: a facilitator asks back about one answer, the team replies. No answer changes by it, at any time."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cycles.actions import record_participation
from cycles.models import Participation
from districts.models import User

from ..models import Clarification, Question, Response
from ..notices import tell_of_question, tell_of_reply
from .filling import Filling

LONGEST_QUESTION = Clarification._meta.get_field("text").max_length
LONGEST_REPLY = Clarification._meta.get_field("reply").max_length


class Unfit(ValueError):
    """Empty, or too long; nothing was written."""


class NothingToAskAbout(ValueError):
    """The district has not begun to answer, or the question is none that is answered."""


class AskedMeanwhile(ValueError):
    """Somebody else has asked about the same answer after the page was read; `others` are what they asked."""

    def __init__(self, others: list[Clarification]):
        super().__init__(str(len(others)))
        self.others = others


class RepliedMeanwhile(ValueError):
    """There is a reply that the writer had not read."""


class Withdrawn(ValueError):
    """The question was taken back."""


@transaction.atomic
def ask_back(
    *, filling: Filling, code: str, text: str, language: str, by: User, seen: int | None = None
) -> Clarification:
    """One question about the answer to `code`, kept with the answer as it is now. `seen` is the id of the latest that
    the writer knew to have been asked about it, 0 for none; without it nobody is asked. The same again by the same
    person, as a button pressed twice sends it, changes nothing.

    Raises Unfit, NothingToAskAbout, AskedMeanwhile.
    """
    text = _fit(text, LONGEST_QUESTION)
    response, question = _locked(filling), _question(filling, code)
    rows = list(response.clarifications.filter(question=question))
    for row in rows:
        if (row.text, row.asked_by_id, row.settled_at, row.replied_at) == (text, by.pk, None, None):
            return row
    others = [row for row in rows if row.pk > seen] if seen is not None else []
    if others:
        raise AskedMeanwhile(others)
    answer = filling.answers.get(code)
    made = Clarification.objects.create(
        response=response,
        question=question,
        text=text,
        language=language,
        asked_by=by,
        value=answer.value if answer else None,
    )
    log(response, "questionnaires.asked_back", user=by, data={"question": code})
    tell_of_question(made, by)
    return made


def _fit(text: str, longest: int) -> str:
    text = text.strip()
    if not text or len(text) > longest:
        raise Unfit
    return text


def _locked(filling: Filling) -> Response:
    found = Response.objects.select_for_update().filter(
        questionnaire=filling.questionnaire, unit=filling.unit
    )
    if (response := found.first()) is None:
        raise NothingToAskAbout
    filling.forget_answers()
    filling.__dict__.pop("clarifications", None)
    return response


def _question(filling: Filling, code: str) -> Question:
    found = next((question for question in filling.questions if question.code == code), None)
    if found is None or found.kind in Question.NOT_ANSWERED:
        raise NothingToAskAbout(code)
    return found


@transaction.atomic
def reply_to(*, clarification: Clarification, text: str, language: str, by: User) -> Clarification:
    """The team's word; it stands. A question that was settled meanwhile without one is open again, so that it is read.

    Raises Unfit, Withdrawn, RepliedMeanwhile.
    """
    text, row = _fit(text, LONGEST_REPLY), _row(clarification)
    if row.withdrawn:
        raise Withdrawn
    if row.replied_at is not None:
        if (row.reply, row.replied_by_id) == (text, by.pk):
            return row
        raise RepliedMeanwhile
    row.reply, row.reply_language, row.replied_by, row.replied_at = text, language, by, timezone.now()
    row.settled_at = row.settled_by = None
    row.save()
    response = row.response
    record_participation(
        cycle=response.questionnaire.cycle, unit=response.unit, kind=Participation.Kind.CLARIFIED, by=by
    )
    log(response, "questionnaires.replied", user=by, data={"question": row.question.code})
    tell_of_reply(row, by)
    return row


def _row(clarification: Clarification) -> Clarification:
    rows = Clarification.objects.select_for_update(of=("self",))
    rows = rows.select_related("question", "response__unit", "response__questionnaire__cycle", "asked_by")
    return rows.get(pk=clarification.pk)


@transaction.atomic
def settle(*, clarification: Clarification, by: User, with_reply: bool) -> None:
    """Nothing more is to be said about it; also without a reply, where it was cleared otherwise. `with_reply`: whether
    the writer has read one. Again is no error. Raises RepliedMeanwhile."""
    row = _row(clarification)
    if row.replied_at is not None and not with_reply:
        raise RepliedMeanwhile
    if row.settled_at is None:
        row.settled_at, row.settled_by = timezone.now(), by
        row.save(update_fields=["settled_at", "settled_by"])
        log(
            row.response,
            "questionnaires.clarification_settled",
            user=by,
            data={"question": row.question.code},
        )


@transaction.atomic
def withdraw(*, clarification: Clarification, by: User) -> None:
    """Taken back before anybody replied: the team is not asked it any more. Again is no error. Raises
    RepliedMeanwhile."""
    row = _row(clarification)
    if row.replied_at is not None:
        raise RepliedMeanwhile
    if not row.withdrawn:
        row.withdrawn, row.settled_at, row.settled_by = True, timezone.now(), by
        row.save(update_fields=["withdrawn", "settled_at", "settled_by"])
        log(
            row.response,
            "questionnaires.clarification_withdrawn",
            user=by,
            data={"question": row.question.code},
        )
