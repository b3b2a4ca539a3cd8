"""A file of answers for the command -> what each line says, checked; nothing is saved here.

Read as importing/ reads it, but nobody is asked anything: one line per district, named by its code, its name or another
spelling of it; a column for every question, named by its code or wording, or as `columns` says. A question of two
numbers has two columns, `<code>_numerator` and `<code>_denominator`, unless `columns` names others.
"""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from districts.models import OrgUnit

from . import asking, rules
from .importing.cells import Sheet
from .importing.columns import Chosen, choose_district
from .importing.files import read_file
from .importing.headings import Headings, headings_of, target_of
from .importing.lines import Line as ReadLine
from .importing.lines import LineReader, Problem
from .importing.matching import EVERYBODY_S, Districts
from .importing.names import ColumnNames
from .importing.targets import DISTRICT, LEFT_OUT, LINE, UNKNOWN, Catalogue
from .models import Question, Questionnaire
from .values import PARTS

Columns = dict[str, tuple[str, ...]]


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
    path: Path, questionnaire: Questionnaire, columns: Columns | None = None, sheet: str = ""
) -> list[Line]:
    """The file's lines in order. `columns`: by question code, the column, or numerator and denominator. `sheet`: its
    name or number, where a workbook has several.

    Raises OSError, and ValueError with a message for whoever made the file: one that cannot be read, a column that
    it lacks, no line at all, `columns` that fit no question."""
    catalogue = Catalogue(questionnaire)
    named = _named(catalogue, columns or {})
    table = _sheet(read_file(path.read_bytes()), sheet)
    names = ColumnNames(catalogue)
    headings = headings_of(table, names)
    chosen = _chosen(catalogue, names, headings, named)
    reader = LineReader(catalogue, headings, chosen, with_empty=True)
    read = [line for line in reader.read(table) if not line.skipped]
    if not read:
        raise ValueError(_("It has no line below the names of its columns."))
    units, _unsure = Districts(questionnaire, EVERYBODY_S, {}).match(read)
    asked = [(question.code, asking.rule_of(question)) for question in catalogue.every]
    return [_line(line, units.get(line.number), asked) for line in read if not line.skipped]


def _sheet(sheets: list[Sheet], wanted: str) -> Sheet:
    """The first that is not hidden, unless another one is wanted."""
    if not wanted:
        return next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(sheets):
        return sheets[int(wanted) - 1]
    found = next((sheet for sheet in sheets if sheet.name.lower() == wanted.lower()), None)
    if found is None:
        said = {"name": wanted, "names": ", ".join(sheet.name for sheet in sheets)}
        raise ValueError(_("There is no sheet “%(name)s”; there are: %(names)s.") % said)
    return found


def _named(catalogue: Catalogue, columns: Columns) -> dict[str, str]:
    """The target of each name of a column."""
    parts = {question.code: _parts(question) for question in catalogue.questions}
    named = {}
    for code, names in columns.items():
        if len(names) != len(parts.get(code, ())):
            raise ValueError(
                _("“%(code)s” is no question that is read from %(count)s columns.")
                % {"code": code, "count": len(names)}
            )
        for name, part in zip(names, parts[code], strict=True):
            named[name.strip().lower()] = f"{code}:{part}" if part else code
    return named


def _parts(question: Question) -> tuple[str, ...]:
    return PARTS.get(question.kind, ("",))


def _chosen(catalogue: Catalogue, names: ColumnNames, headings: Headings, named: dict[str, str]) -> Chosen:
    """By what was named, then by code and wording; what nobody knows is left out."""
    chosen = {}
    for column in headings.columns:
        said = next((named[text.lower()] for text in column.texts if text.lower() in named), "")
        chosen[column.place] = said or target_of(column, names)
    choose_district(chosen, headings.columns)
    told = set(named.values())
    taken: set[str] = set()
    for place, target in chosen.items():
        by_name = any(text.lower() in named for text in headings.columns[place].texts)
        if target in taken or target == UNKNOWN or (target in told and not by_name):
            chosen[place] = LEFT_OUT
        elif target not in (LEFT_OUT, LINE):
            taken.add(target)
    _require_all(catalogue, taken, named)
    return chosen


def _require_all(catalogue: Catalogue, taken: set[str], named: dict[str, str]) -> None:
    """Of a response that is brought in whole no column may be missing: it would be taken for not answered."""
    name_of = {target: name for name, target in named.items()}
    missing = set() if DISTRICT in taken else {"district"}
    for question in catalogue.questions:
        parts = {f"{question.code}:{part}" if part else question.code for part in _parts(question)}
        if question.code not in taken and not any(each.startswith(f"{question.code}:has:") for each in taken):
            missing |= {name_of.get(part, part.replace(":", "_")) for part in parts - taken}
    if missing:
        raise ValueError(_("Columns are missing: %(names)s") % {"names": ", ".join(sorted(missing))})


def _line(read: ReadLine, unit: OrgUnit | None, asked: list) -> Line:
    line = Line(read.number, read.district, unit, errors=[_words(problem) for problem in read.problems])
    if line.errors:
        return line
    given = {code: each.value for code, each in read.read.items() if each.value is not None}
    shown = rules.shown(asked, given)
    line.values = {code: value for code, value in given.items() if code in shown}
    line.notes = [
        _("%(code)s was not asked of this district.") % {"code": code} for code in given if code not in shown
    ]
    return line


def _words(problem: Problem) -> str:
    return f"{problem.target.replace(':', '_')}: {problem.text}" if problem.target else problem.text
