"""The receipt of a signature, on the screen and as a PDF. Those of earlier signatures stay as they were."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may

from .. import paper_setting
from ..paper_printing import NotPrinted, printed
from ..paper_views import pdf_response
from .filling import Filling, filling_of
from .frame import frame_of
from .looks import notes_look
from .permissions import may_read_response
from .receipt_form import facts_of, form_of, status_of
from .receipts import receipt_of


def signed_at(key: uuid.UUID, unit: str, number: int) -> tuple[Filling, int]:
    return filling_of(key, unit), number


def may_read_receipt(user, target: tuple[Filling, int]) -> bool:
    return may_read_response(user, target[0])


@require_safe
@never_cache
@may(may_read_receipt, signed_at)
@notes_look
def receipt(request: HttpRequest, target: tuple[Filling, int]) -> HttpResponse:
    filling, number = target
    found = receipt_of(filling, number)
    context = frame_of(
        request,
        filling,
        title=_("Receipt %(code)s") % {"code": found.code},
        receipt=found,
        facts=facts_of(found, get_language() or "fr"),
        status=status_of(found),
    )
    return render(request, "questionnaires/answering/receipt.html", context)


@require_safe
@may(may_read_receipt, signed_at)
@notes_look
def receipt_pdf(request: HttpRequest, target: tuple[Filling, int]) -> HttpResponse:
    """In the language of the address."""
    filling, number = target
    language = get_language() or "fr"
    found = receipt_of(filling, number, language)
    try:
        paper = printed(form_of(found, language), paper_setting.RECEIPT)
    except NotPrinted:
        return render(request, "questionnaires/paper_not_printed.html", status=503)
    name = f"{filling.cycle.code}-{filling.unit.code}-{number}-{language}.pdf".lower()
    return pdf_response(request, paper, name)
