"""Who looked at a district's data: its team reads it."""

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may
from cycles.models import CyclePage, LearningCycle
from districts.models import DataView, OrgUnit
from districts.permissions import LOOKS_ARE_FOR, may_read_looks
from districts.who_reads import readers_of_answers

PAGE = 30


def _district(pk: int) -> OrgUnit:
    # An address may hold a number that no database column does.
    if pk > 2**31:
        raise Http404
    unit = get_object_or_404(OrgUnit.objects.with_above(), pk=pk)
    if not unit.is_district:
        raise Http404
    return unit


@require_safe
@never_cache
@may(may_read_looks, _district)
def data_looks(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    """Newest first. Who a person was to the district is what they were then."""
    looks = target.data_views.select_related("viewer").order_by("-day", "-pk")
    page = Paginator(looks, PAGE).get_page(request.GET.get("page"))
    _name_cycles(page, request)
    context = {
        "unit": target,
        "page_obj": page,
        "level": LOOKS_ARE_FOR,
        "readers": readers_of_answers(LOOKS_ARE_FOR),
        "begun": DataView.objects.order_by("pk").values_list("day", flat=True).first(),
    }
    return render(request, "results/data_looks.html", context)


def _name_cycles(page: Page, request: HttpRequest) -> None:
    """Each look gets `cycle` and the address of its page, if it has one in the reader's language."""
    here = CyclePage.objects.live().filter(locale__language_code=get_language())
    cycles = LearningCycle.objects.filter(key__in={look.about for look in page.object_list})
    known = {
        cycle.key: cycle for cycle in cycles.prefetch_related(Prefetch("pages", here, to_attr="pages_here"))
    }
    for look in page.object_list:
        look.cycle = known.get(look.about)
        look.url = look.cycle.pages_here[0].get_url(request) if look.cycle and look.cycle.pages_here else ""
