"""Choosing a file of answers, and what was begun earlier."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.access import may

from ..models import AnswerImport, Questionnaire
from ..values import clean_text
from .files import MOST_BYTES
from .import_actions import discard, keep_file
from .permissions import is_mine, may_import
from .refusals import Refused
from .steps import COLUMNS, import_at, page, questionnaire_at

SHOWN = 10


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File with answers"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx, .xls) or a table in text form (.csv), up to 10 MB, 5,000 lines and 400 columns. "
            "One line for each district."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.tsv,.txt"}),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Split it and bring in one part after the other.")
            )
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(may_import, questionnaire_at)
def start(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    if request.method != "POST":
        return _choose(request, target, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, target, form, 422)
    file = form.cleaned_data["file"]
    name = " ".join(clean_text(file.name).split())[:120]
    try:
        record = keep_file(questionnaire=target, name=name, data=file.read(), by=request.user)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _choose(request, target, form, 422)
    return redirect(COLUMNS, key=record.key)


def _choose(
    request: HttpRequest, questionnaire: Questionnaire, form: FileForm, status: int = 200
) -> HttpResponse:
    mine = questionnaire.imports.filter(by=request.user).order_by("-asked_at", "-pk")
    return page(request, "start", questionnaire, status, form=form, imports=mine[:SHOWN])


@require_POST
@never_cache
@may(is_mine, import_at)
def let_go(request: HttpRequest, target: AnswerImport) -> HttpResponse:
    """What was taken over has its result for a while."""
    discard(AnswerImport.objects.filter(pk=target.pk, taken_over_at=None))
    messages.success(request, _("The file was let go. Nothing of it has been taken over."))
    return redirect("import_answers", key=target.questionnaire.key)
