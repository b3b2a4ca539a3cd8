"""Proposals as everybody reads them: a cycle's list, one of them, a district's voice."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.access import may, signed_in

from .issue_actions import NotStanding, support_issue, take_voice_back
from .issue_forms import Asked
from .issue_lists import asked_for, kinds_for, lines_of
from .issue_permissions import (
    asks_for_issues,
    is_decided,
    may_change_issue,
    may_propose,
    may_see_issue,
    may_see_issues,
    may_support,
    own_district_in,
)
from .issue_reading import Reader, cycle_of_code, issue_at, supporters_of, who_reads
from .issues import Issue
from .reading import page_of
from .records import LearningCycle

ON_A_PAGE = 20


@require_safe
@may(may_see_issues, cycle_of_code)
def issues(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    reader = Reader(request.user, target)
    kinds = kinds_for(reader)
    asked = Asked.of(request.GET, list(kinds))
    page_obj = Paginator(asked_for(reader, asked), ON_A_PAGE).get_page(asked.page)
    context = about(target) | {
        "title": _("Proposals of issues"),
        "asked": asked,
        "page_obj": page_obj,
        "lines": lines_of(page_obj, reader),
        "kinds": [(label, asked.address(kind=kind), kind == asked.kind) for kind, label in kinds.items()],
        "reader": reader,
        "may_propose": may_propose(request.user, target),
        "decided": is_decided(target),
        "open": asks_for_issues(target, reader.own),
        "query": f"{found}&" if (found := asked.address()) else "",
    }
    return render(request, "cycles/issues.html", context)


def about(cycle: LearningCycle) -> dict:
    """What every page about proposals says of its cycle: where it stands in the tree."""
    return {"cycle": cycle, "crumb_page": page_of(cycle, get_language() or "fr")}


@require_safe
@may(may_see_issue, issue_at)
def issue(request: HttpRequest, target: Issue) -> HttpResponse:
    """What was merged leads to what is left; what was withdrawn only its district and the facilitators still read."""
    if target.merged_into_id:
        if signed_in(request.user):
            messages.info(request, _("“%(title)s” was merged into this proposal.") % {"title": target.title})
        return redirect(target.merged_into)
    reader = Reader(request.user, target.cycle)
    if target.withdrawn_at:
        return _withdrawn(request, target, reader)
    unit = reader.own
    context = about(target.cycle) | {
        "issue": target,
        "crumb_title": _("Proposal"),
        "reader": reader,
        "who_reads": who_reads(target.cycle),
        "district": target.proposed_by if reader.names(target.proposed_by) else None,
        "ours": unit is not None and unit.pk == target.proposed_by_id,
        "supporters": supporters_of(target, reader),
        "supported": unit is not None and target.votes.filter(unit=unit).exists(),
        "merged": lines_of(
            target.merged.select_related("proposed_by__parent__parent").order_by("pk"), reader
        ),
        "may_support": may_support(request.user, target),
        "may_change": may_change_issue(request.user, target),
    }
    return render(request, "cycles/issue.html", context)


def _withdrawn(request: HttpRequest, issue: Issue, reader: Reader) -> HttpResponse:
    own = reader.own is not None and reader.own.pk == issue.proposed_by_id
    told = own or reader.runs
    context = about(issue.cycle) | {"issue": issue, "title": _("A proposal that was withdrawn"), "told": told}
    return render(request, "cycles/issue_withdrawn.html", context, status=200 if told else 410)


def standing_at(key) -> Issue:
    """Whoever supports what was merged supports what is left."""
    found = issue_at(key)
    return issue_at(found.merged_into.key) if found.merged_into_id else found


@require_POST
@may(may_support, standing_at)
def support(request: HttpRequest, target: Issue) -> HttpResponse:
    unit = own_district_in(request.user, target.cycle)
    try:
        if request.POST.get("voice") == "no":
            take_voice_back(issue=target, unit=unit, by=request.user)
            messages.success(
                request, _("%(district)s no longer supports this proposal.") % {"district": unit.name}
            )
        else:
            support_issue(issue=target, unit=unit, by=request.user)
            messages.success(request, _("%(district)s supports this proposal.") % {"district": unit.name})
    except NotStanding:
        # Withdrawn or merged in this very moment; the page says which.
        messages.error(request, _("The proposal has just been withdrawn or merged. Look again."))
    return redirect(target)
