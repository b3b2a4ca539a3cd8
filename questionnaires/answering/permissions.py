"""Who may do what with a district's response. `target` is a Filling, but for the board and the correction window, which
are about a whole questionnaire."""

from cycles.permissions import RUNNING_ROLES, countries_run_by, may_run_cycle
from districts.audiences import covers, memberships_of
from districts.models import TEAM_ROLES, OrgUnit, Role

from ..models import Questionnaire
from .filling import Filling


def is_team(user, unit: OrgUnit) -> bool:
    """Of the district, today: a former member is nobody."""
    return any(post.unit_id == unit.pk and post.role in TEAM_ROLES for post in memberships_of(user))


def is_lead(user, unit: OrgUnit) -> bool:
    """The lead or whoever acts as one."""
    return any(post.unit_id == unit.pk and post.role == Role.LEAD for post in memberships_of(user))


def helps(user, unit: OrgUnit) -> bool:
    """Facilitators and administrators of the district's area. Supervisors and moderators do not answer for a team."""
    if not user.is_authenticated or not user.is_active:
        return False
    posts = memberships_of(user)
    return user.is_superuser or any(post.role in RUNNING_ROLES and covers(post, unit) for post in posts)


def may_read_response(user, target: Filling) -> bool:
    """As it is typed, before, while and after it is open: the team and whoever helps it. What others may read of it is
    told by results, at the level of each question."""
    return is_team(user, target.unit) or helps(user, target.unit)


def may_answer(user, target: Filling) -> bool:
    return target.is_changeable and may_read_response(user, target)


def answers_on_behalf(user, target: Filling) -> bool:
    """Whether what this person types is marked as typed for the team."""
    return not is_team(user, target.unit)


def may_sign(user, target: Filling) -> bool:
    """The lead for the team; a facilitator for a team that cannot, which is marked until the team confirms it."""
    return target.is_changeable and (is_lead(user, target.unit) or helps(user, target.unit))


def may_tell_leads(user, target: Filling) -> bool:
    """That all is answered and waits for a signature: whoever answers and may not sign."""
    return may_answer(user, target) and not may_sign(user, target)


def may_confirm(user, target: Filling) -> bool:
    """At any time, as long as what was signed for the team waits for it."""
    signature = target.signature
    return signature is not None and signature.waits_for_team and is_lead(user, target.unit)


def may_help(user, target: Filling) -> bool:
    """Opens the page from which a district is helped, at any time."""
    return helps(user, target.unit)


def may_ask_back(user, target: Filling) -> bool:
    """Once there is something to ask about, also after closing."""
    return target.response is not None and helps(user, target.unit)


def may_clarify(user, target: Filling) -> bool:
    """Reply to what was asked back; that changes no answer, so no date stands against it."""
    return target.response is not None and is_team(user, target.unit)


def may_extend(user, target: Filling) -> bool:
    """For a district that needs longer, also once the step has closed."""
    return target.questionnaire.opened_at is not None and helps(user, target.unit)


def may_open_corrections(user, target: Questionnaire) -> bool:
    return target.opened_at is not None and may_run_cycle(user, target.cycle)


def may_read_board(user, target: Questionnaire) -> bool:
    """Who has answered, district by district: those who call them. Each sees the districts of their own countries
    (board_countries)."""
    return target.opened_at is not None and may_run_cycle(user, target.cycle)


def board_countries(user, questionnaire: Questionnaire) -> list[OrgUnit]:
    run = countries_run_by(user)
    return [c for c in questionnaire.cycle.countries.all() if run is None or c.pk in run]
