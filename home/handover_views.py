"""The hand-over page of a district, and the notes on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from content.access import may
from districts.handover_actions import NoteRefused, change_note, withdraw_note, write_note
from districts.handover_forms import NoteForm
from districts.handover_permissions import (
    may_change_note,
    may_read_handover,
    may_withdraw_note,
    may_write_note,
)
from districts.models import HandoverNote, OrgUnit
from districts.permissions import may_read_directory
from districts.units import ABOVE

from .handover import handover_of

# An address may hold a number that no database column does.
LARGEST = 2**31
page = require_http_methods(["GET", "HEAD", "POST"])


def _district(pk: int) -> OrgUnit:
    """Also one that is no more: its notes are read by those who go on with its work."""
    unit = OrgUnit.objects.with_above().filter(pk=pk).first() if pk < LARGEST else None
    if unit is None or not unit.is_district:
        raise Http404
    return unit


def _note(pk: int) -> HandoverNote:
    if pk >= LARGEST:
        raise Http404
    notes = HandoverNote.objects.select_related("author", f"unit__{ABOVE}")
    return get_object_or_404(notes, pk=pk)


@require_safe
@never_cache
@may(may_read_handover, _district)
def handover(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    context = {
        "handover": handover_of(
            request, target, older_than=_number(request, "before"), answers_of=_number(request, "cycle")
        ),
        "unit": target,
        "may_read_directory": may_read_directory(request.user),
        "form": NoteForm.empty() if may_write_note(request.user, target) else None,
    }
    return render(request, "home/handover.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    """What is no number asks for the latest."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


@page
@never_cache
@may(may_write_note, _district)
def add_note(request: HttpRequest, target: OrgUnit) -> HttpResponse:
    """A page of its own, so that what was wrong is said beside the text and nothing else."""
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm.empty()
    if request.method == "POST" and form.is_valid():
        write_note(unit=target, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your note is kept for the next ones."))
        return redirect(_notes_of(target))
    return render(request, "home/handover_note.html", {"unit": target, "form": form})


@page
@never_cache
@may(may_change_note, _note)
def change(request: HttpRequest, target: HandoverNote) -> HttpResponse:
    if target.withdrawn_at and request.method != "POST":
        return redirect(_notes_of(target.unit))
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm.of(target)
    if request.method == "POST" and form.is_valid():
        try:
            change_note(note=target, by=request.user, **form.cleaned_data)
        except NoteRefused:
            form.add_error(None, _("This note was withdrawn meanwhile. Your text is kept below."))
        else:
            messages.success(request, _("Your note is changed."))
            return redirect(_notes_of(target.unit))
    return render(request, "home/handover_note.html", {"unit": target.unit, "form": form, "note": target})


@page
@never_cache
@may(may_withdraw_note, _note)
def withdraw(request: HttpRequest, target: HandoverNote) -> HttpResponse:
    """A note that is withdrawn already is shown to nobody, here neither; nor is a button pressed twice an error."""
    if target.withdrawn_at:
        return redirect(_notes_of(target.unit))
    if request.method == "POST":
        withdraw_note(note=target, by=request.user)
        messages.success(request, _("The note is no longer shown."))
        return redirect(_notes_of(target.unit))
    context = {"unit": target.unit, "note": target, "own": target.author_id == request.user.pk}
    return render(request, "home/handover_note_withdraw.html", context)


def _notes_of(unit: OrgUnit) -> str:
    return reverse("handover", args=[unit.pk]) + "#notes"
