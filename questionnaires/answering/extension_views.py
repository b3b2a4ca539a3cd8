"""More time for one district: given, moved, taken back."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may
from cycles.permissions import today_in

from .above import extension_in_force
from .extension_actions import (
    MovedMeanwhile,
    NoEnd,
    NotLonger,
    PastDay,
    Refused,
    TooFar,
    extend,
    take_back_extension,
)
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .help_forms import ExtensionForm, TakeBackForm
from .permissions import may_extend
from .section_answers import number_of
from .times import end_of
from .wording import name_words

USUAL = datetime.timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(may_extend, filling_of)
def extension(request: HttpRequest, target: Filling) -> HttpResponse:
    """Two forms: another last day, and the one of the others again."""
    if request.method != "POST":
        return _show(request, target, ExtensionForm(initial={"until": _usual(target)}), TakeBackForm())
    taking_back = "take_back" in request.POST
    form = (TakeBackForm if taking_back else ExtensionForm)(request.POST)
    if form.is_valid():
        given = {
            "filling": target,
            "language": get_language() or "fr",
            "by": request.user,
            "seen": number_of(request.POST.get("seen", "")),
        }
        try:
            made = (take_back_extension if taking_back else extend)(**given, **form.cleaned_data)
        except Refused as met:
            form.add_error(*_said(target, met, "because" if taking_back else "until"))
        else:
            day = date_format(made.until, "j F Y")
            messages.success(
                request, _("The last day for this district is %(day)s. Its team is told.") % {"day": day}
            )
            return redirect(address_of(target, "help_district"))
    other = ExtensionForm(initial={"until": _usual(target)})
    forms = (other, form) if taking_back else (form, TakeBackForm())
    return _show(request, target, *forms, status=409 if form.non_field_errors() else 422)


def _usual(filling: Filling) -> datetime.date:
    last, today = filling.last_day, today_in(filling.unit)
    return max(last, today) + USUAL if last else today + USUAL


def _said(filling: Filling, met: Refused, field: str) -> tuple[str | None, str]:
    """Beside which field, and what. The reason is seen to by the form."""
    if isinstance(met, MovedMeanwhile):
        said = {"name": name_words(met.extension.by), "day": date_format(met.extension.until, "j F Y")}
        text = _("%(name)s has set the last day to %(day)s meanwhile. Look again; what you typed is below.")
        return None, text % said
    if isinstance(met, NoEnd):
        return field, _("Nobody needs more time: the step has no last day.")
    if isinstance(met, PastDay):
        return field, _("This day is over. Choose today or later: who is typing now must not be cut off.")
    if isinstance(met, TooFar):
        return field, _("This is more than a year ahead. Is the year right?")
    if isinstance(met, NotLonger) and field == "until":
        end = date_format(end_of(filling.step), "j F Y")
        return field, _("All districts may answer until %(day)s. Choose a later day.") % {"day": end}
    return field, _("There is nothing to take back.")


def _show(
    request: HttpRequest, filling: Filling, form: ExtensionForm, taking_back: TakeBackForm, status: int = 200
) -> HttpResponse:
    rows = list(filling.questionnaire.extensions.filter(unit=filling.unit).select_related("by"))
    end, today = end_of(filling.step), today_in(filling.unit)
    in_force = extension_in_force(filling)
    context = frame_of(
        request,
        filling,
        title=_("More time for %(district)s") % {"district": filling.unit.name},
        form=form,
        taking_back=taking_back if in_force and in_force.until > max(end, today) else None,
        back_to=date_format(max(end, today), "j F Y") if end else "",
        end=end,
        extensions=rows[::-1],
        seen=rows[-1].pk if rows else 0,
    )
    return render(request, "questionnaires/answering/help/extension.html", context, status=status)
