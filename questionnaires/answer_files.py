"""A CSV file of answers -> what each line says, checked; nothing is saved here.

One line per district. A column is named by its question's code; a question of two numbers has two columns,
`<code>_numerator` and `<code>_denominator`, or the names given in `columns`.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from districts.models import OrgUnit

from .models import Question, Questionnaire


@dataclass
class Line:
    """One line of the file: its district and answers, or what is wrong with it."""

    number: int
    district: str
    unit: OrgUnit | None = None
    values: dict[str, dict] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_answers(
    path: Path, questionnaire: Questionnaire, columns: dict[str, tuple[str, str]] | None = None
) -> list[Line]:
    """The file's lines in order. `columns` gives numerator and denominator columns by question code."""
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire)
        .select_related("asked_if")
        .prefetch_related("choices")
    )
    units = {unit.name_fr.casefold(): unit for unit in questionnaire.cycle.districts()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [_read_line(n, row, questions, units, columns or {}) for n, row in enumerate(rows, start=2)]
    return _without_doubles(lines)


def _read_line(number, row, questions, units, columns) -> Line:
    name = (row.get("district") or "").strip()
    line = Line(number=number, district=name, unit=units.get(name.casefold()))
    if line.unit is None:
        line.errors.append(_("No district of this cycle is called “%(name)s”.") % {"name": name})
        return line
    for question in questions:
        if not _asked(question, line):
            line.notes.append(_("%(code)s was not asked of this district.") % {"code": question.code})
            continue
        _read_value(line, row, question, columns)
    return line


def _asked(question: Question, line: Line) -> bool:
    if question.asked_if is None:
        return True
    return line.values.get(question.asked_if.code) == {"choice": question.asked_if_choice}


def _read_value(line: Line, row: dict, question: Question, columns: dict) -> None:
    if question.kind == Question.Kind.CHOICE:
        _read_choice(line, (row.get(question.code) or "").strip(), question)
    elif question.kind == Question.Kind.RATIO:
        names = columns.get(question.code, (f"{question.code}_numerator", f"{question.code}_denominator"))
        numbers = [_whole_number(line, row, name) for name in names]
        if None not in numbers:
            _keep_ratio(line, question, *numbers)
    else:
        number = _whole_number(line, row, question.code)
        if number is not None:
            line.values[question.code] = {"number": number}


def _read_choice(line: Line, code: str, question: Question) -> None:
    if not code:
        return
    if code not in {choice.code for choice in question.choices.all()}:
        line.errors.append(_("%(column)s: “%(value)s” is not one of the choices.") % {"column": question.code, "value": code})
    else:
        line.values[question.code] = {"choice": code}


def _whole_number(line: Line, row: dict, column: str) -> int | None:
    text = (row.get(column) or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        line.errors.append(_("%(column)s: “%(value)s” is not a whole number.") % {"column": column, "value": text})
        return None
    return int(text)


def _keep_ratio(line: Line, question: Question, numerator: int, denominator: int) -> None:
    if numerator > denominator:
        line.errors.append(
            _("%(column)s: %(numerator)s is more than the %(denominator)s that it is a part of.")
            % {"column": question.code, "numerator": numerator, "denominator": denominator}
        )
    else:
        line.values[question.code] = {"numerator": numerator, "denominator": denominator}


def _without_doubles(lines: list[Line]) -> list[Line]:
    seen: dict[int, int] = {}
    for line in lines:
        if line.unit is None:
            continue
        first = seen.setdefault(line.unit.pk, line.number)
        if first != line.number:
            line.errors.append(_("This district stands already in line %(number)s.") % {"number": first})
    return lines
