"""One district filling in one questionnaire: what every screen of step 3 stands on.

    filling = filling_of(key, unit_code)
    filling.state, filling.answers, filling.asked, filling.progress

Everything is read once, in a number of queries that does not depend on how much was asked or answered.
"""

import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from cycles.models import CyclePage, CycleStep, Step
from districts.models import OrgUnit

from .. import asking
from ..frozen import Frozen, frozen
from ..minutes import seconds_of
from ..models import (
    Answer,
    AnswerVersion,
    Check,
    CheckReason,
    Clarification,
    Correction,
    CorrectionWindow,
    Extension,
    Question,
    Questionnaire,
    Response,
    Section,
    Signature,
)
from .times import CHANGEABLE, State, completion_step, last_day, state_of


@dataclass(frozen=True)
class Progress:
    """`answered` of `asked` questions, those that nobody is asked left out; `minutes` for the others, estimated."""

    answered: int
    asked: int
    minutes: int

    @property
    def left(self) -> int:
        return self.asked - self.answered


class Filling:
    """`step` where it is at hand, with its completion."""

    def __init__(self, questionnaire: Questionnaire, unit: OrgUnit, step: CycleStep | None = None):
        self.questionnaire, self.unit = questionnaire, unit
        self.cycle = questionnaire.cycle
        if step is not None:
            self.step = step

    def forget_answers(self) -> None:
        """After a save: what was read is of before."""
        for name in (
            "response", "answers", "values", "asked", "rivals", "progress", "signature", "reasons",
        ):  # fmt: skip
            self.__dict__.pop(name, None)

    # When

    @cached_property
    def step(self) -> CycleStep:
        return completion_step(self.questionnaire)

    @cached_property
    def extension(self) -> Extension | None:
        return self.questionnaire.extensions.filter(unit=self.unit).order_by("at", "pk").last()

    @cached_property
    def windows(self) -> list[CorrectionWindow]:
        return list(self.questionnaire.correction_windows.all())

    @cached_property
    def state(self) -> State:
        """A correction window is for those who signed in time; who did not is extended, with a reason."""
        state = state_of(self.questionnaire, self.unit, self.step, self.extension, self.windows)
        if state == State.CORRECTING and not (self.response and self.response.signed_at):
            return State.CLOSED
        return state

    @property
    def is_changeable(self) -> bool:
        return self.state in CHANGEABLE

    @property
    def last_day(self) -> datetime.date | None:
        """Of answering, or of correcting while that is possible."""
        if self.state == State.CORRECTING:
            return max(window.closes_on for window in self.windows)
        return last_day(self.step, self.extension)

    # What is asked

    @cached_property
    def _frozen(self) -> Frozen:
        return frozen(self.questionnaire)

    @property
    def sections(self) -> list[Section]:
        return self._frozen.sections

    @property
    def checks(self) -> list[Check]:
        return self._frozen.checks

    @property
    def corrections(self) -> dict[str, list[Correction]]:
        """By code, the wordings that were corrected since the opening, in order."""
        return self._frozen.corrections

    @cached_property
    def questions(self) -> list[Question]:
        return asking.questions_of(self.sections)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """As on paper."""
        return asking.numbers_of(self.questions)

    # What was answered

    @cached_property
    def response(self) -> Response | None:
        found = self.questionnaire.responses.filter(unit=self.unit)
        return found.select_related("signed_by").first()

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """By code, also those to questions that are not asked any more."""
        if self.response is None:
            return {}
        rows = self.response.answers.select_related("question", "by")
        return {row.question.code: row for row in rows}

    @cached_property
    def values(self) -> dict[str, dict]:
        """Of the answers that could be read."""
        return {code: row.value for code, row in self.answers.items() if row.value is not None}

    @cached_property
    def asked(self) -> set[str]:
        """The codes of what is asked as things stand, notes and calculations among them."""
        return asking.shown(self.questions, self.values)

    @property
    def standing(self) -> dict[str, dict]:
        """The answers that count."""
        return {code: value for code, value in self.values.items() if code in self.asked}

    def to_answer(self, section: Section | None = None) -> list[Question]:
        """Asked as things stand and not answered yet, of one section or of all."""
        questions = self.questions if section is None else section.asked
        return [q for q in self.answerable(questions) if q.code not in self.values]

    def answerable(self, questions: list[Question]) -> list[Question]:
        return [q for q in questions if q.code in self.asked and q.kind not in Question.NOT_ANSWERED]

    @cached_property
    def progress(self) -> Progress:
        asked, left = len(self.answerable(self.questions)), self.to_answer()
        seconds = sum(seconds_of(question) for question in left)
        return Progress(asked - len(left), asked, -(-int(seconds) // 60))

    # What else there is

    @cached_property
    def rivals(self) -> dict[str, list[AnswerVersion]]:
        """By code, the versions that stand beside the answer and wait for a choice."""
        found: dict[str, list[AnswerVersion]] = {}
        if self.response is not None:
            rows = AnswerVersion.objects.rivals().filter(answer__response=self.response)
            for row in rows.select_related("answer__question", "by").order_by("number"):
                found.setdefault(row.answer.question.code, []).append(row)
        return found

    @cached_property
    def reasons(self) -> dict[int, CheckReason]:
        """Why answers are kept between which a check does not hold, by the check's id."""
        if self.response is None:
            return {}
        rows = CheckReason.objects.filter(response=self.response).select_related("by")
        return {row.check_kept_id: row for row in rows}

    @cached_property
    def signature(self) -> Signature | None:
        """The one that counts."""
        if self.response is None:
            return None
        return self.response.signatures.select_related("by", "confirmed_by").order_by("number").last()

    @cached_property
    def clarifications(self) -> dict[str, list[Clarification]]:
        """By code, in the order in which they were asked."""
        found: dict[str, list[Clarification]] = {}
        if self.response is not None:
            rows = self.response.clarifications.select_related("question", "asked_by", "replied_by")
            for row in rows:
                found.setdefault(row.question.code, []).append(row)
        return found


def filling_of(key: uuid.UUID, unit: str) -> Filling:
    """Raises Http404 for a questionnaire that is not there or not open yet, and for a district that is not asked."""
    pages = Prefetch("cycle__pages", CyclePage.objects.select_related("locale"))
    steps = CycleStep.objects.select_related("completion", "cycle__questionnaire").prefetch_related(pages)
    asked = {"cycle__questionnaire__key": key, "cycle__questionnaire__opened_at__isnull": False}
    step = get_object_or_404(steps, number=Step.COMPLETION, **asked)
    questionnaire = step.cycle.questionnaire
    district = step.cycle.districts().filter(code=unit).first()
    if district is None:
        raise Http404
    return Filling(questionnaire, district, step)
