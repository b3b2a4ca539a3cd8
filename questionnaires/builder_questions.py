"""The screen of a question that is there."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile, begun

from .asking import numbers_of, questions_of, whole
from .builder_choices import choices_of
from .builder_kept_words import kept_words_of, without_dropped
from .builder_kinds_meanwhile import with_kind_told
from .builder_new_questions import show_gone
from .builder_places import before
from .builder_question_form import LIMITS_CROSSED, emptied_for, limits_fit
from .builder_question_sheet import EDITED, hidden_of, only_again, saved, sheet_of, tell_of
from .builder_screens import question_at, screen, while_built
from .builder_sheet import Sheet, Values, outcome_of, present_values, shown_again
from .missing_texts import missing_in_question
from .models import Question, Section
from .naming import InUse, OutOfOrder
from .permissions import may_enter_builder
from .question_actions import CodeTaken, is_shared, save_question
from .sensitive_words import warning_for

READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
@may(may_enter_builder, question_at)
@while_built
def question(request: HttpRequest, target: Question) -> HttpResponse:
    if target.pk is None:
        return show_gone(request, target)
    sections = whole(target.questionnaire)
    # Read after the question itself: whoever saves it between the two is told by its revision.
    there = next((row for row in questions_of(sections) if row.pk == target.pk), target)
    present = present_values(target, EDITED, choices_of(there))
    earlier = before(sections, f"q{target.pk}", but=target)

    def make(values: Values, data=None) -> Sheet:
        return sheet_of(target, earlier, values, data)

    if request.method != "POST":
        sheet = make(present)
        sheet.token = begun(present)
        return _show(request, target, sheet, sections)
    sheet = make(present, request.POST)
    sheet.token = request.POST.get("begun", "")
    if only_again(request, sheet.form.of_kind):
        return _show(request, target, sheet.without_messages(), sections)
    if not sheet.is_valid():
        return _show(request, target, sheet, sections, status=422)
    return _save(request, target, sheet, make, present, sections)


def _save(request, target: Question, sheet: Sheet, make, present: Values, sections) -> HttpResponse:
    typed = sheet.typed
    if typed["kind"] != present["kind"]:
        typed |= emptied_for(typed["kind"])
    typed.setdefault("choices", [])
    outcome = outcome_of(typed, request.POST, present)
    outcome = with_kind_told(outcome, typed, request.POST, present)
    if outcome.clashes:
        return _show(request, target, shown_again(make, outcome, present), sections, status=409)
    if not limits_fit(outcome.values):
        # One of them is the other person's.
        sheet.form.add_error("maximum", LIMITS_CROSSED)
        return _show(request, target, sheet, sections, status=422)
    changes = dict(outcome.changes) | without_dropped(target, request.POST)
    choices = changes.pop("choices", None)
    if changes or choices is not None:
        try:
            save_question(question=target, changes=changes, choices=choices, by=request.user)
        except ChangedMeanwhile:
            # Between reading and writing: the same comparison once more, with what is there now.
            return question(request, pk=target.questionnaire_id, question=target.pk)
        except (CodeTaken, InUse, OutOfOrder) as met:
            tell_of(sheet, met)
            return _show(request, target, sheet, sections, status=422)
    return saved(request, target)


def _title(question: Question, sections: list[Section]) -> str:
    """By its number, as the overview and the paper have it."""
    number = numbers_of(questions_of(sections)).get(question.code)
    if number is None:
        return question.get_kind_display().capitalize()
    return _("Question %(number)s") % {"number": number}


def _show(
    request, target: Question, sheet: Sheet, sections: list[Section], status: int = 200
) -> HttpResponse:
    present = next((q for q in questions_of(sections) if q.pk == target.pk), target)
    neighbours = present.section.asked if target.pk else []
    return screen(
        request,
        "question",
        target,
        _title(present, sections),
        status=status,
        question=present,
        sheet=sheet,
        hidden=hidden_of(request, sheet),
        missing=dict(missing_in_question(present)),
        warning=warning_for(present),
        shared=is_shared(present),
        kept_words=kept_words_of(present, request.POST),
        is_first=bool(neighbours) and neighbours[0].pk == target.pk,
        is_last=bool(neighbours) and neighbours[-1].pk == target.pk,
    )
