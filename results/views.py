"""A result at its own address: page with its thread, CSV, and the interactive plot."""

import csv
import hashlib
import io
import json
import textwrap
from dataclasses import replace
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from analysis.chart_spec import ChartSpec
from analysis.tables import csv_rows
from content.access import anyone, may
from content.spreadsheets import harmless
from districts.audiences import own_district
from districts.models import DataView

from .actions import note_export
from .blocks import FORMS
from .figures import figure_for
from .looks import see
from .models import Result
from .pages import ResultsPage
from .reading import reading_for

HOUR = 60 * 60


def _published(key: UUID, version: int | None = None) -> Result:
    """The version asked for, else the latest one; an unpublished result has no address."""
    found = Result.objects.published().filter(key=key).select_related("cycle").order_by("-version")
    result = (found if version is None else found.filter(version=version)).first()
    if result is None:
        raise Http404
    return result


@may(anyone)
@require_safe
def result_page(request: HttpRequest, key: UUID) -> HttpResponse:
    result = _published(key)
    page = _page_of(result)
    context = {
        "result": result,
        "cycle": result.cycle,
        "figure": figure_for(request, [result], form_of(result)),
        "results_page": page,
        "crumb_page": page,
        "own_unit": own_district(request.user),
        "title": result.title,
        "versions": Result.objects.published().filter(key=key).order_by("-version"),
    }
    return render(request, "results/result.html", context)


def form_of(result: Result) -> str:
    """The drawing that suits a result on its own."""
    return {"ratio": "dots", "number": "dots"}.get(result.table["kind"], "bars")


def _page_of(result: Result) -> ResultsPage | None:
    """The results page of the result's cycle in the reader's language."""
    language = get_language()
    cycle_page = result.cycle.pages.filter(locale__language_code=language).first()
    return cycle_page and ResultsPage.objects.child_of(cycle_page).live().first()


@may(anyone)
@require_safe
def result_csv(request: HttpRequest, key: UUID, version: int | None = None) -> HttpResponse:
    """The reader's disclosed table. UTF-8 with a mark at the start, so that spreadsheets open accents right."""
    result = _published(key, version)
    reading = reading_for(request, result)
    table = reading.disclosed(result)
    see(reading, result, table, DataView.What.FILE)
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow([harmless(result.title)])
    if result.cycle.reconstructed:
        writer.writerow([_("Totals are published figures; which district answered what is reconstructed.")])
    writer.writerows([harmless(cell) for cell in row] for row in csv_rows(table, reading.labels))
    name = slugify(f"{result.cycle.code}-{result.question_code}-v{result.version}-{get_language()}")
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    if request.method == "GET" and request.user.is_authenticated:
        note_export(result=result, by=request.user)
    return response


@may(anyone)
@require_safe
@xframe_options_sameorigin
@csp_update(settings.EXPLORE_STYLE_POLICY)
def explore(request: HttpRequest, key: UUID, form: str, version: int | None = None) -> HttpResponse:
    result = _published(key, version)
    reading = reading_for(request, result)
    table = reading.disclosed(result)
    spec = reading.spec([table], form)
    if spec is None:
        raise Http404
    if spec.kind != "bars":  # which name no district but the reader's own
        see(reading, result, table)
    context = {
        "result": result,
        "plot": _plot_json(result, _fit_for_phones(spec)),
        "spec": spec,
        "form_name": dict(FORMS)[form],
    }
    return render(request, "results/explore.html", context)


def _fit_for_phones(spec: ChartSpec) -> ChartSpec:
    """Bokeh breaks no lines, and a long title pushes its tools out of the screen. The page says the title
    instead; a bar's name is broken here, or left out where the title says the same."""
    marks = spec.marks
    if spec.kind == "bars":
        names = ["" if bar.name == spec.title else textwrap.fill(bar.name, 40) for bar in marks]
        marks = tuple(replace(bar, name=name) for bar, name in zip(marks, names, strict=True))
    return replace(spec, title="", marks=marks)


def _plot_json(result: Result, spec: ChartSpec) -> dict:
    """Bokeh's JSON, kept an hour by what is drawn: the same for all who see the same."""
    drawn = hashlib.sha256(repr(spec).encode()).hexdigest()
    key = f"plot:{result.digest}:{get_language()}:{drawn}"
    found = cache.get(key)
    if found is None:
        from analysis.plots import plot_json  # bokeh takes most of a second to import

        found = json.dumps(plot_json(spec, "figure"))
        cache.set(key, found, HOUR)
    return json.loads(found)
