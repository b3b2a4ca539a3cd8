"""Whether pyxform takes the form, and if not: its own sentence after one of ours, and where to look.

pyxform stops at the first mistake and sometimes names no row, or fails in a way that says nothing to a person; then the
row is looked for here. xlsform_mistakes.py adds what else is wrong, so that one need not try again for each.
"""

import re
from collections import Counter
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from . import xlsform_sentences as sentences
from .xlsform_culprit import culprit
from .xlsform_files import Book, Row, Sheet
from .xlsform_headings import SURVEY_COLUMNS, known_rows
from .xlsform_kinds import CONTROL
from .xlsform_lines import WRONG, Line
from .xlsform_mistakes import mistakes_in

MOST_ASKED_ROWS = 3000
MOST_DEEP = 20
AT_ROW = re.compile(r"\[row : (\d+)\]")
ON_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices)' sheet|sheet: '(\w+)'")
IN_COLUMN = re.compile(r"the '([^']+)' value")
# Where a sentence of pyxform names something that stands in the file but not its row: sheet, column.
NAMED = [
    (re.compile(r"element named '([^']+)'"), "survey", "name"),
    (re.compile(r"[Uu]nknown question type '([^']+)'"), "survey", "type"),
    (re.compile(r"multiple choice selects\. See \[(.+?)\] in"), "choices", "name"),
    (re.compile(r"not in (?:external )?choices sheet: (\S+)"), "survey", "type"),
]
EXPLAINED = [
    (r"'name' value '?.*(invalid|problematic).*reserved", sentences.RESERVED),
    (r"'name' value '.*must be unique", sentences.TWICE_IN_A_GROUP),
    (r"Choice names must be unique", sentences.TWICE_IN_A_LIST),
    (r"'name' value is invalid.*Choices must have a name", sentences.NAMELESS_CHOICE),
    (r"'name' value is invalid", sentences.BAD_NAME),
    (r"with no name", sentences.NAMELESS),
    (r"with no type", sentences.NO_TYPE),
    (r"no label or hint", sentences.NO_LABEL),
    (r"[Uu]nknown question type", sentences.UNKNOWN_TYPE),
    (r"List name not in|choices sheet in this xlsform", sentences.NO_LIST),
    (r"Choice names with spaces", sentences.SPACES),
    (r"Unmatched 'end_", sentences.NOT_BEGUN),
    (r"Unmatched 'begin_", sentences.NOT_ENDED),
    (r"must start with '\$\{", sentences.BAD_REFERENCE),
    (r"Could not find the name|no survey element named", sentences.UNKNOWN_NAME),
    (r"appears more than once|multiple survey elements", sentences.AMBIGUOUS_NAME),
    (r"Missing calculation", sentences.NO_CALCULATION),
    (r"required column headers were not found|must have a sheet named", sentences.NO_SURVEY),
    (r"[Dd]uplicate column header|different names for the same column", sentences.SAME_COLUMN),
    (r"Column headers must not be empty", sentences.BAD_COLUMN),
    (
        r"'parameters' value is invalid|[Pp]arameter|value for quality|randomize must be",
        sentences.BAD_PARAMETERS,
    ),
    (r"supported file extensions", sentences.FILE_OF_LIST),
    (r"To use big-image", sentences.LARGE_ALONE),
    (r"'save_to' value|'entities' sheet|entit", sentences.ENTITIES),
    (r"table-list|table list", sentences.UNLIKE_TABLE),
    (r"external_choices", sentences.NO_EXTERNAL_LIST),
]


def refusals_of(book: Book) -> list[Line]:
    """Empty for a form that pyxform takes; never raises."""
    if not book.rows("survey"):
        return [_line(0, "survey", "", str(sentences.NO_SURVEY))]
    if len(book.rows("survey")) > MOST_ASKED_ROWS:
        said = ngettext(
            "The form has %(n)s row; the portal takes %(most)s.",
            "The form has %(n)s rows; the portal takes %(most)s.",
            len(book.rows("survey")),
        )
        return [_line(0, "survey", "", said % {"n": len(book.rows("survey")), "most": MOST_ASKED_ROWS})]
    if found := [*_doubled_headings(book), *_too_deep(book)]:
        return found
    try:
        convert(as_pyxform_reads(book), validate=False)
    except PyXFormError as error:
        return _in_its_place(book, _with_others(_refusal(book, str(error)), mistakes_in(book)))
    except Exception:
        # Whatever it stumbled over; its message would say nothing.
        said = _("The form cannot be read to its end. Compare it with a form that works, sheet by sheet.")
        return mistakes_in(book) or _in_its_place(book, [_line(0, "survey", "", said)])
    return []


