"""The way of a file through its pages: which one comes next, and what they have in common."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cycles.models import CyclePage
from cycles.reading import page_of

from ..models import AnswerImport, Questionnaire
from .columns import problems_of
from .import_actions import TakenOver, sheets_of
from .reading_imports import Reading

TITLES = {
    "start": gettext_lazy("Bring in answers from a file"),
    "columns": gettext_lazy("What the columns are about"),
    "districts": gettext_lazy("Names of districts"),
    "preview": gettext_lazy("What the file would change"),
    "result": gettext_lazy("What the file has changed"),
}
COLUMNS, DISTRICTS, PREVIEW, RESULT = "import_columns", "import_districts", "import", "import_result"


def questionnaire_at(key: uuid.UUID) -> Questionnaire:
    found = Questionnaire.objects.select_related("cycle").prefetch_related(
        _pages("cycle"), "cycle__countries"
    )
    return get_object_or_404(found, key=key)


def import_at(key: uuid.UUID) -> AnswerImport:
    found = AnswerImport.objects.select_related("questionnaire__cycle", "by")
    pages, countries = _pages("questionnaire__cycle"), "questionnaire__cycle__countries"
    return get_object_or_404(found.prefetch_related(pages, countries), key=key)


def _pages(cycle: str) -> Prefetch:
    """Whether districts may answer is asked of them, too."""
    return Prefetch(f"{cycle}__pages", CyclePage.objects.select_related("locale"))


def step_of(reading: Reading) -> str:
    """The first page on which something is still to be said."""
    if reading.record.taken_over_at is not None:
        return RESULT
    if not reading.record.columns or problems_of(reading.chosen, reading.catalogue):
        return COLUMNS
    return DISTRICTS if reading.unsure else PREVIEW


def with_reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, reading)`. What was taken over has its result only; what is gone says so."""

    @wraps(view)
    def read(request: HttpRequest, target: AnswerImport) -> HttpResponse:
        if target.taken_over_at is not None:
            return redirect(RESULT, key=target.key)
        try:
            return view(request, Reading(target, sheets_of(target), request.user))
        except OSError:
            messages.error(request, _("This file no longer waits here. Choose it again."))
            return redirect("import_answers", key=target.questionnaire.key)
        except TakenOver:
            return redirect(RESULT, key=target.key)

    return read


def page(
    request: HttpRequest, step: str, questionnaire: Questionnaire, status: int = 200, **context
) -> HttpResponse:
    """`step` names its template and its title."""
    board = {"title": _("Who has answered"), "url": reverse("answer_board", args=[questionnaire.key])}
    shared = {
        "step": step,
        "title": TITLES[step],
        "questionnaire": questionnaire,
        "crumb_page": page_of(questionnaire.cycle, get_language() or "fr"),
        "crumb_views": [board],
    }
    return render(request, f"questionnaires/importing/{step}.html", shared | context, status=status)
