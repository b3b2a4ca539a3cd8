"""Screens of the checks between answers."""

import copy

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.access import may
from content.editing import ChangedMeanwhile, begun

from . import rule_words, rules
from .asking import questions_of, whole
from .builder_question_form import side_by_side
from .builder_rules import RuleRows, sides_of
from .builder_screens import check_at, questionnaire_at, screen, while_built
from .builder_sheet import Sheet, Values, outcome_of, present_values, shown_again
from .models import Check, Question, Questionnaire
from .permissions import may_build, may_enter_builder
from .structure_actions import delete_check, save_check

READ = ["GET", "HEAD", "POST"]
FIELDS = ("message_fr", "message_en", "with_reason", "question")
EDITED = (*FIELDS, "rule")
AGAIN = ("again", "must-more")


class CheckForm(forms.ModelForm):
    """`instance` is a copy: what is found is compared before it is saved."""

    question = forms.TypedChoiceField(
        label=gettext_lazy("Beside which question the message stands"), coerce=int
    )

    class Meta:
        model = Check
        fields = FIELDS
        help_texts = {
            "message_fr": gettext_lazy(
                "What the team reads if it does not hold. Left empty, the check itself is said in words."
            ),
            "with_reason": gettext_lazy(
                "Otherwise the answers have to be changed before the response is signed."
            ),
        }

    def __init__(self, data=None, *, questions: list[Question], **kwargs):
        super().__init__(data, **kwargs)
        numbers = {question.code: question.pk for question in questions}
        self.fields["question"].choices = [
            (title, [(numbers[code], text) for code, text in options if code in numbers])
            for title, options in sides_of(questions)
        ]

    def _post_clean(self) -> None:
        """Nothing is put into the copy: the field gives the number of a question, as values are compared."""

    def rows(self) -> list[list[forms.BoundField]]:
        return side_by_side(self, FIELDS)


@require_safe
@may(may_enter_builder, questionnaire_at)
def checks(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """Before opening the way to change them, afterwards to correct their messages."""
    questions = {question.code: question for question in questions_of(whole(target))}
    found = [
        (check, rule_words.in_words(rules.read(check.rule), questions))
        for check in target.checks.select_related("question")
    ]
    title = _("Checks between answers")
    asked = any(question.kind not in Question.NOT_ANSWERED for question in questions.values())
    builds = may_build(request.user, target)
    return screen(request, "checks", target, title, "checks", checks=found, asked=asked, may_build=builds)


@require_http_methods(READ)
@may(may_enter_builder, questionnaire_at)
@while_built
def add(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    return _edit(request, Check(questionnaire=target, rule={}))


@require_http_methods(READ)
@may(may_enter_builder, check_at)
@while_built
def check(request: HttpRequest, target: Check) -> HttpResponse:
    if target.pk is None and request.method != "POST":
        messages.warning(request, _("This check has been deleted."))
        return redirect("builder:checks", target.questionnaire.pk)
    if request.method == "POST" and "delete" in request.POST:
        delete_check(check=target, by=request.user)
        messages.success(request, _("Deleted."))
        return redirect("builder:checks", target.questionnaire.pk)
    return _edit(request, target, gone=target.pk is None)


def _edit(request: HttpRequest, target: Check, gone: bool = False) -> HttpResponse:
    questions = questions_of(whole(target.questionnaire))
    target.rule = target.rule or {}
    present = present_values(target, EDITED)

    def make(values: Values, data=None) -> Sheet:
        form = CheckForm(
            data, questions=questions, instance=copy.copy(target), initial={n: values[n] for n in FIELDS}
        )
        rule = RuleRows(questions, values["rule"], data, prefix="must", required=True)
        return Sheet(form, rule, "rule")

    if request.method != "POST":
        sheet = make(present)
        sheet.token = begun(present)
        return _show(request, target, sheet)
    sheet = make(present, request.POST)
    sheet.token = request.POST.get("begun", "")
    if gone or any(name in request.POST for name in AGAIN):
        return _show(request, target, sheet.without_messages(), 409 if gone else 200, gone)
    if not sheet.is_valid():
        return _show(request, target, sheet, 422)
    return _save(request, target, sheet, make, present)


def _save(request: HttpRequest, target: Check, sheet: Sheet, make, present: Values) -> HttpResponse:
    changes = sheet.typed
    if target.pk:
        outcome = outcome_of(changes, request.POST, present)
        if outcome.clashes:
            return _show(request, target, shown_again(make, outcome, present), 409)
        changes = dict(outcome.changes)
    if "question" in changes:
        changes["question_id"] = changes.pop("question")
    try:
        save_check(check=target, changes=changes, by=request.user)
    except ChangedMeanwhile:
        return check(request, pk=target.questionnaire_id, check=target.pk)
    except KeyError:
        sheet.rule.message = _("A question that the check looks at is gone. Choose another.")
        return _show(request, target, sheet, 409)
    messages.success(request, _("Saved."))
    return redirect("builder:checks", target.questionnaire.pk)


def _show(
    request: HttpRequest, target: Check, sheet: Sheet, status: int = 200, gone: bool = False
) -> HttpResponse:
    title = _("A check between answers") if target.pk else _("A new check")
    return screen(request, "check", target, title, status=status, check=target, sheet=sheet, gone=gone)
