"""The issue of a cycle is chosen in the Wagtail admin: why, by whom, and in which words the cycle says it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import begun

from .cycle_admin import READ, frame
from .issue_actions import NotStanding
from .issue_admin import back, issue_of
from .issue_admin_forms import SAID, ChoiceForm
from .issue_choice import WORDS, choose_issue
from .issue_permissions import may_choose
from .issues import Issue
from .sheets import merged, tell_clashes


@require_http_methods(READ)
@may(may_choose, issue_of)
def choose(request: HttpRequest, target: Issue) -> HttpResponse:
    """Of the chosen one, its reason and the cycle's words are corrected here. Two facilitators may have it open at
    once: neither overwrites unseen what the other wrote or chose."""
    chosen = target.cycle.issues.filter(chosen_on__isnull=False).first()
    present = _present(target)
    if request.method != "POST":
        day = present["on"] or timezone.localdate()
        form = ChoiceForm(initial=present | {"on": day, "replaces": chosen and chosen.pk})
        form.token = begun(present)
        return _show(request, target, form, chosen)
    form = ChoiceForm(request.POST)
    form.token = request.POST.get("begun", "")
    if not form.is_valid():
        return _show(request, target, form, chosen, 422)
    outcome = merged(form, present)
    replaced = form.cleaned_data["replaces"] != (str(chosen.pk) if chosen else "")
    if outcome.clashes or replaced:
        again = ChoiceForm(initial=present | outcome.changes | {"replaces": chosen and chosen.pk})
        again.replaced = replaced
        return _show(request, target, tell_clashes(again, outcome.clashes, present), chosen, 409)
    found = present | outcome.changes
    try:
        choose_issue(
            issue=target, by=request.user, words={name: found[name] for name in WORDS},
            **{name: found[name] for name in (*SAID, "on")},
        )  # fmt: skip
    except NotStanding:
        messages.error(request, _("It has just been withdrawn or merged. Look again."))
        return back(target.cycle)
    messages.success(request, _("Saved. The cycle’s page shows it, and those who took part are told."))
    return redirect("cycles_admin:overview", target.cycle_id)


def _present(issue: Issue) -> dict:
    """Once chosen, the words are the cycle's; before, the team's, and nothing in the other language."""
    said = {name: getattr(issue, name) for name in SAID} | {"on": issue.chosen_on}
    if issue.chosen_on:
        return said | {name: getattr(issue.cycle, f"issue_{name}") for name in WORDS}
    return said | {name: getattr(issue, name) for name in WORDS}


def _show(
    request: HttpRequest, issue: Issue, form: ChoiceForm, chosen: Issue | None, status: int = 200
) -> HttpResponse:
    title = _("The chosen issue") if issue.chosen_on else _("Choose this issue")
    context = frame(title, issue.cycle, form=form, issue=issue, former=chosen if chosen != issue else None)
    return render(request, "cycles/admin/choose.html", context, status=status)
