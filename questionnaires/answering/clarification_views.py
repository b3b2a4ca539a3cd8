"""What is asked back about a district's answers: asked by a facilitator, replied to by the team, read by both."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may

from ..models import Clarification, Question
from .clarification_actions import (
    AskedMeanwhile,
    RepliedMeanwhile,
    Withdrawn,
    ask_back,
    reply_to,
    settle,
    withdraw,
)
from .clarified import asked_back
from .filling import Filling, filling_of
from .frame import address_of, frame_of
from .help_forms import QuestionForm, ReplyForm
from .looks import notes_look
from .permissions import is_team, may_ask_back, may_clarify, may_read_response
from .section_answers import number_of

PAGE = 20
page = require_http_methods(["GET", "HEAD", "POST"])
Asked = tuple[Filling, Clarification]


@require_safe
@never_cache
@may(may_read_response, filling_of)
@notes_look
def asked(request: HttpRequest, target: Filling) -> HttpResponse:
    """What waits for whoever reads it comes first."""
    mine = is_team(request.user, target.unit)
    rows = [row for row in _all(target) if not (mine and row.withdrawn)]
    rows.sort(key=lambda row: (_urgency(row, mine), row.asked_at), reverse=True)
    page_obj = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = frame_of(
        request,
        target,
        title=_("Asked about your answers") if mine else _("Asked and answered"),
        page_obj=page_obj,
        asked=asked_back(target, page_obj),
        form=ReplyForm(),
    )
    return render(request, "questionnaires/answering/help/asked_back.html", context)


def _all(filling: Filling) -> list[Clarification]:
    return [row for rows in filling.clarifications.values() for row in rows]


def _urgency(row: Clarification, mine: bool) -> int:
    if row.settled_at is not None:
        return 0
    return 2 if (row.replied_at is None) == mine else 1


def question_at(key: uuid.UUID, unit: str, code: str) -> tuple[Filling, Question]:
    filling = filling_of(key, unit)
    found = next((question for question in filling.questions if question.code == code), None)
    if found is None or found.kind in Question.NOT_ANSWERED:
        raise Http404
    return filling, found


def may_ask_about(user, target: tuple[Filling, Question]) -> bool:
    return may_ask_back(user, target[0])


@page
@never_cache
@may(may_ask_about, question_at)
@notes_look
def ask(request: HttpRequest, target: tuple[Filling, Question]) -> HttpResponse:
    filling, question = target
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask_page(request, filling, question, form, 422 if request.method == "POST" else 200)
    try:
        ask_back(
            filling=filling,
            code=question.code,
            text=form.cleaned_data["text"],
            language=get_language() or "fr",
            by=request.user,
            seen=number_of(request.POST.get("seen", "")),
        )
    except AskedMeanwhile:
        form.add_error(
            None,
            _("Somebody else has asked about this answer meanwhile: read it above. Yours is kept; send it if it is "
              "still needed."),
        )  # fmt: skip
        return _ask_page(request, filling, question, form, 409)
    messages.success(request, _("The team is told, in one mail with what else you ask within ten minutes."))
    return redirect(address_of(filling, "answer_asked_back"))


def _ask_page(
    request: HttpRequest, filling: Filling, question: Question, form: QuestionForm, status: int
) -> HttpResponse:
    rows = filling.clarifications.get(question.code, [])
    # Written down nowhere yet: what the team would be asked about.
    about = Clarification(question=question, value=filling.values.get(question.code))
    context = frame_of(
        request,
        filling,
        title=_("Ask back about question %(number)d") % {"number": filling.numbers[question.code]},
        asked=asked_back(filling, rows),
        about=asked_back(filling, [about])[0],
        seen=max((row.pk for row in rows), default=0),
        form=form,
    )
    return render(request, "questionnaires/answering/help/ask.html", context, status=status)


def asked_at(key: uuid.UUID, unit: str, asked: uuid.UUID) -> Asked:
    filling = filling_of(key, unit)
    found = next((row for row in _all(filling) if row.key == asked), None)
    if found is None:
        raise Http404
    return filling, found


def may_reply(user, target: Asked) -> bool:
    return may_clarify(user, target[0])


@page
@never_cache
@may(may_reply, asked_at)
def reply(request: HttpRequest, target: Asked) -> HttpResponse:
    """A page of its own, so that what is wrong is said beside the text and nothing else."""
    filling, row = target
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _reply_page(request, filling, row, form, 200)
    if not form.is_valid():
        return _reply_page(request, filling, row, form, 422)
    try:
        reply_to(
            clarification=row,
            text=form.cleaned_data["text"],
            language=get_language() or "fr",
            by=request.user,
        )
    except RepliedMeanwhile:
        why = _(
            "Somebody of your team has replied already: it stands above. Yours was not sent and is kept below."
        )
        return _refused(request, filling, row, form, why)
    except Withdrawn:
        why = _(
            "The question was withdrawn, so nothing needs to be said. Your reply was not sent and is kept below."
        )
        return _refused(request, filling, row, form, why)
    messages.success(request, _("Your reply stands beside the answer, and whoever asked is told."))
    return redirect(address_of(filling, "answer_asked_back"))


def _refused(
    request: HttpRequest, filling: Filling, row: Clarification, form: ReplyForm, why: str
) -> HttpResponse:
    form.add_error(None, why)
    filling.__dict__.pop("clarifications", None)
    again = next(each for each in _all(filling) if each.pk == row.pk)
    return _reply_page(request, filling, again, form, 409)


def _reply_page(
    request: HttpRequest, filling: Filling, row: Clarification, form: ReplyForm, status: int
) -> HttpResponse:
    each = asked_back(filling, [row])[0]
    title = _("Asked about question %(number)d") % {"number": each.number}
    context = frame_of(request, filling, title=title, each=each, form=form)
    return render(request, "questionnaires/answering/help/reply.html", context, status=status)


def may_settle(user, target: Asked) -> bool:
    return may_ask_back(user, target[0])


@require_POST
@never_cache
@may(may_settle, asked_at)
def close(request: HttpRequest, target: Asked) -> HttpResponse:
    """Settled, or withdrawn: two buttons of one form, which says whether a reply was read."""
    filling, row = target
    try:
        if "withdraw" in request.POST:
            withdraw(clarification=row, by=request.user)
            messages.success(request, _("Withdrawn: the team is not asked this any more."))
        else:
            settle(clarification=row, by=request.user, with_reply=request.POST.get("replied") == "yes")
            messages.success(request, _("Settled. Question and reply stay beside the answer."))
    except RepliedMeanwhile:
        messages.warning(request, _("The team has replied meanwhile: read it first."))
    return redirect(address_of(filling, "answer_asked_back"))
