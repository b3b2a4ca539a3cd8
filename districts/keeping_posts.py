"""A form that met a dead session or an old token: kept for its writer, shown to nobody else, sent when told to."""

import copy
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, get_language_from_path, gettext, override

from content.access import wants_json

from .form_secrets import FIELD, writer_of
from .kept_posts import MOST_BYTES, MOST_PER_PERSON
from .models import KeptFile, KeptPost, User

# Nothing of these addresses is kept, and no password of any.
NEVER = ("/accounts/", "/admin/")
# What forms carry for themselves, and codes of what was chosen: nobody would recognise their own writing by it.
CARRIED = {
    "content_type",
    "object_pk",
    "timestamp",
    "security_hash",
    "honeypot",
    "reply_to",
    "next",
    "language",
    "role",
    "when",
    "listed",
    "function",
    "spoken",
    "kind",
    "audience",
    "key",
    "go",
    "voice",
    "begun",
    "presented",
    "device",
}
# The same, of names whose end says which question they belong to: "b:meetings".
CARRIED_BEFORE = {"b", "was", "count", "remove"}


class KeptPostMiddleware:
    """Sees what the views send to the sign-in page. Forms with an old token come in by `token_refused`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and self._sent_to_sign_in(request, response):
            return keep_and_say(request) or response
        return response

    @staticmethod
    def _sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
        location = response.headers.get("Location", "")
        return not request.user.is_authenticated and urlsplit(location).path == reverse("account_login")


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW. A script keeps what it sends itself, and asks for another token."""
    if wants_json(request):
        return JsonResponse({"state": "token"}, status=403)
    return keep_and_say(request) or render(request, "403.html", status=403)


def keep_and_say(request: HttpRequest) -> HttpResponse | None:
    """None if it is not ours to keep."""
    match, writer = _view_of(request.get_full_path()), writer_of(request)
    if match is None or writer is None or not _from_here(request) or not keep(request, writer):
        return None
    if request.user.is_authenticated and request.user.pk == writer.pk:
        return redirect("kept_posts")
    messages.warning(
        request,
        gettext("You were signed out. What you wrote is kept for 24 hours: sign in and confirm to send it."),
    )
    return redirect_to_login(reverse("kept_posts"), reverse("account_login"))


def _view_of(path: str) -> ResolverMatch | None:
    """Of our own views only: those that say who may use them."""
    bare = urlsplit(path).path
    if bare.startswith(NEVER):
        return None
    try:
        # /fr/ is an address only while French is spoken, and the page that asks may be read in English.
        with override(get_language_from_path(bare) or get_language()):
            match = resolve(bare)
    except Resolver404:
        return None
    return match if hasattr(match.func, "may") else None


def _from_here(request: HttpRequest) -> bool:
    """The token says so already; this is the browser's word for it, where it gives one."""
    origin = request.headers.get("Origin", "")
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and origin in ("", here)


@transaction.atomic
def keep(request: HttpRequest, writer: User) -> bool:
    """False for what is too much to keep."""
    fields = _fields_of(request)
    files = [(name, file) for name, found in request.FILES.lists() for file in found]
    size = sum(len(name) + len(value) for name, value in fields) + sum(file.size for _name, file in files)
    path = request.get_full_path()
    if size > MOST_BYTES or len(path) > 2000:
        return False
    kept = KeptPost.objects.create(owner=writer, path=path, fields=fields)
    for name, file in files:
        row = KeptFile(
            post=kept, field=name[:100], name=file.name[:255], content_type=file.content_type or ""
        )
        row.content.save(f"{kept.key}-{row.field[:20]}", file)
    _make_room(writer)
    return True


def _fields_of(request: HttpRequest) -> list[list[str]]:
    """Without passwords, and without the one character that PostgreSQL cannot keep."""
    return [
        [name.replace("\x00", ""), value.replace("\x00", "")]
        for name, values in request.POST.lists()
        if name != FIELD and "password" not in name.lower()
        for value in values
    ]


def replace_fields(kept: KeptPost, request: HttpRequest) -> None:
    """What the person put right; the files stay."""
    kept.fields = _fields_of(request)
    kept.save(update_fields=["fields"])


def _make_room(writer: User) -> None:
    surplus = writer.kept_posts.order_by("-kept_at", "-pk")[MOST_PER_PERSON:]
    for kept in [*surplus, *KeptPost.objects.over()[:50]]:
        drop(kept)


def drop(kept: KeptPost) -> None:
    """With its files; these go once the transaction is through."""
    for row in kept.files.all():
        transaction.on_commit(lambda content=row.content: content.storage.delete(content.name))
    kept.delete()


def send_again(request: HttpRequest, kept: KeptPost) -> HttpResponse:
    """The answer of the view the form was for, asked by the person who is signed in now, with what that person may do
    now. Kept on unless the view took it, which it says by leading elsewhere or by `done`."""
    match = _view_of(kept.path)
    if match is None:  # the page is no longer there; the text stays to be read
        messages.error(request, gettext("The page it was for is no longer there. Copy your text from below."))
        return redirect("kept_posts")
    again = _rebuilt(request, kept, match)
    with override(get_language_from_path(again.path_info) or request.LANGUAGE_CODE):
        response = match.func(again, *match.args, **match.kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
    if 300 <= response.status_code < 400 or getattr(response, "form_is_done", False):
        drop(kept)
    return response


def done(response: HttpResponse) -> HttpResponse:
    """For a view that shows what it made instead of leading elsewhere: a code that is told once."""
    response.form_is_done = True
    return response


def _rebuilt(request: HttpRequest, kept: KeptPost, match: ResolverMatch) -> HttpRequest:
    """Session, person and messages of this request; address, fields and files of the kept one."""
    parts = urlsplit(kept.path)
    again = copy.copy(request)
    again.path = again.path_info = parts.path
    again.META = request.META | {"PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    again.GET = QueryDict(parts.query)
    again.resolver_match = match
    fields = QueryDict(mutable=True)
    for name, value in kept.fields:
        fields.appendlist(name, value)
    files = MultiValueDict()
    for row in kept.files.all():
        content = ContentFile(row.content.read(), name=row.name)
        content.content_type = row.content_type
        files.appendlist(row.field, content)
    again._post, again._files = fields, files
    return again


def written(kept: KeptPost) -> list[str]:
    """What the person wrote, to be recognised; of several like forms each, by the name after its number."""
    return [value for name, value in kept.fields if value.strip() and not _is_carried(name)]


def _is_carried(name: str) -> bool:
    return name.rpartition("-")[2] in CARRIED or name.partition(":")[0] in CARRIED_BEFORE
