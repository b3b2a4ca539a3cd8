"""What the frame of every screen of step 3 needs: the way here, how far, until when, where the response stands."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cycles.reading import page_of

from .above import above_of
from .filling import Filling
from .lines import lines_of, next_to_do
from .permissions import answers_on_behalf, is_lead, may_answer, may_confirm, may_sign
from .standing import standing_of
from .wording import progress_words, until_words


def frame_of(request: HttpRequest, filling: Filling, **context) -> dict:
    """`context` is the screen's own. The overview is the screen that stands above the others."""
    lines = lines_of(filling)
    here = address_of(filling, "answer")
    return {
        "filling": filling,
        "unit": filling.unit,
        "questionnaire": filling.questionnaire,
        "lines": lines,
        "next": next_to_do(lines),
        "progress": progress_words(filling),
        "until": until_words(filling),
        "standing": standing_of(filling),
        "on_behalf": answers_on_behalf(request.user, filling),
        "may_answer": may_answer(request.user, filling),
        "may_sign": may_sign(request.user, filling),
        "may_confirm": may_confirm(request.user, filling),
        "above": above_of(request.user, filling),
        "is_lead": is_lead(request.user, filling.unit),
        "crumb_page": page_of(filling.cycle, get_language() or "fr"),
        "crumb_views": [] if request.path == here else [{"title": _("Questionnaire"), "url": here}],
    } | context


def address_of(filling: Filling, name: str, *more) -> str:
    return reverse(name, args=[filling.questionnaire.key, filling.unit.code, *more])
