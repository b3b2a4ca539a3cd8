"""Which districts those names stand for that nobody can be sure of."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may
from districts.models import OrgUnit

from .import_actions import note, remember_districts
from .matching import Districts, Open
from .permissions import is_mine
from .reading_imports import Reading
from .steps import COLUMNS, import_at, page, step_of, with_reading
from .targets import LEFT_OUT

# As many names on one page; the others come once these are answered.
AT_ONCE = 40
# With more districts one writes the code or the name of the one that is meant.
MOST_IN_MENU = 60


@dataclass(frozen=True)
class NameLine:
    asked: Open
    options: list[OrgUnit]
    chosen: str
    typed: str = ""
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(is_mine, import_at)
@with_reading
def districts(request: HttpRequest, reading: Reading) -> HttpResponse:
    if step_of(reading) == COLUMNS:
        return redirect(COLUMNS, key=reading.record.key)
    asked = [*reading.unsure, *reading.districts.told][:AT_ONCE]
    if not asked:
        return redirect(step_of(reading), key=reading.record.key)
    lines = [_line(request, reading.districts, each) for each in asked]
    if request.method != "POST":
        return _show(request, reading, lines)
    said = {line.asked.key: line.chosen for line in lines if line.chosen and not line.problem}
    note(record=reading.record, districts=reading.record.districts | said)
    remember_districts(questionnaire=reading.questionnaire, said=said, by=request.user)
    if any(line.problem for line in lines):
        return _show(request, reading, lines, 422)
    return redirect(step_of(Reading(reading.record, reading.sheets, request.user)), key=reading.record.key)


def _line(request: HttpRequest, known: Districts, asked: Open) -> NameLine:
    options = list(dict.fromkeys([*asked.options, *(known.mine if len(known.mine) <= MOST_IN_MENU else ())]))
    chosen = known.said.get(asked.key, "")
    if request.method != "POST":
        return NameLine(asked, options, chosen)
    chosen = request.POST.get(f"d:{asked.key}", "")
    typed = request.POST.get(f"t:{asked.key}", "").replace("\0", "").strip()[:120]
    if typed:
        unit = known.called(typed)
        if unit is None:
            problem = _("You help no district that is called “%(name)s”. Write its code.") % {
                "name": typed[:60]
            }
            return NameLine(asked, options, "", typed, problem)
        return NameLine(asked, options, unit.code, typed)
    if not chosen and request.POST.get("rest"):
        chosen = LEFT_OUT
    if chosen != LEFT_OUT and chosen not in known.by_code:
        return NameLine(asked, options, "", "", _("Choose the district, or leave these lines out."))
    return NameLine(asked, options, chosen)


def _show(request: HttpRequest, reading: Reading, lines: list[NameLine], status: int = 200) -> HttpResponse:
    return page(
        request,
        "districts",
        reading.questionnaire,
        status,
        record=reading.record,
        lines=lines,
        more=max(len(reading.unsure) - AT_ONCE, 0),
        typing=len(reading.districts.mine) > MOST_IN_MENU,
        problems=sum(bool(line.problem) for line in lines),
    )
