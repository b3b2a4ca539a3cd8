"""Duplicates among a cycle's proposals, in the Wagtail admin: which are about the same, which one is left, what becomes
of the voices; then it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.kept_words import number_held

from .cycle_admin import READ, cycle_at, frame
from .issue_actions import AlreadyChosen, NotStanding
from .issue_admin import back, whole_issues
from .issue_admin_forms import MergeForm
from .issue_choice import NotOneCycle, merge_issues
from .issue_permissions import may_merge
from .issues import Issue, Vote
from .records import LearningCycle

MOST_SELECTED, MOST_SIMILAR, MOST_STEMS = 100, 10, 40


@require_http_methods(READ)
@may(may_merge, cycle_at)
def merge(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    """The address names what was ticked in the list; what is similar stands below it, not ticked."""
    selected = _selected(request, target)
    if not selected:
        messages.error(request, _("Tick the proposals that are about the same."))
        return back(target)
    shown = [*selected, *_similar(target, selected)]
    if request.method != "POST":
        initial = {"issues": [issue.pk for issue in selected], "into": selected[0].pk}
        return _ask(request, target, MergeForm(initial=initial, issues=shown))
    form = MergeForm(request.POST, issues=shown)
    if not form.is_valid():
        return _ask(request, target, form, 422)
    if request.POST.get("go") != "merge":
        return _look(request, target, form)
    left, merged = form.cleaned_data["left"], form.cleaned_data["merged"]
    try:
        merge_issues(issues=merged, into=left, by=request.user)
    except (NotStanding, NotOneCycle, AlreadyChosen):
        messages.error(request, _("One of them has just been withdrawn, merged or chosen. Look again."))
    else:
        messages.success(request, _("Merged. Those who stood behind them are told."))
    return back(target)


def _selected(request: HttpRequest, cycle: LearningCycle) -> list[Issue]:
    """Standing ones of this cycle, those with most voices first; whatever else stands in the address is no error."""
    asked = [int(key) for key in request.GET.getlist("issue") if key.isdecimal() and len(key) < 18]
    return list(whole_issues(cycle).standing().filter(pk__in=asked[:MOST_SELECTED]).in_order())


def _similar(cycle: LearningCycle, selected: list[Issue]) -> list[Issue]:
    """Those that share most words with the titles of what was selected; two at least."""
    stems = sorted({stem for issue in selected for stem in issue.title_words.split()})[:MOST_STEMS]
    found = whole_issues(cycle).standing().exclude(pk__in=[issue.pk for issue in selected])
    found = found.annotate(shared=number_held("words", stems)).filter(shared__gte=2)
    return list(found.order_by("-shared", "pk")[:MOST_SIMILAR])


def _ask(request: HttpRequest, cycle: LearningCycle, form: MergeForm, status: int = 200) -> HttpResponse:
    context = frame(_("Merge proposals"), cycle, form=form, issues=form.by_key.values())
    return render(request, "cycles/admin/merge.html", context, status=status)


def _look(request: HttpRequest, cycle: LearningCycle, form: MergeForm) -> HttpResponse:
    left, merged = form.cleaned_data["left"], form.cleaned_data["merged"]
    behind = Vote.objects.filter(issue__in=[left.pk, *(issue.pk for issue in merged)])
    context = frame(
        _("Merge proposals"), cycle, form=form, left=left, merged=merged,
        voices=behind.values("unit").distinct().count(),
    )  # fmt: skip
    return render(request, "cycles/admin/merge_look.html", context)
