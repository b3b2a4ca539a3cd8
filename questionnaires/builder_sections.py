"""Screens of a section, and of the questionnaire's own titles."""

import copy

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile, begun

from .asking import questions_of, whole
from .builder_kept_words import kept_words_of, without_dropped
from .builder_places import SectionPlaceForm
from .builder_question_form import side_by_side
from .builder_rules import RuleRows
from .builder_screens import questionnaire_at, refusal_of, screen, section_at, while_built
from .builder_sheet import Sheet, Values, outcome_of, present_values, shown_again
from .missing_texts import text_fields
from .models import Question, Questionnaire, Section
from .naming import OutOfOrder
from .permissions import may_enter_builder
from .structure_actions import add_section, save_section, save_settings

READ = ["GET", "HEAD", "POST"]
LONGEST = 5000
AGAIN = ("again", "if-more")
TEXTS = text_fields(Section)
# The code comes with a spreadsheet and goes back with it; nothing else needs it.
OF_SECTION = (*TEXTS, "show_if")


class TextsForm(forms.ModelForm):
    """Titles and introductions side by side. `instance` is a copy: what is found is compared before it is saved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("intro_fr", "intro_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 4})
            self.fields[name].validators.append(forms.CharField(max_length=LONGEST).validators[0])
        self.fields["title_fr"].required = False

    def clean(self) -> dict:
        found = self.cleaned_data
        if not (found.get("title_fr") or found.get("title_en") or self.errors):
            self.add_error("title_fr", _("Write a title in French or in English."))
        return found

    def rows(self) -> list[list[forms.BoundField]]:
        return side_by_side(self, TEXTS)


class SectionForm(TextsForm):
    class Meta:
        model = Section
        fields = TEXTS
        help_texts = {"intro_fr": gettext_lazy("Said above the questions of the section.")}


class SettingsForm(TextsForm):
    class Meta:
        model = Questionnaire
        fields = TEXTS
        help_texts = {
            "intro_fr": gettext_lazy(
                "Said before the first question: what it is about, who had better be present."
            )
        }


@require_http_methods(READ)
@may(may_enter_builder, questionnaire_at)
@while_built
def settings(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    present = present_values(target, TEXTS)

    def make(values: Values, data=None) -> Sheet:
        return Sheet(SettingsForm(data, instance=copy.copy(target), initial=values))

    title = _("Titles and introduction")
    if request.method != "POST":
        sheet = make(present)
        sheet.token = begun(present)
        return screen(request, "settings", target, title, "settings", sheet=sheet)
    sheet = make(present, request.POST)
    sheet.token = request.POST.get("begun", "")
    if not sheet.is_valid():
        return screen(request, "settings", target, title, "settings", 422, sheet=sheet)
    outcome = outcome_of(sheet.typed, request.POST, present)
    if outcome.clashes:
        sheet = shown_again(make, outcome, present)
        return screen(request, "settings", target, title, "settings", 409, sheet=sheet)
    try:
        save_settings(questionnaire=target, changes=outcome.changes, by=request.user)
    except ChangedMeanwhile:
        return settings(request, pk=target.pk)
    messages.success(request, _("Saved."))
    return redirect("builder:overview", target.pk)


def _make(target: Section, earlier: list[Question]):
    def make(values: Values, data=None) -> Sheet:
        form = SectionForm(data, instance=copy.copy(target), initial={name: values[name] for name in TEXTS})
        return Sheet(form, RuleRows(earlier, values["show_if"], data))

    return make


def _earlier(sections: list[Section], target: Section) -> list[Question]:
    place = next((n for n, section in enumerate(sections) if section.pk == target.pk), len(sections))
    return questions_of(sections[:place])


def _only_again(request: HttpRequest) -> bool:
    return any(name in request.POST for name in AGAIN)


@require_http_methods(READ)
@may(may_enter_builder, section_at)
@while_built
def section(request: HttpRequest, target: Section) -> HttpResponse:
    if target.pk is None:
        return _gone(request, target)
    present = present_values(target, OF_SECTION)
    sections = whole(target.questionnaire)
    make = _make(target, _earlier(sections, target))
    if request.method != "POST":
        sheet = make(present)
        sheet.token = begun(present)
        return _show(request, target, sheet)
    sheet = make(present, request.POST)
    sheet.token = request.POST.get("begun", "")
    if _only_again(request):
        return _show(request, target, sheet.without_messages())
    if not sheet.is_valid():
        return _show(request, target, sheet, 422)
    outcome = outcome_of(sheet.typed, request.POST, present)
    if outcome.clashes:
        return _show(request, target, shown_again(make, outcome, present), 409)
    changes = outcome.changes | without_dropped(target, request.POST)
    try:
        save_section(section=target, changes=changes, by=request.user)
    except ChangedMeanwhile:
        return section(request, pk=target.questionnaire_id, section=target.pk)
    except OutOfOrder as met:
        sheet.form.add_error(None, refusal_of(met))
        return _show(request, target, sheet, 422)
    messages.success(request, _("Saved."))
    return redirect("builder:overview", target.questionnaire_id)


def _show(request: HttpRequest, target: Section, sheet: Sheet, status: int = 200) -> HttpResponse:
    title = _("Section %(number)d") % {"number": target.order}
    words = kept_words_of(target, request.POST)
    return screen(
        request, "section", target, title, status=status, section=target, sheet=sheet, kept_words=words
    )


@require_http_methods(READ)
@may(may_enter_builder, questionnaire_at)
@while_built
def add(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """Behind the last one, unless another place is chosen. Its rule follows on its own screen."""
    sections = whole(target)
    last = str(sections[-1].pk) if sections else "0"
    data = request.POST if request.method == "POST" else None
    place = SectionPlaceForm(data, sections=sections, initial={"where": last})
    form = SectionForm(data, instance=Section(questionnaire=target))
    sheet = Sheet(form)
    if data is None:
        return _show_new(request, target, sheet, place, 200)
    if not all([sheet.is_valid(), place.is_valid()]):
        return _show_new(request, target, sheet, place, 422)
    made = _add(target, sheet.typed, place, request)
    messages.success(request, _("Saved."))
    response = redirect("builder:add_question", target.pk)
    response["Location"] += f"?section={made.pk}"
    return response


def _add(target: Questionnaire, texts: dict, place: SectionPlaceForm, request: HttpRequest) -> Section:
    after, first = place.after, place.cleaned_data["where"] == "0"
    return add_section(questionnaire=target, after=after, first=first, by=request.user, **texts)


def _show_new(request, target, sheet: Sheet, place, status: int, gone: bool = False) -> HttpResponse:
    title = _("A new section")
    return screen(request, "section", target, title, status=status, sheet=sheet, place=place, gone=gone)


def _gone(request: HttpRequest, target: Section) -> HttpResponse:
    """Somebody deleted it while it was on this screen: what was typed can be saved as a new section."""
    if request.method != "POST":
        messages.warning(request, _("This section has been deleted."))
        return redirect("builder:overview", target.questionnaire.pk)
    sections = whole(target.questionnaire)
    last = str(sections[-1].pk) if sections else "0"
    form = SectionForm(request.POST, instance=Section(questionnaire=target.questionnaire))
    place = SectionPlaceForm(sections=sections, initial={"where": last})
    sheet = Sheet(form).without_messages()
    return _show_new(request, target.questionnaire, sheet, place, 409, gone=True)
