"""The blank form of an open questionnaire, for those who answer it and those who help them."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from content.access import may
from content.compression import best_encoding, compress

from .models import Questionnaire
from .paper_printing import NotPrinted, Paper, paper_of
from .permissions import may_read_blank_form


def questionnaire_with(key: uuid.UUID) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related("cycle"), key=key)


@require_safe
@may(may_read_blank_form, questionnaire_with)
def blank_form(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """In the language of the address."""
    try:
        return paper_response(request, target, get_language())
    except NotPrinted:
        return render(request, "questionnaires/paper_not_printed.html", {"questionnaire": target}, status=503)


def paper_response(request: HttpRequest, questionnaire: Questionnaire, language: str) -> HttpResponse:
    """Raises NotPrinted."""
    return pdf_response(request, paper_of(questionnaire, language), file_name(questionnaire, language))


def pdf_response(request: HttpRequest, paper: Paper, name: str) -> HttpResponse:
    """Sent again only if something that is printed has changed; packed, since what makes the form accessible takes
    two thirds of the file otherwise."""
    encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
    tag = f'"{paper.digest}{encoding and "-"}{encoding}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "").replace("W/", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = _whole(paper, encoding)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def _whole(paper: Paper, encoding: str) -> HttpResponse:
    body = compress(paper.pdf, encoding) if encoding else paper.pdf
    response = HttpResponse(body, content_type="application/pdf")
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def file_name(questionnaire: Questionnaire, language: str) -> str:
    """essai-form-v2-en.pdf. The cycle's code is a slug."""
    version = f"v{questionnaire.version}" if questionnaire.opened_at else "v0"
    return f"{questionnaire.cycle.code}-form-{version}-{language}.pdf"
