"""The places of sections and questions. An order is given once, so all are put aside before they are numbered anew."""

from collections.abc import Iterable, Sequence

from django.db.models import F

from .models import Question, Questionnaire, Section

# Above every number that is in use, and small enough for the column together with it.
ASIDE = 16_000


def number_sections(questionnaire: Questionnaire, sections: Sequence[Section]) -> None:
    """`sections`: all of them, as they are to stand."""
    if [section.order for section in sections] == list(range(1, len(sections) + 1)):
        return
    questionnaire.sections.update(order=F("order") + ASIDE)
    for order, section in enumerate(sections, start=1):
        section.order = order
    Section.objects.bulk_update(sections, ["order"])


def number_questions(sections: Iterable[Section]) -> None:
    """`section.asked`: its questions as they are to stand, some of which may come from another of these sections."""
    changed = [section for section in sections if not _stands(section)]
    moved = [question for section in changed for question in section.asked]
    if not moved:
        return
    Question.objects.filter(section__in=changed).update(order=F("order") + ASIDE)
    for section in changed:
        for order, question in enumerate(section.asked, start=1):
            question.section, question.order = section, order
    Question.objects.bulk_update(moved, ["section", "order"])


def _stands(section: Section) -> bool:
    there = [(question.section_id, question.order) for question in section.asked]
    return there == [(section.pk, order) for order in range(1, len(there) + 1)]
