"""Writes: a facilitator types for a team that cannot, from paper, on the telephone or at a visit."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from districts.models import User

from ..models import CameBy, Response
from ..notices import tell_of_entry
from .filling import Filling
from .permissions import answers_on_behalf

CAME_BY = "came_by"


def note_entry(response: Response, by: User) -> None:
    """Within the save that it is about. The team is told at the first one."""
    if response.entered_at is None:
        response.entered_at = timezone.now()
        Response.objects.filter(pk=response.pk).update(entered_at=response.entered_at)
        log(response, "questionnaires.entered_for_team", user=by)
        tell_of_entry(response, by)


@transaction.atomic
def note_how_it_came(*, filling: Filling, came_by: str, by: User) -> None:
    """How the team's answers reach whoever enters them; asked once, and changed where it was wrong. Before the first
    save there is nothing to note it on. Raises ValueError for a way that is none."""
    if came_by not in CameBy.values:
        raise ValueError(came_by)
    here = Response.objects.filter(questionnaire=filling.questionnaire, unit=filling.unit)
    if here.exclude(came_by=came_by).update(came_by=came_by):
        filling.forget_answers()
        log(filling.response, "questionnaires.came_by", user=by, data={"came_by": came_by})


def note_if_said(filling: Filling, data: Mapping[str, str], by: User) -> None:
    """Of a form that asks it beside other things: what is not said, or makes no sense, is asked again by the next."""
    if answers_on_behalf(by, filling) and data.get(CAME_BY, "") in CameBy.values:
        note_how_it_came(filling=filling, came_by=data[CAME_BY], by=by)
