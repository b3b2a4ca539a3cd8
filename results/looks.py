"""Who was shown which district's figures by name: gathered while an answer is made, noted once at its end.

A look is at a value with the district's name on it that is not for everyone, by somebody signed in who is not of its
team. `see` is called where rows are put into a page, a file or a plot; a table that is only counted is no look.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from analysis.disclosure import Audience, DisclosedRow, DisclosedTable, disclose
from analysis.results import Missing
from districts.data_view_actions import look_at, note_looks
from districts.models import DataView

from .models import Result
from .reading import Reading

# These tell nothing of a district: it may or may not have answered.
TELLS_NOTHING = (Missing.NO_ANSWER, Missing.WITHHELD, Missing.TOO_FEW)


def see(
    reading: Reading, result: Result, table: DisclosedTable, what: DataView.What = DataView.What.FIGURES
) -> None:
    """The reader is shown the rows of `table`, which is `result` as disclosed to them."""
    if not reading.viewer.is_authenticated or not any(_told_by_name(row) for row in table.rows):
        return
    public = _public_rows(result, table)
    reading.seen |= {
        look_at(
            unit=reading.ids[row.unit],
            what=what,
            about=reading.cycle.key,
            relation=reading.relations[row.unit],
        )
        for row in table.rows
        if _told_by_name(row) and row not in public
    }


def _told_by_name(row: DisclosedRow) -> bool:
    return row.unit is not None and not row.own and row.value not in TELLS_NOTHING


def _public_rows(result: Result, table: DisclosedTable) -> set[DisclosedRow]:
    """What everyone is shown alike; below the last rung that is nothing."""
    return set(disclose(result.frozen, {}).rows) if table.level == Audience.PUBLIC else set()


class LooksMiddleware:
    """Innermost, so that a page is rendered by the time it is asked what was in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200 and not _is_preview(request):
            readings = request.__dict__.get("_readings", {}).values()
            note_looks(viewer=request.user, looks={look for reading in readings for look in reading.seen})
        return response


def _is_preview(request: HttpRequest) -> bool:
    """An editor looking at a draft, in Wagtail's way."""
    return getattr(request, "is_dummy", False) or getattr(request, "is_preview", False)
