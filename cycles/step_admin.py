"""The steps of a cycle in the Wagtail admin: dates and notes on one screen; done early, or open again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.access import may
from content.editing import ChangedMeanwhile, begun

from .actions import complete_step
from .cycle_admin import READ, cycle_at, frame
from .permissions import may_run_cycle, step_state, today_of
from .records import CycleStep, LearningCycle
from .sheets import merged, tell_clashes
from .step_actions import BackwardDates, NotDone, ReasonMissing, reopen_step, save_steps
from .step_forms import CompleteForm, ReopenForm, StepsForm, by_step, present_values

REASONS = ("because_fr", "because_en")


@require_http_methods(READ)
@may(may_run_cycle, cycle_at)
def steps(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    found = list(target.steps.all())
    present = present_values(found)
    if request.method != "POST":
        form = StepsForm(initial=present, steps=found)
        form.token = begun(present)
        return _show(request, target, form)
    form = StepsForm(request.POST, steps=found)
    form.token = request.POST.get("begun", "")
    if not form.is_valid():
        return _show(request, target, form, 422)
    reasons = {name: form.cleaned_data[name] for name in REASONS}
    outcome = merged(form, present)
    if outcome.clashes:
        again = StepsForm(initial=present | outcome.changes | reasons, steps=found)
        return _show(request, target, tell_clashes(again, outcome.clashes, present), 409)
    try:
        moves = save_steps(cycle=target, changes=by_step(outcome.changes), by=request.user, **reasons)
    except ChangedMeanwhile:
        # Between reading and writing: once more, with what they saved.
        return steps(request, pk=target.pk)
    except ReasonMissing:
        form.ask_reason()
    except BackwardDates as met:
        # Each was right by itself, with the date that somebody else changed meanwhile it is not.
        form.add_error(f"closes_on_{met}", _("The step would close before it opens."))
    else:
        messages.success(request, _("Saved. Followers are told.") if moves else _("Saved."))
        return redirect("cycles_admin:overview", target.pk)
    return _show(request, target, form, 422)


def _show(request: HttpRequest, cycle: LearningCycle, form: StepsForm, status: int = 200) -> HttpResponse:
    on = today_of(cycle)[0]
    rows = [(step, step_state(step, on), fields) for step, fields in form.rows()]
    context = frame(_("Steps and dates"), cycle, form=form, rows=rows)
    return render(request, "cycles/admin/steps.html", context, status=status)


def _step(cycle: LearningCycle, number: int) -> CycleStep:
    step = next((step for step in cycle.steps.all() if step.number == number), None)
    if step is None:
        raise Http404
    step.cycle = cycle
    return step


def step_at(pk: int, number: int) -> CycleStep:
    return _step(cycle_at(pk), number)


def may_run_step(user, step: CycleStep) -> bool:
    return may_run_cycle(user, step.cycle)


@require_http_methods(READ)
@may(may_run_step, step_at)
def reopen(request: HttpRequest, target: CycleStep) -> HttpResponse:
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_step(step=target, by=request.user, **form.cleaned_data)
        except ReasonMissing:
            form.ask_reason()
        except BackwardDates:
            form.add_error("closes_on", _("Choose a day that is still to come."))
        except (NotDone, ChangedMeanwhile):
            messages.error(request, _("The step is not over, or somebody has just changed it. Look again."))
            return redirect("cycles_admin:overview", target.cycle_id)
        else:
            messages.success(request, _("The step is open again."))
            return redirect("cycles_admin:overview", target.cycle_id)
    return _asked(request, target, form, _("Open again: %(step)s"), _("Open again"))


@require_http_methods(READ)
@may(may_run_step, step_at)
def complete(request: HttpRequest, target: CycleStep) -> HttpResponse:
    form = CompleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        complete_step(step=target, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, _("The step is done."))
        return redirect("cycles_admin:overview", target.cycle_id)
    return _asked(request, target, form, _("Declare done: %(step)s"), _("Declare done"))


def _asked(request: HttpRequest, step: CycleStep, form, title: str, action: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = frame(title % {"step": step}, step.cycle, form=form, action=action)
    return render(request, "cycles/admin/form.html", context, status=status)
