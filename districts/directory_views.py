"""The directory of those who take part, and what each of them says of themselves."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may

from .directory import channels_shown, people_listed, with_posts
from .directory_search import Asked, people_found
from .models import OrgUnit, User
from .permissions import may_read_directory
from .profiles import FUNCTIONS, SPOKEN

PAGE = 30


@require_safe
@never_cache
@may(may_read_directory)
def directory(request: HttpRequest) -> HttpResponse:
    countries = list(OrgUnit.objects.in_use().filter(level=OrgUnit.Level.COUNTRY))
    asked = Asked.of(request.GET, countries)
    listed = people_listed(request.user)
    pages = Paginator(people_found(listed, asked), PAGE)
    page_obj = pages.get_page(request.GET.get("page"))
    address = asked.address()
    context = {
        "asked": asked,
        "number": pages.count,
        "page_obj": page_obj,
        "entries": _entries(request.user, with_posts(listed), list(page_obj)),
        "countries": countries,
        "functions": FUNCTIONS,
        "languages": SPOKEN,
        "query": f"{address}&" if address else "",
    }
    return render(request, "districts/directory.html", context)


def _entries(viewer: User, people: QuerySet[User], ids: list[int]) -> list[dict]:
    by_id = {person.pk: person for person in people.filter(pk__in=ids).order_by()}
    shown = channels_shown(viewer, by_id.values())
    return [{"person": by_id[pk], "channels": shown[pk]} for pk in ids if pk in by_id]


@require_safe
@never_cache
@may(may_read_directory)
def directory_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who is not listed for this reader is not there: the answer is that of a number nobody has."""
    if pk > 2**31:
        raise Http404
    person = get_object_or_404(with_posts(people_listed(request.user)), pk=pk)
    context = {
        "person": person,
        "channels": channels_shown(request.user, [person])[person.pk],
        "own": person.pk == request.user.pk,
    }
    return render(request, "districts/directory_person.html", context)
