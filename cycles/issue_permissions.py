"""Who proposes, supports, changes, withdraws, merges and chooses issues. One predicate per verb.

Teams act while the first step is open where they are and nothing is chosen yet. Facilitators merge and choose whenever
they find it right: most often once the step is over.
"""

from districts.audiences import memberships_of
from districts.models import TEAM_ROLES, OrgUnit

from .issues import Issue
from .permissions import is_open, is_published, may_run_cycle, today_in
from .records import LearningCycle, Step


def own_district_in(user, cycle: LearningCycle) -> OrgUnit | None:
    """The district of this cycle for whose team the person acts; the one longest served in, if there are several."""
    teams = [post.unit for post in memberships_of(user) if post.role in TEAM_ROLES]
    countries = {country.pk for country in cycle.countries.all()} if teams else ()
    return next((unit for unit in teams if unit.country.pk in countries and _in_being(unit)), None)


def _in_being(unit: OrgUnit) -> bool:
    return unit.is_district and unit.archived_at is None and unit.exists_on(today_in(unit))


def asks_for_issues(cycle: LearningCycle, unit: OrgUnit) -> bool:
    """Of the team of `unit`, now."""
    step = next((step for step in cycle.steps.all() if step.number == Step.ISSUE), None)
    return step is not None and is_open(step, unit) and not is_decided(cycle)


def is_decided(cycle: LearningCycle) -> bool:
    """Asked once of a cycle, however many of its proposals are shown."""
    if not hasattr(cycle, "_is_decided"):
        cycle._is_decided = cycle.issues.filter(chosen_on__isnull=False).exists()
    return cycle._is_decided


def may_propose(user, cycle: LearningCycle) -> bool:
    unit = own_district_in(user, cycle)
    return unit is not None and asks_for_issues(cycle, unit)


def may_propose_for(user, cycle: LearningCycle) -> bool:
    """Write down what a district says on the telephone. Whether it is open there is asked of the district."""
    return may_run_cycle(user, cycle) and is_published(cycle) and not is_decided(cycle)


def may_support(user, issue: Issue) -> bool:
    """Give the district's voice, and take it back."""
    return issue.stands and may_propose(user, issue.cycle)


def may_change_issue(user, issue: Issue) -> bool:
    """The proposing team, as long as nobody else stands behind the words."""
    unit = own_district_in(user, issue.cycle)
    own = unit is not None and unit.pk == issue.proposed_by_id
    return own and may_support(user, issue) and not issue.is_shared()


may_withdraw = may_change_issue


def may_withdraw_for_all(user, issue: Issue) -> bool:
    """Facilitators, whoever supports it: it names a patient, or insults somebody."""
    return issue.stands and issue.chosen_on is None and may_run_cycle(user, issue.cycle)


def may_merge(user, cycle: LearningCycle) -> bool:
    return may_run_cycle(user, cycle)


def may_choose(user, issue: Issue) -> bool:
    return issue.stands and may_run_cycle(user, issue.cycle)


def may_see_issues(user, cycle: LearningCycle) -> bool:
    """Titles and numbers of voices: everybody, once the cycle is public. issue_reading.py says who reads more."""
    return is_published(cycle) or may_run_cycle(user, cycle)


def may_see_issue(user, issue: Issue) -> bool:
    return may_see_issues(user, issue.cycle)
