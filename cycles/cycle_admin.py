"""A cycle in the Wagtail admin: the list, a new one, its overview with the checklist, its texts, its launch."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.access import may
from content.editing import ChangedMeanwhile, begun, values_of
from districts.models import OrgUnit

from .actions import create_cycle
from .checklist import blocking, checklist_of, launch_items
from .cycle_actions import CountryTakesPart, DisclosureFixed, NotReady, launch_cycle, save_cycle
from .cycle_forms import OTHERS, TEXTS, CycleForm, NewCycleForm
from .page_parts import current, stepper
from .participating import counted
from .permissions import cycle_state, may_create_cycle, may_run_cycle, today_of
from .proposed_dates import proposed_dates
from .reading import cycles_run_by, date_changes, page_of, whole
from .records import LearningCycle
from .sheets import merged, tell_clashes
from .wording import day, said_change

READ = ["GET", "HEAD", "POST"]
ON_A_PAGE = 30


def cycle_at(pk: int) -> LearningCycle:
    return get_object_or_404(whole(LearningCycle.objects.select_related("decision_owner")), pk=pk)


def frame(title: str, cycle: LearningCycle | None = None, **context) -> dict:
    head = {"page_title": title, "header_title": title, "header_icon": "calendar-alt", "cycle": cycle}
    return head | {"page_subtitle": cycle.title if cycle and cycle.title != title else ""} | context


def standing_words(state: str) -> str:
    return {
        "draft": _("draft, nobody sees it"),
        "planned": _("to come"),
        "running": _("under way"),
        "over": _("over"),
    }[state]


@require_safe
@may(may_create_cycle)
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(whole(cycles_run_by(request.user)), ON_A_PAGE).get_page(request.GET.get("p"))
    context = frame(_("Cycles"), lines=[_line(cycle) for cycle in page], page_obj=page)
    return render(request, "cycles/admin/list.html", context)


def _line(cycle: LearningCycle) -> dict:
    """What the list says of one."""
    on = today_of(cycle)[0]
    days = [
        date for step in cycle.steps.all() if not step.left_out for date in (step.opens_on, step.closes_on)
    ]
    ahead = [date for date in days if date and date >= on]
    return {
        "cycle": cycle,
        "countries": ", ".join(country.name for country in cycle.countries.all()),
        "standing": standing_words(cycle_state(cycle, on)),
        "step": current(stepper(cycle, on)),
        "next": day(min(ahead)) if ahead else "",
    }


@require_http_methods(READ)
@may(may_create_cycle)
def add(request: HttpRequest) -> HttpResponse:
    form = NewCycleForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        found = dict(form.cleaned_data)
        steps = proposed_dates(found.pop("start"), found["flash"])
        countries = list(found.pop("countries"))
        try:
            with transaction.atomic():
                cycle = create_cycle(countries=countries, by=request.user, steps=steps, **found)
        except IntegrityError:
            form.add_error("code", _("Another cycle has this code."))
        else:
            messages.success(
                request, _("The cycle is there, as a draft. The list below says what is missing.")
            )
            return redirect("cycles_admin:overview", cycle.pk)
    status = 422 if request.method == "POST" else 200
    context = frame(_("A new cycle"), form=form, action=_("Make the cycle"))
    return render(request, "cycles/admin/form.html", context, status=status)


@require_safe
@may(may_run_cycle, cycle_at)
def overview(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    on, items = today_of(target)[0], checklist_of(target)
    state = cycle_state(target, on)
    page = page_of(target, get_language())
    context = frame(
        target.title,
        target,
        standing=standing_words(state),
        draft=state == "draft",
        steps=stepper(target, on),
        missing=[item for item in items if not item.done],
        there=[item for item in items if item.done],
        may_launch=not blocking(launch_items(target)),
        moves=[(change, said_change(change)) for change in date_changes(target)],
        counted=counted(target),
        page_url=page.get_url() if page else "",
        links=_links(target),
    )
    return render(request, "cycles/admin/overview.html", context)


def _links(cycle: LearningCycle) -> list[tuple[str, str]]:
    """Where else a cycle is worked on; screens of apps that stand on this one are found by name."""
    named = [
        (_("Title, purpose and consent, countries"), "cycles_admin:edit"),
        (_("Steps and dates"), "cycles_admin:steps"),
        (_("Decision owner"), "cycles_admin:owner"),
        (_("Proposals of issues"), "cycles_admin:proposals"),
        (_("Questionnaire"), "builder:start"),
        (_("Helping the teams to answer"), "help_of_cycle"),
        (_("Begin another cycle as a copy of this one"), "builder:clone_cycle"),
    ]
    return [(label, reverse(name, args=[cycle.pk])) for label, name in named]


@require_http_methods(READ)
@may(may_run_cycle, cycle_at)
def edit(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    fields = (*TEXTS, *OTHERS)
    own, others = _own_countries(request.user, target)
    present = values_of(target, fields) | {"countries": sorted(own)}
    if request.method != "POST":
        form = CycleForm(initial=present, user=request.user, present=present)
        form.token = begun(present)
        return _show_edit(request, target, form, others)
    form = CycleForm(request.POST, user=request.user, present=present)
    form.token = request.POST.get("begun", "")
    if not form.is_valid():
        return _show_edit(request, target, form, others, 422)
    form.cleaned_data["countries"] = sorted(country.pk for country in form.cleaned_data["countries"])
    outcome = merged(form, present)
    if outcome.clashes:
        again = CycleForm(initial=present | outcome.changes, user=request.user, present=present)
        return _show_edit(request, target, tell_clashes(again, outcome.clashes, present), others, 409)
    try:
        _save(request, target, dict(outcome.changes), others)
    except ChangedMeanwhile:
        # Between reading and writing: once more, with what they saved.
        return edit(request, pk=target.pk)
    except DisclosureFixed:
        form.add_error(
            "discussion_audience",
            _(
                "Districts have proposed, answered or written under the present level: it can only be narrowed."
            ),
        )
    except CountryTakesPart as met:
        form.add_error("countries", _("Districts of %(name)s have taken part already.") % {"name": met})
    else:
        messages.success(request, _("Saved."))
        return redirect("cycles_admin:overview", target.pk)
    return _show_edit(request, target, form, others, 422)


def _own_countries(user, cycle: LearningCycle) -> tuple[set[int], list[OrgUnit]]:
    """Keys of the cycle's countries that are the person's to add and take away, and the others, which stay."""
    countries = list(cycle.countries.all())
    own = {country.pk for country in countries if may_create_cycle(user, [country])}
    return own, [country for country in countries if country.pk not in own]


def _save(request: HttpRequest, cycle: LearningCycle, changes: dict, others: list[OrgUnit]) -> None:
    chosen = changes.pop("countries", None)
    countries = None if chosen is None else [*OrgUnit.objects.filter(pk__in=chosen), *others]
    save_cycle(cycle=cycle, changes=changes, by=request.user, countries=countries)


def _show_edit(
    request, cycle: LearningCycle, form: CycleForm, others: list, status: int = 200
) -> HttpResponse:
    context = frame(_("Title, purpose and consent, countries"), cycle, form=form, others=others)
    return render(request, "cycles/admin/edit.html", context, status=status)


@require_POST
@may(may_run_cycle, cycle_at)
def launch(request: HttpRequest, target: LearningCycle) -> HttpResponse:
    try:
        launch_cycle(cycle=target, by=request.user)
    except NotReady as met:
        said = "; ".join(item.said for item in met.items)
        messages.error(request, _("Still missing: %(items)s") % {"items": said})
    else:
        messages.success(request, _("The cycle is public, in both languages."))
    return redirect("cycles_admin:overview", target.pk)
