"""Which sheet, where its headings end, and what each column is about."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.access import may

from .cells import text_of
from .columns import Chosen, problems_of
from .headings import Column
from .import_actions import note, remember_columns
from .permissions import is_mine
from .reading_imports import Reading
from .steps import import_at, page, step_of, with_reading
from .targets import DISTRICT, HAS, LEFT_OUT, LINE, UNKNOWN

EXAMPLES = 3
# A menu in each line while they are short; a field with one shared list beyond.
MOST_OPTIONS = 6_000


@dataclass(frozen=True)
class ColumnLine:
    """`target` is what it is about, as chosen or guessed; `words` say that."""

    column: Column
    target: str
    words: str
    examples: list[str]
    problem: str = ""

    @property
    def name(self) -> str:
        return f"c{self.column.place}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(is_mine, import_at)
@with_reading
def columns(request: HttpRequest, reading: Reading) -> HttpResponse:
    if request.method != "POST":
        return _show(request, reading, reading.chosen, {})
    sheet, headings = _sheet(request, reading), _headings(request, reading)
    if (sheet, headings) != (reading.record.sheet, reading.headings.last) or "again" in request.POST:
        moved = sheet != reading.record.sheet
        note(record=reading.record, sheet=sheet, headings=0 if moved else headings, columns=[])
        return redirect(request.path)
    chosen = _chosen(request, reading)
    # Also what is not whole yet: whoever comes back finds it.
    note(record=reading.record, headings=headings, columns=[chosen[place] for place in sorted(chosen)])
    if problems := problems_of(chosen, reading.catalogue):
        return _show(request, reading, chosen, problems, 422)
    remember_columns(reading=reading, chosen=chosen, by=request.user)
    return redirect(step_of(Reading(reading.record, reading.sheets, request.user)), key=reading.record.key)


def _sheet(request: HttpRequest, reading: Reading) -> int:
    text = request.POST.get("sheet", "")
    known = text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(reading.sheets)
    return int(text) if known else reading.record.sheet


def _headings(request: HttpRequest, reading: Reading) -> int:
    """One of the first rows that hold something; anything else leaves it as it is."""
    text = request.POST.get("headings", "").strip()
    rows = [number for number, _cells in reading.sheet.rows[:-1]]
    known = text.isascii() and text.isdigit() and len(text) < 8 and int(text) in rows
    return int(text) if known else reading.headings.last


def _chosen(request: HttpRequest, reading: Reading) -> Chosen:
    rest = LEFT_OUT if request.POST.get("rest") else UNKNOWN
    chosen = {}
    for column in reading.headings.columns:
        said = request.POST.get(f"c{column.place}", "").strip()[:200]
        chosen[column.place] = said.replace("\0", "") or rest
    return chosen


def _show(
    request: HttpRequest, reading: Reading, chosen: Chosen, problems: dict[int | None, str], status: int = 200
) -> HttpResponse:
    lines = [_line(reading, column, chosen, problems) for column in reading.headings.columns]
    options = _options(reading)
    return page(
        request,
        "columns",
        reading.questionnaire,
        status,
        record=reading.record,
        sheets=list(enumerate(reading.record.sheets)),
        headings=reading.headings,
        open=[line for line in lines if line.target == UNKNOWN or line.problem],
        known=[line for line in lines if line.target != UNKNOWN and not line.problem],
        options=options,
        with_menus=len(lines) * len(options) <= MOST_OPTIONS,
        missing=problems.get(None, ""),
        problems=len(problems),
    )


def _line(reading: Reading, column: Column, chosen: Chosen, problems: dict[int | None, str]) -> ColumnLine:
    target = chosen[column.place]
    return ColumnLine(
        column=column,
        target=target,
        words=reading.catalogue.label(target) or target,
        examples=_examples(reading, column.place),
        problem=problems.get(column.place, ""),
    )


def _examples(reading: Reading, place: int) -> list[str]:
    """The first different ones below the headings."""
    found: dict[str, bool] = {}
    for number, cells in reading.sheet.rows[:200]:
        if number > reading.headings.last and place < len(cells) and (text := text_of(cells[place])):
            found[text[:40]] = True
            if len(found) == EXAMPLES:
                break
    return list(found)


def _options(reading: Reading) -> list[tuple[str, str]]:
    """Choices in columns of their own only where the file has such columns."""
    split = {target for target in reading.chosen.values() if HAS in target}
    keys = [key for key in reading.catalogue.targets if HAS not in key or key in split]
    of_lines = [LINE] if LINE in reading.guessed.values() else []
    named = [(key, reading.catalogue.label(key)) for key in (DISTRICT, *of_lines, *keys)]
    return [(LEFT_OUT, _("leave this column out")), *named]
