"""One's own posts, and leaving one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.access import may, signed_in

from .handover_forms import ONLY_ADMINISTRATOR, LeaveForm
from .handover_permissions import is_own_post, may_leave
from .leaving import OnlyAdministrator, is_only_administrator, leave_post, over_at
from .models import TEAM_ROLES, Membership, User
from .units import ABOVE


def _post(pk: int) -> Membership:
    # An address may hold a number that no database column does.
    if pk > 2**31:
        raise Http404
    return get_object_or_404(Membership.objects.select_related("user", f"unit__{ABOVE}"), pk=pk)


@require_safe
@never_cache
@may(signed_in)
def my_posts(request: HttpRequest) -> HttpResponse:
    """What one is and was, where, from when to when."""
    return render(request, "districts/my_posts.html", _posts_of(request.user))


def _posts_of(user: User) -> dict:
    posts = user.memberships.select_related(f"unit__{ABOVE}").order_by("-starts_on", "-pk")
    shown = [_shown(user, post) for post in posts]
    return {
        "current": [item for item in shown if item["open"]],
        "former": [item for item in shown if not item["open"]],
    }


def _shown(user: User, post: Membership) -> dict:
    return {
        "post": post,
        "open": may_leave(user, post),
        "to_come": post.starts_on > timezone.localdate(),
        "in_team": post.role in TEAM_ROLES,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(is_own_post, _post)
def leave(request: HttpRequest, target: Membership) -> HttpResponse:
    """What stays, what ends and when; a post that is over leads to what became of it, also at a second press."""
    if not may_leave(request.user, target):
        return redirect("left_post", pk=target.pk)
    form = LeaveForm(target, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_post(post=target, by=request.user, **_written(form))
        except OnlyAdministrator:
            # The other one left while this form was on the screen.
            form.add_error("when", ONLY_ADMINISTRATOR)
        else:
            return redirect("left_post", pk=target.pk)
    context = {
        "post": target,
        "form": form,
        "in_team": target.role in TEAM_ROLES,
        "only_administrator": is_only_administrator(target),
        "clock": _clock(target),
    }
    return render(request, "districts/leave_post.html", context)


def _clock(post: Membership) -> str:
    """At what time of the country's night a day of posts is over; empty where the country has no time zone."""
    if not (post.unit and post.unit.country.time_zone):
        return ""
    return time_format(over_at(post, timezone.localdate()).time())


def _written(form: LeaveForm) -> dict:
    values = form.cleaned_data
    note = {"note": values["text"], "language": values["language"]} if "text" in values else {}
    return {"last_day": values["last_day"], **note}


@require_safe
@never_cache
@may(is_own_post, _post)
def left(request: HttpRequest, target: Membership) -> HttpResponse:
    """It is done; what remains open. Before that, there is nothing to say here."""
    if target.ends_on is None:
        return redirect("my_posts")
    context = _posts_of(request.user)
    context |= {
        "post": target,
        "others": [item["post"] for item in context["current"] if item["post"].pk != target.pk],
        "still_in": may_leave(request.user, target),
        "in_team": target.role in TEAM_ROLES,
        "clock": _clock(target),
    }
    return render(request, "districts/left_post.html", context)
