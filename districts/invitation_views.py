"""The invited person's two screens: the code from paper, and the account itself."""

import uuid

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import anyone, may
from notifications.secrets import is_secret_of

from . import attempts
from .account_forms import AcceptForm, CodeForm
from .invitation_actions import NotOpen, PostHeldAlready, accept_as, accept_as_new, find_by_code, still_given
from .models import Invitation, User
from .notices import INVITATION, invitation_path

OVER = gettext_noop(
    "It was used already or withdrawn, its time is over, or whoever invited you is no longer in that post."
)
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
@may(anyone)
def enter_code(request: HttpRequest) -> HttpResponse:
    """From paper to the same screen that the link of a mail opens."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (invitation := _found(request, form)):
        return redirect(invitation_path(invitation, get_language()))
    return render(request, "districts/enter_code.html", {"form": form})


def _found(request: HttpRequest, form: CodeForm) -> Invitation | None:
    try:
        attempts.refuse_too_many(request, "invitation")
    except ValidationError as error:
        form.add_error("code", error)
        return None
    found = find_by_code(text=form.cleaned_data["code"])
    if found is None:
        attempts.count_wrong_try(request, "invitation")
        form.add_error(
            "code",
            _(
                "No open invitation has this code. Check it; if it is right, its time is over: ask who invited you."
            ),
        )
    return found


@page
@never_cache
@may(anyone)
def accept(request: HttpRequest, key: uuid.UUID, secret: str) -> HttpResponse:
    """Shows as what and where one is invited; makes the account, or gives the post to the one signed in."""
    if wait := attempts.seconds_to_wait(request, "invitation"):
        return _closed(request, attempts.too_many(wait), 429)
    invitation = _behind(key, secret)
    if invitation is None:
        attempts.count_wrong_try(request, "invitation")
        return _closed(request, _(OVER), 404)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    form = AcceptForm(invitation, request.POST or None)
    if request.method == "POST" and form.is_valid() and (person := _make_account(request, invitation, form)):
        return _sign_in(request, person)
    return render(request, "districts/accept.html", {"invitation": invitation, "form": form})


def _behind(key: uuid.UUID, secret: str) -> Invitation | None:
    found = (
        Invitation.objects.open().filter(key=key).select_related("unit__parent__parent", "invited_by").first()
    )
    known = found is not None and is_secret_of(INVITATION, found.nonce, secret)
    return found if known and still_given(found) else None


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "districts/invitation_closed.html", {"why": why}, status=status)


def _make_account(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> User | None:
    values = form.cleaned_data
    try:
        return accept_as_new(
            invitation=invitation,
            first_name=values["first_name"],
            last_name=values["last_name"],
            email=values["email"],
            phone=values["phone"],
            language=values["language"],
            password=values["password1"],
            research_consent=values["research_consent"],
        )
    except (NotOpen, IntegrityError):
        # Somebody was faster, perhaps a second click: the account may be there by now.
        form.add_error(None, _("This invitation was used a moment ago. If it was you, sign in."))
        return None


def _sign_in(request: HttpRequest, person: User) -> HttpResponse:
    messages.success(request, _("Welcome. Your account is ready."))
    record_authentication(request, person, method="invitation")
    return perform_login(request, Login(user=person, redirect_url=f"/{person.language}/"))


def _accept_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        try:
            accept_as(invitation=invitation, person=request.user)
        except PostHeldAlready:
            messages.info(request, _("You have this role there already."))
        except NotOpen:
            return _closed(request, _(OVER), 404)
        else:
            messages.success(request, _("You have a new role."))
        return redirect(f"/{get_language()}/")
    return render(request, "districts/accept.html", {"invitation": invitation, "form": None})
