"""What a reader does about a cycle: take its dates along, follow it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.access import anyone, may

from .calendars import calendar_of
from .cycle_actions import follow_cycle, unfollow_cycle
from .permissions import may_follow
from .reading import page_of, whole
from .records import LearningCycle


def _cycle(code: str) -> LearningCycle:
    return get_object_or_404(whole(LearningCycle.objects.all()), code=code)


@require_safe
@may(anyone, _cycle)
def calendar(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    page = page_of(target, get_language())
    if page is None:
        raise Http404
    content = calendar_of(target, page.get_url(request), page.first_published_at or page.last_published_at)
    name = f'attachment; filename="{target.code}.ics"'
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


@never_cache
@require_POST
@may(may_follow, _cycle)
def follow(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    if request.POST.get("follow") == "no":
        unfollow_cycle(cycle=target, user=request.user)
        messages.success(request, _("You are no longer told when a date moves."))
    else:
        follow_cycle(cycle=target, user=request.user)
        messages.success(request, _("You are told by mail when a date moves."))
    return redirect(page_of(target, get_language()).get_url(request))
