"""The desk's side of invitations: one person, a table of many, and what became of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may

from .codes import as_written
from .invitation_actions import MayNotInvite, NotOpen, Sent, invite, invite_again, withdraw
from .invitation_files import UnreadableFile, invite_lines, read_lines, text_of
from .keeping_posts import done
from .models import Invitation, Role
from .people_forms import FileForm, InviteForm
from .permissions import may_handle, may_run_desk, units_of_desk

PAGE = 50
page = require_http_methods(["GET", "HEAD", "POST"])


def _invitation(pk: int) -> Invitation:
    if pk > 2**31:
        raise Http404
    return get_object_or_404(Invitation.objects.select_related("unit__parent__parent__parent__parent"), pk=pk)


@require_safe
@never_cache
@may(may_run_desk)
def invitations(request: HttpRequest) -> HttpResponse:
    """One's own, and those to one's area; the latest first."""
    theirs = Q(invited_by=request.user) | Q(unit__in=units_of_desk(request.user))
    found = Invitation.objects.filter(theirs).select_related("unit", "invited_by", "accepted_by")
    pages = Paginator(found, PAGE)
    return render(
        request, "districts/invitations.html", {"page_obj": pages.get_page(request.GET.get("page"))}
    )


@page
@never_cache
@may(may_run_desk)
def invite_one(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.user, request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        return _tell(request, invite(by=request.user, **values))
    return render(request, "districts/invite.html", {"form": form})


def _tell(request: HttpRequest, sent: Sent) -> HttpResponse:
    """With an address the mail is on its way; a code is shown this once, on a page to print."""
    if not sent.code:
        messages.success(
            request, _("The invitation to %(name)s is on its way.") % {"name": sent.invitation.full_name}
        )
        return redirect("invitations")
    return done(render(request, "districts/paper.html", {"papers": [_paper(sent)]}))


def _paper(sent: Sent) -> dict:
    return {"invitation": sent.invitation, "code": as_written(sent.code)}


@page
@never_cache
@may(may_run_desk)
def invite_many(request: HttpRequest) -> HttpResponse:
    """Choose a table; look at it line by line; then send. The text travels in the form, so that what is sent is what
    was looked at."""
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        try:
            if "table" in request.POST:
                return _look_or_send(request, request.POST["table"])
            if form.is_valid():
                return _look_or_send(request, text_of(form.cleaned_data["file"].read()))
        except UnreadableFile as error:
            form.add_error("file", str(error))
    return render(request, "districts/invite_many.html", {"form": form})


def _look_or_send(request: HttpRequest, text: str) -> HttpResponse:
    lines = read_lines(text, request.user)
    good = [line for line in lines if not line.wrong]
    context = {"lines": lines, "good": good, "bad": [line for line in lines if line.wrong], "table": text}
    if "send" not in request.POST or not good:
        return render(request, "districts/invite_many_look.html", context)
    invited = invite_lines(lines=lines, by=request.user)
    context["mailed"] = [line for line, sent in invited if not sent.code]
    context["papers"] = [_paper(sent) for _line, sent in invited if sent.code]
    return done(render(request, "districts/invite_many_done.html", context))


@require_POST
@never_cache
@may(may_handle, _invitation)
def again(request: HttpRequest, target: Invitation) -> HttpResponse:
    try:
        return _tell(request, invite_again(invitation=target, by=request.user))
    except (NotOpen, MayNotInvite):
        messages.error(request, _("This invitation was accepted already."))
        return redirect("invitations")


@require_POST
@may(may_handle, _invitation)
def withdraw_one(request: HttpRequest, target: Invitation) -> HttpResponse:
    try:
        withdraw(invitation=target, by=request.user)
    except NotOpen:
        messages.error(request, _("This invitation was accepted already."))
    else:
        messages.success(request, _("Withdrawn: its link or code no longer opens anything."))
    return redirect("invitations")
