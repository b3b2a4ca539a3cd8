"""The builder's screens of the XLSForm: choose a file, look at what it would become, take it over; and the way back.

`xlsform_paths` are registered with the other screens of the builder in wagtail_hooks.py.
"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may
from content.editing import ChangedMeanwhile

from .builder_screens import questionnaire_at, screen, while_built
from .models import Questionnaire
from .permissions import may_enter_builder
from .snapshots import content_of
from .xlsform_actions import HasAnswers, fingerprint, replace_with_import
from .xlsform_files import MOST_BYTES
from .xlsform_in import read_xlsform
from .xlsform_lines import Imported
from .xlsform_out import to_xlsform
from .xlsform_summary import summary_of
from .xlsform_uploads import Gone, forget, found, keep

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("XLSForm"),
        help_text=gettext_lazy("An .xlsx, .xls or .csv file of up to 5 MB, as Kobo, ODK and others take it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of texts that name none"),
        choices=[
            ("", gettext_lazy("as the form says, or as its words suggest")),
            ("fr", "Français"),
            ("en", "English"),
        ],
        required=False,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_enter_builder, questionnaire_at)
def xlsform(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    return (
        look(request, target=target) if request.method == "POST" else _choose(request, target, UploadForm())
    )


def _choose(
    request: HttpRequest, questionnaire: Questionnaire, form: UploadForm, imported: Imported | None = None
) -> HttpResponse:
    return screen(
        request,
        "xlsform",
        questionnaire,
        _("Spreadsheet (XLSForm)"),
        here="xlsform",
        form=form,
        errors=imported.errors if imported else [],
        asked=questionnaire.questions.count(),
    )


@while_built
def look(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """Nothing is saved but the file."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, target, form)
    data, language = form.cleaned_data["file"].read(), form.cleaned_data["language"]
    imported = read_xlsform(data, language)
    if imported.errors:
        return _choose(request, target, form, imported)
    name = form.cleaned_data["file"].name[:120]
    token = keep(
        data,
        target,
        request.user,
        language=language,
        file=name,
        revision=target.revision,
        seen=fingerprint(target),
    )
    return _look(request, target, imported, token, name)


def _look(
    request: HttpRequest, questionnaire: Questionnaire, imported: Imported, token: str, name: str
) -> HttpResponse:
    return screen(
        request,
        "xlsform_look",
        questionnaire,
        _("What the form would become"),
        here="xlsform",
        summary=summary_of(imported),
        token=token,
        file=name,
        replaced=questionnaire.questions.count(),
    )


@require_POST
@may(may_enter_builder, questionnaire_at)
@while_built
def take_over(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """What was looked at; again to be looked at if somebody changed the questionnaire meanwhile."""
    try:
        data, said = found(request.POST.get("token", ""), target, request.user)
    except Gone:
        messages.error(request, _("The file no longer waits here. Choose it again."))
        return redirect("builder:xlsform", target.pk)
    imported = read_xlsform(data, said["language"])
    if imported.errors:
        return _choose(request, target, UploadForm(), imported)
    try:
        replace_with_import(
            questionnaire=target,
            content=imported.content,
            revision=said["revision"],
            seen=said["seen"],
            by=request.user,
        )
    except ChangedMeanwhile:
        messages.warning(
            request,
            _(
                "Somebody changed the questionnaire since you chose the file. Nothing has been replaced. Look at the "
                "overview; if the form shall still take its place, say so again."
            ),
        )
        new = keep(data, target, request.user, **_seen_now(said, target))
        forget(said)
        return _look(request, target, imported, new, said["file"])
    except HasAnswers:
        messages.error(request, _("Districts have answered already: their questions stay."))
        return redirect("builder:xlsform", target.pk)
    forget(said)
    messages.success(request, _("The questions of the form are here."))
    return redirect("builder:overview", target.pk)


def _seen_now(said: dict, questionnaire: Questionnaire) -> dict:
    now = Questionnaire.objects.get(pk=questionnaire.pk)
    return {
        "language": said["language"],
        "file": said["file"],
        "revision": now.revision,
        "seen": fingerprint(now),
    }


@require_safe
@may(may_enter_builder, questionnaire_at)
def download(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    name, data = export_of(target)
    return HttpResponse(
        data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def export_of(questionnaire: Questionnaire) -> tuple[str, bytes]:
    """(the file's name, .xlsx). Two exports of the same questionnaire are the same file."""
    # Kobo and ODK want another version whenever anything has changed.
    code, version = questionnaire.cycle.code, f"{questionnaire.version}-{fingerprint(questionnaire)[:8]}"
    return f"{code}.xlsx", to_xlsform(content_of(questionnaire), form_id=code, version=version)


xlsform_paths = [
    path("<int:pk>/xlsform/", xlsform, name="xlsform"),
    path("<int:pk>/xlsform/take-over/", take_over, name="xlsform_take_over"),
    path("<int:pk>/xlsform/download/", download, name="xlsform_download"),
]
