"""A figure as a page shows it: sentence, drawing, table, files, and what the reader's own district answered."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from analysis.cell_texts import value_text
from analysis.disclosure import Audience, DisclosedTable
from analysis.drawings import draw
from analysis.tables import DataTable, data_table
from districts.who_reads import readers_of_answers

from .looks import see
from .models import Result
from .reading import Reading, reading_for
from .wording import base_sentence


@dataclass(frozen=True)
class Figure:
    anchor: str
    sentence: str
    base: str
    drawing: SafeString
    tables: list[DataTable]
    csv_url: str
    explore_url: str
    result_url: str
    results: list[Result]
    own_name: str
    own_value: str
    reconstructed: bool
    shows_districts: bool
    levels: list[dict]
    notices: list[str]


def figure_for(request: HttpRequest, results: list[Result], form: str) -> Figure:
    """The figure for this request's reader. All results are of one cycle: the first one's."""
    first = results[0]
    reading = reading_for(request, first)
    tables = [reading.disclosed(result) for result in results]
    spec = reading.spec(tables, form)
    for result, table in zip(results, tables, strict=True):
        see(reading, result, table)
    anchor = first.question_code.replace("_", "-")
    return Figure(
        anchor=anchor,
        sentence=" ".join(reading.summary(table) for table in tables),
        base=base_sentence(tables[0]),
        drawing=mark_safe(draw(spec, prefix=anchor)) if spec else "",  # noqa: S308  (escaped by drawings.py)
        tables=[data_table(table, reading.labels) for table in tables],
        csv_url=reverse("result_csv", args=[first.key, first.version]),
        explore_url=reverse("explore", args=[first.key, first.version, form]) if spec else "",
        result_url=reverse("result", args=[first.key]),
        results=results,
        own_name=reading.own.name if reading.own else "",
        own_value=_own_value(reading, tables),
        reconstructed=any(table.reconstructed for table in tables),
        shows_districts=any(len(table.rows) > 1 for table in tables),
        levels=_levels(tables[0]),
        notices=[notice for result in results for notice in _notices(reading, result)],
    )


def _notices(reading: Reading, result: Result) -> list[str]:
    """What was corrected in this version, and that there is a later one than the page cites."""
    corrected = [result.notice] if result.notice else []
    if result.version < reading.latest_versions.get(result.key, 0):
        corrected.append(_("This figure was corrected since: the discussion shows the latest version."))
    return corrected


def _own_value(reading: Reading, tables: list[DisclosedTable]) -> str:
    if reading.own is None:
        return ""
    rows = ((table, table.row(reading.own.code)) for table in tables)
    return "; ".join(value_text(table, row.value, reading.labels) for table, row in rows if row)


def _levels(table: DisclosedTable) -> list[dict]:
    """Who can read this: the rows by the question's level, the totals everyone."""
    level = min(table.level, Audience.HIERARCHY) if table.reconstructed else table.level
    return [
        {"level": int(level), "what": _("What each district answered:"), "text": readers_of_answers(level)},
        {"level": int(Audience.PUBLIC), "what": _("Totals:"), "text": readers_of_answers(Audience.PUBLIC)},
    ]
