"""A file that a team gave as an answer, for those who may read its answers."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from content.access import may

from ..models import AnswerFile
from .filling import Filling, filling_of
from .looks import notes_look
from .permissions import may_read_response


def file_at(key: uuid.UUID, unit: str, file: uuid.UUID) -> tuple[Filling, AnswerFile]:
    """Of that district and questionnaire, also where another file has taken its place since."""
    filling = filling_of(key, unit)
    found = AnswerFile.objects.filter(unit=filling.unit, question__questionnaire=filling.questionnaire)
    return filling, get_object_or_404(found, key=file)


def may_open_file(user, target: tuple[Filling, AnswerFile]) -> bool:
    return may_read_response(user, target[0])


@require_safe
@may(may_open_file, file_at)
@notes_look
def answer_file(request: HttpRequest, target: tuple[Filling, AnswerFile]) -> HttpResponse:
    """Saved, never shown in the page, whatever it is."""
    file = target[1]
    try:
        opened = file.content.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
