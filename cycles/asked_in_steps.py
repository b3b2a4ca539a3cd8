"""What is asked of whom in each step: fixed sentences, for the cycle's page and the front page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from districts.audiences import memberships_of
from districts.models import TEAM_ROLES, Role

from .records import LearningCycle, Step

TEAM, FACILITATOR, LEVELS = "team", "facilitator", "levels"
WHO = {
    TEAM: _("District teams"),
    FACILITATOR: _("Facilitators"),
    LEVELS: _("Regional and central staff"),
}
ASKED = {
    Step.ISSUE: {
        TEAM: _("Propose what you would like to learn about, and support proposals of other teams."),
        FACILITATOR: _("Bring similar proposals together and say which one is chosen, and why."),
        LEVELS: _("The decision owner says what they want to know."),
    },
    Step.QUESTIONNAIRE: {
        TEAM: _("Try the questionnaire if you are asked to, and say what is unclear."),
        FACILITATOR: _("Write the questions in both languages, try them out, and open the questionnaire."),
        LEVELS: _("Say whether the questions answer what you want to know."),
    },
    Step.COMPLETION: {
        TEAM: _("Answer together, as one team. The person in charge signs off."),
        FACILITATOR: _("Help teams that are stuck."),
        LEVELS: _("Nothing: teams answer for themselves."),
    },
    Step.RESULTS: {
        TEAM: _("Check your figures and say what stands behind them."),
        FACILITATOR: _("Publish the results once the teams have checked them."),
        LEVELS: _("Read the results."),
    },
    Step.DISCUSSION: {
        TEAM: _("Say what you make of the results, and answer another team."),
        FACILITATOR: _("Moderate, ask further, and write down what was learnt."),
        LEVELS: _("Read along where the discussions are open to you."),
    },
    Step.TRANSLATION: {
        TEAM: _("Say which lessons you use, and how."),
        FACILITATOR: _("Write the lessons and the brief with the teams."),
        LEVELS: _("Say what you do with the lessons."),
    },
}


@dataclass(frozen=True)
class Asked:
    who: str
    what: str
    # Of the reader.
    yours: bool


def asked_in(step: int, own: str | None) -> list[Asked]:
    """In the order of the words above, those for the reader's `own` side first."""
    lines = [Asked(str(WHO[who]), str(what), who == own) for who, what in ASKED[Step(step)].items()]
    return sorted(lines, key=lambda line: not line.yours)


def side_of(viewer, cycle: LearningCycle) -> str | None:
    """On which side the reader stands in this cycle; who works in another country stands on none."""
    posts = memberships_of(viewer)
    countries = {country.pk for country in cycle.countries.all()} if posts else ()
    roles = {post.role for post in posts if post.unit is None or post.unit.country.pk in countries}
    if roles & set(TEAM_ROLES):
        return TEAM
    if roles & {Role.FACILITATOR, Role.ADMINISTRATOR}:
        return FACILITATOR
    return LEVELS if roles & {Role.OFFICIAL, Role.POLICYMAKER} else None
