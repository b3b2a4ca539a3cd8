"""A question's screen as a sheet: the fields of its kind, its rule, its choices. For new questions and those that are
there."""

import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .builder_choices import NAME, ChoiceRows
from .builder_question_form import FIELDS, QuestionForm, fields_of
from .builder_rules import RuleRows
from .builder_screens import refusal_of
from .builder_sheet import Sheet, Values
from .models import Question
from .naming import InUse
from .question_actions import CodeTaken
from .sensitive_words import warning_for

Kind = Question.Kind
EDITED = (*FIELDS, "show_if")
# Buttons that only show the screen again.
AGAIN = ("again", "more-choices", "if-more")


def sheet_of(question: Question, earlier: list[Question], values: Values, data=None) -> Sheet:
    """`values` are what it begins with; `data` what came back."""
    kind = kind_of(data, values["kind"])
    form = QuestionForm(
        data,
        questionnaire=question.questionnaire,
        kind=kind,
        instance=copy.copy(question),
        initial={name: values[name] for name in FIELDS},
    )
    choices = ChoiceRows(values["choices"], data) if kind in Question.WITH_CHOICES else None
    return Sheet(form, RuleRows(earlier, values["show_if"], data), "show_if", choices)


def kind_of(data, otherwise: str) -> str:
    typed = data.get("kind", "") if data is not None else otherwise
    return typed if typed in Kind.values else otherwise


def only_again(request: HttpRequest, kind: str) -> bool:
    """Another kind with other fields: they have to be seen before anything is saved."""
    shown = request.POST.get("shown_kind", kind)
    other_fields = (
        shown in Kind.values
        and shown != kind
        and (
            fields_of(shown) != fields_of(kind)
            or (kind in Question.WITH_CHOICES) != (shown in Question.WITH_CHOICES)
        )
    )
    return other_fields or any(name in request.POST for name in AGAIN)


def hidden_of(request: HttpRequest, sheet: Sheet) -> list[tuple[str, str]]:
    """What was typed into fields that the kind now chosen does not have: it comes back with another choice."""
    fields = set(FIELDS) - set(sheet.form.fields)
    return [
        (name, text)
        for name, text in request.POST.items()
        if text and (name in fields or (sheet.choices is None and NAME.fullmatch(name)))
    ]


def tell_of(sheet: Sheet, met: ValueError) -> None:
    if isinstance(met, CodeTaken):
        sheet.form.add_error("code", _("Another question has this code."))
    elif isinstance(met, InUse) and sheet.choices:
        sheet.choices.message = refusal_of(met)
    else:
        sheet.form.add_error(None, refusal_of(met))


def saved(request: HttpRequest, question: Question) -> HttpResponse:
    """A warning is worth a second look; otherwise on with the next one."""
    messages.success(request, _("Saved."))
    if "and-add" in request.POST:
        where = f"?after={question.pk}&kind={question.kind}"
        response = redirect("builder:add_question", question.questionnaire_id)
        response["Location"] += where
        return response
    if warning := warning_for(question):
        messages.warning(request, warning)
        return redirect("builder:question", question.questionnaire_id, question.pk)
    response = redirect("builder:overview", question.questionnaire_id)
    response["Location"] += f"#q{question.pk}"
    return response
