"""Views of the portal as a whole: health, robots, sitemap, pictures, errors."""

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found
from django.views.static import serve

from content.access import anyone, may, wants_json

from .sitemaps import urlset

WEEK = 7 * 24 * 60 * 60


@may(anyone)
def root(request: HttpRequest) -> HttpResponse:
    """To the reader's language: cookie, person, browser, then French."""
    response = HttpResponseRedirect(f"/{get_language() or 'fr'}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@may(anyone)
@require_safe
def trivial(request: HttpRequest) -> HttpResponse:
    """Nothing, behind the whole middleware chain: what the speed of pages is measured against."""
    response = HttpResponse("ok", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


@may(anyone)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Can this process answer readers: are database and cache there?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("ready")
    except Exception as error:  # whatever is broken, the answer is the same
        return HttpResponse(type(error).__name__, status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@may(anyone)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /*?",
        f"Sitemap: {settings.PORTAL_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@may(anyone)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    from django.templatetags.static import static

    return redirect(static("img/favicon.svg"), permanent=False)


@may(anyone)
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Renditions of pictures, where they are files of this machine."""
    if "location" not in settings.STORAGES["renditions"]["OPTIONS"]:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if isinstance(response, FileResponse):
        response["Cache-Control"] = f"public, max-age={WEEK}"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@may(anyone)
@require_safe
def to_login(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("account_login") + (f"?{query}" if query else ""))


@may(anyone)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "sitemap.xml", {"urlset": urlset()}, content_type="application/xml")


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": "forbidden", "refused": _("Your account may not do this.")}, status=403)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"state": "gone", "refused": _("This page is not there any more.")}, status=404)
    return page_not_found(request, exception)


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's limits by address; what an account or a code allows is said beside the field instead."""
    return render(request, "429.html", status=429)
