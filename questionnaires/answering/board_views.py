"""The board of a questionnaire: who has answered, whom to call; and the list of calls on paper."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may
from cycles.permissions import today_in
from districts.models import OrgUnit, User

from ..importing.permissions import may_import
from ..models import Questionnaire
from .board import SILENT, STATES, board_of, totals_of
from .board_calls import Contact, contacts_of
from .board_search import CHOICES, Asked, narrowed
from .export_views import exports_of, forms_for, questionnaire_with
from .permissions import board_countries, may_read_board

PAGE, ON_PAPER = 30, 100


@dataclass(frozen=True)
class Line:
    """A district of the board. `more_time`: its own last day, while that is not over."""

    unit: OrgUnit
    contacts: list[Contact]

    @property
    def words(self) -> str | Promise:
        return STATES[self.unit.state]

    @property
    def more_time(self) -> bool:
        until = self.unit.extended_until
        return until is not None and until >= today_in(self.unit)


@require_safe
@never_cache
@may(may_read_board, questionnaire_with)
def board(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """The totals are of the whole board, whatever part of it is asked for."""
    districts = board_of(target, board_countries(request.user, target))
    totals = totals_of(districts)
    asked = Asked.of(request.GET, totals)
    page_obj, lines = _page(request, narrowed(districts, asked), PAGE)
    context = {
        "questionnaire": target,
        "totals": totals,
        "signed": sum(total.signed for total in totals),
        "districts": sum(total.districts for total in totals),
        "asked": asked,
        "states": CHOICES.items(),
        "query": _query(asked),
        "page_obj": page_obj,
        "lines": lines,
        "forms": forms_for(request.user, target),
        "exports": exports_of(request.user, target),
        "may_import": may_import(request.user, target),
    }
    return render(request, "questionnaires/answering/board.html", context)


@require_safe
@never_cache
@may(may_read_board, questionnaire_with)
def call_list(request: HttpRequest, target: Questionnaire) -> HttpResponse:
    """Of those who have not signed, of all regions or of one; made to be printed."""
    districts = board_of(target, board_countries(request.user, target))
    totals = totals_of(districts)
    asked = Asked.of(request.GET, totals)
    silent = narrowed(districts.filter(state__in=SILENT), Asked(region=asked.region))
    page_obj, lines = _page(request, silent.order_by("parent__name_fr", "name_fr", "pk"), ON_PAPER)
    context = {
        "questionnaire": target,
        "totals": totals,
        "asked": asked,
        "query": _query(Asked(region=asked.region)),
        "page_obj": page_obj,
        "lines": lines,
    }
    return render(request, "questionnaires/answering/board_calls.html", context)


def _page(request: HttpRequest, districts: QuerySet[OrgUnit], size: int) -> tuple[Page, list[Line]]:
    page_obj = Paginator(districts, size).get_page(request.GET.get("page"))
    return page_obj, _lines(request.user, list(page_obj))


def _lines(viewer: User, units: list[OrgUnit]) -> list[Line]:
    contacts = contacts_of(viewer, units)
    return [Line(unit, contacts.get(unit.pk, [])) for unit in units]


def _query(asked: Asked) -> str:
    address = asked.address()
    return f"{address}&" if address else ""
