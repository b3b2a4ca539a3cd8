"""What a team corrected after the step had closed: the value that was signed, the one that took its place, why, and
whether it counts yet."""

from dataclasses import dataclass

from ..models import AnswerVersion, Question, Signature
from ..value_words import in_words
from .filling import Filling


@dataclass(frozen=True)
class Correction:
    """`signature` is the one with which it counts; None as long as nobody has signed it."""

    question: Question
    number: int
    version: AnswerVersion
    before: str
    after: str
    signature: Signature | None
    replaced: bool

    @property
    def state(self) -> str:
        if self.replaced:
            return "replaced"
        return "counts" if self.signature is not None else "unsigned"


def corrections_of(filling: Filling) -> list[Correction]:
    """The latest first; two queries beside those of the filling."""
    if filling.response is None:
        return []
    versions = AnswerVersion.objects.filter(answer__response=filling.response).exclude(because="")
    rows = list(versions.select_related("answer", "by").order_by("-at", "-pk"))
    signatures = list(filling.response.signatures.select_related("by"))
    questions = {question.pk: question for question in filling.questions}
    return [_correction(filling, questions[row.answer.question_id], row, signatures) for row in rows]


def _correction(
    filling: Filling, question: Question, version: AnswerVersion, signatures: list[Signature]
) -> Correction:
    """What was corrected once more before anybody signed it was never signed."""
    earlier = [each for each in signatures if each.at < version.at]
    later = [each for each in signatures if each.at >= version.at]
    signed_as = later[0].values.get(question.code) if later else version.answer.value
    return Correction(
        question=question,
        number=filling.numbers.get(question.code, 0),
        version=version,
        before=in_words(question, earlier[-1].values.get(question.code) if earlier else None),
        after=in_words(question, version.value),
        signature=later[0] if later else None,
        replaced=signed_as != version.value or version.waits,
    )
