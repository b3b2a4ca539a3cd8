"""A team proposes: writes, looks at it with what is similar beside it, sends. It changes or withdraws what is still its
own.

Whoever is of a team of the cycle comes as far as the form; whether it may be sent now is asked with each step, so that
a text that comes too late is shown with the reason instead of being lost.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import begun

from .issue_actions import (
    AlreadyChosen,
    NotStanding,
    Shared,
    TooMany,
    change_issue,
    propose_issue,
    withdraw_issue,
)
from .issue_forms import WORDS, ProposalForm
from .issue_permissions import is_decided, may_change_issue, may_propose, may_withdraw, own_district_in
from .issue_reading import cycle_of_code, issue_at, who_reads
from .issue_views import about
from .issues import Issue
from .permissions import is_published, step_state, today_in
from .records import LearningCycle, Step
from .sheets import merged, tell_clashes

READ = ["GET", "HEAD", "POST"]
Gone = (NotStanding, AlreadyChosen, Shared)


def in_team_of_cycle(user, cycle: LearningCycle) -> bool:
    return is_published(cycle) and own_district_in(user, cycle) is not None


def in_team_of_issue(user, issue: Issue) -> bool:
    unit = own_district_in(user, issue.cycle)
    return unit is not None and unit.pk == issue.proposed_by_id and is_published(issue.cycle)


@require_http_methods(READ)
@may(in_team_of_cycle, cycle_of_code)
def propose(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    if request.method != "POST":
        form = ProposalForm(initial={"language": get_language() or "fr", "key": uuid.uuid4()})
        return _form(request, target, form)
    if request.POST.get("go") == "change":
        return _form(request, target, ProposalForm(initial=request.POST.dict()))
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _form(request, target, form, 422)
    if not may_propose(request.user, target):
        return _form(request, target, form, 403)
    if request.POST.get("go") == "send":
        return _send(request, target, form)
    return _page(request, target, "cycles/propose_look.html", form=form, words=form.words)


def _send(request: HttpRequest, cycle: LearningCycle, form: ProposalForm) -> HttpResponse:
    unit = own_district_in(request.user, cycle)
    try:
        made = propose_issue(
            cycle=cycle, unit=unit, by=request.user, key=form.cleaned_data["key"], **form.words
        )
    except TooMany:
        said = _("Your district has ten proposals in this cycle. Withdraw one first; this text is kept here.")
        form.add_error(None, said)
        return _form(request, cycle, form, 422)
    messages.success(request, _("Your proposal is there. The other districts can support it now."))
    return redirect(made)


def _form(request: HttpRequest, cycle: LearningCycle, form: ProposalForm, status: int = 200) -> HttpResponse:
    """Where it is not asked for, the page says why; what was typed stands there to be copied."""
    if not may_propose(request.user, cycle):
        closed = why_closed(request, cycle)
        return _page(request, cycle, "cycles/propose_closed.html", 403, form=form, closed=closed)
    return _page(request, cycle, "cycles/propose.html", status, form=form)


def _page(
    request: HttpRequest, cycle: LearningCycle, template: str, status: int = 200, **context
) -> HttpResponse:
    context |= about(cycle) | {
        "title": _("Propose an issue"),
        "district": own_district_in(request.user, cycle),
        "who_reads": who_reads(cycle),
    }
    return render(request, template, context, status=status)


def why_closed(request: HttpRequest, cycle: LearningCycle) -> str:
    if is_decided(cycle):
        return _("The issue of this cycle is chosen.")
    today = today_in(own_district_in(request.user, cycle))
    state = next((step_state(s, today) for s in cycle.steps.all() if s.number == Step.ISSUE), "left_out")
    if state == "todo":
        return _("Proposals are not asked for yet.")
    return _("Proposals are no longer asked for: the first step of the cycle is over.")


@require_http_methods(READ)
@may(in_team_of_issue, issue_at)
def change(request: HttpRequest, target: Issue) -> HttpResponse:
    """Two members of a team may have it open at once: content/editing.py."""
    present = _present(target)
    if request.method != "POST":
        form = ProposalForm(initial=present)
        form.token = begun(present)
        return _change_form(request, target, form)
    form = ProposalForm(request.POST)
    form.token = request.POST.get("begun", "")
    if not form.is_valid():
        return _change_form(request, target, form, 422)
    outcome = merged(form, present)
    if outcome.clashes:
        again = ProposalForm(initial=present | outcome.changes)
        return _change_form(request, target, tell_clashes(again, outcome.clashes, present), 409)
    if not may_change_issue(request.user, target):
        return _change_form(request, target, form, 403)
    try:
        change_issue(issue=target, by=request.user, **present | outcome.changes)
    except Gone:
        # Between asking and writing: as it is now, with the reason.
        return _change_form(request, issue_at(target.key), form, 403)
    messages.success(request, _("Saved."))
    return redirect(target)


def _present(issue: Issue) -> dict[str, str]:
    language = issue.language or "fr"
    return {"language": language} | {name: getattr(issue, f"{name}_{language}") for name in WORDS[1:]}


def _change_form(request: HttpRequest, issue: Issue, form: ProposalForm, status: int = 200) -> HttpResponse:
    may_now = may_change_issue(request.user, issue)
    context = about(issue.cycle) | {
        "issue": issue,
        "form": form,
        "title": _("Change your proposal"),
        "who_reads": who_reads(issue.cycle),
        "closed": "" if may_now else _why_fixed(request, issue),
    }
    template = "cycles/issue_change.html" if may_now else "cycles/propose_closed.html"
    return render(request, template, context, status=status if may_now else 403)


def _why_fixed(request: HttpRequest, issue: Issue) -> str:
    if not issue.stands:
        return _("The proposal was withdrawn or merged into another one.")
    if not may_propose(request.user, issue.cycle):
        return why_closed(request, issue.cycle)
    return _(
        "Other districts support it by now, or other proposals were merged into it: its words are no longer one team's "
        "to change. Say what you would add in the discussion below it."
    )


@require_http_methods(READ)
@may(may_withdraw, issue_at)
def withdraw(request: HttpRequest, target: Issue) -> HttpResponse:
    if request.method == "POST":
        try:
            withdraw_issue(issue=target, by=request.user)
            messages.success(request, _("Your proposal is withdrawn."))
            return redirect("issues", code=target.cycle.code)
        except Gone:
            messages.error(request, _("Another district supports it by now, so it stays."))
            return redirect(target)
    context = about(target.cycle) | {"issue": target, "title": _("Withdraw your proposal")}
    return render(request, "cycles/issue_withdraw.html", context)
