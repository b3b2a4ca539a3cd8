"""The page on which people say who they are, what they can help with, and how they may be reached."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may, signed_in

from .audiences import memberships_of
from .models import TEAM_ROLES
from .permissions import may_read_directory
from .profile_actions import save_profile
from .profile_forms import ProfileForm, WayForms


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(signed_in)
def profile(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form, ways = ProfileForm(request.POST), WayForms.sent(request.POST)
        # Both are looked at, so that everything that is wrong is said at once.
        if all((form.is_valid(), ways.is_valid())):
            return _save(request, form, ways)
    else:
        form, ways = ProfileForm.of(request.user), WayForms.of(request.user)
    context = {
        "form": form,
        "ways": ways,
        "reaching": ways.widest,
        "wrong": bool(form.errors) or any(way.errors for way in ways),
        "may_read_directory": may_read_directory(request.user),
        "in_a_team": any(post.role in TEAM_ROLES for post in memberships_of(request.user)),
    }
    return render(request, "districts/profile.html", context)


def _save(request: HttpRequest, form: ProfileForm, ways: WayForms) -> HttpResponse:
    """Leads on in the language just chosen. One chosen on the way in, on this device, no longer stands against it."""
    written = form.written(ways.ways())
    save_profile(user=request.user, written=written, by=request.user)
    with override(written.language):
        messages.success(request, _("Your profile is saved."))
        response = redirect(reverse("profile"))
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response
