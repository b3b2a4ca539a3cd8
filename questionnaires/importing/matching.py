"""Which district each line is of: by code, name and other spellings, by what was said before, else a person says it.

Only districts that the person may help can get answers; a line of another one is refused.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from districts.models import OrgUnit, User
from districts.unit_names import UnitNames

from ..answering.permissions import helps
from ..models import Questionnaire, Remembered
from .columns import as_remembered
from .lines import Line, Problem
from .targets import LEFT_OUT

# Whoever loads a past cycle from the command line is no person with a post.
EVERYBODY_S = None
MOST_NEAR = 100


@dataclass
class Open:
    """A name that nobody can be sure of: `options` are those it may stand for, `several` of them by right; `lines`
    are the numbers of its rows."""

    name: str
    key: str
    options: list[OrgUnit]
    several: bool = False
    lines: list[int] = field(default_factory=list)


class Districts:
    """Those of a questionnaire's cycle; `mine` are those that `by` may help. `said`: code by name, of this file."""

    def __init__(self, questionnaire: Questionnaire, by: User | None, said: dict[str, str]):
        every = list(questionnaire.cycle.districts())
        self.mine = [unit for unit in every if by is EVERYBODY_S or helps(by, unit)]
        mine = set(self.mine)
        self.by_code = {unit.code: unit for unit in self.mine}
        self._mine = UnitNames(self.mine)
        self._strange = UnitNames(unit for unit in every if unit not in mine)
        self.questionnaire, self.said = questionnaire, said
        # What was said of this file, to be said otherwise.
        self.told: list[Open] = []
        self._remembered: dict[str, str] = {}
        self._near = 0
        self._found: dict[str, OrgUnit | Open | str] = {}

    def match(self, lines: list[Line]) -> tuple[dict[int, OrgUnit], list[Open]]:
        """(the district of each line, what a person has to say). Whatever is refused is noted in its line."""
        units, unsure = {}, {}
        names = {as_remembered(line.district) for line in lines}
        self._remembered = _remembered(self.questionnaire, names)
        for line in lines:
            if line.skipped or not line.district:
                continue
            match self._find(line):
                case OrgUnit() as unit:
                    units[line.number] = unit
                case Open() as asked:
                    unsure.setdefault(asked.key, asked).lines.append(line.number)
                    line.problems.insert(0, Problem(not_known(asked)))
                case str() as refused:
                    line.skipped = refused
                case Problem() as problem:
                    line.problems.insert(0, problem)
        _note_doubles(lines, units)
        return units, list(unsure.values())

    def _find(self, line: Line) -> OrgUnit | Open | str | Problem:
        key = as_remembered(line.district)
        if key not in self._found:
            self._found[key] = self._look_up(line.district, key)
        return self._found[key]

    def _look_up(self, name: str, key: str) -> OrgUnit | Open | str | Problem:
        """Signs alone are no name that anybody could be asked about."""
        if not key:
            return Problem(not_known(Open(name[:120], key, [])))
        said = self.said.get(key, "")
        if said == LEFT_OUT or said in self.by_code:
            unit = self.by_code.get(said)
            self.told.append(Open(name[:120], key, [unit] if unit else []))
            return unit or _("You have left this line out.")
        found = self._mine.find(name, near=False)
        if found.unit:
            return found.unit
        sure = found.exact + found.variant
        if not sure and self._strange.find(name, near=False).unit:
            return Problem(_("“%(name)s” is not among the districts that you help.") % {"name": name[:80]})
        if unit := self.by_code.get(self._remembered.get(key, "")):
            return unit
        return Open(name[:120], key, list(sure or self._near_to(name)), several=bool(sure))

    def called(self, name: str) -> OrgUnit | None:
        """The one beyond doubt."""
        return self.by_code.get(name) or self._mine.find(name, near=False).unit

    def _near_to(self, name: str) -> tuple[OrgUnit, ...]:
        """Looking for near names is slow: a file in which none is right is the wrong file."""
        self._near += 1
        return self._mine.find(name).close if self._near <= MOST_NEAR else ()


def _remembered(questionnaire: Questionnaire, names: set[str]) -> dict[str, str]:
    """By name: this questionnaire's own before those of others, of which the latest counts."""
    rows = Remembered.objects.filter(kind=Remembered.Kind.DISTRICT, said__in=names - {""}).order_by(
        "at", "pk"
    )
    known = list(rows.values_list("said", "target", "questionnaire_id"))
    known.sort(key=lambda row: row[2] == questionnaire.pk)
    return {said: target for said, target, _questionnaire in known}


def not_known(asked: Open) -> str:
    said = {
        "name": asked.name,
        "names": ", ".join(f"{unit.name} ({unit.code})" for unit in asked.options),
    }
    if asked.several:
        return _("Several districts of this cycle are called “%(name)s”; write the code.") % said
    if asked.options:
        return _("No district of this cycle is called “%(name)s”. Did you mean %(names)s?") % said
    return _("No district of this cycle is called “%(name)s”.") % said


def _note_doubles(lines: list[Line], units: dict[int, OrgUnit]) -> None:
    """Neither of two lines is better than the other: both would have to be right."""
    first: dict[int, int] = {}
    for line in lines:
        unit = units.get(line.number)
        if unit is None:
            continue
        earlier = first.setdefault(unit.pk, line.number)
        if earlier != line.number:
            line.problems.insert(
                0, Problem(_("This district stands already in line %(number)s.") % {"number": earlier})
            )
