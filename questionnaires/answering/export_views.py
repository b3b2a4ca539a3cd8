"""Taking along who has answered, and all answers: a small file comes at once, a large one is made by a worker while its
page says how far it is."""

import datetime
import tempfile
import uuid

from django import forms
from django.contrib import messages
from django.core.files.storage import Storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import may
from districts.models import User

from ..models import Export, Questionnaire
from .export_actions import ask_for_export, cancel_export, hand_over
from .export_permissions import is_mine, may_export_board, may_export_responses
from .export_running import IN_MEMORY, contents_of
from .export_sweeping import take_up
from .export_tables import Contents
from .export_writing import TYPES, write

# Cells of the first table: some 160 districts by 60 questions, a second of work.
MOST_AT_ONCE = 10_000
# A page that shows progress asks again after so many seconds.
ASKS_AGAIN = 5
# A worker that is free takes a file up sooner.
PATIENCE = datetime.timedelta(seconds=30)
SHOWN = 5

Kind = Export.Kind


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=Export.Form.choices,
        initial=Export.Form.XLSX,
        widget=forms.RadioSelect,
    )


class ResponsesForm(ExportForm):
    drafts = forms.BooleanField(
        label=gettext_lazy("With drafts: what is typed and not signed yet, marked as such"), required=False
    )


FORMS = {Kind.BOARD: ExportForm, Kind.RESPONSES: ResponsesForm}


def export_form(kind: str, data=None) -> ExportForm:
    """Two of them stand on one page."""
    return FORMS[kind](data, auto_id=f"{kind}_%s")


def forms_for(user: User, questionnaire: Questionnaire) -> dict[str, ExportForm]:
    """By kind, those of what the person may take along."""
    allowed = {Kind.BOARD: may_export_board, Kind.RESPONSES: may_export_responses}
    return {
        kind.value: export_form(kind)
        for kind, may_export in allowed.items()
        if may_export(user, questionnaire)
    }


def exports_of(user: User, questionnaire: Questionnaire) -> list[Export]:
    """The person's own of late, the latest first."""
    mine = questionnaire.exports.filter(by=user).exclude(state=Export.State.CANCELLED)
    return list(mine.order_by("-asked_at", "-pk")[:SHOWN])


def questionnaire_with(key: uuid.UUID) -> Questionnaire:
    found = Questionnaire.objects.select_related("cycle").prefetch_related("cycle__countries")
    return get_object_or_404(found, key=key)


def _export(key: uuid.UUID) -> Export:
    found = Export.objects.select_related("questionnaire__cycle", "by")
    return get_object_or_404(found.prefetch_related("questionnaire__cycle__countries"), key=key)


@require_POST
@never_cache
@may(may_export_board, questionnaire_with)
def export_board(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    return _ask(request, target, Kind.BOARD)


@require_POST
@never_cache
@may(may_export_responses, questionnaire_with)
def export_responses(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    return _ask(request, target, Kind.RESPONSES)


def _ask(request: HttpRequest, questionnaire: Questionnaire, kind: str) -> HttpResponse:
    form = export_form(kind, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a format: a workbook or a table."))
        return redirect("answer_board", key=questionnaire.key)
    asked = {
        "questionnaire": questionnaire,
        "kind": kind,
        "form": form.cleaned_data["form"],
        "language": get_language() or "fr",
        "with_drafts": form.cleaned_data.get("drafts", False),
        "by": request.user,
    }
    export = Export(**asked)
    contents = contents_of(export)
    if contents.total * len(contents.tables[0].headings) > MOST_AT_ONCE:
        return redirect("export", key=ask_for_export(**asked).key)
    return _at_once(export, contents)


def _at_once(export: Export, contents: Contents) -> HttpResponse:
    """The row is never saved: it says what is in the file."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed by the response)
    export.total = contents.total
    write(contents, export.form, export.language, file, lambda part: export.units.extend(part.units))
    file.seek(0)
    hand_over(export=export, by=export.by)
    return _as_file(export, file)


def _as_file(export: Export, file) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=file_name(export), content_type=TYPES[export.form])


def file_name(export: Export) -> str:
    """essai-responses-drafts-2026-03-12-fr.csv. The cycle's code is a slug."""
    drafts = "-drafts" if export.with_drafts else ""
    day = timezone.localdate(export.finished_at or export.asked_at)
    code = export.questionnaire.cycle.code
    return f"{code}-{export.kind}{drafts}-{day}-{export.language}.{export.form}"


@require_safe
@never_cache
@may(is_mine, _export)
def export_page(request: HttpRequest, target: Export) -> HttpResponse:
    """How far it is. It asks again by itself until it is ready, unless its reader has stopped that."""
    if target.is_under_way:
        take_up(Export.objects.filter(pk=target.pk))
        target.refresh_from_db(fields=["state", "fault", "done", "finished_at"])
    asks_again = target.is_under_way and request.GET.get("refresh") != "off"
    context = {
        "export": target,
        "questionnaire": target.questionnaire,
        "asks_again": asks_again and ASKS_AGAIN,
        "waits": target.state == Export.State.QUEUED and target.asked_at < timezone.now() - PATIENCE,
        "name": file_name(target),
    }
    response = render(request, "questionnaires/answering/export.html", context)
    if asks_again:
        response["Refresh"] = str(ASKS_AGAIN)
    return response


@require_safe
@never_cache
@may(is_mine, _export)
def export_file(request: HttpRequest, target: Export) -> HttpResponse:
    if target.state != Export.State.DONE:
        return redirect("export", key=target.key)
    storage: Storage = target.content.storage
    try:
        file = storage.open(target.content.name)
    except FileNotFoundError:
        messages.error(request, _("This file is not there any more. Ask for it again."))
        return redirect("answer_board", key=target.questionnaire.key)
    if request.method == "GET":
        hand_over(export=target, by=request.user)
    return _as_file(target, file)


@require_POST
@never_cache
@may(is_mine, _export)
def export_cancel(request: HttpRequest, target: Export) -> HttpResponse:
    """One that has become ready meanwhile stays."""
    if cancel_export(export=target, by=request.user):
        messages.success(request, _("The file is not made any more."))
        return redirect("answer_board", key=target.questionnaire.key)
    return redirect("export", key=target.key)
