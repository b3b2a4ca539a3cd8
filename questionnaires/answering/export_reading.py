"""What districts have answered, read for some of them at a time: what they signed, what they have typed since, what
they corrected."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from districts.models import User

from .. import asking, rules
from ..models import Answer, AnswerVersion, Question, Questionnaire, Response, Signature


@dataclass(frozen=True)
class Draft:
    """What stands there and is not signed as it is."""

    values: dict[str, dict]
    comments: dict[str, str]
    changed_at: datetime.datetime | None


@dataclass(frozen=True)
class Corrected:
    """An answer that was changed after closing: `before` is what was signed until then."""

    code: str
    before: dict | None
    after: dict | None
    because: str
    by: User | None
    at: datetime.datetime


@dataclass
class Taken:
    """What is taken along of one district. `signatures` in their order, the last one counts; `typed_for_team` are the
    codes of the answers that a facilitator typed."""

    response: Response
    signatures: list[Signature] = field(default_factory=list)
    draft: Draft | None = None
    corrections: list[Corrected] = field(default_factory=list)
    typed_for_team: list[str] = field(default_factory=list)

    @property
    def signature(self) -> Signature | None:
        return self.signatures[-1] if self.signatures else None


class Reading:
    """`questions` is the whole questionnaire in order; the answers of `codes` are taken along, with or without what is
    not signed yet."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        questions: list[Question],
        codes: Collection[str],
        with_drafts: bool,
    ):
        self.questionnaire, self.codes, self.with_drafts = questionnaire, frozenset(codes), with_drafts
        self.rules = [(question.code, asking.rule_of(question)) for question in questions]
        self.code_of = {question.pk: question.code for question in questions}

    def of(self, units: list[int]) -> dict[int, Taken]:
        """By district, of those that have begun: four queries."""
        responses = Response.objects.filter(questionnaire=self.questionnaire, unit__in=units)
        taken = {response.pk: Taken(response) for response in responses}
        signatures = Signature.objects.filter(response__in=taken).select_related("by", "confirmed_by")
        for signature in signatures.order_by("number"):
            taken[signature.response_id].signatures.append(signature)
        answers = self._answers(list(taken))
        for pk, each in taken.items():
            typed = [code for code, answer in answers[pk].items() if answer.on_behalf and answer.value]
            each.typed_for_team = [
                code for code in self.code_of.values() if code in self.codes and code in typed
            ]
            each.draft = self._draft(each, answers[pk])
        for version in self._corrections(list(taken)):
            self._add_correction(taken[version.answer.response_id], version)
        return {each.response.unit_id: each for each in taken.values()}

    def _answers(self, responses: list[int]) -> dict[int, dict[str, Answer]]:
        """By code, all of them: rules ask for answers that are not taken along, too."""
        found = defaultdict(dict)
        for answer in Answer.objects.filter(response__in=responses):
            found[answer.response_id][self.code_of[answer.question_id]] = answer
        return found

    def _draft(self, taken: Taken, answers: dict[str, Answer]) -> Draft | None:
        """Answers to questions that are not asked any more are no part of it."""
        unsigned = taken.signature is None or taken.response.changed_since_signed
        if not (self.with_drafts and unsigned and answers):
            return None
        values = {code: answer.value for code, answer in answers.items() if answer.value is not None}
        codes = self.codes.intersection(rules.shown(self.rules, values))
        return Draft(
            values={code: value for code, value in values.items() if code in codes},
            comments={
                code: answers[code].comment for code in codes & answers.keys() if answers[code].comment
            },
            changed_at=taken.response.changed_at,
        )

    def _corrections(self, responses: list[int]) -> list[AnswerVersion]:
        rows = AnswerVersion.objects.filter(answer__response__in=responses, waits=False).exclude(because="")
        rows = rows.filter(answer__question__code__in=self.codes)
        return list(rows.select_related("answer", "by").order_by("at", "pk"))

    def _add_correction(self, taken: Taken, version: AnswerVersion) -> None:
        """Only what came to count: signed afterwards or, among drafts, the answer as it stands."""
        code = self.code_of[version.answer.question_id]
        before = [each.values.get(code) for each in taken.signatures if each.at < version.at]
        after = [each.values.get(code) for each in taken.signatures if each.at >= version.at]
        counts = after[:1] == [version.value] or (
            self.with_drafts and version.answer.number == version.number
        )
        if counts:
            taken.corrections.append(
                Corrected(
                    code,
                    before[-1] if before else None,
                    version.value,
                    version.because,
                    version.by,
                    version.at,
                )
            )
