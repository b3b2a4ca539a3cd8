"""Correcting the wording of a questionnaire that is open: of a question with its choices, a section, a check, or the
questionnaire's own titles."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile, begun, merge, read_begun

from .builder_question_form import fields_of, side_by_side
from .builder_screens import (
    check_at,
    once_open,
    question_at,
    questionnaire_at,
    require_there,
    screen,
    section_at,
)
from .missing_texts import text_fields
from .models import Check, Choice, Question, Questionnaire, Section
from .permissions import may_enter_builder, questionnaire_of
from .version_actions import Rewording, correct_wording

READ = ["GET", "HEAD", "POST"]
LONGEST = 5000
# Of longer lists the choices are corrected page by page, so that a screen stays below 300 fields.
CHOICES_ON_A_PAGE = 100


class CorrectionForm(forms.Form):
    """The texts that such a record has, in both languages. What teams have read may be changed, not emptied."""

    because = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=300,
        help_text=gettext_lazy(
            "Shown to everybody beside the question, together with the wording of before."
        ),
    )

    def __init__(self, data=None, *, record: models.Model, choices: Iterable[Choice] = (), **kwargs):
        super().__init__(data, **kwargs)
        self.of: dict[str, tuple[models.Model, str]] = {}
        self._add(record, "")
        for choice in choices:
            self._add(choice, f"c-{choice.pk}-")
        self.order_fields([*self.of, "because"])

    def _add(self, record: models.Model, prefix: str) -> None:
        of_kind = fields_of(record.kind) if isinstance(record, Question) else text_fields(type(record))
        for name in text_fields(type(record)):
            if name in of_kind or getattr(record, name):
                self._add_field(record, name, prefix)

    def _add_field(self, record: models.Model, name: str, prefix: str) -> None:
        column = record._meta.get_field(name)
        text = getattr(record, name)
        long = isinstance(column, models.TextField) or len(text) > 90
        label = f"{column.verbose_name} ({record.code})" if prefix else str(column.verbose_name)
        self.fields[prefix + name] = forms.CharField(
            label=label[:1].upper() + label[1:],
            initial=text,
            required=bool(text),
            max_length=column.max_length or LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(),
        )
        self.of[prefix + name] = (record, name)

    @property
    def because_field(self) -> forms.BoundField:
        return self["because"]

    @property
    def present(self) -> dict[str, str]:
        return {key: getattr(record, name) for key, (record, name) in self.of.items()}

    @property
    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.of}

    def rows(self) -> list[list[forms.BoundField]]:
        return side_by_side(self, self.of)


def _correct(
    request: HttpRequest, record: models.Model, title: str, choices: Page | tuple = ()
) -> HttpResponse:
    form = CorrectionForm(record=record, choices=choices)
    present = form.present
    if request.method != "POST":
        return _show(request, record, title, form, begun(present), page=choices)
    form = CorrectionForm(request.POST, record=record, choices=choices)
    token = request.POST.get("begun", "")
    if not form.is_valid():
        return _show(request, record, title, form, token, 422, page=choices)
    merged = merge(read_begun(token), form.texts, present)
    if merged.clashes:
        again = CorrectionForm(
            record=record, choices=choices, initial=merged.changes | {"because": form.cleaned_data["because"]}
        )
        for key, theirs in merged.clashes.items():
            again.fields[key].help_text = _(
                "Somebody else corrected it meanwhile: “%(text)s”. Saving replaces it by what stands here."
            ) % {"text": theirs}
        return _show(request, record, title, again, begun(present), 409, True, choices)
    return _save(request, record, title, form, merged.changes)


def _save(request: HttpRequest, record: models.Model, title: str, form, changes: dict) -> HttpResponse:
    questionnaire = questionnaire_of(record)
    rewordings = [Rewording(*form.of[key], text) for key, text in changes.items()]
    try:
        version = correct_wording(
            questionnaire=questionnaire,
            rewordings=rewordings,
            because=form.cleaned_data["because"],
            by=request.user,
        )
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody else corrected it at the same moment. Save again to compare."))
        return _show(request, record, title, form, request.POST.get("begun", ""), 409)
    if version is None:
        messages.info(request, _("Nothing differs from what was there."))
    else:
        messages.success(
            request,
            _("Corrected. This is version %(number)d; the correction is shown with its reason.")
            % {"number": version.number},
        )
    return redirect("builder:overview", questionnaire.pk)


def _show(
    request, record, title: str, form, token: str, status: int = 200, clashed: bool = False, page=()
) -> HttpResponse:
    """`page`: of the choices, where there are more than one screen holds."""
    context = {"form": form, "token": token, "sheet": {"clashed": clashed}, "page": page}
    here = "correct" if isinstance(record, Questionnaire) else ""
    return screen(request, "correct", record, title, here, status, **context)


@require_http_methods(READ)
@may(may_enter_builder, questionnaire_at)
@once_open
def correct(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    return _correct(request, target, _("Correct titles and introduction"))


@require_http_methods(READ)
@may(may_enter_builder, section_at)
@once_open
def correct_section(request: HttpRequest, target: Section) -> HttpResponse:
    require_there(target)
    return _correct(request, target, _("Correct section %(number)d") % {"number": target.order})


@require_http_methods(READ)
@may(may_enter_builder, check_at)
@once_open
def correct_check(request: HttpRequest, target: Check) -> HttpResponse:
    require_there(target)
    return _correct(request, target, _("Correct the message of a check"))


@require_http_methods(READ)
@may(may_enter_builder, question_at)
@once_open
def correct_question(request: HttpRequest, target: Question) -> HttpResponse:
    require_there(target)
    choices = list(target.choices.all())
    for choice in choices:
        choice.question = target
    page = Paginator(choices, CHOICES_ON_A_PAGE).get_page(request.GET.get("p"))
    return _correct(request, target, _("Correct the question %(code)s") % {"code": target.code}, page)
