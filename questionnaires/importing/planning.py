"""What would become of each line: the plan that the preview shows, and that is carried out as it was shown or not at
all.

A cell that is empty changes nothing: what stands there stays.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from districts.models import OrgUnit

from .. import asking, rules
from ..answering.filling import Filling, Progress
from ..answering.readiness import Signed, obstacles_of, what_is_signed
from ..answering.times import State
from ..models import Questionnaire, Response
from .lines import Line, Problem
from .standings import NOTHING, District, Standings, Stands
from .targets import Catalogue


class What(StrEnum):
    """In the order in which they are shown."""

    FAULTY = "faulty"
    LEFT_ALONE = "left_alone"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


WRITTEN = (What.NEW, What.CHANGED)


@dataclass(frozen=True)
class Options:
    """`replace`: also where a team has typed or signed; `sign`: for the team, where nothing stands against it;
    `without`: the lines with faults are left out on purpose; `because`: why answers are corrected after closing."""

    replace: bool = False
    sign: bool = True
    without: bool = False
    because: str = ""


class Change(NamedTuple):
    """`before` is what stands, `after` what will."""

    code: str
    before: Stands
    after: Stands

    def as_json(self) -> list:
        return [self.code, self.before.number, self.before.value, self.after.value, self.after.comment]


@dataclass
class Outcome:
    """What would become of a line. `obstacles` stand against a signature; `signed` where there is none and one is
    wanted."""

    line: Line
    what: What
    unit: OrgUnit | None = None
    # None before the district has begun; `last_signature` is the number of the last, 0 for none.
    response: Response | None = None
    last_signature: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    obstacles: int = 0
    signed: Signed | None = None
    progress: Progress | None = None
    corrects: bool = False

    @property
    def codes(self) -> list[str]:
        return [change.code for change in self.changes]


@dataclass
class Plan:
    questionnaire: Questionnaire
    catalogue: Catalogue
    outcomes: list[Outcome]
    options: Options

    @property
    def counts(self) -> Counter:
        return Counter(outcome.what for outcome in self.outcomes)

    @property
    def written(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.what in WRITTEN]

    @property
    def faulty(self) -> int:
        return self.counts[What.FAULTY]

    @property
    def needs_reason(self) -> bool:
        return any(outcome.corrects for outcome in self.written)

    @cached_property
    def digest(self) -> str:
        """Of what happens to the answers: whoever confirms has seen this very plan. Whether to sign, and why answers
        are corrected, may be said with the confirmation itself."""
        said = [
            [
                outcome.line.number,
                outcome.what,
                outcome.unit.pk if outcome.unit else 0,
                [change.as_json() for change in outcome.changes],
                outcome.obstacles,
            ]
            for outcome in self.outcomes
        ]
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_of(
    questionnaire: Questionnaire,
    catalogue: Catalogue,
    lines: Iterable[Line],
    units: dict[int, OrgUnit],
    options: Options,
) -> Plan:
    """`units` by number of the line. Faults and what is left out come as the lines have it."""
    outcomes, of_district = [], {}
    for line in lines:
        if line.skipped:
            outcomes.append(Outcome(line, What.SKIPPED, notes=[line.skipped]))
        elif line.problems:
            outcomes.append(Outcome(line, What.FAULTY, problems=line.problems))
        else:
            of_district[units[line.number].pk] = line
    planner = _Planner(catalogue, options)
    asked = [units[line.number] for line in of_district.values()]
    for district in Standings(questionnaire, asked, catalogue.every).districts():
        outcomes.append(planner.outcome(of_district[district.unit.pk], district))
    outcomes.sort(key=lambda outcome: outcome.line.number)
    return Plan(questionnaire, catalogue, outcomes, options)


class _Planner:
    def __init__(self, catalogue: Catalogue, options: Options):
        self.options = options
        self.rules = [(question.code, asking.rule_of(question)) for question in catalogue.every]

    def outcome(self, line: Line, district: District) -> Outcome:
        filling = district.filling
        found = Outcome(line, What.CHANGED, filling.unit, filling.response, district.signature)
        found.changes = self._changes(line, filling, found.notes)
        if not found.changes:
            found.what = What.UNCHANGED
        elif not filling.is_changeable:
            found.what, found.problems = What.FAULTY, [Problem(_closed(filling))]
        elif district.theirs and not self.options.replace:
            found.what = What.LEFT_ALONE
        else:
            found.what = What.CHANGED if filling.response else What.NEW
            self._look_ahead(found, filling)
        return found

    def _changes(self, line: Line, filling: Filling, notes: list[str]) -> list[Change]:
        """Of what is asked once all this stands; the rest is noted and left out."""
        answers = filling.answers
        values = {code: stands.value for code, stands in answers.items() if stands.value is not None}
        given = {code: read.value for code, read in line.read.items() if read.value is not None}
        asked = set(rules.shown(self.rules, values | given))
        changes = []
        for code, read in line.read.items():
            before = answers.get(code, NOTHING)
            if code not in asked:
                notes.append(_("%(code)s was not asked of this district.") % {"code": code})
                continue
            after = before._replace(comment=read.comment or before.comment)
            if read.value is not None:
                after = after._replace(value=read.value, typed={})
            if (after.value, after.typed, after.comment) != (before.value, before.typed, before.comment):
                changes.append(Change(code, before, after))
        return changes

    def _look_ahead(self, found: Outcome, filling: Filling) -> None:
        """How far the district is once this stands, and whether that can be signed."""
        found.corrects = filling.state == State.CORRECTING
        answers = filling.answers | {change.code: change.after for change in found.changes}
        for name in ("values", "asked", "progress"):
            filling.__dict__.pop(name, None)
        # Between what waits beside the answers that come, nobody has to choose any more.
        rivals = {code: rows for code, rows in filling.rivals.items() if code not in found.codes}
        filling.__dict__.update(answers=answers, rivals=rivals)
        found.progress = filling.progress
        found.obstacles = len(obstacles_of(filling))
        if self.options.sign and not found.obstacles:
            found.signed = what_is_signed(filling)


def _closed(filling: Filling) -> str:
    if filling.state == State.BEFORE:
        return _("Answering is not open yet for this district.")
    if filling.last_day is None:
        return _("Answering is closed for this district. Give it more time first.")
    return _("Answering closed for this district on %(day)s. Give it more time first.") % {
        "day": date_format(filling.last_day, "j F Y")
    }
