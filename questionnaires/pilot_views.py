"""Trying a questionnaire out before it opens: a walk through its sections for whoever holds the address.

No answer is stored. What was typed travels in the pages, so every step after the first is a POST; remarks alone are
kept. The secret in the address stays with this site through the policy "same-origin": with "no-referrer" browsers
would send these forms with the origin "null", which the protection against forged forms refuses.
"""

import math
import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import anyone, may
from districts import attempts

from . import asking, minutes
from .models import PilotLink
from .pilot_links import link_behind, pilot_path
from .pilot_steps import Step, first_step, take_step

ATTEMPT = "pilot"
View = Callable[..., HttpResponse]


def behind_link(view: View) -> View:
    """The view gets the link in place of key and secret, if it is open."""

    @wraps(view)
    def opened(request: HttpRequest, key: uuid.UUID, secret: str, **where) -> HttpResponse:
        if wait := attempts.seconds_to_wait(request, ATTEMPT):
            return _private(_closed(request, _too_many(wait), 429))
        link = link_behind(key, secret)
        if link is None:
            attempts.count_wrong_try(request, ATTEMPT)
            return _private(
                _closed(request, _("This address leads nowhere. Check that it was copied whole."), 404)
            )
        if link.state != "open":
            return _private(_closed(request, _why_closed(link), 410))
        return _private(view(request, link, **where))

    return opened


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "questionnaires/pilot_closed.html", {"why": why}, status=status)


def _too_many(seconds: int) -> str:
    number = max(1, math.ceil(seconds / 60))
    return ngettext(
        "Too many wrong addresses were tried from here. Try again in %(number)d minute.",
        "Too many wrong addresses were tried from here. Try again in %(number)d minutes.",
        number,
    ) % {"number": number}


def _why_closed(link: PilotLink) -> str:
    return {
        "withdrawn": _(
            "Whoever sent you this address has withdrawn it. Your remarks, if you made any, were kept."
        ),
        "opened": _(
            "The questionnaire is open: the trial is over. Your remarks, if you made any, were kept."
        ),
        "expired": _("The time for this trial is over. Your remarks, if you made any, were kept."),
    }[link.state]


@require_http_methods(["GET", "HEAD"])
@never_cache
@may(anyone)
@behind_link
def start(request: HttpRequest, link: PilotLink) -> HttpResponse:
    """What it is, how long it takes, what becomes of what one writes."""
    sections = asking.whole(link.questionnaire)
    cycle = link.questionnaire.cycle.title
    context = {
        "link": link,
        "questionnaire": link.questionnaire,
        # Usually a questionnaire is called like its cycle: said once.
        "above": cycle if cycle != link.questionnaire.title else "",
        "sections": [{"section": each, "minutes": _about([each])} for each in sections],
        "number": len(asking.numbers_of(asking.questions_of(sections))),
        "minutes": _about(sections),
        "action": pilot_path(link, get_language(), section=1),
    }
    return render(request, "questionnaires/pilot_start.html", context)


def _about(sections: list) -> str:
    number = minutes.minutes_of(sections)
    return minutes.about(number) if number else ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(anyone)
@behind_link
def section(request: HttpRequest, link: PilotLink, section: int) -> HttpResponse:
    """One section, or what comes after the last one."""
    sections = asking.whole(link.questionnaire)
    if not 1 <= section <= max(1, len(sections)):
        raise Http404
    step = (take_step if request.method == "POST" else first_step)(request, link, sections, section)
    return render(request, step.template, _context(link, step))


def _context(link: PilotLink, step: Step) -> dict:
    other = "en" if get_language() == "fr" else "fr"
    return {
        "link": link,
        "questionnaire": link.questionnaire,
        # Not "step": page_head.html draws a step of the cycle.
        "stage": step,
        "form": step.form,
        "trial": step.trial,
        "last": len(step.sections),
        "minutes": _about([step.form.section]) if step.form else "",
        "action": pilot_path(link, get_language(), section=step.number),
        "other_language": other,
        "other_name": {"fr": "Français", "en": "English"}[other],
        "other_action": pilot_path(link, other, section=step.number),
        "start": pilot_path(link, get_language()),
    }
