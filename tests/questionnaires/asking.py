"""A questionnaire of every kind of question, and districts that answer it."""

from analysis.disclosure import Audience
from cycles.models import CycleStep, LearningCycle, Step
from districts.models import OrgUnit
from questionnaires.actions import create_questionnaire, save_signed_response
from questionnaires.models import Questionnaire

YES_NO = [
    {"code": "yes", "label_fr": "oui", "label_en": "yes"},
    {"code": "no", "label_fr": "non", "label_en": "no"},
]
QUESTIONS = [
    {
        "code": "committee",
        "kind": "choice",
        "choices": YES_NO,
        "text_fr": "Un comité ?",
        "text_en": "A committee?",
    },
    {
        "code": "done",
        "kind": "ratio",
        "text_fr": "Recommandations",
        "text_en": "Recommendations",
        "show_if": {"question": "committee", "op": "is", "value": "yes"},
    },
    {"code": "deaths", "kind": "ratio", "text_fr": "Décès", "text_en": "Deaths", "counts_persons": True},
    {"code": "meetings", "kind": "number", "text_fr": "Réunions", "text_en": "Meetings"},
]


def cycle_in(country: OrgUnit, code: str = "essai", **fields) -> LearningCycle:
    """A cycle with its steps, without pages: what answers and results need."""
    made = LearningCycle.objects.create(code=code, title_fr="Cycle d’essai", title_en="Trial cycle", **fields)
    made.countries.add(country)
    CycleStep.objects.bulk_create(CycleStep(cycle=made, number=number) for number in Step)
    return made


def questionnaire_of(cycle: LearningCycle, questions=None, level=Audience.PEERS_NAMED) -> Questionnaire:
    questions = [{"level": level} | question for question in questions or QUESTIONS]
    section = {"title_fr": "Partie", "title_en": "Part", "questions": questions}
    return create_questionnaire(
        cycle=cycle, sections=[section], by=None, title_fr="Questions", title_en="Questions"
    )


def answer(questionnaire: Questionnaire, unit: OrgUnit, **values):
    """`answer(q, unit, committee="yes", deaths=(3, 9), meetings=4)`"""
    return save_signed_response(
        questionnaire=questionnaire,
        unit=unit,
        values={code: _stored(value) for code, value in values.items()},
        by=None,
    )


def _stored(value):
    if isinstance(value, tuple):
        return {"numerator": value[0], "denominator": value[1]}
    return {"choice": value} if isinstance(value, str) else {"number": value}
