"""Days for corrections after closing, and what one team corrected in them."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.access import may
from cycles.permissions import today_of

from ..models import CorrectionWindow, Questionnaire
from .corrected import corrections_of
from .correction_actions import (
    Backwards,
    ChangedMeanwhile,
    NotClosed,
    PastDay,
    WindowBegun,
    WindowOver,
    WindowThere,
    change_corrections,
    current_window,
    end_corrections,
    has_begun,
    open_corrections,
)
from .extension_actions import Refused, TooFar
from .filling import Filling, filling_of
from .frame import frame_of
from .help_forms import CorrectionsForm
from .help_views import help_frame, questionnaire_at
from .looks import notes_look
from .permissions import may_open_corrections, may_read_response
from .times import completion_step, end_of

USUAL = datetime.timedelta(days=14)
FIELDS = ("opens_on", "closes_on", "because_fr", "because_en")


@require_safe
@never_cache
@may(may_read_response, filling_of)
@notes_look
def corrected(request: HttpRequest, target: Filling) -> HttpResponse:
    """Both values of each, and why."""
    context = frame_of(
        request, target, title=_("Corrected after closing"), corrections=corrections_of(target)
    )
    return render(request, "questionnaires/answering/help/corrected.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(may_open_corrections, questionnaire_at)
def corrections(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """Opened, changed, ended."""
    window = current_window(target)
    if request.method != "POST":
        return _show(request, target, window, CorrectionsForm(initial=_initial(target, window)))
    if "end" in request.POST:
        return _end(request, target, window)
    form = CorrectionsForm(request.POST)
    if form.is_valid():
        try:
            _save(request, target, window, form.cleaned_data)
        except Refused as met:
            form.add_error(*_said(met))
        else:
            messages.success(request, _("Saved. The teams that have signed are told of the days."))
            return redirect("help", key=target.key)
    status = 409 if form.non_field_errors() else 422
    return _show(request, target, current_window(target), form, status)


def _initial(questionnaire: Questionnaire, window: CorrectionWindow | None) -> dict:
    if window is not None:
        return {name: getattr(window, name) for name in FIELDS}
    end, (first, _latest) = end_of(completion_step(questionnaire)), today_of(questionnaire.cycle)
    opens = max(first, end + datetime.timedelta(days=1)) if end else first
    return {"opens_on": opens, "closes_on": opens + USUAL}


def _save(
    request: HttpRequest, questionnaire: Questionnaire, window: CorrectionWindow | None, given: dict
) -> None:
    """What the page was about is in it: the days of a window that was there, or none."""
    seen = request.POST.get("seen", "")
    if not seen:
        open_corrections(questionnaire=questionnaire, by=request.user, **given)
    elif window is None:
        raise WindowOver
    else:
        days = (window.opens_on, window.closes_on)
        seen_days = days if seen == days_seen(window) else (datetime.date.min, datetime.date.min)
        change_corrections(window=window, seen=seen_days, by=request.user, **given)


def days_seen(window: CorrectionWindow) -> str:
    """For a hidden field."""
    return f"{window.pk}:{window.opens_on}:{window.closes_on}"


def _end(request: HttpRequest, questionnaire: Questionnaire, window: CorrectionWindow | None) -> HttpResponse:
    if window is None:
        messages.info(request, _("It is over already."))
        return redirect("help", key=questionnaire.key)
    if end_corrections(window=window, by=request.user) is None:
        messages.success(
            request, _("Cancelled before it began. Teams that were told of it are not told again.")
        )
    else:
        messages.success(request, _("It ends tonight: who is correcting now can finish and sign."))
    return redirect("help", key=questionnaire.key)


def _said(met: Refused) -> tuple[str | None, str]:
    """Beside which field, and what."""
    if isinstance(met, NotClosed):
        if met.after is None:
            return "opens_on", _(
                "The step has no last day: as long as it is open, answers are simply changed."
            )
        day = date_format(met.after, "j F Y")
        return "opens_on", _("Until %(day)s answers are simply changed. Choose a later day.") % {"day": day}
    if isinstance(met, Backwards):
        return "closes_on", _("This is before the first day.")
    if isinstance(met, PastDay):
        return "closes_on", _("Days that are over cannot be chosen: who is typing now must not be cut off.")
    if isinstance(met, TooFar):
        return "closes_on", _("This is more than a year ahead. Is the year right?")
    if isinstance(met, WindowBegun):
        return "opens_on", _("It has begun: the first day stays.")
    if isinstance(met, WindowThere | ChangedMeanwhile | WindowOver):
        return None, _("Somebody else has changed this meanwhile. Look again; what you typed is below.")
    return "because_fr", _("Say why, in French or in English: the teams read it.")


def _show(
    request: HttpRequest,
    questionnaire: Questionnaire,
    window: CorrectionWindow | None,
    form: CorrectionsForm,
    status: int = 200,
) -> HttpResponse:
    step = completion_step(questionnaire)
    past = questionnaire.correction_windows.select_related("by").order_by("-opens_on", "-pk")
    context = help_frame(
        request,
        questionnaire,
        title=_("Corrections after closing"),
        form=form,
        window=window,
        begun=window is not None and has_begun(window),
        seen=days_seen(window) if window else "",
        end=end_of(step),
        crumb_views=[
            {"title": _("Helping the teams to answer"), "url": reverse("help", args=[questionnaire.key])}
        ],
        signed=questionnaire.responses.filter(signed_at__isnull=False).count(),
        past=[row for row in past if window is None or row.pk != window.pk],
    )
    return render(request, "questionnaires/answering/help/corrections.html", context, status=status)
