"""What stands for many districts at once, each as a Filling that has everything at hand: as many queries for ten as for
thousands, and of the answers never more than those of one district are held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Case, When, prefetch_related_objects

from districts.models import OrgUnit

from ..answering.filling import Filling
from ..answering.times import completion_step
from ..models import Answer, AnswerVersion, CheckReason, Question, Questionnaire, Response, Signature


class Stands(NamedTuple):
    """An answer as it is; as much of an Answer as is asked of one here. `typed` only where that could not be read."""

    pk: int | None = None
    value: dict | None = None
    comment: str = ""
    number: int = 0
    typed: dict = {}  # noqa: RUF012  (never changed)


NOTHING = Stands()


@dataclass
class District:
    """`theirs`: somebody has typed here, or the team has signed or confirmed; `signature` is the number of the last."""

    filling: Filling
    theirs: bool = False
    signature: int = 0

    @property
    def unit(self) -> OrgUnit:
        return self.filling.unit


class Standings:
    def __init__(self, questionnaire: Questionnaire, units: Iterable[OrgUnit], questions: list[Question]):
        self.questionnaire = questionnaire
        self.units = {unit.pk: unit for unit in units}
        self.code_of = {question.pk: question.code for question in questions}
        # Whether readers see the cycle is asked for every district.
        prefetch_related_objects([questionnaire], "cycle__pages")
        self.step = completion_step(questionnaire)
        self.windows = list(questionnaire.correction_windows.all())
        responses = questionnaire.responses.filter(unit__in=self.units).with_typed()
        self.responses = list(responses.order_by("pk"))
        self._pks = [response.pk for response in self.responses]
        self._read_beside()

    def _read_beside(self) -> None:
        # Of each district the latest comes last, and counts.
        extensions = self.questionnaire.extensions.filter(unit__in=self.units).order_by("at", "pk")
        self.extensions = {row.unit_id: row for row in extensions}
        self.signatures, self.stood_for = {}, set()
        rows = Signature.objects.filter(response__in=self._pks).order_by("number")
        for response, number, by, on_behalf, confirmed in rows.values_list(
            "response_id", "number", "by_id", "on_behalf", "confirmed_at"
        ):
            self.signatures[response] = number
            if confirmed or (by and not on_behalf):
                self.stood_for.add(response)
        self.rivals, self.reasons = defaultdict(dict), defaultdict(dict)
        for row in (
            AnswerVersion.objects.rivals().filter(answer__response__in=self._pks).select_related("answer")
        ):
            code = self.code_of[row.answer.question_id]
            self.rivals[row.answer.response_id].setdefault(code, []).append(row)
        for row in CheckReason.objects.filter(response__in=self._pks):
            self.reasons[row.response_id][row.check_kept_id] = row

    def districts(self) -> Iterator[District]:
        """Those with a response first, as their answers come."""
        answers = self._answers()
        group = next(answers, None)
        for response in self.responses:
            mine: dict[str, Stands] = {}
            if group is not None and group[0] == response.pk:
                mine, group = group[1], next(answers, None)
            yield self._district(self.units[response.unit_id], response, mine)
        begun = {response.unit_id for response in self.responses}
        for pk, unit in self.units.items():
            if pk not in begun:
                yield self._district(unit, None, {})

    def _answers(self) -> Iterator[tuple[int, dict[str, Stands]]]:
        """By response, in the order of the responses."""
        found = Answer.objects.filter(response__in=self._pks)
        # Asked for only where it matters, as it has to be parsed.
        unread = Case(When(value__isnull=True, then="typed"))
        rows = found.order_by("response_id").values_list(
            "response_id", "question_id", "pk", "value", "comment", "number", unread
        )
        for response, group in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
            yield (
                response,
                {
                    self.code_of[question]: Stands(pk, value, comment, number, typed or {})
                    for _response, question, pk, value, comment, number, typed in group
                },
            )

    def _district(self, unit: OrgUnit, response: Response | None, answers: dict[str, Stands]) -> District:
        pk = response.pk if response else None
        filling = Filling(self.questionnaire, unit, self.step)
        # What a Filling would read for itself, district by district.
        filling.__dict__.update(
            response=response,
            answers=answers,
            extension=self.extensions.get(unit.pk),
            windows=self.windows,
            rivals=dict(self.rivals.get(pk, {})),
            reasons=self.reasons.get(pk, {}),
            signature=None,
        )
        theirs = response is not None and (response.is_typed or pk in self.stood_for)
        return District(filling, theirs, self.signatures.get(pk, 0))


def stamp_of(questionnaire: Questionnaire, units: Iterable[int]) -> tuple:
    """As long as it is the same, so is everything that stands for these districts."""
    responses = questionnaire.responses.filter(unit__in=units).order_by("pk")
    signatures = Signature.objects.filter(response__in=responses.values("pk")).order_by("pk")
    extensions = questionnaire.extensions.filter(unit__in=units).order_by("pk")
    return (
        list(responses.values_list("pk", "revision", "signed_revision", "signed_at")),
        list(signatures.values_list("pk", "confirmed_at")),
        list(extensions.values_list("pk", "until")),
    )


def last_numbers(responses: list[int]) -> dict[int, int]:
    """Of the versions of each answer, by answer."""
    rows = AnswerVersion.objects.filter(answer__response__in=responses).order_by("number")
    return dict(rows.values_list("answer_id", "number").iterator(chunk_size=5000))
