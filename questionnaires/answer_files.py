"""A CSV file of answers -> what each line says, checked; nothing is saved here.

One line per district, named by its code, its name or another spelling of it. A column is named by its question's
code, or as `columns` says; a question of two numbers has two columns, `<code>_numerator` and
`<code>_denominator`, unless `columns` names others.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from districts.models import OrgUnit
from districts.unit_names import Found, UnitNames

from . import rules
from .asking import rule_of
from .models import Question, Questionnaire

DISTRICT = "district"


@dataclass
class Line:
    """One line of the file: its district and answers, or what is wrong with it. `notes` are no errors: what
    stands in the file and is left out."""

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

    Raises OSError, and ValueError with a message for whoever made the file: no text in UTF-8, a column that
    it lacks, no line at all, `columns` that fit no question."""
    questions = list(
        Question.objects.filter(section__questionnaire=questionnaire)
        .select_related("section")
        .prefetch_related("choices")
    )
    named = _columns(questions, columns or {})
    header, rows = _rows(path)
    if missing := {DISTRICT, *(n for names in named.values() for n in names)} - set(header):
        raise ValueError(_("Columns are missing: %(names)s") % {"names": ", ".join(sorted(missing))})
    if not rows:
        raise ValueError(_("It has no line below the names of its columns."))
    units = UnitNames(questionnaire.cycle.districts())
    lines = [_read_line(n, row, questions, units, named) for n, row in rows]
    return _without_doubles(lines)


def _rows(path: Path) -> tuple[list[str], list[tuple[int, dict]]]:
    """The header, and each line with the number at which an editor of texts shows its end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            return list(reader.fieldnames or ()), rows
    except UnicodeDecodeError:
        raise ValueError(_("It is not a text in UTF-8.")) from None
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _columns(questions: list[Question], named: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    default = _default_columns(questions)
    for code, names in named.items():
        if len(names) != len(default.get(code, ())):
            raise ValueError(
                _("“%(code)s” is no question that is read from %(count)s columns.")
                % {"code": code, "count": len(names)}
            )
    return default | named


def _default_columns(questions: list[Question]) -> dict[str, tuple[str, ...]]:
    return {
        q.code: (f"{q.code}_numerator", f"{q.code}_denominator")
        if q.kind == Question.Kind.RATIO
        else (q.code,)
        for q in questions
    }


def _read_line(number, row, questions, units, columns) -> Line:
    name = (row[DISTRICT] or "").strip()
    found = units.find(name)
    line = Line(number=number, district=name, unit=found.unit)
    if line.unit is None:
        line.errors.append(_not_found(name, found))
    if None in row or None in row.values():
        line.errors.append(_("It has not as many cells as there are columns."))
    if line.errors:
        return line
    for question in questions:
        if _asked(question, line):
            _read_value(line, row, question, columns[question.code])
        elif any(row[column].strip() for column in columns[question.code]):
            line.notes.append(_("%(code)s was not asked of this district.") % {"code": question.code})
    return line


def _not_found(name: str, found: Found) -> str:
    said = {
        "name": name,
        "names": ", ".join(f"{unit.name} ({unit.code})" for unit in found.exact or found.close),
    }
    if found.exact or found.variant:
        return _("Several districts of this cycle are called “%(name)s”; write the code.") % said
    if found.close:
        return _("No district of this cycle is called “%(name)s”. Did you mean %(names)s?") % said
    return _("No district of this cycle is called “%(name)s”.") % said


def _asked(question: Question, line: Line) -> bool:
    return rules.holds(rule_of(question), line.values)


def _read_value(line: Line, row: dict, question: Question, columns: tuple[str, ...]) -> None:
    texts = [row[column].strip() for column in columns]
    if not any(texts):
        return
    if question.kind == Question.Kind.CHOICE:
        _read_choice(line, texts[0], question)
        return
    numbers = [_whole_number(line, text, column) for text, column in zip(texts, columns, strict=True)]
    if None in numbers:
        return
    if question.kind == Question.Kind.RATIO:
        _keep_ratio(line, question, *numbers)
    else:
        line.values[question.code] = {"number": numbers[0]}


def _read_choice(line: Line, code: str, question: Question) -> None:
    if code not in {choice.code for choice in question.choices.all()}:
        line.errors.append(
            _("%(column)s: “%(value)s” is not one of the choices.") % {"column": question.code, "value": code}
        )
    else:
        line.values[question.code] = {"choice": code}


def _whole_number(line: Line, text: str, column: str) -> int | None:
    """An empty cell beside a full one is an error too: half of a ratio is no answer."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
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
