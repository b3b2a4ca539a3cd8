"""Who may use a view: one predicate per verb, attached with one decorator.

A predicate takes (user, target) and answers True or False; a view of several targets passes what its
address names. `target_of` turns the view's keyword arguments into that target, so that the predicate that
guards the view is the very one that the template asks before it shows the button.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

Predicate = Callable[..., bool]


def anyone(user, target=None) -> bool:
    """Public: readable without an account."""
    return True


def signed_in(user, target=None) -> bool:
    return user.is_authenticated and user.is_active


def wants_json(request: HttpRequest) -> bool:
    """Asked by a script, which could do nothing with a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def may(predicate: Predicate, target_of: Callable[..., Any] | None = None) -> Callable:
    """Guard a view. Without the right: an anonymous reader is sent to sign in, a script told to, others get a 403."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            target = target_of(**kwargs) if target_of else None
            if predicate is anyone or predicate(request.user, target):
                return view(request, *args, **({"target": target} if target_of else kwargs))
            if request.user.is_authenticated:
                raise PermissionDenied
            if wants_json(request):
                return JsonResponse({"state": "signed_out", "refused": _("You are signed out.")}, status=401)
            return redirect_to_login(request.get_full_path(), reverse("account_login"))

        guarded.may = predicate
        return guarded

    return decorate
