"""Writes that take over what was built before: a question, or a whole questionnaire."""

from django.db import transaction

from cycles.models import LearningCycle
from districts.models import User

from .actions import create_questionnaire
from .models import Question, Questionnaire, Section
from .question_actions import add_question, fields_to_copy, free_code
from .snapshots import content_of
from .structure_actions import lock_while_built


class HereAlready(ValueError):
    """The questionnaire asks this question, of the same series, already."""


@transaction.atomic
def reuse_question(*, question: Question, section: Section, by: User | None) -> Question:
    """At the section's end, with texts, choices, level and DHIS2 mapping, and with the series, so that its answers can
    be compared with those of before. Rules are not taken along: they name questions of another questionnaire.

    Raises HereAlready, Frozen, ChangedMeanwhile.
    """
    questionnaire = lock_while_built(section.questionnaire)
    if questionnaire.questions.filter(series=question.series).exists():
        raise HereAlready
    fields = fields_to_copy(question) | {
        "code": free_code(questionnaire, question.code),
        "series": question.series,
    }
    choices = list(question.choices.values("code", "label_fr", "label_en"))
    return add_question(section=section, fields=fields, choices=choices, by=by, at_the_end=True)


@transaction.atomic
def clone_questionnaire(*, cycle: LearningCycle, of: Questionnaire, by: User | None) -> Questionnaire:
    """A questionnaire of another cycle as the beginning of this one's, not open: the same questions, so the same
    series. Raises IntegrityError if the cycle has a questionnaire already."""
    return create_questionnaire(cycle=cycle, by=by, **content_of(of))
