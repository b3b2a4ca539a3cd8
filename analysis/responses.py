"""What each district answered: the shape in which answers enter the analysis.

Answers are codes and numbers, never labels. A district that did not respond is absent from `answers`;
None means that it responded and left this question out.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from analysis.audience import Audience

CHOICE = "choice"
RATIO = "ratio"
NUMBER = "number"
KINDS = (CHOICE, RATIO, NUMBER)

Answer = str | tuple[int, int] | int | float


@dataclass(frozen=True)
class Question:
    """One question. `opened_by`: the codes of the questions whose answers decide whether it is asked; empty for
    one that is asked of everybody. They stand before it, or are among the table's `left_out`."""

    code: str
    kind: str
    categories: tuple[str, ...] = ()
    counts_persons: bool = False
    level: Audience = Audience.PEERS_NAMED
    opened_by: tuple[str, ...] = ()

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"question {self.code}: unknown kind {self.kind!r}")
        if (self.kind == CHOICE) != bool(self.categories):
            raise ValueError(f"question {self.code}: categories belong to choice questions, and only to them")


@dataclass(frozen=True)
class Unit:
    """A district (`code`) and the region or department that it belongs to (`group`)."""

    code: str
    group: str


@dataclass(frozen=True)
class ResponseTable:
    """Every district asked, in the order in which the caller wants to list them, and what they answered.

    `answers[unit][question]` is a category, (numerator, denominator), a number, or None.
    `levels[unit][question]` is the level a district chose for itself where it lowered the question's.
    `not_asked[unit]` names the questions that did not concern a district that answered.
    `left_out[question]` is the level of one that analysis cannot do but that opens others.
    Raises ValueError for what no questionnaire could have accepted (unknown codes, 7 of 5, not a number).
    """

    units: tuple[Unit, ...]
    questions: tuple[Question, ...]
    answers: Mapping[str, Mapping[str, Answer | None]]
    levels: Mapping[str, Mapping[str, Audience]] = field(default_factory=dict)
    not_asked: Mapping[str, Collection[str]] = field(default_factory=dict)
    left_out: Mapping[str, Audience] = field(default_factory=dict)

    def __post_init__(self):
        units = [unit.code for unit in self.units]
        codes = [question.code for question in self.questions]
        _require_unique("district", units)
        _require_unique("question", [*codes, *self.left_out])
        _require_known("district", [*self.answers, *self.levels, *self.not_asked], units)
        for by_question in (*self.answers.values(), *self.not_asked.values()):
            _require_known("question", by_question, codes)
        for chosen in self.levels.values():
            _require_known("question", chosen, [*codes, *self.left_out])
        free = {question.code for question in self.questions if not question.opened_by}
        # Who was asked tells an answer: without its question the level of that answer would not be kept.
        if loose := free & set().union(*self.not_asked.values()):
            raise ValueError(f"not asked of a district, but nothing opens them: {', '.join(sorted(loose))}")
        for place, question in enumerate(self.questions):
            self._check_question(question, [*codes[:place], *self.left_out])

    def question(self, code: str) -> Question:
        """The question of that code; KeyError if there is none."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    def _check_question(self, question, before):
        _require_known(f"what opens {question.code}: question", question.opened_by, before)
        for unit, by_question in self.answers.items():
            answer = by_question.get(question.code)
            if answer is not None and not _fits(answer, question):
                raise ValueError(f"district {unit}, question {question.code}: {answer!r} is no answer to it")


def _fits(answer, question):
    if question.kind == CHOICE:
        return answer in question.categories
    if question.kind == RATIO:
        return (
            isinstance(answer, tuple)
            and len(answer) == 2
            and all(type(part) is int for part in answer)
            and 0 <= answer[0] <= answer[1]
        )
    return type(answer) in (int, float) and math.isfinite(answer)


def _require_unique(what, codes):
    if len(set(codes)) != len(codes):
        raise ValueError(f"the same {what} code is given twice")


def _require_known(what, codes, known):
    strangers = sorted(set(codes) - set(known))
    if strangers:
        raise ValueError(f"unknown {what} codes: {', '.join(strangers)}")
