"""Noting that somebody from outside the team was shown its answers as they stand: the team reads who looked."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from districts.audiences import relation
from districts.data_view_actions import look_at, note_looks
from districts.models import DataView, User

from .filling import Filling
from .permissions import is_team


def notes_look(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that shows answers of its target: a Filling, or a tuple that begins with one. Below `may`."""

    @wraps(view)
    def shown(request: HttpRequest, target) -> HttpResponse:
        response = view(request, target)
        if request.method == "GET" and response.status_code == 200:
            note_look(request.user, target if isinstance(target, Filling) else target[0])
        return response

    return shown


def note_look(viewer: User, filling: Filling) -> None:
    """Where nothing has been answered there is nothing to see."""
    if not filling.answers or is_team(viewer, filling.unit):
        return
    look = look_at(
        unit=filling.unit.pk,
        what=DataView.What.ANSWERS,
        about=filling.cycle.key,
        relation=relation(viewer, filling.unit, among=()),
    )
    note_looks(viewer=viewer, looks=[look])
