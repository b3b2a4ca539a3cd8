"""The questionnaire on one screen: sections and questions in order, and what is still missing."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.access import may

from . import minutes
from .asking import numbers_of, questions_of, whole
from .builder_screens import questionnaire_at, screen
from .missing_texts import missing_in, missing_in_all, missing_in_question
from .models import PilotRemark, Question, Questionnaire, Section
from .permissions import may_build, may_correct, may_enter_builder
from .sensitive_words import warning_for


@dataclass
class QuestionLine:
    question: Question
    number: int
    missing: Counter
    remarks: int
    personal: bool


@dataclass
class SectionBlock:
    section: Section
    missing: Counter
    minutes: str
    lines: list[QuestionLine] = field(default_factory=list)


@require_safe
@may(may_enter_builder, questionnaire_at)
def overview(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    sections, checks = whole(target), list(target.checks.select_related("question"))
    questions = questions_of(sections)
    missing = missing_in_all(target, sections, checks)
    return screen(
        request,
        "overview",
        target,
        target.title,
        "overview",
        blocks=_blocks(sections, _remarks(target)),
        number=len(numbers_of(questions)),
        minutes=minutes.about(minutes.minutes_of(sections)),
        missing=[(_("In French"), missing["fr"]), (_("In English"), missing["en"])],
        checks=len(checks),
        may_build=may_build(request.user, target),
        may_correct=may_correct(request.user, target),
    )


def _remarks(questionnaire: Questionnaire) -> dict[int, int]:
    """How many are waiting, by question."""
    waiting = PilotRemark.objects.filter(question__questionnaire=questionnaire, done_at=None)
    return dict(waiting.order_by().values_list("question").annotate(Count("pk")))


def _blocks(sections: list[Section], remarks: dict[int, int]) -> list[SectionBlock]:
    numbers = numbers_of(questions_of(sections))
    blocks = []
    for section in sections:
        time = minutes.minutes_of([section])
        block = SectionBlock(section, missing_in(section), minutes.about(time) if time else "")
        for question in section.asked:
            line = QuestionLine(
                question,
                numbers.get(question.code, 0),
                missing_in_question(question),
                remarks.get(question.pk, 0),
                bool(warning_for(question)),
            )
            block.lines.append(line)
        blocks.append(block)
    return blocks
