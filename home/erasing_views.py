"""Erasing an account: one's own, or somebody's who asked an administrator for it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.access import anyone, may, signed_in
from districts.confirming import recently_confirmed, way_to_confirm
from districts.erasing import is_only_administrator
from districts.models import User
from districts.permissions import may_erase

from .erasing import ErasedAlready, OnlyAdministrator, erase_person
from .erasing_forms import EraseForm, EraseForSomebodyForm

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
@may(signed_in)
def erase_me(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if answer := _erased(request, request.user, form):
        # The session is gone with the account: this leaves the browser without one, rather than with a broken one.
        logout(request)
        return answer
    context = {
        "title": _("Erase your account"), "back": reverse("my_data"), "back_label": _("Back to your data"),
    }  # fmt: skip
    return _asked(request, request.user, form, context)


@require_safe
@may(anyone)
def erased(request: HttpRequest) -> HttpResponse:
    """Said to somebody who is nobody by now."""
    return render(request, "home/erased.html", {"hide_next": True})


def _person(pk: int) -> User:
    if pk > 2**31:  # no database column holds it
        raise Http404
    return get_object_or_404(User, pk=pk)


@page
@never_cache
@may(may_erase, _person)
def erase_somebody(request: HttpRequest, target: User) -> HttpResponse:
    form = EraseForSomebodyForm(request.POST or None)
    if _erased(request, target, form):
        messages.success(request, _("The account is erased. What was done in it stays, without the name."))
        return redirect("people")
    context = {
        "title": _("Erase the account of %(person)s") % {"person": target},
        "back": reverse("person", args=[target.pk]), "back_label": str(target),
    }  # fmt: skip
    return _asked(request, target, form, context)


def _erased(request: HttpRequest, person: User, form: EraseForm) -> HttpResponse | None:
    """Where to go now; None if nothing was erased. Sent twice, the second finds it done."""
    if request.method != "POST" or not recently_confirmed(request) or not form.is_valid():
        return None
    try:
        withdraw = form.cleaned_data["withdraw_messages"]
        erase_person(person=person, withdraw_messages=withdraw, by=request.user)
    except ErasedAlready:
        pass
    except OnlyAdministrator:
        return None
    return redirect("erased")


def _asked(request: HttpRequest, person: User, form: EraseForm, context: dict) -> HttpResponse:
    context |= {
        "form": form,
        "only_administrator": is_only_administrator(person),
        "confirmed": recently_confirmed(request),
        "way_to_confirm": way_to_confirm(request.path),
    }
    return render(request, "home/erase.html", context)
