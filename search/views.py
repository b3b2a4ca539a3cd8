"""The library: all that is written here, looked through or searched."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.access import anyone, may
from content.pages import BasePage

from .asked import BOTH, Asked
from .excerpts import excerpt, highlighted
from .finding import Found
from .kinds import KINDS

PER_PAGE = 10


@may(anyone)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET, get_language() or "fr")
    found = Found(asked)
    page_obj = Paginator(found, PER_PAGE).get_page(asked.page)
    context = {
        "title": _("Library"),
        "asked": asked,
        "number": len(found),
        "page_obj": page_obj,
        "hits": [_hit(page, asked, found, request) for page in page_obj],
        "kinds": _kinds(asked, found),
        "languages": _languages(asked, found),
        "wider": _wider(asked, found),
        "query": f"{address}&" if (address := asked.address()) else "",
    }
    return render(request, "search/search.html", context)


def _hit(page: BasePage, asked: Asked, found: Found, request: HttpRequest) -> dict:
    language = page.language
    stems = frozenset(asked.stems(language).split())
    summary = highlighted(page.summary, stems, language)
    return {
        "title": page.title,
        "url": page.get_url(request),
        "kind": page.kind,
        "icon": found.kind_of(page).icon,
        "summary": summary,
        "excerpt": excerpt(page, stems, language) if stems and "<mark" not in summary else None,
        "language": "" if language == asked.default_language else language,
    }


def _kinds(asked: Asked, found: Found) -> list[dict]:
    """The kinds there are something of, with how many; the chosen one also when it has nothing."""
    choices = [("", _("Everything")), *((kind.code, kind.label) for kind in KINDS)]
    return [
        _choice(label, found.of_kind(code), asked.address(kind=code), code == asked.kind)
        for code, label in choices
        if not code or code == asked.kind or found.of_kind(code)
    ]


def _languages(asked: Asked, found: Found) -> list[dict]:
    choices = [("fr", _("In French")), ("en", _("In English")), (BOTH, _("Both languages"))]
    choices.sort(key=lambda choice: choice[0] != asked.default_language)
    return [
        _choice(label, found.in_language(code), asked.address(language=code), code == asked.language)
        for code, label in choices
    ]


def _wider(asked: Asked, found: Found) -> dict | None:
    """Where nothing was found: the same question without its filters, if that finds something."""
    number = sum(counts.total() for counts in found.counts.values())
    if len(found) or not number:
        return None
    return {"url": f"?{asked.address(kind='', language=BOTH)}", "number": number}


def _choice(label: str, number: int, address: str, current: bool) -> dict:
    return {"label": label, "number": number, "url": f"?{address}" if address else "?", "current": current}
