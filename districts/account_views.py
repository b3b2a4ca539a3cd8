"""The person's own side of getting in: code, invitation, new password, safety of the account, forms kept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import anyone, may, signed_in

from . import attempts, keeping_posts
from .account_actions import WrongCode, find_reset_code, sign_out_everywhere, use_reset_code
from .account_forms import ResetByCodeForm
from .models import KeptPost, User
from .second_factor import has_second_factor, must_have_second_factor
from .sign_in import identifier_of, person_known_by

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
@may(anyone)
def reset_by_code(request: HttpRequest) -> HttpResponse:
    """The code that a facilitator read out, and a new password."""
    form = ResetByCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _reset(request, form):
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    return render(request, "account/password_code.html", {"form": form})


def _reset(request: HttpRequest, form: ResetByCodeForm) -> bool:
    """What is wrong is said the same way whether there is such an account or not."""
    login = form.cleaned_data["login"]
    try:
        login = identifier_of(login)[1]
        attempts.refuse_too_many(request, "reset_code", login)
        found = find_reset_code(user=person_known_by(login), code=form.cleaned_data["code"])
        use_reset_code(code=found, password=form.cleaned_data["password1"])
    except WrongCode:
        attempts.count_wrong_try(request, "reset_code", login)
        form.add_error(
            "code",
            _(
                "This code does not fit this address or number, or its time is over. Ask for a new one if you need to."
            ),
        )
    except ValidationError as error:
        form.add_error(_field_of(error), error)
    return form.is_valid()


def _field_of(error: ValidationError) -> str | None:
    if getattr(error, "code", None) == attempts.TOO_MANY:
        return None
    known = getattr(error, "code", None) in ("no_identifier", "invalid")
    return "login" if known else "password1"


@require_safe
@never_cache
@may(signed_in)
def security(request: HttpRequest) -> HttpResponse:
    """How one's account is protected, and the last times it was opened."""
    context = {
        "has_factor": has_second_factor(request.user),
        "must_have_factor": must_have_second_factor(request.user),
        "sign_ins": request.user.sign_ins.all()[:10],
        "kept": request.user.kept_posts.waiting().count(),
    }
    return render(request, "account/security.html", context)


@require_POST
@may(signed_in)
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """This one too: whoever presses it does not know where they are signed in."""
    sign_out_everywhere(user=request.user, by=request.user)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


@require_safe
@never_cache
@may(signed_in)
def kept_posts(request: HttpRequest) -> HttpResponse:
    waiting = request.user.kept_posts.waiting().prefetch_related("files")
    kept = [{"post": post, "written": keeping_posts.written(post)} for post in waiting]
    return render(request, "account/kept.html", {"kept": kept})


@require_POST
@never_cache
@may(signed_in)
def kept_post(request: HttpRequest, key: str) -> HttpResponse:
    """Send it, or drop it. Without either it comes from the form's own page, shown at this address with what was
    wrong in it: then what is there now is what counts."""
    kept = _own_kept(request.user, key)
    if "drop" in request.POST:
        keeping_posts.drop(kept)
        messages.success(request, _("It was not sent, and is no longer kept."))
        return redirect("kept_posts")
    if "send" not in request.POST:
        keeping_posts.replace_fields(kept, request)
    return keeping_posts.send_again(request, kept)


def _own_kept(user: User, key: str) -> KeptPost:
    """Somebody else's is not there at all."""
    return get_object_or_404(KeptPost.objects.waiting(), key=key, owner=user)
