"""For scripts that keep answers on the device: the page of what waits there, who is signed in, the service worker."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import anyone, may, signed_in

from .on_device import KEEP, SCRIPTS, kept_on_device, outbox_on_device, person_tag


@require_safe
@never_cache
@kept_on_device
@may(signed_in)
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits is known to the device alone: the page is the same for all. A former member needs it too."""
    return render(request, "questionnaires/answering/outbox.html", {"device": outbox_on_device()})


@require_safe
@never_cache
@may(anyone)
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and a token for what they send: a page from the memory of a device has an old one. The token
    is of this very session, so what is sent with it cannot end up under somebody else's name."""
    person = person_tag(request.user)
    return JsonResponse({"person": person, "token": get_token(request) if person else ""})


@require_safe
@may(anyone)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it may see the pages of all languages. Another version once a script or the stylesheet is
    another one. Browsers ask for it at every page that it sees: mostly the answer is that nothing has changed."""
    files = [static(name) for name in ("css/portal.css", *SCRIPTS)]
    version = hashlib.sha256(" ".join(files).encode()).hexdigest()[:12]
    context = {"version": version, "static": settings.STATIC_URL, "keep": KEEP}
    response = render(
        request, "questionnaires/answering/service_worker.js", context, content_type="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:16]}"'
    return get_conditional_response(request, response.headers["ETag"], response=response)
