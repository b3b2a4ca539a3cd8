"""How a response came about, and one answer with all its versions: for the team and its helpers."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may

from ..models import Question
from ..translated import words_of
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .history import events, moments, signatures_of, versions_of
from .looks import notes_look
from .permissions import may_read_response

ON_A_PAGE = 50


@require_safe
@never_cache
@may(may_read_response, filling_of)
def history(request: HttpRequest, target: Filling) -> HttpResponse:
    signatures = signatures_of(target)
    page_obj = Paginator(moments(target, signatures), ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame_of(
        request,
        target,
        title=_("History of the answers"),
        page_obj=page_obj,
        events=events(target, signatures, list(page_obj.object_list)),
    )
    return render(request, "questionnaires/answering/history.html", context)


def question_at(key: uuid.UUID, unit: str, code: str) -> tuple[Filling, Question]:
    filling = filling_of(key, unit)
    question = next((q for q in filling.questions if q.code == code and code in filling.numbers), None)
    if question is None:
        raise Http404
    return filling, question


def may_read_answer(user, target: tuple[Filling, Question]) -> bool:
    return may_read_response(user, target[0])


@require_safe
@never_cache
@may(may_read_answer, question_at)
@notes_look
def answer_history(request: HttpRequest, target: tuple[Filling, Question]) -> HttpResponse:
    filling, question = target
    place = next(
        n for n, section in enumerate(filling.sections, start=1) if section.pk == question.section_id
    )
    context = frame_of(
        request,
        filling,
        title=_("Question %(number)d: history of the answer") % {"number": filling.numbers[question.code]},
        question=question,
        text=words_of(question, "text", get_language() or "fr"),
        place=place,
        versions=versions_of(filling, question),
    )
    context["crumb_views"] = [
        *context["crumb_views"],
        {"title": _("History"), "url": address_of(filling, "answer_history")},
    ]
    return render(request, "questionnaires/answering/answer_history.html", context)
