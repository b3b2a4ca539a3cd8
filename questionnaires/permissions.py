"""Who may build, open and correct a questionnaire. `target` is a questionnaire, or a part of one that names it."""

from analysis.audience import Audience
from cycles.permissions import may_run_cycle
from districts.audiences import may_read

from .models import Questionnaire


def questionnaire_of(target) -> Questionnaire:
    return target if isinstance(target, Questionnaire) else target.questionnaire


def may_enter_builder(user, target) -> bool:
    """Opens the builder's screens, before and after opening: afterwards they say what is still possible."""
    return may_run_cycle(user, questionnaire_of(target).cycle)


def may_build(user, target) -> bool:
    """Change sections, questions, rules and checks, and open: until it is open."""
    return questionnaire_of(target).opened_at is None and may_enter_builder(user, target)


def may_correct(user, target) -> bool:
    """Change wording with a reason: from opening on."""
    return questionnaire_of(target).opened_at is not None and may_enter_builder(user, target)


def may_read_blank_form(user, target) -> bool:
    """The form of an open questionnaire, on paper: the teams that answer it, whoever helps them, and the officials
    above them, in the cycle's countries."""
    questionnaire = questionnaire_of(target)
    if questionnaire.opened_at is None:
        return False
    countries = questionnaire.cycle.countries.all()
    return may_read(user, Audience.HIERARCHY, countries) or may_run_cycle(user, questionnaire.cycle)
