"""The desk for people: who is in one's area, who is invited, and help for those who cannot get in."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may

from .account_actions import (
    issue_reset_code,
    set_number,
    sign_out_everywhere,
    take_second_factor_off,
    verify_number,
)
from .actions import end_membership, name_acting_lead, start_membership
from .codes import as_written
from .desk_lists import LISTS
from .keeping_posts import done
from .models import Membership, Role, User
from .people_forms import ActingLeadForm, AddPostForm, CalledForm, NumberForm
from .permissions import may_end, may_erase, may_help, may_name_acting_lead, may_run_desk, people_of_desk
from .second_factor import has_second_factor

PAGE = 30
page = require_http_methods(["GET", "HEAD", "POST"])


def _person(pk: int) -> User:
    # An address may hold a number that no database column does.
    if pk > 2**31:
        raise Http404
    return get_object_or_404(User, pk=pk)


def _post(pk: int) -> Membership:
    if pk > 2**31:
        raise Http404
    posts = Membership.objects.select_related("user", "unit__parent__parent__parent__parent")
    return get_object_or_404(posts, pk=pk)


@require_safe
@never_cache
@may(may_run_desk)
def people(request: HttpRequest) -> HttpResponse:
    """By name, address, number or place; all, or one of the lists of desk_lists.py."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    posts = Membership.objects.current().select_related("unit").order_by("starts_on", "pk")
    found = people_of_desk(request.user).prefetch_related(Prefetch("memberships", posts, to_attr="posts"))
    for word in asked.split()[:5]:
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(phone__icontains=word)
            | Q(pk__in=Membership.objects.filter(unit__name_fr__icontains=word).values("user_id"))
        )
    show = request.GET.get("show", "")
    label, narrowed = LISTS.get(show, ("", None))
    found = narrowed(found) if narrowed else found
    pages = Paginator(found.order_by("last_name", "first_name", "pk"), PAGE)
    kept = {name: value for name, value in (("q", asked), ("show", show if label else "")) if value}
    query = f"{urlencode(kept)}&" if kept else ""
    context = {
        "page_obj": pages.get_page(request.GET.get("page")), "q": asked, "query": query, "show": show, "only": label
    }  # fmt: skip
    return render(request, "districts/people.html", context)


@require_safe
@never_cache
@may(may_help, _person)
def person(request: HttpRequest, target: User) -> HttpResponse:
    return _person_page(request, target)


def _person_page(request: HttpRequest, target: User, status: int = 200, **forms) -> HttpResponse:
    posts = list(
        target.memberships.select_related("unit__parent__parent__parent__parent").order_by("-starts_on", "pk")
    )
    current = set(target.memberships.current().values_list("pk", flat=True))
    context = {
        "person": target,
        "posts": [
            {"post": post, "current": post.pk in current, "may_act": _may_act(request.user, post)}
            for post in posts
        ],
        "number_form": NumberForm(target),
        "called_form": CalledForm(),
        "has_factor": has_second_factor(target),
        "last_sign_in": target.sign_ins.first(),
        "may_erase": may_erase(request.user, target),
    }
    return render(request, "districts/person.html", context | forms, status=status)


def _may_act(user: User, post: Membership) -> bool:
    return post.role == Role.MEMBER and may_name_acting_lead(user, post)


@require_POST
@may(may_help, _person)
def number(request: HttpRequest, target: User) -> HttpResponse:
    """Two buttons of one form: the number changed, or verified as it is."""
    if "verify" in request.POST:
        if not target.phone:
            messages.error(request, _("There is no number to verify."))
        else:
            verify_number(user=target, by=request.user)
            messages.success(request, _("Noted: you reached this person at that number."))
        return redirect("person", pk=target.pk)
    form = NumberForm(target, request.POST)
    if form.is_valid():
        try:
            set_number(user=target, phone=form.cleaned_data["phone"], by=request.user)
        except IntegrityError:
            form.add_error("phone", _("Another account has this number."))
        else:
            messages.success(request, _("The number is set. Call it, then note that it is verified."))
            return redirect("person", pk=target.pk)
    target.refresh_from_db(fields=["phone"])
    return _person_page(request, target, number_form=form)


@require_POST
@never_cache
@may(may_help, _person)
def reset_code(request: HttpRequest, target: User) -> HttpResponse:
    """Shown once, to be read out at once."""
    form = CalledForm(request.POST)
    if not form.is_valid():
        return _person_page(request, target, called_form=form)
    if not target.is_active:
        messages.error(request, _("This account is switched off."))
        return redirect("person", pk=target.pk)
    code = as_written(issue_reset_code(user=target, by=request.user))
    return done(render(request, "districts/reset_code.html", {"person": target, "code": code}))


@require_POST
@may(may_help, _person)
def sign_out(request: HttpRequest, target: User) -> HttpResponse:
    sign_out_everywhere(user=target, by=request.user)
    messages.success(request, _("This person is signed out everywhere."))
    return redirect("person", pk=target.pk)


@require_POST
@may(may_help, _person)
def second_factor_off(request: HttpRequest, target: User) -> HttpResponse:
    take_second_factor_off(user=target, by=request.user)
    messages.success(
        request, _("The second factor is taken off. Where it is required, it is set up anew at sign-in.")
    )
    return redirect("person", pk=target.pk)


@page
@never_cache
@may(may_help, _person)
def add_post(request: HttpRequest, target: User) -> HttpResponse:
    """A further role, without an invitation: the person has an account and is known."""
    form = AddPostForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _begun(form, target, request.user):
        messages.success(request, _("The role is given."))
        return redirect("person", pk=target.pk)
    return render(request, "districts/add_post.html", {"person": target, "form": form})


def _begun(form: AddPostForm, person: User, by: User) -> bool:
    if not person.is_active:
        form.add_error(None, _("This account is switched off."))
        return False
    values = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
    try:
        start_membership(user=person, by=by, **values)
    except IntegrityError:
        form.add_error("role", _("This person has this role there already."))
        return False
    return True


@require_POST
@may(may_end, _post)
def end_post(request: HttpRequest, target: Membership) -> HttpResponse:
    """At once: an open session has no more of this role with its next request."""
    if target.ends_on is None or target in Membership.objects.current():
        end_membership(membership=target, by=request.user)
    messages.success(request, _("Ended. What was written stays with the district."))
    return redirect("person", pk=target.user_id)


@page
@never_cache
@may(may_name_acting_lead, _post)
def acting_lead(request: HttpRequest, target: Membership) -> HttpResponse:
    form = ActingLeadForm(target, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_acting_lead(membership=target, by=request.user, **form.cleaned_data)
        except ValueError:
            form.add_error(
                None, _("This person leads the team on some of these days already, or has left it.")
            )
        else:
            messages.success(request, _("Named. During these days this person signs off for the team."))
            return redirect("person", pk=target.user_id)
    return render(request, "districts/acting_lead.html", {"post": target, "form": form})
