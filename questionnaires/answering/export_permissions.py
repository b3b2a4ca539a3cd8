"""Who may take what along as a file. `target` is a questionnaire, or an Export that somebody asked for."""

from analysis.audience import NAMED, Audience, reads
from districts.audiences import relation
from districts.models import OrgUnit, User

from ..models import Export, Questionnaire
from .permissions import board_countries, may_read_board


def may_export_board(user, target: Questionnaire) -> bool:
    """What the board shows, of the same districts."""
    return may_read_board(user, target)


def may_export_responses(user, target: Questionnaire) -> bool:
    """The answers of whole countries: whoever facilitates or administers there."""
    return target.opened_at is not None and bool(countries_of_answers(user, target))


def countries_of_answers(user, questionnaire: Questionnaire) -> list[OrgUnit]:
    """Of the board's countries those whose districts' answers the person reads by name. The first account, which has
    no post, reads nobody's."""
    return [country for country in board_countries(user, questionnaire) if _reads_answers_of(user, country)]


def _reads_answers_of(user, country: OrgUnit) -> bool:
    return reads(relation(user, country, among=[]), Audience.FACILITATORS) == NAMED


def countries_of(user: User, questionnaire: Questionnaire, kind: str) -> list[OrgUnit]:
    """The countries that a file of this kind is about for this person."""
    if kind == Export.Kind.BOARD:
        return board_countries(user, questionnaire)
    return countries_of_answers(user, questionnaire)


def is_mine(user, target: Export) -> bool:
    """Its owner, as long as they may read all that it is about."""
    if not user.is_authenticated or target.by_id != user.pk:
        return False
    still = {country.pk for country in countries_of(user, target.questionnaire, target.kind)}
    return bool(still) and still.issuperset(target.countries)
