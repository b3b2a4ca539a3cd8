"""Units in the Wagtail admin: the tree with its map, and small screens for each change.

Own small views rather than a ModelViewSet: units are changed through unit_actions.py, and a list of thousands
in one screen would be slow to read.
"""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import registry

from content.access import may

from .models import Membership, OrgUnit, UnitLink
from .unit_actions import (
    LinkImpossible,
    UnitInUse,
    archive_unit,
    replace_units,
    restore_unit,
    save_level_name,
    save_unit,
)
from .unit_forms import LevelNamesForm, ReplaceForm, UnitForm
from .unit_map import map_of
from .unit_permissions import may_edit_units, may_read_units
from .unit_tree import level_names, page_number, read_tree, search
from .units import MOST_LEVELS

MOST_ENTRIES = 50


def _unit(pk: int) -> OrgUnit:
    return get_object_or_404(OrgUnit.objects.with_above(), pk=pk)


def _frame(title: str) -> dict:
    return {"page_title": title, "header_title": title, "header_icon": "site"}


@require_safe
@may(may_read_units)
def tree(request: HttpRequest) -> HttpResponse:
    return _show(request, None)


@require_safe
@may(may_read_units, _unit)
def show(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    return _show(request, target)


def _show(request: HttpRequest, unit: OrgUnit | None) -> HttpResponse:
    text, archived = request.GET.get("q", "").strip()[:120], "archived" in request.GET
    names, page = level_names(), page_number(request.GET.get("p", ""))
    context = _frame(unit.name if unit else _("Districts and other units")) | {
        "text": text,
        "archived": archived,
        "found": search(text) if text else None,
        "root": read_tree(unit, page, archived, names),
        "may_add_country": may_edit_units(request.user),
    }
    if unit:
        context |= _facts(unit, names) | {"may_edit": may_edit_units(request.user, unit)}
    return render(request, "districts/admin/units.html", context)


def _facts(unit: OrgUnit, names: dict) -> dict:
    links = list(UnitLink.objects.filter(Q(before=unit) | Q(after=unit)).select_related("before", "after"))
    return {
        "unit": unit,
        "level_name": names.get((unit.country.pk, unit.level)),
        "replaces": [link for link in links if link.after_id == unit.pk],
        "replaced_by": [link for link in links if link.before_id == unit.pk],
        "map": map_of(unit),
        "may_have_below": unit.level < MOST_LEVELS and not unit.archived_at,
    }


@require_safe
@may(may_read_units, _unit)
def history(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    """What was done to the unit, and how many people have a post there."""
    entries = registry.get_logs_for_instance(target).select_related("user").order_by("-timestamp")
    context = _frame(_("History: %(name)s") % {"name": target.name}) | {
        "unit": target,
        "entries": entries[:MOST_ENTRIES],
        "people": Membership.objects.current().filter(unit=target).count(),
    }
    return render(request, "districts/admin/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_edit_units)
def add_country(request: HttpRequest) -> HttpResponse:
    return _edited(request, UnitForm(request.POST or None, instance=OrgUnit(level=1)), _("A new country"))


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_edit_units, _unit)
def add(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    """A unit just below `target`."""
    if target.level >= MOST_LEVELS or target.archived_at:
        messages.error(request, _("Nothing can be added below this unit."))
        return redirect("units:show", pk=target.pk)
    unit = OrgUnit(level=target.level + 1, parent=target)
    form = UnitForm(request.POST or None, instance=unit, parent=target)
    return _edited(request, form, _("A new unit in %(name)s") % {"name": target.name})


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_edit_units, _unit)
def edit(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    form = UnitForm(request.POST or None, instance=target)
    names = LevelNamesForm(request.POST or None, country=target) if target.level == 1 else None
    return _edited(request, form, target.name, names)


def _edited(
    request: HttpRequest, form: UnitForm, title: str, names: LevelNamesForm | None = None
) -> HttpResponse:
    """The form, or what became of it: the unit's page."""
    valid = form.is_valid() and (names is None or names.is_valid())
    if not valid:
        context = _frame(title) | {"form": form, "names": names, "unit": form.instance, "above": form.above}
        return render(request, "districts/admin/unit_form.html", context)
    fields = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "code"}
    if not form.instance.pk:
        fields["parent"] = form.above
    code, level = form.cleaned_data["code"], form.instance.level
    unit = save_unit(code=code, level=level, by=request.user, **fields)
    for number, words in names.changed_levels().items() if names else ():
        save_level_name(country=unit, level=number, by=request.user, **words)
    messages.success(request, _("Saved."))
    return redirect("units:show", pk=unit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_edit_units, _unit)
def replace(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    form = ReplaceForm(request.POST or None, unit=target)
    if form.is_valid():
        sides = {"before": [target], "after": [target]} | {
            form.cleaned_data["side"]: form.cleaned_data["units"]
        }
        try:
            replace_units(on=form.cleaned_data["on"], by=request.user, **sides)
        except LinkImpossible as error:
            form.add_error("units", str(error))
        else:
            messages.success(request, _("Noted. Past cycles keep the districts of their time."))
            return redirect("units:show", pk=target.pk)
    title = _("Merger, split or succession: %(name)s") % {"name": target.name}
    return render(request, "districts/admin/unit_form.html", _frame(title) | {"form": form, "unit": target})


@require_http_methods(["GET", "HEAD", "POST"])
@may(may_edit_units, _unit)
def archive(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    """Ask, then archive; of an archived unit, take it back."""
    act = restore_unit if target.archived_at else archive_unit
    if request.method == "POST":
        try:
            act(unit=target, by=request.user)
            messages.success(request, _("Saved."))
        except UnitInUse as error:
            messages.error(request, str(error))
        return redirect("units:show", pk=target.pk)
    return render(request, "districts/admin/archive.html", _frame(target.name) | {"unit": target})
