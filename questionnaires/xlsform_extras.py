"""The sheet "district_team" of an exported form: what the portal knows and the XLSForm's own sheets cannot say.

Kobo and ODK do not read it. Each row names a field whose value differs from what the other sheets come to, together
with what they come to: where somebody has changed them since, the sheets win.

    what      name      field    in_the_form   value
    question  deaths    level                  30
    ratio     coverage
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import rules
from .structure import Question
from .xlsform_files import MOST_IN_A_CELL, Book, Row, Sheet
from .xlsform_fitting import FORM, KEPT, MODEL_OF, QUESTION, SECTION, fits
from .xlsform_layout import Layout
from .xlsform_lines import LOOK, Imported, Line
from .xlsform_outline import Marks

NAME = "district_team"
# Of groups: two numbers that are one percentage, a section, what stands around sections.
RATIO, IS_SECTION, OUTER = "ratio", "is_section", "around"
COLUMNS = ("what", "name", "field", "in_the_form", "value")


@dataclass
class Extra:
    """`said` and `value` are plain data; None for nothing."""

    what: str
    name: str
    field: str
    said: object
    value: object
    row: int = 0


def differences(content: dict, derived: dict) -> list[Extra]:
    """What must stand beside the sheets from which `derived` was read, so that `content` comes of them."""
    found = list(_fields(FORM, "", content, derived, ("sections", "checks")))
    if _check_order(content) != _question_by_question(content):
        found.append(Extra(FORM, "", "check_order", _question_by_question(content), _check_order(content)))
    names = section_names(derived)
    for name, section, read in zip(names, content["sections"], derived["sections"], strict=True):
        found += _fields(SECTION, name, section, read, ("questions",))
        for question, got in zip(section["questions"], read["questions"], strict=True):
            found += _fields(QUESTION, got["code"], question, got, ())
            mine, theirs = checks_at(content, question["code"]), checks_at(derived, got["code"])
            if mine != theirs:
                found.append(Extra(QUESTION, got["code"], "checks", theirs, mine))
    return found


def ratio_marks(content: dict, layout: Layout) -> list[Extra]:
    return [
        Extra(RATIO, layout.names[question["code"], ""][-1], "", None, None)
        for section in content["sections"]
        for question in section["questions"]
        if question["kind"] == Question.Kind.RATIO
    ]


def _fields(what: str, name: str, mine: dict, theirs: dict, without: tuple[str, ...]) -> Iterator[Extra]:
    """What is kept of the whole form can be long and is told part by part: "kept_xlsform.settings"."""
    if what == FORM:
        mine, theirs = _taken_apart(mine), _taken_apart(theirs)
    for field in sorted({*mine, *theirs} - set(without)):
        if mine.get(field) != theirs.get(field):
            yield Extra(what, name, field, theirs.get(field), mine.get(field))


def _taken_apart(content: dict) -> dict:
    parts = content.get(KEPT, {})
    return {field: value for field, value in content.items() if field != KEPT} | {
        f"{KEPT}.{part}": value for part, value in parts.items()
    }


def section_names(content: dict) -> list[str]:
    """By its code, or its place where that tells too little."""
    codes = [section.get("code") for section in content["sections"]]
    return [code if code and codes.count(code) == 1 else f"#{n}" for n, code in enumerate(codes, start=1)]


def checks_at(content: dict, code: str) -> list[dict]:
    return [
        {name: value for name, value in check.items() if name != "question"}
        for check in content["checks"]
        if check["question"] == code
    ]


def _check_order(content: dict) -> list[str]:
    return [check["question"] for check in content["checks"]]


def _question_by_question(content: dict) -> list[str]:
    codes = [question["code"] for section in content["sections"] for question in section["questions"]]
    order = _check_order(content)
    return [code for code in codes for _check in range(order.count(code))]


def group_marks(layout: Layout) -> list[Extra]:
    """Where a form's groups alone would be cut into other sections."""
    ways = {way[:n] for way in layout.ways for n in range(1, len(way) + 1)}
    found = [(OUTER if path not in layout.sections else IS_SECTION, path) for path in sorted(ways)]
    return [Extra(what, "/".join(layout.named(path)), "", None, None) for what, path in found]


def same_shape(content: dict, derived: dict) -> bool:
    """Whether there is a question for each, in sections alike."""
    mine, theirs = (
        [len(section["questions"]) for section in each["sections"]] for each in (content, derived)
    )
    return mine == theirs


def sheet_of(extras: list[Extra]) -> Sheet:
    """Texts too long for a cell go on in the next row."""
    sheet = Sheet(NAME, list(COLUMNS))
    for extra in extras:
        texts = [
            "" if each is None else json.dumps(each, sort_keys=True) for each in (extra.said, extra.value)
        ]
        first = dict(zip(COLUMNS, (extra.what, extra.name, extra.field), strict=False))
        for start in range(0, max(len(text) for text in texts) or 1, MOST_IN_A_CELL):
            parts = [text[start : start + MOST_IN_A_CELL] for text in texts]
            cells = first | dict(zip(COLUMNS[3:], parts, strict=True))
            sheet.rows.append(Row(len(sheet.rows) + 2, {name: text for name, text in cells.items() if text}))
            first = {}
    return sheet


