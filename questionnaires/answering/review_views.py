"""Everything once more before it is signed; signing, confirming, telling those who may sign."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import may

from ..models import Section
from ..question_fields import QuestionField
from .beside import set_beside
from .entering import note_if_said
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .looks import notes_look
from .permissions import answers_on_behalf, may_confirm, may_read_response, may_sign, may_tell_leads
from .readiness import obstacles_of
from .saving import NotOpenNow
from .section_answers import number_of, section_form
from .signing import (
    ChangedSinceRead,
    HowItCameMissing,
    NothingToSign,
    NotReady,
    NotWaiting,
    confirm_response,
    sign_response,
)
from .team import leads_among, team_of
from .telling import NobodyToTell, NotReadyToSign, tell_leads
from .wording import closed_words, name_words


@dataclass(frozen=True)
class Part:
    """A section as it is read: the fields that were answered, and the numbers of optional ones that were not."""

    place: int
    section: Section
    fields: list[QuestionField]
    left: list[QuestionField]


def parts_of(filling: Filling) -> list[Part]:
    found = []
    for place, section in enumerate(filling.sections, start=1):
        fields = [f for f in set_beside(section_form(filling, section), filling) if not f.is_note]
        left = [f for f in fields if not f.extra.words and not f.question.required]
        kept = [f for f in fields if f not in left]
        if fields:
            found.append(Part(place, section, kept, left))
    return found


@require_safe
@never_cache
@may(may_read_response, filling_of)
@notes_look
def review(request: HttpRequest, target: Filling) -> HttpResponse:
    return _review(request, target)


def _review(request: HttpRequest, filling: Filling, problem: str = "", status: int = 200) -> HttpResponse:
    signature, response = filling.signature, filling.response
    team = team_of(filling.unit)
    context = frame_of(
        request,
        filling,
        title=_("Read everything before signing") if filling.is_changeable else _("Your district’s answers"),
        parts=parts_of(filling),
        obstacles=obstacles_of(filling),
        problem=problem,
        is_signed=bool(signature and response and not response.changed_since_signed),
        leads=[name_words(lead) for lead in leads_among(team)],
        may_tell=may_tell_leads(request.user, filling),
        not_asked=len(filling.numbers) - filling.progress.asked,
    )
    return render(request, "questionnaires/answering/review.html", context, status=status)


@require_POST
@never_cache
@may(may_sign, filling_of)
def sign(request: HttpRequest, target: Filling) -> HttpResponse:
    """A second click finds it signed."""
    revision = number_of(request.POST.get("revision", "")) or -1
    on_behalf = answers_on_behalf(request.user, target)
    note_if_said(target, request.POST, request.user)
    try:
        sign_response(filling=target, revision=revision, by=request.user, on_behalf=on_behalf)
    except NotOpenNow:
        return _review(request, target, closed_words(target), 409)
    except ChangedSinceRead:
        return _review(request, target, _("An answer was changed while you were reading. Read again."), 409)
    except (NotReady, NothingToSign):
        return _review(request, target, _("Something has to be put right before you can sign."), 409)
    except HowItCameMissing:
        return _review(request, target, _("Say how the team’s answers reached you, then sign."), 422)
    messages.success(
        request, _signed_words(target) if on_behalf else _("Your district’s response is signed. Thank you.")
    )
    return redirect(address_of(target, "answer"))


def _signed_words(filling: Filling) -> str:
    said = {"district": filling.unit.name}
    return _("Signed for %(district)s. The lead of the team is asked to confirm it.") % said


@require_POST
@never_cache
@may(may_confirm, filling_of)
def confirm(request: HttpRequest, target: Filling) -> HttpResponse:
    """Of the very signature that was read; another one would have been read anew."""
    try:
        confirm_response(filling=target, number=number_of(request.POST.get("number", "")), by=request.user)
    except ChangedSinceRead:
        return _review(request, target, _("It was signed anew meanwhile. Read again, then confirm."), 409)
    except NotWaiting:
        messages.info(request, _("It was confirmed already."))
    else:
        messages.success(request, _("Confirmed: these are your district’s answers. Thank you."))
    return redirect(address_of(target, "answer"))


@require_POST
@never_cache
@may(may_tell_leads, filling_of)
def tell(request: HttpRequest, target: Filling) -> HttpResponse:
    """Once a day at most: again is no error, and sends nothing."""
    try:
        told = tell_leads(filling=target, by=request.user)
    except NobodyToTell:
        messages.error(request, _("Your team has no lead at present. Ask your facilitators to name one."))
    except NotReadyToSign:
        return _review(request, target, _("Something has to be put right before it can be signed."), 409)
    else:
        if told:
            names = ", ".join(name_words(person) for person in told)
            messages.success(request, _("%(names)s will be told.") % {"names": names})
        else:
            messages.info(request, _("They have been told today already."))
    return redirect(address_of(target, "answer_review"))
