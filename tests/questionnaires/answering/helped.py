"""A questionnaire at a time, of a cycle that readers see, in which a district was helped: signed for its team, which
has not confirmed it, and asked about an answer."""

from cycles.models import CyclePage, CyclesIndexPage, Step
from districts.models import OrgUnit
from questionnaires.models import (
    Answer,
    CameBy,
    Clarification,
    CorrectionWindow,
    Questionnaire,
    Response,
    Signature,
)
from tests.districts.places import days, today
from tests.pages import page_below
from tests.questionnaires.times import AFTER, BEFORE, OPEN, questionnaire_that_is

CORRECTING = "correcting"
TIMES = (BEFORE, OPEN, CORRECTING, AFTER)


def helped_questionnaire(
    when: str, country: OrgUnit, unit: OrgUnit, by, code: str = "helped"
) -> Questionnaire:
    """Written as it is stored: before the step opens nobody could have answered."""
    made = questionnaire_that_is(AFTER if when == CORRECTING else OPEN, country, code=code)
    page_below(CyclesIndexPage.objects.first(), f"Cycle {code}", CyclePage, cycle=made.cycle)
    if when in (BEFORE, AFTER):
        opens = today() + days(5 if when == BEFORE else -20)
        made.cycle.steps.filter(number=Step.COMPLETION).update(opens_on=opens, closes_on=opens + days(10))
    if when == CORRECTING:
        CorrectionWindow.objects.create(
            questionnaire=made, opens_on=today(), closes_on=today() + days(3), because_fr="Une erreur"
        )
    sign_for_team(made, unit, by)
    return made


def sign_for_team(questionnaire: Questionnaire, unit: OrgUnit, by) -> Response:
    value = {"number": 3}
    response = Response.objects.create(
        questionnaire=questionnaire, unit=unit, came_by=CameBy.PAPER, answered=1, asked=3, revision=1,
        signed_revision=1, signed_by=by, signed_at=questionnaire.opened_at,
    )  # fmt: skip
    question = questionnaire.questions.get(code="meetings")
    Answer.objects.create(response=response, question=question, value=value, by=by, on_behalf=True)
    Signature.objects.create(
        response=response, number=1, by=by, on_behalf=True, came_by=CameBy.PAPER, values={"meetings": value},
    )  # fmt: skip
    Clarification.objects.create(
        response=response, question=question, text="Par mois ?", language="fr", asked_by=by, value=value
    )
    return response
