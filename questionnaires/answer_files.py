"""A CSV file of answers -> what each line says, checked; nothing is saved here.

One line per district. A column is named by its question's code, or as `columns` says; a question of two
numbers has two columns, `<code>_numerator` and `<code>_denominator`, unless `columns` names others.
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
    path: Path, questionnaire: Questionnaire, columns: dict[str, tuple[str, ...]] | None = None
) -> list[Line]:
    """The file's lines in order. `columns`: by question code, the column, or numerator and denominator.

    Raises OSError, UnicodeDecodeError and ValueError (a column that the file lacks)."""
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire)
        .select_related("asked_if")
        .prefetch_related("choices")
    )
    units = {unit.name_fr.casefold(): unit for unit in questionnaire.cycle.districts()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {
        code: (columns or {}).get(code) or default for code, default in _default_columns(questions).items()
    }
    if missing := {n for names in named.values() for n in names} - set(rows[0] if rows else ()):
        raise ValueError(_("Columns are missing: %(names)s") % {"names": ", ".join(sorted(missing))})
    lines = [_read_line(n, row, questions, units, named) for n, row in enumerate(rows, start=2)]
    return _without_doubles(lines)


def _default_columns(questions: list[Question]) -> dict[str, tuple[str, ...]]:
    return {
        q.code: (f"{q.code}_numerator", f"{q.code}_denominator")
        if q.kind == Question.Kind.RATIO
        else (q.code,)
        for q in questions
    }


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
        _read_value(line, row, question, columns[question.code])
    return line


def _asked(question: Question, line: Line) -> bool:
    if question.asked_if is None:
        return True
    return line.values.get(question.asked_if.code) == {"choice": question.asked_if_choice}


def _read_value(line: Line, row: dict, question: Question, columns: tuple[str, ...]) -> None:
    if question.kind == Question.Kind.CHOICE:
        _read_choice(line, (row.get(columns[0]) or "").strip(), question)
        return
    numbers = [_whole_number(line, row, column) for column in columns]
    if None in numbers:
        return
    if question.kind == Question.Kind.RATIO:
        _keep_ratio(line, question, *numbers)
    else:
        line.values[question.code] = {"number": numbers[0]}


def _read_choice(line: Line, code: str, question: Question) -> None:
    if not code:
        return
    if code not in {choice.code for choice in question.choices.all()}:
        line.errors.append(
            _("%(column)s: “%(value)s” is not one of the choices.") % {"column": question.code, "value": code}
        )
    else:
        line.values[question.code] = {"choice": code}


def _whole_number(line: Line, row: dict, column: str) -> int | None:
    text = (row.get(column) or "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        line.errors.append(
            _("%(column)s: “%(value)s” is not a whole number.") % {"column": column, "value": text}
        )
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
