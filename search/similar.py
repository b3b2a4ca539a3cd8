"""What was proposed, learnt or asked before about the same: offered to whoever writes, never in their way.

what is written (drafts.py) -> like it: similar_issues.py, similar_pages.py, similar_questions.py -> groups, shown as a
piece of a page: by the tag `{% similar %}`, and by a view of its own for the script that asks while somebody types
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content.access import may, signed_in
from cycles.models import Issue

from .drafts import Draft, Thing
from .similar_issues import issues_like
from .similar_pages import pages_like
from .similar_questions import questions_like


@dataclass(frozen=True)
class Group:
    label: str
    things: list[Thing]


def similar_to(draft: Draft, viewer, but_not: Issue | None = None) -> list[Group]:
    """Those that have something in them."""
    if not draft.stems:
        return []
    groups = [
        Group(_("Proposed before"), issues_like(draft, viewer, but_not)),
        Group(_("Found and learnt before"), pages_like(draft)),
        Group(_("Asked in questionnaires before"), questions_like(draft, viewer)),
    ]
    return [group for group in groups if group.things]


def shown(
    request: HttpRequest, title: str, text: str, language: str, but_not: Issue | None = None
) -> SafeString:
    language = language if language in ("fr", "en") else get_language() or "fr"
    groups = similar_to(Draft.of(title, text, language), request.user, but_not)
    return render_to_string("search/includes/similar.html", {"groups": groups}, request)


@require_POST
@never_cache
@may(signed_in)
def similar(request: HttpRequest) -> HttpResponse:
    """By POST: what somebody writes and has not sent belongs in no address and no log."""
    typed = {name: request.POST.get(name, "").replace("\0", " ") for name in ("title", "text", "language")}
    return HttpResponse(shown(request, **typed))
