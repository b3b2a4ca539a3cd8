"""Proposals of a cycle in the Wagtail admin: the list, one written down for a district, one withdrawn, one taken out of
another."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may
from content.counting import number_of
from districts.units import ABOVE

from .cycle_admin import READ, cycle_at, frame
from .issue_actions import AlreadyChosen, NotStanding, Shared, TooMany, propose_issue, withdraw_issue
from .issue_admin_forms import ForDistrictForm, WithdrawForm
from .issue_choice import NotMerged, unmerge_issue
from .issue_forms import WORDS, Asked
from .issue_lists import speaking_of
from .issue_permissions import may_propose_for, may_withdraw_for_all
from .issues import Issue, IssueQuerySet
from .permissions import may_run_cycle
from .records import LearningCycle

ON_A_PAGE = 100
STANDING, MERGED, WITHDRAWN = "", "merged", "withdrawn"


@require_safe
@may(may_run_cycle, cycle_at)
def proposals(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    asked = Asked.of(request.GET, [MERGED, WITHDRAWN])
    page = Paginator(_asked_for(target, asked), ON_A_PAGE).get_page(asked.page)
    context = frame(
        _("Proposals of issues"),
        target,
        page_obj=page,
        asked=asked,
        kinds=[(label, asked.address(kind=kind), kind == asked.kind) for kind, label in _kinds()],
        may_add=may_propose_for(request.user, target),
        query=f"{found}&" if (found := asked.address()) else "",
    )
    return render(request, "cycles/admin/proposals.html", context)


def _kinds() -> list[tuple[str, str]]:
    return [
        (STANDING, _("Standing")),
        (MERGED, _("Merged into others")),
        (WITHDRAWN, pgettext("proposals", "Withdrawn")),
    ]


def _asked_for(cycle: LearningCycle, asked: Asked) -> IssueQuerySet:
    found = whole_issues(cycle).filter(speaking_of(asked, texts=True))
    if asked.kind == MERGED:
        found = found.filter(merged_into__isnull=False)
    elif asked.kind == WITHDRAWN:
        found = found.filter(withdrawn_at__isnull=False)
    else:
        found = found.standing()
    return found.in_order()


def whole_issues(cycle: LearningCycle) -> IssueQuerySet:
    """With voices, district, author, and how many were merged into each."""
    found = Issue.objects.filter(cycle=cycle).with_support()
    found = found.annotate(brought=number_of(Issue.objects.filter(merged_into=OuterRef("pk"))))
    return found.select_related(f"proposed_by__{ABOVE}", "author", "merged_into")


def issue_of(pk: int, issue: int) -> Issue:
    """In its cycle, or not at all."""
    cycle = cycle_at(pk)
    found = get_object_or_404(whole_issues(cycle), pk=issue)
    found.cycle = cycle
    return found


def may_run_cycle_of(user, issue: Issue) -> bool:
    return may_run_cycle(user, issue.cycle)


def back(cycle: LearningCycle) -> HttpResponse:
    return redirect("cycles_admin:proposals", cycle.pk)


@require_http_methods(READ)
@may(may_propose_for, cycle_at)
def add(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    initial = {"language": get_language() or "fr", "key": uuid.uuid4()}
    form = ForDistrictForm(request.POST if request.method == "POST" else None, initial=initial, cycle=target)
    if form.is_valid():
        found = form.cleaned_data
        words = {name: found[name] for name in WORDS}
        try:
            made = propose_issue(
                cycle=target, unit=found["unit"], by=request.user, key=found["key"], on_behalf=True, **words
            )
        except TooMany:
            form.add_error("unit", _("This district has ten proposals standing in this cycle."))
        else:
            said = _("Written down for %(district)s. Its team is told.")
            messages.success(request, said % {"district": made.proposed_by.name})
            return back(target)
    status = 422 if request.method == "POST" else 200
    context = frame(_("Write down a proposal for a district"), target, form=form, action=_("Write it down"))
    return render(request, "cycles/admin/proposal_for.html", context, status=status)


@require_http_methods(READ)
@may(may_withdraw_for_all, issue_of)
def withdraw(request: HttpRequest, target: Issue) -> HttpResponse:
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            withdraw_issue(issue=target, by=request.user, because=because, for_all=True)
        except Shared:
            form.add_error(None, _("Others were merged into it: take them out again first."))
        except (NotStanding, AlreadyChosen):
            messages.error(request, _("It has just been merged or chosen. Look again."))
            return back(target.cycle)
        else:
            messages.success(request, _("Withdrawn. Those who stood behind it are told."))
            return back(target.cycle)
    status = 422 if request.method == "POST" else 200
    context = frame(_("Withdraw a proposal"), target.cycle, form=form, issue=target, action=_("Withdraw it"))
    return render(request, "cycles/admin/proposal_act.html", context, status=status)


@require_POST
@may(may_run_cycle_of, issue_of)
def unmerge(request: HttpRequest, target: Issue) -> HttpResponse:
    try:
        unmerge_issue(issue=target, by=request.user)
        messages.success(request, _("It stands by itself again, with its own voices. Its district is told."))
    except NotMerged:
        messages.error(request, _("It stands by itself already."))
    return back(target.cycle)