def _in_its_place(book: Book, lines: list[Line]) -> list[Line]:
    """Where neither pyxform nor what is found here says the row of the first line."""
    if lines[0].row:
        return lines
    sheet, row = culprit(as_pyxform_reads(book), book.rows("survey"))
    if sheet == "settings" and book.rows(sheet):
        row = book.rows(sheet)[0].number
    what = next((each.cells.get("name", "") for each in book.rows(sheet) if each.number == row), "")
    return [
        replace(lines[0], row=row, sheet=sheet or lines[0].sheet, what=lines[0].what or what[:120]),
        *lines[1:],
    ]


def _doubled_headings(book: Book) -> list[Line]:
    """pyxform refuses them too, but is handed rows in which the second has no place any more."""
    found = []
    for name in ("survey", "choices", "settings"):
        sheet = book.sheets.get(name, Sheet(name))
        counted = Counter(heading for heading in sheet.headings if heading)
        found += [
            _line(sheet.number, name, each, str(sentences.SAME_COLUMN))
            for each in counted
            if counted[each] > 1
        ]
    return found


def _too_deep(book: Book) -> list[Line]:
    """No form needs it, and each level is one call within another for whoever reads it."""
    depth = 0
    for row in known_rows(book.rows("survey"), SURVEY_COLUMNS, "fr"):
        control = CONTROL.match(" ".join(row.cells.get("type", "").split()))
        depth += 0 if control is None else 1 if control[1] == "begin" else -1
        if depth > MOST_DEEP:
            said = _("Groups stand within each other here, more than %(most)s deep.") % {"most": MOST_DEEP}
            return [_line(row.number, "survey", row.cells.get("name", ""), said)]
    return []


def _with_others(first: Line, others: list[Line]) -> list[Line]:
    """Where pyxform names no row, that of the same mistake as found here."""
    if not first.row:
        same = next((line for line in others if line.reason in first.reason), first)
        first = replace(first, row=same.row, sheet=same.sheet, what=first.what or same.what)
    here = (first.sheet, first.row)
    return [
        first,
        *(line for line in others if (line.sheet, line.row) != here or line.reason not in first.reason),
    ]


def as_pyxform_reads(book: Book) -> dict:
    """A workbook in its own shape, which spares it from opening the file once more."""
    found: dict = {"sheet_names": [*book.sheets, *book.others]}
    for name, sheet in book.sheets.items():
        if name == "district_team":
            continue
        found[name] = [
            {key: text.replace("\xa0", " ") for key, text in row.cells.items()} for row in sheet.rows
        ]
        found[f"{name}_header"] = [dict.fromkeys(_used(sheet))]
    return found


def _used(sheet: Sheet) -> list[str]:
    return [heading for heading in dict.fromkeys(sheet.headings) if heading]


def _refusal(book: Book, said: str) -> Line:
    found = ON_SHEET.search(said)
    sheet = next(filter(None, found.groups()), "survey") if found else "survey"
    row = 0
    if at := AT_ROW.search(said):
        row = _number(book.rows(sheet), int(at[1]))
    elif "headers" in said and sheet in book.sheets:
        row = book.sheets[sheet].number
    what = ""
    for pattern, where, column in NAMED:
        if match := pattern.search(said):
            sheet, what = where, match[1]
            row = row or _row_with(book.rows(where), column, what)
    if not what and row and (column := IN_COLUMN.search(said)):
        what = next((each.cells.get(column[1], "") for each in book.rows(sheet) if each.number == row), "")
    return _line(row, sheet, what[:120], _explained(said))


def _number(rows: list[Row], counted: int) -> int:
    """pyxform was given the rows without the empty ones and counts from 2."""
    return rows[counted - 2].number if 0 <= counted - 2 < len(rows) else 0


def _row_with(rows: list[Row], column: str, what: str) -> int:
    for row in rows:
        text = " ".join(row.cells.get(column, "").split())
        if text == what or (column == "type" and what in text.split()):
            return row.number
    return 0


def _explained(said: str) -> str:
    """Ours first, then pyxform's own, which is English and can be looked up."""
    own = AT_ROW.sub("", said).strip()
    for pattern, words in EXPLAINED:
        if re.search(pattern, said, re.DOTALL):
            return _("%(plain)s (pyxform: %(own)s)") % {"plain": words, "own": own[:600]}
    return _("The checking program pyxform refuses the form: %(own)s") % {"own": own[:600]}


def _line(row: int, sheet: str, what: str, reason: str) -> Line:
    return Line(row, sheet, what, reason, WRONG)
