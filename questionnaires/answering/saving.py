"""Writes: what a page or a telephone brings is saved, once, and nothing that anybody gave is lost.

Each answer comes with the number of the version that its writer saw. What they left as it was is no change, whatever
others have done meanwhile. What they changed becomes the answer; but if somebody else had changed it too, it is kept
beside the other one as a rival, and the team chooses.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cycles.actions import record_participation
from cycles.models import Participation
from districts.models import User

from ..models import Answer, AnswerVersion, Question, Response, Saving
from ..values import Typed
from .entering import note_entry
from .filling import Filling
from .times import State

LONGEST_COMMENT = 1000
LONGEST_BECAUSE = 300
# What an answer has of the version that counts.
OF_A_VERSION = ("value", "typed", "language", "comment", "number", "by", "at", "on_behalf")


class NotOpenNow(ValueError):
    """The district may not answer at present; `state` says whether that is over or still to come."""

    def __init__(self, state: State):
        super().__init__(state.value)
        self.state = state


class ReasonMissing(ValueError):
    """After closing, an answer is changed with a reason only."""


class UnknownVersion(ValueError):
    """No such version waits for a choice; somebody else may have chosen."""


@dataclass(frozen=True)
class Given:
    """What comes for one question: a value, or what was typed if it could not be read; both empty for "taken back".
    `base` is the number of the version its writer saw, 0 for none."""

    code: str
    value: dict | None = None
    typed: Typed = field(default_factory=dict)
    comment: str = ""
    base: int = 0


@dataclass(frozen=True)
class Saved:
    """Codes by what became of them, and the number of the version of each. `again`: it had been saved before."""

    saved: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    numbers: dict[str, int] = field(default_factory=dict)
    again: bool = False


@transaction.atomic
def save_answers(
    *,
    filling: Filling,
    given: Iterable[Given],
    by: User,
    key: uuid.UUID,
    language: str,
    device: str = "",
    on_behalf: bool = False,
    because: str = "",
) -> Saved:
    """`key` names this save: the same one with the same content changes nothing and returns what became of it.

    `language` is the one in which it was typed, `device` the browser. The first save of a district records that it
    began. Raises NotOpenNow, ReasonMissing, and KeyError for a code that the questionnaire does not have.
    """
    if not filling.is_changeable:
        raise NotOpenNow(filling.state)
    given = list(given)
    response = _response_of(filling, by)
    digest = _digest(given, because)
    if done := Saving.objects.filter(response=response, key=key, digest=digest).first():
        return _as_saved(done.outcome, again=True)
    who = {"by": by, "language": language, "device": device[:40], "on_behalf": on_behalf}
    writing = _Writing(filling, response, [each.code for each in given], who, because.strip())
    for each in given:
        writing.take(each)
    saved = writing.finish()
    if on_behalf and (saved.saved or saved.rivals):
        note_entry(response, by)
    outcome = {name: value for name, value in asdict(saved).items() if name != "again"}
    Saving.objects.create(response=response, key=key, digest=digest, by=by, outcome=outcome)
    return saved


def _response_of(filling: Filling, by: User) -> Response:
    """Locked, so that what others save waits; made at the first save."""
    response, made = Response.objects.select_for_update().get_or_create(
        questionnaire=filling.questionnaire, unit=filling.unit
    )
    if made:
        record_participation(cycle=filling.cycle, unit=filling.unit, kind=Participation.Kind.STARTED, by=by)
        log(response, "questionnaires.answering_begun", user=by)
    filling.forget_answers()
    filling.response = response
    return response


def _digest(given: list[Given], because: str) -> str:
    said = json.dumps([[asdict(each) for each in given], because], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _as_saved(outcome: dict, again: bool) -> Saved:
    return Saved(tuple(outcome["saved"]), tuple(outcome["rivals"]), outcome["numbers"], again)


class _Writing:
    """One save under way."""

    def __init__(self, filling: Filling, response: Response, codes: list[str], who: dict, because: str):
        self.filling, self.response, self.who = filling, response, who
        self.because = because if filling.state == State.CORRECTING else ""
        self.questions = {question.code: question for question in filling.questions}
        self.answers = dict(filling.answers)
        rows = AnswerVersion.objects.filter(answer__response=response, answer__question__code__in=codes)
        self.versions = {(row.answer_id, row.number): row for row in rows}
        self.saved: list[str] = []
        self.rivals: list[str] = []
        self.numbers: dict[str, int] = {}

    def take(self, each: Given) -> None:
        question, answer = self.questions[each.code], self.answers.get(each.code)
        if question.kind in Question.NOT_ANSWERED:
            return
        mine = _content(each)
        if answer is not None:
            self.numbers[each.code] = answer.number
        if mine == self._seen(answer, each.base) or mine == _content(answer):
            return
        if self.filling.state == State.CORRECTING and not self.because:
            raise ReasonMissing(each.code)
        if answer is None:
            answer = Answer.objects.create(response=self.response, question=question)
            self.answers[each.code] = answer
        self._write(answer, each)

    def _seen(self, answer: Answer | None, base: int) -> tuple:
        """What the writer had before them."""
        if answer is None or (base == 0 and answer.number > 0):
            return _content(None)
        version = self.versions.get((answer.pk, base))
        return _content(version if version is not None else answer)

    def _write(self, answer: Answer, each: Given) -> None:
        rival = self._is_rival(answer, each.base)
        version = AnswerVersion.objects.create(
            answer=answer,
            number=self._last_number(answer) + 1,
            value=each.value,
            typed=each.typed,
            comment=each.comment,
            because=self.because[:LONGEST_BECAUSE],
            waits=rival,
            **self.who,
        )
        if rival:
            self._supersede_own(answer, version)
        else:
            count_version(answer, version)
        self.versions[(answer.pk, version.number)] = version
        self.numbers[each.code] = version.number
        (self.rivals if rival else self.saved).append(each.code)

    def _is_rival(self, answer: Answer, base: int) -> bool:
        """Somebody else, or the same person elsewhere, changed it after the writer had read it. An answer that was
        taken back meanwhile stands against nothing."""
        current = self.versions.get((answer.pk, answer.number))
        if answer.number == base or _content(answer) == _content(None):
            return False
        who = (self.who["by"].pk, self.who["device"])
        return current is None or (current.by_id, current.device) != who

    def _last_number(self, answer: Answer) -> int:
        return max((number for pk, number in self.versions if pk == answer.pk), default=answer.number)

    def _supersede_own(self, answer: Answer, version: AnswerVersion) -> None:
        """What the same writer typed before this, beside the same answer, is past."""
        for (pk, _number), row in self.versions.items():
            if pk == answer.pk and row.waits and (row.by_id, row.device) == (version.by_id, version.device):
                row.waits, row.settled_at, row.settled_by = False, version.at, version.by
                row.save(update_fields=["waits", "settled_at", "settled_by"])

    def finish(self) -> Saved:
        if self.saved or self.rivals:
            note_change(self.filling, self.response)
        if self.saved and self.because:
            record_participation(
                cycle=self.filling.cycle,
                unit=self.filling.unit,
                kind=Participation.Kind.CORRECTED,
                by=self.who["by"],
            )
        return Saved(tuple(self.saved), tuple(self.rivals), self.numbers)


def _content(row: Answer | AnswerVersion | Given | None) -> tuple:
    """What is compared: a page that shows an answer sends it back as it was."""
    if row is None:
        return (None, {}, "")
    typed = {part: list(texts) for part, texts in (row.typed or {}).items() if any(texts)}
    return (row.value, typed, row.comment)


def count_version(answer: Answer, version: AnswerVersion) -> None:
    """From now on this version is the answer."""
    for name in OF_A_VERSION:
        setattr(answer, name, getattr(version, name))
    answer.save()


def note_change(filling: Filling, response: Response) -> None:
    """How far the district is, and that whoever is about to sign has to read again. The response is locked."""
    filling.forget_answers()
    filling.response = response
    progress = filling.progress
    response.changed_at, response.revision = timezone.now(), response.revision + 1
    response.answered, response.asked, response.minutes_left = (
        progress.answered,
        progress.asked,
        progress.minutes,
    )
    response.save(update_fields=["changed_at", "revision", "answered", "asked", "minutes_left"])


@transaction.atomic
def settle_rivals(*, filling: Filling, code: str, number: int, by: User) -> AnswerVersion:
    """The version `number` of that answer counts; those that waited beside it are past, and kept.

    Raises NotOpenNow, UnknownVersion.
    """
    if not filling.is_changeable:
        raise NotOpenNow(filling.state)
    response = Response.objects.select_for_update().get(
        questionnaire=filling.questionnaire, unit=filling.unit
    )
    answer = Answer.objects.filter(response=response, question__code=code).first()
    waiting = list(AnswerVersion.objects.rivals().filter(answer=answer)) if answer else []
    chosen = answer.versions.filter(number=number).first() if waiting else None
    if chosen is None or not (chosen.waits or chosen.number == answer.number):
        raise UnknownVersion(code)
    AnswerVersion.objects.filter(pk__in=[row.pk for row in waiting]).update(
        waits=False, settled_at=timezone.now(), settled_by=by
    )
    if chosen.number != answer.number:
        count_version(answer, chosen)
    note_change(filling, response)
    log(response, "questionnaires.rivals_settled", user=by, data={"question": code, "number": number})
    return chosen
