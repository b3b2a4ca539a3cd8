"""What a team signed, for good: district, cycle, when, by whom, and every answer in the words of that time.

receipt_of(filling, number) -> Receipt -> the page, or receipt_form.py -> the PDF
"""

import hashlib
import json
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language

from .. import asking
from ..models import Question, Section, Signature, Version
from ..past_wording import sections_of
from ..translated import Words, words_of
from ..value_words import in_words
from .filling import Filling

SIGNS_OF_NUMBER = 12


@dataclass(frozen=True)
class Line:
    """One answer. `number` is the question's as on paper; `reasons` why it stands although a check does not hold."""

    question: Question
    number: int
    text: Words
    answer: str
    comment: str
    reasons: list[str]


@dataclass(frozen=True)
class Part:
    section: Section
    title: Words
    lines: list[Line]


@dataclass(frozen=True)
class Receipt:
    """`code` is short enough to be read out, and another one for anything else that might have been signed. `before`
    and `after` are the numbers of the signatures around it, 0 where there is none."""

    filling: Filling
    signature: Signature
    code: str
    parts: list[Part]
    before: int
    after: int

    @property
    def counts(self) -> bool:
        """No later signature has taken its place."""
        return not self.after


def receipt_of(filling: Filling, number: int, language: str | None = None) -> Receipt:
    """Raises Http404."""
    rows = filling.response.signatures.select_related("by", "confirmed_by") if filling.response else ()
    signatures = {row.number: row for row in rows}
    if number not in signatures:
        raise Http404
    signature = signatures[number]
    language = language or get_language() or "fr"
    return Receipt(
        filling=filling,
        signature=signature,
        code=code_of(filling, signature),
        parts=_parts(_sections(filling, signature), signature, language),
        before=max((other for other in signatures if other < number), default=0),
        after=min((other for other in signatures if other > number), default=0),
    )


def code_of(filling: Filling, signature: Signature) -> str:
    """ "3F2A-91BC-77DE", out of all that was signed."""
    signed = [
        str(filling.questionnaire.key), filling.unit.code, signature.number, signature.version,
        signature.at.isoformat(), signature.values, signature.comments, signature.reasons,
    ]  # fmt: skip
    said = json.dumps(signed, sort_keys=True, ensure_ascii=True).encode()
    digest = hashlib.sha256(said).hexdigest().upper()[:SIGNS_OF_NUMBER]
    return "-".join(digest[place : place + 4] for place in range(0, SIGNS_OF_NUMBER, 4))


def _sections(filling: Filling, signature: Signature) -> list[Section]:
    """As they were worded then; as they are now where that version was not kept."""
    version = Version.objects.filter(questionnaire=filling.questionnaire, number=signature.version).first()
    return sections_of(version.content) if version is not None else filling.sections


def _parts(sections: list[Section], signature: Signature, language: str) -> list[Part]:
    numbers = asking.numbers_of(asking.questions_of(sections))
    reasons: dict[str, list[str]] = {}
    for each in signature.reasons:
        said = each.get(f"message_{language}") or each.get("message_fr") or each.get("message_en") or ""
        reasons.setdefault(each["question"], []).append(" ".join(filter(None, (said, each["because"]))))
    found = []
    for section in sections:
        lines = [
            Line(
                question=question,
                number=numbers[question.code],
                text=words_of(question, "text", language) or Words(question.code),
                answer=in_words(question, signature.values[question.code], language),
                comment=signature.comments.get(question.code, ""),
                reasons=reasons.get(question.code, []),
            )
            for question in section.asked
            if question.code in signature.values and question.code in numbers
        ]
        if lines:
            found.append(Part(section, words_of(section, "title", language), lines))
    return found
