"""A cycle as facilitators run it: its people, its screens."""

import datetime

from content.editing import begun, values_of
from cycles.cycle_forms import OTHERS, TEXTS
from cycles.models import LearningCycle, Step
from cycles.step_forms import present_values
from districts.actions import start_membership
from districts.models import Role, User
from tests.districts.places import country, days, districts_of, person

PURPOSE = {"purpose_fr": "Pour apprendre.", "purpose_en": "To learn."}


def steps_around(day: datetime.date) -> dict:
    """The first over, the third under way, the fourth to come."""
    return {
        Step.ISSUE: {"opens_on": day - days(20), "closes_on": day - days(10)},
        Step.COMPLETION: {"opens_on": day - days(9), "closes_on": day + days(9)},
        Step.RESULTS: {"opens_on": day + days(10), "closes_on": day + days(20)},
    }


def facilitator(unit) -> User:
    return with_post(Role.FACILITATOR, unit)


def with_post(role: Role, unit, **fields) -> User:
    """By the action, so that the person is in the groups that open the admin; whoever reads English reads it there."""
    user = person(**({"language": "en"} | fields))
    start_membership(user=user, role=role, unit=unit, by=None)
    return User.objects.get(pk=user.pk)


def everybody(guinea) -> dict[str, User | None]:
    """Of each role one in Guinea; a facilitator of another country; nobody."""
    district, other = districts_of(guinea)[0], country("ben")
    people = {
        "member": with_post(Role.MEMBER, district),
        "lead": with_post(Role.LEAD, district),
        "facilitator": facilitator(guinea),
        "everywhere": facilitator(None),
        "elsewhere": facilitator(other),
        "moderator": with_post(Role.MODERATOR, guinea),
        "official": with_post(Role.OFFICIAL, guinea),
        "policymaker": with_post(Role.POLICYMAKER, guinea),
        "researcher": with_post(Role.RESEARCHER, None),
        "administrator": with_post(Role.ADMINISTRATOR, guinea),
    }
    return people | {"nobody": None}


def texts_of(cycle: LearningCycle, **typed) -> dict:
    """What the screen of the texts sends, with its hidden field."""
    present = values_of(cycle, (*TEXTS, *OTHERS))
    present["countries"] = sorted(cycle.countries.values_list("pk", flat=True))
    return _sent(present) | typed | {"begun": begun(present)}


def steps_of(cycle: LearningCycle, **typed) -> dict:
    present = present_values(list(cycle.steps.all()))
    return _sent(present) | typed | {"begun": begun(present)}


def _sent(present: dict) -> dict:
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in present.items()
        if value not in (None, False)
    }
