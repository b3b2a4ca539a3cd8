"""Remarks as they come with a section of a trial: kept at once, or given back with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from districts import attempts

from .models import PilotLink
from .pilot_actions import LONGEST_REMARK, TooManyRemarks, TrialOver, add_remark
from .typed_numbers import number_in_words
from .values import clean_text

# Of the whole: no question's code is empty.
WHOLE = ""
ATTEMPT = "pilot_remark"


@dataclass
class Remarks:
    """`noted` is how many were kept. `texts` could not be and are shown again; `refusals` say why; both by question."""

    noted: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)


def remark_name(code: str) -> str:
    """Of the field."""
    return f"r:{code}"


def keep_remarks(request: HttpRequest, link: PilotLink, codes: Iterable[str], name: str) -> Remarks:
    remarks = Remarks()
    for code in (*codes, WHOLE):
        text = clean_text(request.POST.get(remark_name(code), "")).strip()
        if text:
            _keep(request, link, code, text, name, remarks)
    return remarks


def _keep(request: HttpRequest, link: PilotLink, code: str, text: str, name: str, remarks: Remarks) -> None:
    refusal = _refusal(request, link, text)
    if not refusal:
        try:
            add_remark(link=link, text=text, language=get_language(), code=code, name=name)
        except TrialOver:
            refusal = _("The trial has ended meanwhile. Send your remark to whoever invited you.")
        except TooManyRemarks:
            refusal = _("This trial has all the remarks it can take. Send yours to whoever invited you.")
    if refusal:
        remarks.texts[code], remarks.refusals[code] = text, refusal
    else:
        attempts.count_wrong_try(request, ATTEMPT, str(link.key))
        remarks.noted += 1


def _refusal(request: HttpRequest, link: PilotLink, text: str) -> str:
    if len(text) > LONGEST_REMARK:
        said = {"length": number_in_words(len(text), get_language()), "longest": LONGEST_REMARK}
        return _("Not kept yet: it is %(length)s characters long, and %(longest)s is the most.") % said
    if attempts.seconds_to_wait(request, ATTEMPT, str(link.key)):
        return _("Not kept yet: many remarks came in a short time. Try again in an hour.")
    return ""
