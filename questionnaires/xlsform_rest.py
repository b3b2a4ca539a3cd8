"""What a form says beside its questions and rules: told row by row, so that nothing is missed in silence."""

from django.utils.translation import gettext as _

from . import rules
from .xlsform_choices import choices_in
from .xlsform_files import Book, Row
from .xlsform_headings import (
    CHOICE_COLUMNS,
    LANGUAGE_NAMES,
    OURS,
    SURVEY_COLUMNS,
    TRANSLATED,
    column_of,
    known_rows,
)
from .xlsform_kinds import is_acknowledgement, is_silent, kind_of, list_of
from .xlsform_lines import KEPT, LOOK, LOST, Line
from .xlsform_outline import AS_QUESTION, Outline
from .xlsform_questions import Form
from .xlsform_tree import QUESTION, Node

OWN_TEXTS = {f"{column}::{language}" for column in OURS for language in LANGUAGE_NAMES}
CARRIED = {"relevant", "constraint", "required", *OWN_TEXTS}
MEDIA = ("image", "big-image", "audio", "video")
READ_ELSEWHERE = ("survey", "choices", "settings", "district_team")


def tell_of_the_rest(book: Book, outline: Outline, form: Form, sections: list[dict], unnamed: str) -> None:
    """`sections` as the outline's parts became; `unnamed` is the language of texts that name none."""
    for _after, node in outline.aside:
        _left_out(node, form)
    groups = [group for part in outline.parts for group in (*part.outer, part.group) if group]
    groups += [group for entry in outline.entries for group in entry.groups]
    asked = [entry.node for entry in outline.entries if entry.taken == AS_QUESTION]
    for node in {id(node): node for node in (*groups, *asked)}.values():
        _columns(node, form)
    _lists(outline, form)
    _absent_choices(outline, sections, form)
    _said_twice(book, form, unnamed)
    _without_place(book, form)
    _sheets(book, form)
    form.lines.sort(key=lambda line: (line.sheet != "survey", line.row))


def _left_out(node: Node, form: Form) -> None:
    """A repeat or group with each of its questions."""
    for each in node.everything():
        reason = each.left_out or _("It holds nothing that is asked here.")
        silent = each.what == QUESTION and is_silent(each.type)
        form.tell(each, f"{each.type} {each.name}", reason, KEPT if silent or not each.left_out else LOST)


def _columns(node: Node, form: Form) -> None:
    if text := next(
        (text for column, text in node.cells.items() if column in OWN_TEXTS and "${" in text), ""
    ):
        form.tell(node, text, _("The text takes up another answer; here its name is shown."), LOOK)
    for column, text in node.cells.items():
        if column in CARRIED:
            continue
        reason, weight = _about(column, node)
        if reason:
            form.tell(node, f"{column}: {text}", reason, weight)


def _about(column: str, node: Node) -> tuple[str, str]:
    first, _colons, language = column.partition("::")
    if first in OURS and language:
        return "", KEPT  # told once for the whole language
    if first in MEDIA:
        return _("Pictures and sounds of questions are not shown here."), LOOK
    if column == "read_only":
        return _("Here it can be answered."), LOOK
    if column == "choice_filter":
        return _("All choices are offered here."), LOOK
    if column == "calculation":
        return _("Not computed here."), KEPT if kind_of(node.type) == "calculation" else LOOK
    if column == "default":
        return _("Not filled in beforehand here."), KEPT
    if (column, node.cells[column]) == ("appearance", "multiline") or (column, node.type) == (
        "parameters",
        "range",
    ):
        return "", KEPT  # part of what the question is here
    if column == "appearance":
        return _("How it looks there has no effect here."), KEPT
    if first in TRANSLATED:
        return _("Not shown here."), KEPT
    return _("It has no effect here."), KEPT


def _lists(outline: Outline, form: Form) -> None:
    """Choices that are not what they were, told at the question."""
    for entry in outline.entries:
        name = list_of(entry.node.type)[0]
        if entry.taken != AS_QUESTION or not name or is_acknowledgement(entry.node.type):
            continue
        rows = form.lists[name]
        if len({row.get("name") for row in rows}) < len(rows):
            form.tell(entry.node, name, _("A name that stands twice in its list is one choice here."), LOOK)
        columns = {column.partition("::")[0] for row in rows for column in row} - {"name", "label"}
        if columns & set(MEDIA):
            form.tell(entry.node, name, _("Pictures and sounds of choices are not shown here."), LOOK)
        elif columns:
            form.tell(
                entry.node, f"{name}: {', '.join(sorted(columns))}", _("These columns have no effect here.")
            )


def _absent_choices(outline: Outline, sections: list[dict], form: Form) -> None:
    """A rule about a choice that its list does not have never holds: often a slip of the pen."""
    questions = [question for section in sections for question in section["questions"]]
    codes = {q["code"]: {choice["code"] for choice in choices_in(q)} for q in questions if choices_in(q)}
    asked = [(entry.node, q) for entry, q in zip(outline.entries, questions, strict=True)]
    asked += [
        (part.group, section) for part, section in zip(outline.parts, sections, strict=True) if part.group
    ]
    for node, row in asked:
        for each in rules.conditions(rules.read(row.get("show_if", {}))):
            if each.value is not None and str(each.value) not in codes.get(each.question, {str(each.value)}):
                reason = _("The list of “%(name)s” has no choice “%(choice)s”.")
                said = reason % {"name": each.question, "choice": str(each.value)[:60]}
                form.tell(node, f"relevant: {node.cells.get('relevant', '')}", said, LOOK)


def _said_twice(book: Book, form: Form, unnamed: str) -> None:
    """A text in a column without a language beside one in a column that names the same."""
    for name, columns in (("survey", SURVEY_COLUMNS), ("choices", CHOICE_COLUMNS)):
        headings = book.sheets[name].headings if name in book.sheets else []
        known = {heading: column_of(heading, columns) for heading in headings}
        plain = {
            column: heading
            for heading, (column, language) in known.items()
            if column in OURS and not language
        }
        named = [(heading, column) for heading, (column, language) in known.items() if language == unnamed]
        for row in book.rows(name):
            for heading, column in named:
                text = row.cells.get(plain.get(column, ""), "")
                if text and row.cells.get(heading) not in (None, text):
                    reason = _("Left out: the column “%(column)s” says something else in the same language.")
                    form.lines.append(_lost(row, name, text, reason % {"column": heading}))


def _without_place(book: Book, form: Form) -> None:
    for row in known_rows(book.rows("choices"), CHOICE_COLUMNS, ""):
        if not row.cells.get("list_name"):
            reason = _("Left out: the choice belongs to no list.")
            form.lines.append(_lost(row, "choices", row.cells.get("name", ""), reason))
    for row in book.rows("settings")[1:]:
        reason = _("Left out: only the first row of the settings counts.")
        form.lines.append(_lost(row, "settings", ", ".join(row.cells.values()), reason))


def _lost(row: Row, sheet: str, what: str, reason: str) -> Line:
    return Line(row.number, sheet, " ".join(what.split())[:120], reason, LOST)


def _sheets(book: Book, form: Form) -> None:
    for name in book.sheets:
        if name not in READ_ELSEWHERE:
            form.lines.append(Line(0, name, "", _("The sheet is kept and has no effect here."), LOOK))
    for name in book.others:
        form.lines.append(Line(0, name, "", _("The sheet is no part of an XLSForm and is not kept."), LOST))
