"""What waits for those who help with a questionnaire: replies to read, signatures to be confirmed, more time, what was
corrected after closing."""

import uuid
from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may
from cycles.models import CyclePage, LearningCycle
from cycles.permissions import may_run_cycle
from cycles.reading import page_of

from .. import asking
from ..frozen import frozen
from ..models import Questionnaire
from .clarified import asked_back_of_all
from .correction_actions import current_window, has_begun
from .help_reading import Scope
from .permissions import board_countries, may_open_corrections, may_read_board
from .times import completion_step, end_of

PAGE = 30
# By the word in the address: the heading, and the rows.
LISTS: dict[str, tuple[str, Callable[[Scope], QuerySet]]] = {
    "asked": (gettext_lazy("Asked back"), Scope.asked),
    "to-confirm": (gettext_lazy("To be confirmed"), Scope.to_confirm),
    "more-time": (gettext_lazy("More time"), Scope.extended),
    "corrected": (gettext_lazy("Corrected"), Scope.corrected),
}


def questionnaire_at(key: uuid.UUID) -> Questionnaire:
    pages = Prefetch("cycle__pages", CyclePage.objects.select_related("locale"))
    found = Questionnaire.objects.select_related("cycle").prefetch_related(pages, "cycle__countries")
    return get_object_or_404(found, key=key, opened_at__isnull=False)


def help_frame(request: HttpRequest, questionnaire: Questionnaire, **context) -> dict:
    return {
        "questionnaire": questionnaire,
        "crumb_page": page_of(questionnaire.cycle, get_language() or "fr"),
        "may_open_corrections": may_open_corrections(request.user, questionnaire),
    } | context


@require_safe
@never_cache
@may(may_read_board, questionnaire_at)
def help_teams(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """One list at a time, page by page; all are counted."""
    scope = Scope(target, tuple(board_countries(request.user, target)))
    counts = {name: rows(scope).count() for name, (_label, rows) in LISTS.items()}
    show = request.GET.get("show", "")
    if show not in LISTS:
        show = next((name for name in LISTS if counts[name]), "asked")
    paginator = Paginator(LISTS[show][1](scope), PAGE)
    # Counted already.
    paginator.count = counts[show]
    page_obj = paginator.get_page(request.GET.get("page"))
    window = current_window(target)
    context = help_frame(
        request,
        target,
        title=_("Helping the teams to answer"),
        lists=[(name, label, counts[name]) for name, (label, _rows) in LISTS.items()],
        show=show,
        page_obj=page_obj,
        asked=_asked(target, page_obj) if show == "asked" else [],
        window=window,
        begun=window is not None and has_begun(window),
        end=end_of(completion_step(target)),
    )
    return render(request, "questionnaires/answering/help/teams.html", context)


def _asked(questionnaire: Questionnaire, page_obj) -> list:
    numbers = asking.numbers_of(asking.questions_of(frozen(questionnaire).sections))
    return asked_back_of_all(page_obj, numbers)


def cycle_at(pk: int) -> LearningCycle:
    return get_object_or_404(LearningCycle, pk=pk)


@require_safe
@never_cache
@may(may_run_cycle, cycle_at)
def help_of_cycle(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    """From the cycle's own screens, which know no questionnaire."""
    questionnaire = Questionnaire.objects.filter(cycle=target).first()
    if questionnaire is None or questionnaire.opened_at is None:
        return redirect("builder:start", target.pk)
    return redirect("help", key=questionnaire.key)
