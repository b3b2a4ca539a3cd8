"""Rights over one's data: see what is held, take it along, put it right, agree to research or not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import may, signed_in
from districts.account_actions import note_data_download, set_research_consent
from districts.confirming import recently_confirmed, to_confirm, way_to_confirm

from .my_data import as_json, sections_of, to_read

# A page for slow lines; the files have all.
MOST_ROWS = 100


@require_safe
@never_cache
@may(signed_in)
def my_data(request: HttpRequest) -> HttpResponse:
    """How much there is of what. What it says is shown once the person has given the password again."""
    context = {
        "held": [(section.title, number) for section, number in sections_of(request.user)],
        "confirmed": recently_confirmed(request),
        "way_to_confirm": way_to_confirm(reverse("my_data") + "#take"),
    }
    return render(request, "home/my_data.html", context)


@require_safe
@never_cache
@may(signed_in)
def read(request: HttpRequest) -> HttpResponse:
    if not recently_confirmed(request):
        return to_confirm(request.path)
    _note(request, "page")
    return render(request, "home/my_data_read.html", {"sections": to_read(request.user, MOST_ROWS)})


@require_safe
@never_cache
@may(signed_in)
def file(request: HttpRequest, form: str) -> HttpResponse:
    """Without a password just given, back to the page with the links: a file would leave the question on the screen."""
    if form not in ("html", "json"):
        raise Http404
    if not recently_confirmed(request):
        return to_confirm(reverse("my_data") + "#take")
    if form == "json":
        body, kind = as_json(request.user), "application/json"
    else:
        context = {"sections": to_read(request.user), "person": request.user, "made_at": timezone.now()}
        body, kind = render_to_string("home/my_data_file.html", context, request), "text/html; charset=utf-8"
    _note(request, form)
    name = f"district-team-{timezone.localdate():%Y-%m-%d}.{form}"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _note(request: HttpRequest, form: str) -> None:
    if request.method == "GET":
        note_data_download(user=request.user, form=form, by=request.user)


@require_POST
@may(signed_in)
def research(request: HttpRequest) -> HttpResponse:
    """Two buttons; what is neither changes nothing."""
    answer = request.POST.get("agrees")
    if answer in ("yes", "no"):
        set_research_consent(user=request.user, agrees=answer == "yes", by=request.user)
        messages.success(request, _("Noted. You can change it at any time."))
    return redirect(reverse("my_data") + "#research")
