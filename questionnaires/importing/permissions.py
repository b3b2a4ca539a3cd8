"""Who may bring answers in from a file. `target` is a questionnaire, or the AnswerImport that somebody has begun."""

from ..answering.permissions import may_read_board
from ..models import AnswerImport, Questionnaire


def may_import(user, target: Questionnaire) -> bool:
    """Whoever sees the board. For which districts is asked line by line, of permissions.helps; when, of each district's
    own dates."""
    return may_read_board(user, target)


def is_mine(user, target: AnswerImport) -> bool:
    """Its owner, as long as they may bring in answers there."""
    return user.is_authenticated and target.by_id == user.pk and may_import(user, target.questionnaire)
