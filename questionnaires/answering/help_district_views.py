"""One district as those see it who help it: whom to call, what is missing, and what can be done for it from here."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import may
from districts.directory import channels_shown
from districts.models import Channel, Membership, User

from .entering import note_how_it_came
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .help_forms import CameByForm
from .permissions import may_extend, may_help
from .readiness import obstacles_of
from .team import team_of

# More than that is read on the page that shows all answers.
MOST_MISSING = 12


@dataclass(frozen=True)
class Contact:
    """Somebody of the team, and the ways to reach them that the reader may see."""

    post: Membership
    channels: list[Channel]


def contacts(viewer: User, filling: Filling) -> list[Contact]:
    team = team_of(filling.unit)
    shown = channels_shown(viewer, [post.user for post in team])
    return [Contact(post, shown[post.user_id]) for post in team]


@require_safe
@never_cache
@may(may_help, filling_of)
def help_district(request: HttpRequest, target: Filling) -> HttpResponse:
    return _show(request, target, CameByForm(initial={"came_by": _came_by(target)}))


def _came_by(filling: Filling) -> str:
    return filling.response.came_by if filling.response else ""


def _show(request: HttpRequest, filling: Filling, form: CameByForm, status: int = 200) -> HttpResponse:
    missing = obstacles_of(filling)
    context = frame_of(
        request,
        filling,
        title=_("Help %(district)s") % {"district": filling.unit.name},
        contacts=contacts(request.user, filling),
        missing=missing[:MOST_MISSING],
        more_missing=len(missing[MOST_MISSING:]),
        may_extend=may_extend(request.user, filling),
        form=form if filling.response and filling.response.entered_at else None,
    )
    return render(request, "questionnaires/answering/help/district.html", context, status=status)


@require_POST
@never_cache
@may(may_help, filling_of)
def came_by(request: HttpRequest, target: Filling) -> HttpResponse:
    form = CameByForm(request.POST)
    if not form.is_valid():
        return _show(request, target, form, 422)
    note_how_it_came(filling=target, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted how the team’s answers reach you."))
    return redirect(address_of(target, "help_district"))