def marks_in(book: Book) -> Marks:
    def marked(what: str) -> set[str]:
        return {row.cells.get("name", "") for row in book.rows(NAME) if row.cells.get("what") == what} - {""}

    return Marks(marked(RATIO), marked(IS_SECTION), marked(OUTER))


def apply_extras(imported: Imported, book: Book) -> None:
    """The content becomes what the portal had, as far as the sheets still say the same."""
    content = imported.content
    rows = {(FORM, ""): content}
    for name, section in zip(section_names(content), content["sections"], strict=True):
        rows[SECTION, name] = section
        rows |= {(QUESTION, question["code"]): question for question in section["questions"]}
    order, codes = None, []
    for extra in _read(book, imported.kept):
        if extra.field == "check_order":
            order = extra.value
            continue
        target = rows.get((extra.what, extra.name))
        if extra.what == FORM and extra.field.startswith(f"{KEPT}."):
            target = content.setdefault(KEPT, {})
            extra.field = extra.field.partition(".")[2]
        now = checks_at(content, extra.name) if extra.field == "checks" else (target or {}).get(extra.field)
        if target is None or (now or None) != (extra.said or None):
            reason = _("The form has changed here since it was exported: what it says now counts.")
            imported.kept.append(_line(extra, reason))
        elif not fits(extra.what, extra.field, extra.value):
            imported.kept.append(_line(extra, _("This value cannot be taken.")))
        elif (extra.what, extra.field) == (QUESTION, "code"):
            codes.append((target, extra.value))  # last: until then it goes by the other one
        else:
            _set(content, target, extra)
    _rename(content, codes)
    if not content.get(KEPT, True):
        del content[KEPT]
    _put_in_order(content, order)
    _leave_out_stray_rules(imported)


def _line(extra: Extra, reason: str) -> Line:
    return Line(extra.row, NAME, f"{extra.name} {extra.field}".strip()[:120], reason, LOOK)


def _read(book: Book, lines: list[Line]) -> list[Extra]:
    found: list[Extra] = []
    for row in book.rows(NAME):
        cells = [row.cells.get(column, "") for column in COLUMNS]
        if cells[0] in MODEL_OF:
            found.append(Extra(*cells, row=row.number))
        elif not cells[0] and found:
            found[-1].said, found[-1].value = found[-1].said + cells[3], found[-1].value + cells[4]
    read = []
    for extra in found:
        try:
            extra.said, extra.value = (
                json.loads(text) if text else None for text in (extra.said, extra.value)
            )
            read.append(extra)
        except (ValueError, RecursionError):
            lines.append(_line(extra, _("This value cannot be taken.")))
    return read


def _set(content: dict, target: dict, extra: Extra) -> None:
    if extra.field == "checks":
        code = extra.name
        others = [check for check in content["checks"] if check["question"] != code]
        content["checks"] = others + [{"question": code} | check for check in extra.value or ()]
    elif extra.value is None:
        target.pop(extra.field, None)
    else:
        target[extra.field] = extra.value


def _rename(content: dict, codes: list[tuple[dict, str]]) -> None:
    """Where a form's names could not be the codes: all at once, since one may get the code that another gives up.
    Rules that name them stand in the sheet as well."""
    questions = [question for section in content["sections"] for question in section["questions"]]
    becomes = {question["code"]: code for question, code in codes}
    while True:
        after = Counter(becomes.get(question["code"], question["code"]) for question in questions)
        if max(after.values(), default=0) < 2:
            break
        becomes = {code: new for code, new in becomes.items() if after[new] == 1}
    for question in questions:
        question["code"] = becomes.get(question["code"], question["code"])
    for check in content["checks"]:
        check["question"] = becomes.get(check["question"], check["question"])


def _put_in_order(content: dict, order) -> None:
    """Checks question by question, or as they stood where they are still the same."""
    codes = [question["code"] for section in content["sections"] for question in section["questions"]]
    place = {code: number for number, code in enumerate(codes)}
    checks = sorted(content["checks"], key=lambda check: place.get(check["question"], 0))
    standing = [check["question"] for check in checks]
    if isinstance(order, list) and sorted(map(str, order)) == sorted(standing):
        left = {code: [check for check in checks if check["question"] == code] for code in standing}
        checks = [left[code].pop(0) for code in order]
    content["checks"] = checks


def _leave_out_stray_rules(imported: Imported) -> None:
    """Rules from the sheet that name what is not there, or comes later."""
    known: set[str] = set()
    content = imported.content
    for section in content["sections"]:
        for row in (section, *section["questions"]):
            if rules.questions_of(rules.read(row.get("show_if", {}))) - known:
                del row["show_if"]
                reason = _("The rule names a question that does not come before it.")
                imported.kept.append(Line(0, NAME, row["code"], reason, LOOK))
            known |= {row["code"]} if "kind" in row else set()
    content["checks"] = [
        check for check in content["checks"] if not rules.questions_of(rules.read(check["rule"])) - known
    ]
