"""What became of each line, to be read and to be taken along."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.access import may
from content.spreadsheets import harmless
from districts.models import OrgUnit

from ..answering.export_writing import ENCODING, SEPARATORS, seen
from ..models import AnswerImport
from .import_actions import sheets_of
from .lines import Line
from .permissions import is_mine
from .planning import WRITTEN, What
from .preview_views import PAGE, TONES
from .reading_imports import Reading
from .steps import PREVIEW, import_at, page

WORDS = {
    What.FAULTY: pgettext_lazy("line of a file", "not taken over (faults)"),
    What.LEFT_ALONE: pgettext_lazy("line of a file", "left alone"),
    What.NEW: pgettext_lazy("line of a file", "taken over"),
    What.CHANGED: pgettext_lazy("line of a file", "changed"),
    What.UNCHANGED: pgettext_lazy("line of a file", "was so already"),
    What.SKIPPED: pgettext_lazy("line of a file", "left out"),
}


@dataclass(frozen=True)
class ResultLine:
    """`why` are the sentences about it, in the reader's language."""

    number: int
    name: str
    what: str
    unit: OrgUnit | None = None
    questions: list[int] = field(default_factory=list)
    signed: bool = False
    why: list[str] = field(default_factory=list)

    @property
    def words(self):
        return WORDS[What(self.what)]

    @property
    def tone(self) -> str:
        return TONES.get(What(self.what), "part")


def lines_of(record: AnswerImport, by) -> list[ResultLine]:
    """What happened was noted as it happened; why a line was refused is read from it anew, in the reader's language."""
    try:
        read = {line.number: line for line in _read_again(record, by)}
    except OSError:
        read = {}
    units = {
        unit.code: unit
        for unit in OrgUnit.objects.filter(code__in=[each["unit"] for each in record.outcome.values()])
    }
    found = [
        _line(int(number), said, read.get(int(number)), units) for number, said in record.outcome.items()
    ]
    place = {what: number for number, what in enumerate(What)}
    return sorted(found, key=lambda line: (place[What(line.what)], line.number))


def _read_again(record: AnswerImport, by) -> list[Line]:
    reading = Reading(record, sheets_of(record), by)
    lines, _units = reading.lines, reading.units
    return lines


def _line(number: int, said: dict, line: Line | None, units: dict[str, OrgUnit]) -> ResultLine:
    return ResultLine(
        number=number,
        name=line.district if line else "",
        what=said["what"],
        unit=units.get(said["unit"]),
        questions=said["questions"],
        signed=said["signed"],
        why=list(_why(said, line)),
    )


def _why(said: dict, line: Line | None) -> Iterator[str]:
    if said["what"] == What.LEFT_ALONE:
        yield _("The team has typed or signed here itself.")
    elif said["what"] == What.SKIPPED and line is not None:
        yield line.skipped
    elif said["what"] == What.FAULTY and line is not None:
        yield from (f"{each.cell} {each.text}".strip() for each in line.problems)
    elif said["what"] in WRITTEN:
        yield _signed(said)


def _signed(said: dict) -> str:
    if said["signed"]:
        return _("Signed for the team, which is asked to confirm it.")
    if said["obstacles"]:
        return ngettext(
            "Not signed: %(number)d thing stands against it.",
            "Not signed: %(number)d things stand against it.",
            said["obstacles"],
        ) % {"number": said["obstacles"]}
    return _("Not signed: that is left to the team.")


@require_safe
@never_cache
@may(is_mine, import_at)
def result(request: HttpRequest, target: AnswerImport) -> HttpResponse:
    if target.taken_over_at is None:
        return redirect(PREVIEW, key=target.key)
    lines = lines_of(target, request.user)
    page_obj = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    counts = Counter(line.what for line in lines)
    return page(
        request,
        "result",
        target.questionnaire,
        record=target,
        counts=[(what, WORDS[what], counts[what]) for what in What if counts[what]],
        page_obj=page_obj,
        lines=page_obj.object_list,
        signed=sum(line.signed for line in lines),
    )


@require_safe
@never_cache
@may(is_mine, import_at)
def result_csv(request: HttpRequest, target: AnswerImport) -> HttpResponse:
    """No text becomes a formula."""
    if target.taken_over_at is None:
        return redirect(PREVIEW, key=target.key)
    name = f"{target.questionnaire.cycle.code}-import-{target.taken_over_at:%Y-%m-%d}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    response.write("".encode(ENCODING))
    writer = csv.writer(_Encoded(response), delimiter=SEPARATORS[get_language() or "fr"])
    writer.writerow(
        [
            _("Line"),
            _("In the file"),
            _("District code"),
            _("District"),
            _("What became of it"),
            _("Questions"),
            _("Why"),
        ]
    )
    for line in lines_of(target, request.user):
        cells = [line.name, *([line.unit.code, line.unit.name] if line.unit else ["", ""]), str(line.words)]
        cells += [", ".join(map(str, line.questions)), " ".join(map(str, line.why))]
        writer.writerow([line.number, *(harmless(seen(cell)) for cell in cells)])
    return response


class _Encoded:
    """What a csv writer writes into, text by text."""

    def __init__(self, response: HttpResponse):
        self.response = response

    def write(self, text: str) -> None:
        self.response.write(text.encode())
