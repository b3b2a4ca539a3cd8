"""Mistakes in a form that was refused, row by row: the commonest, all at once, where pyxform tells only the first."""

import re
from collections import Counter
from collections.abc import Iterator

from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from . import xlsform_sentences as sentences
from .xlsform_files import Book, Row
from .xlsform_headings import CHOICE_COLUMNS, SURVEY_COLUMNS, known_rows
from .xlsform_kinds import CONTROL, SELECT
from .xlsform_lines import WRONG, Line

NAME = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
MOST_TOLD = 100
# Written by KoboToolbox's editor, which takes them apart before a form goes to a telephone.
OF_KOBO = {
    "begin_kobomatrix", "end_kobomatrix", "begin_score", "score__row", "end_score", "begin_rank", "rank__level",
    "end_rank",
}  # fmt: skip


def mistakes_in(book: Book) -> list[Line]:
    survey = known_rows(book.rows("survey"), SURVEY_COLUMNS, "fr")
    choices = known_rows(book.rows("choices"), CHOICE_COLUMNS, "fr")
    lists = {row.cells.get("list_name", "") for row in choices}
    found = [
        *_open_groups(survey),
        *(line for row in survey for line in _of_row(row, lists)),
        *_unknown_names(survey),
        *_twice_in_a_list(book, choices),
    ]
    found.sort(key=lambda line: (line.sheet != "survey", line.row))
    return found[:MOST_TOLD]


def _line(row: Row, what: str, reason: str, sheet: str = "survey") -> Line:
    return Line(row.number, sheet, what[:120], str(reason), WRONG)


def _of_row(row: Row, lists: set[str]) -> Iterator[Line]:
    type_, name = " ".join(row.cells.get("type", "").split()), row.cells.get("name", "")
    if not type_:
        if name or any(column.startswith("label") for column in row.cells):
            yield _line(row, name, sentences.NO_TYPE)
        return
    control, select = CONTROL.match(type_), SELECT.match(type_)
    if control and control[1] == "end":
        return
    if not (control or select or type_ in QUESTION_TYPE_DICT or type_.startswith("osm")):
        yield _line(row, type_, _unknown(type_))
    elif not name and type_ not in ("note", "audit"):
        yield _line(row, type_, sentences.NAMELESS)
    elif name and not is_xml_tag(name):
        yield _line(
            row,
            name,
            sentences.BAD_NAME,
        )
    if select and select[2] not in lists and not re.search(r"[.$]|external", select[0]):
        yield _line(row, select[2], sentences.NO_LIST)
    if type_ == "calculate" and not (row.cells.get("calculation") or row.cells.get("default")):
        yield _line(row, name, sentences.NO_CALCULATION)


def _unknown(type_: str) -> str:
    if type_ in OF_KOBO:
        return str(sentences.KOBO_ALONE)
    spaced = any(type_.startswith(f"{command} ") for command in ("select_one", "select_multiple", "rank"))
    return str(sentences.LIST_WITH_SPACES if spaced else sentences.UNKNOWN_TYPE)


def _open_groups(survey: list[Row]) -> Iterator[Line]:
    """Groups that are not closed in their order, and names that stand twice in one."""
    stack: list[tuple[str, Row | None, set[str]]] = [("", None, set())]
    for row in survey:
        control = CONTROL.match(" ".join(row.cells.get("type", "").split()))
        name = row.cells.get("name", "")
        if control and control[1] == "end":
            if len(stack) == 1 or (stack[-1][0] == "group") != (control[2] == "group"):
                reason = sentences.NOT_BEGUN
                yield _line(row, row.cells["type"], reason)
            else:
                stack.pop()
            continue
        if name and name in stack[-1][2]:
            yield _line(row, name, sentences.TWICE_IN_A_GROUP)
        stack[-1][2].add(name)
        if control:
            stack.append((control[2], row, set()))
    for _kind, row, _names in stack[1:]:
        yield _line(row, row.cells.get("name", ""), sentences.NOT_ENDED)


def _unknown_names(survey: list[Row]) -> Iterator[Line]:
    names = Counter(row.cells.get("name", "") for row in survey) + Counter({"instanceID": 1})
    for row in survey:
        for column, text in row.cells.items():
            for name in dict.fromkeys(NAME.findall(text)):
                if column not in ("type", "name") and not names[name]:
                    yield _line(row, f"{column}: ${{{name}}}", sentences.UNKNOWN_NAME)


def _twice_in_a_list(book: Book, choices: list[Row]) -> Iterator[Line]:
    allowed = any(
        "yes" in row.cells.get("allow_choice_duplicates", "").lower() for row in book.rows("settings")
    )
    seen: set[tuple[str, str]] = set()
    for row in choices:
        place = (row.cells.get("list_name", ""), row.cells.get("name", ""))
        if place[0] and not place[1]:
            yield _line(row, place[0], sentences.NAMELESS_CHOICE, "choices")
        elif place in seen and place[0] and not allowed:
            yield _line(row, place[1], sentences.TWICE_IN_A_LIST, "choices")
        seen.add(place)
