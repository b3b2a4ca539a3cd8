"""Screens that move, copy and delete questions and sections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.access import may
from content.editing import ChangedMeanwhile

from .asking import whole
from .builder_places import PlaceForm, SectionPlaceForm
from .builder_screens import question_at, refusal_of, refuse, require_there, screen, section_at, while_built
from .models import Question, Section
from .naming import InUse, OutOfOrder
from .permissions import may_enter_builder
from .question_actions import delete_question, duplicate_question
from .structure_actions import delete_section, move_question, move_section

READ = ["GET", "HEAD", "POST"]


def _revision(request: HttpRequest) -> int | None:
    """The order that the screen was drawn with; one that is no number is no order that there was."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _to_line(question: Question) -> HttpResponse:
    response = redirect("builder:overview", question.questionnaire_id)
    response["Location"] += f"#q{question.pk}"
    return response


@require_http_methods(READ)
@may(may_enter_builder, question_at)
@while_built
def move_a_question(request: HttpRequest, target: Question) -> HttpResponse:
    if target.pk is None:
        return _deleted(request, target, _("This question has been deleted."))
    sections = whole(target.questionnaire)
    if request.POST.get("step") in ("up", "down"):
        return _step(request, target, sections)
    return _move(request, target, sections, _place_of(sections, target))


def _place_of(sections: list[Section], question: Question) -> str:
    """Behind what it stands now."""
    section = next(each for each in sections if each.pk == question.section_id)
    place = [each.pk for each in section.asked].index(question.pk)
    return f"q{section.asked[place - 1].pk}" if place else f"s{section.pk}"


def _move(request: HttpRequest, target: Question, sections: list[Section], here: str) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = PlaceForm(data, sections=sections, but=target, initial={"where": here})
    status, changed = 200, False
    if data is not None and form.is_valid():
        try:
            move_question(
                question=target,
                section=form.section,
                after=form.after,
                by=request.user,
                revision=_revision(request),
            )
        except ChangedMeanwhile:
            changed, status = True, 409
        except OutOfOrder as met:
            form.add_error("where", refusal_of(met))
            status = 422
        else:
            messages.success(request, _("Moved."))
            return _to_line(target)
    elif data is not None:
        status = 422
    title = _("Move the question %(code)s") % {"code": target.code}
    return screen(request, "move", target, title, status=status, form=form, changed=changed)


def _step(request: HttpRequest, target: Question, sections: list[Section]) -> HttpResponse:
    """One place up or down within its section."""
    section = next(each for each in sections if each.pk == target.section_id)
    place = [each.pk for each in section.asked].index(target.pk)
    others = [None, *(each for each in section.asked if each.pk != target.pk)]
    wanted = place - 1 if request.POST["step"] == "up" else place + 1
    after = others[min(max(wanted, 0), len(others) - 1)]
    try:
        move_question(
            question=target, section=section, after=after, by=request.user, revision=_revision(request)
        )
        messages.success(request, _("Moved."))
    except ChangedMeanwhile:
        messages.warning(
            request,
            _("Somebody else changed the order meanwhile. Nothing was moved: look again, then move it."),
        )
    except OutOfOrder as met:
        refuse(request, met)
    return redirect("builder:question", target.questionnaire_id, target.pk)


@require_http_methods(READ)
@may(may_enter_builder, section_at)
@while_built
def move_a_section(request: HttpRequest, target: Section) -> HttpResponse:
    if target.pk is None:
        return _deleted(request, target, _("This section has been deleted."))
    sections = whole(target.questionnaire)
    place = [section.pk for section in sections].index(target.pk)
    here = str(sections[place - 1].pk) if place else "0"
    data = request.POST if request.method == "POST" else None
    form = SectionPlaceForm(data, sections=sections, but=target, initial={"where": here})
    status, changed = 200 if data is None else 422, False
    if data is not None and form.is_valid():
        try:
            move_section(section=target, after=form.after, by=request.user, revision=_revision(request))
        except ChangedMeanwhile:
            changed, status = True, 409
        except OutOfOrder as met:
            form.add_error("where", refusal_of(met))
        else:
            messages.success(request, _("Moved."))
            return redirect("builder:overview", target.questionnaire_id)
    title = _("Move the section “%(title)s”") % {"title": target.title}
    return screen(request, "move", target, title, status=status, form=form, changed=changed)


@require_POST
@may(may_enter_builder, question_at)
@while_built
def duplicate_a_question(request: HttpRequest, target: Question) -> HttpResponse:
    require_there(target)
    try:
        made = duplicate_question(question=target, by=request.user)
    except ChangedMeanwhile:
        return _deleted(request, target, _("This question has been deleted."))
    messages.success(request, _("Copied. This is the copy."))
    return redirect("builder:question", made.questionnaire_id, made.pk)


@require_http_methods(READ)
@may(may_enter_builder, question_at)
@while_built
def delete_a_question(request: HttpRequest, target: Question) -> HttpResponse:
    if target.pk is None:
        return _deleted(request, target, _("This question has been deleted."))
    title = _("Delete the question %(code)s") % {"code": target.code}
    return _delete(request, target, title, lambda: delete_question(question=target, by=request.user))


@require_http_methods(READ)
@may(may_enter_builder, section_at)
@while_built
def delete_a_section(request: HttpRequest, target: Section) -> HttpResponse:
    if target.pk is None:
        return _deleted(request, target, _("This section has been deleted."))
    title = _("Delete the section “%(title)s”") % {"title": target.title}
    return _delete(request, target, title, lambda: delete_section(section=target, by=request.user))


def _delete(request: HttpRequest, target: Question | Section, title: str, delete) -> HttpResponse:
    refusal, questionnaire = "", target.questionnaire
    if request.method == "POST":
        try:
            delete()
        except InUse as met:
            refusal = refusal_of(met)
        except ChangedMeanwhile:
            pass
        if not refusal:
            messages.success(request, _("Deleted."))
            return redirect("builder:overview", questionnaire.pk)
    questions = target.questions.count() if isinstance(target, Section) else 0
    status = 409 if refusal else 200
    return screen(
        request, "delete", target, title, status=status, row=target, refusal=refusal, questions=questions
    )


def _deleted(request: HttpRequest, target: Question | Section, said: str) -> HttpResponse:
    messages.warning(request, said)
    return redirect("builder:overview", target.questionnaire.pk)
