"""A questionnaire that is being built, that is open, and whose step has closed."""

from cycles.models import Step
from districts.models import OrgUnit
from questionnaires.actions import create_questionnaire, open_questionnaire
from questionnaires.models import Questionnaire
from tests.districts.places import days, today

from .asking import QUESTIONS, cycle_in

BEFORE, OPEN, AFTER = "before", "open", "after"
# When the step in which teams answer begins; it takes ten days.
BEGINS = {BEFORE: 5, OPEN: -5, AFTER: -20}
CHECK = {"question": "meetings", "rule": {"question": "meetings", "op": "ge", "value": 0}}


def questionnaire_that_is(
    when: str, country: OrgUnit, code: str = "", questions=QUESTIONS, **of_cycle
) -> Questionnaire:
    """Fit to be opened, if it is not."""
    cycle = cycle_in(country, code or f"asked-{when}", purpose_fr="Apprendre.", **of_cycle)
    opens = today() + days(BEGINS[when])
    cycle.steps.filter(number=Step.COMPLETION).update(opens_on=opens, closes_on=opens + days(10))
    section = {"title_fr": "Partie", "title_en": "Part", "questions": questions}
    made = create_questionnaire(
        cycle=cycle, sections=[section], checks=[CHECK], by=None, title_fr="Questions", title_en="Questions"
    )
    if when != BEFORE:
        open_questionnaire(questionnaire=made, by=None)
    return made
