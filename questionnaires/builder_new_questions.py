"""The screen of a new question, and of one that was deleted while somebody wrote on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile

from .asking import questions_of, whole
from .builder_choices import NAME
from .builder_places import PlaceForm, before, end_of
from .builder_question_sheet import EDITED, Kind, hidden_of, kind_of, only_again, saved, sheet_of, tell_of
from .builder_screens import questionnaire_at, screen, while_built
from .builder_sheet import Sheet, present_values
from .models import Question, Questionnaire, Section
from .naming import OutOfOrder
from .permissions import may_enter_builder
from .question_actions import CodeTaken, add_question

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
@may(may_enter_builder, questionnaire_at)
@while_built
def add(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    sections = whole(target)
    if not sections and request.method != "POST":
        messages.info(request, _("A question stands in a section: begin with one."))
        return redirect("builder:add_section", target.pk)
    return _add(request, target, sections)


def _add(request: HttpRequest, target: Questionnaire, sections: list[Section]) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    place = PlaceForm(data, sections=sections, initial={"where": _place_asked_for(request, sections)})
    where = data.get("where", "") if data is not None else place.initial["where"]
    fresh = Question(questionnaire=target, kind=kind_of(request.GET, Kind.YES_NO))
    values = present_values(fresh, EDITED, [])
    sheet = sheet_of(fresh, before(sections, where), values, data)
    if data is None or only_again(request, sheet.form.of_kind):
        return _show_new(request, target, sheet.without_messages(), place, 200)
    if not all([sheet.is_valid(), place.is_valid()]):
        return _show_new(request, target, sheet, place, 422)
    typed = sheet.typed
    choices = typed.pop("choices", [])
    try:
        made = add_question(
            section=place.section, after=place.after, fields=typed, choices=choices, by=request.user
        )
    except (CodeTaken, OutOfOrder) as met:
        tell_of(sheet, met)
        return _show_new(request, target, sheet, place, 422)
    except ChangedMeanwhile:
        place.add_error("where", _("This section is gone. Choose another place."))
        return _show_new(request, target, sheet, place, 409)
    return saved(request, made)


def _place_asked_for(request: HttpRequest, sections: list[Section]) -> str:
    after = request.GET.get("after", "")
    if any(str(question.pk) == after for question in questions_of(sections)):
        return f"q{after}"
    return end_of(sections, request.GET.get("section", ""))


def _show_new(
    request, target, sheet: Sheet, place: PlaceForm, status: int, gone: bool = False
) -> HttpResponse:
    return screen(
        request,
        "question",
        target,
        _("A new question"),
        status=status,
        sheet=sheet,
        place=place,
        gone=gone,
        hidden=hidden_of(request, sheet),
    )


def show_gone(request: HttpRequest, target: Question) -> HttpResponse:
    """Somebody deleted it while it was on this screen: what was typed can be saved as a new question."""
    if request.method != "POST":
        messages.warning(request, _("This question has been deleted."))
        return redirect("builder:overview", target.questionnaire.pk)
    sections = whole(target.questionnaire)
    data = request.POST.copy()
    where = end_of(sections, "")
    fresh = Question(questionnaire=target.questionnaire, kind=kind_of(data, Kind.YES_NO))
    _as_new_choices(data)
    sheet = sheet_of(fresh, before(sections, where), present_values(fresh, EDITED, []), data)
    place = PlaceForm(sections=sections, initial={"where": where})
    return _show_new(request, target.questionnaire, sheet.without_messages(), place, 409, gone=True)


def _as_new_choices(data: QueryDict) -> None:
    """The rows they were are gone with the question."""
    for name in [name for name in data if (match := NAME.fullmatch(name)) and match[1].isdigit()]:
        match = NAME.fullmatch(name)
        data[f"c-n9{match[1]}-{match[2]}"] = data.pop(name)[0]
