"""Reading a thread, writing in it, taking a message back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.access import anyone, may, signed_in

from . import actions
from .forms import PostForm
from .limits import time_to_wait
from .models import Post
from .permissions import may_post, may_see_post, may_withdraw
from .reading import Reading, place_of, read_branch, read_thread
from .targets import find_target, thread_address
from .wording import too_many


def _branch_of(target_type: str, key, root: int) -> tuple[models.Model, int]:
    return find_target(target_type, key), root


def _post_of(pk: int) -> Post:
    # By `id`: unlike `pk`, which is a relation here, it finds nothing for a number too large for the database.
    return get_object_or_404(Post.objects.select_related("conversation__target_type", "user"), id=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may(anyone, find_target)
def thread(request: HttpRequest, target: models.Model) -> HttpResponse:
    """Who may not read the messages is told how many there are and who reads them."""
    if request.method == "POST":
        return _send(request, target=target)
    reading = read_thread(request.user, target, request.GET.get("page", 1))
    form = _empty_form(request, target) if reading.may_post else None
    return _page(request, reading, form)


@require_safe
@may(anyone, _branch_of)
def branch(request: HttpRequest, target: tuple[models.Model, int]) -> HttpResponse:
    """One first message and all its replies."""
    reading = read_branch(request.user, *target, request.GET.get("page", 1))
    if reading.may_read and not reading.lines:
        raise Http404
    form = _empty_form(request, target[0]) if reading.may_post else None
    return _page(request, reading, form, root=target[1])


def _empty_form(request: HttpRequest, target: models.Model) -> PostForm:
    asked = request.GET.get("reply_to", "")
    known = asked.isdecimal() and len(asked) < 10
    return PostForm(target, initial={"reply_to": int(asked)} if known else {})


def _page(
    request: HttpRequest, reading: Reading, form: PostForm | None, root: int | None = None, status: int = 200
) -> HttpResponse:
    context = {"reading": reading, "form": form, "root": root, "answered": form and _answered(form, reading)}
    return render(request, "discussions/thread_page.html", context, status=status)


def _answered(form: PostForm, reading: Reading) -> Post | None:
    """The message that is being answered, to be quoted above the form."""
    pk = (form.cleaned_data if form.is_bound else form.initial).get("reply_to")
    if not pk or reading.thread is None:
        return None
    return reading.thread.posts.published().filter(pk=pk).first()


def _send(request: HttpRequest, target: models.Model) -> HttpResponse:
    if not signed_in(request.user):
        # Signed out while writing: districts/keeping_posts.py keeps the text for its writer, whoever comes next.
        return redirect_to_login(thread_address(target) + "#write", reverse("account_login"))
    return _post(request, target=target)


@may(may_post, lambda target: target)
def _post(request: HttpRequest, target: models.Model) -> HttpResponse:
    form = PostForm(target, request.POST)
    if not form.is_valid():
        return _again(request, target, form, 200)
    if wait := time_to_wait(request.user):
        form.add_error(None, too_many(wait))
        return _again(request, target, form, 429)
    try:
        post = actions.post_message(
            target=target,
            by=request.user,
            text=form.cleaned_data["comment"],
            language=form.cleaned_data["language"],
            reply_to=_asked_for(form),
        )
    except actions.DuplicateMessage as duplicate:
        messages.info(request, _("This message is already here: it was sent once."))
        return redirect(place_of(request.user, duplicate.post, target))
    except actions.CannotAnswer:
        form.add_error(None, _("The message you answer is no longer here. Your text is kept below."))
        return _again(request, target, form, 200)
    _say_what_happened(request, post)
    return redirect(place_of(request.user, post, target))


def _asked_for(form: PostForm) -> Post | None:
    """Raises CannotAnswer; whether it is in this thread is for the action to check."""
    pk = form.cleaned_data["reply_to"]
    if not pk:
        return None
    post = Post.objects.filter(pk=pk).first()
    if post is None:
        raise actions.CannotAnswer(f"message {pk}")
    return post


def _again(request: HttpRequest, target: models.Model, form: PostForm, status: int) -> HttpResponse:
    form.keep_typed()
    return _page(request, read_thread(request.user, target), form, status=status)


def _say_what_happened(request: HttpRequest, post: Post) -> None:
    if post.status == Post.Status.PUBLISHED:
        messages.success(request, _("Your message is published."))
    else:
        text = _("Your message has arrived. A facilitator reads it before others can see it.")
        messages.success(request, text)


@require_safe
@may(may_see_post, _post_of)
def message(request: HttpRequest, target: Post) -> HttpResponse:
    """The lasting address of a message; pages move as threads grow."""
    return redirect(place_of(request.user, target, target.conversation.target()))


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_withdraw, _post_of)
def withdraw_message(request: HttpRequest, target: Post) -> HttpResponse:
    subject = target.conversation.target()
    if request.method == "POST":
        actions.withdraw(post=target, by=request.user)
        messages.success(request, _("Your message is withdrawn."))
        return redirect(thread_address(subject) if subject else "/")
    return render(request, "discussions/withdraw.html", {"post": target, "subject": subject})
