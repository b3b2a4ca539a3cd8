"""What importing a country's files would change: read from the database, nothing saved.

unit_actions.import_units does what is found here, in one transaction.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .boundaries import digest_of
from .outline_files import OutlineRow, Problem
from .unit_files import LEVEL_FIELDS, CountryFiles, UnitRow
from .unit_names import folded
from .units import LevelName, OrgUnit, Outline


@dataclass
class UnitChange:
    """A unit that is new (`unit` is None) or differs; `fields` maps each to what it was and would be."""

    row: UnitRow
    unit: OrgUnit | None
    fields: dict[str, tuple]


@dataclass
class Difference:
    files: CountryFiles
    units: list[UnitChange] = field(default_factory=list)
    missing: list[OrgUnit] = field(default_factory=list)
    levels: dict[int, dict] = field(default_factory=dict)
    outlines: list[OutlineRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[UnitChange]:
        return [change for change in self.units if change.unit is None]

    @property
    def changed(self) -> list[UnitChange]:
        return [change for change in self.units if change.unit is not None]

    @property
    def empty(self) -> bool:
        return not (self.units or self.levels or self.outlines)


def compare(files: CountryFiles) -> Difference:
    """The files against the database, in a number of queries that does not depend on how much they hold."""
    found = Difference(files, problems=list(files.problems))
    country = OrgUnit.objects.filter(code=files.code, level=1).first()
    existing = _existing(files, country)
    for row in files.units:
        if reason := _clash(row, existing, country):
            found.problems.append(Problem(files.file, row.line, reason))
        elif fields := _fields_that_differ(row, existing.get(row.code)):
            found.units.append(UnitChange(row, existing.get(row.code), fields))
    found.problems += _doubled(files.units, existing.values(), files.file)
    found.missing = _missing(files, existing.values(), country)
    found.levels = _levels_that_differ(files, country)
    found.outlines = list(_outlines_that_differ(files, country))
    return found


def _existing(files: CountryFiles, country: OrgUnit | None) -> dict[str, OrgUnit]:
    """By code: the country's units, and those elsewhere that have one of the files' codes."""
    units = list(OrgUnit.objects.in_countries([country.pk]).with_above()) if country else []
    codes = {row.code for row in files.units} - {unit.code for unit in units}
    # In pieces, as a database takes only so many values in one query.
    pieces = [sorted(codes)[n : n + 500] for n in range(0, len(codes), 500)]
    elsewhere = [u for piece in pieces for u in OrgUnit.objects.filter(code__in=piece).with_above()]
    return {unit.code: unit for unit in (*elsewhere, *units)}


def _clash(row: UnitRow, existing: dict[str, OrgUnit], country: OrgUnit | None) -> str | None:
    unit = existing.get(row.code)
    if unit is None:
        return None
    if unit.level != row.level or unit.country != country:
        return _("The code “%(code)s” belongs to another unit: %(name)s.") % {
            "code": row.code, "name": unit.name
        }  # fmt: skip
    return None


def _fields_that_differ(row: UnitRow, unit: OrgUnit | None) -> dict[str, tuple]:
    wanted = row.fields | ({"parent": row.parent} if row.parent else {})
    if unit is None:
        return {name: (None, value) for name, value in wanted.items()}
    present = {name: getattr(unit, name) for name in wanted}
    if unit.parent:
        present["parent"] = unit.parent.code
    # What a file does not know of the attributes stays.
    if "attributes" in wanted:
        wanted["attributes"] = unit.attributes | wanted["attributes"]
    return {name: (present[name], value) for name, value in wanted.items() if present[name] != value}


def _doubled(rows: list[UnitRow], existing, file: str) -> Iterator[Problem]:
    """Names and identifiers that two units would share. A unit whose code was changed in the file is met here:
    by its name below the same unit it is there already, and must not come to stand twice."""
    codes = {row.code for row in rows}
    names, uids = {}, {}
    for unit in existing:
        if unit.code not in codes and unit.parent and unit.archived_at is None:
            names[unit.parent.code, folded(unit.name_fr)] = unit.code
        if unit.code not in codes and unit.uid:
            uids[unit.uid] = unit.code
    for row in rows:
        name, uid = (row.parent, folded(row.fields["name_fr"])), row.fields.get("uid")
        said = {"name": row.fields["name_fr"], "code": names.setdefault(name, row.code), "uid": uid}
        if said["code"] != row.code:
            text = _("“%(name)s” is there already, under the code “%(code)s”.") % said
            yield Problem(file, row.line, text)
        if uid and uids.setdefault(uid, row.code) != row.code:
            text = _("The DHIS2 identifier %(uid)s is that of “%(code)s” already.")
            yield Problem(file, row.line, text % (said | {"code": uids[uid]}))


def _missing(files: CountryFiles, existing, country: OrgUnit | None) -> list[OrgUnit]:
    """Of the levels that the files have; what was archived is missed by nobody."""
    codes, levels = {row.code for row in files.units}, {row.level for row in files.units}
    return [
        unit
        for unit in existing
        if unit.code not in codes
        and unit.level in levels
        and not unit.archived_at
        and unit.country == country
    ]


def _levels_that_differ(files: CountryFiles, country: OrgUnit | None) -> dict[int, dict]:
    present = defaultdict(dict)
    for name in LevelName.objects.filter(country=country) if country else ():
        present[name.level] = {column: getattr(name, column) for column in LEVEL_FIELDS}
    return {level: words for level, words in files.levels.items() if present[level] != words}


def _outlines_that_differ(files: CountryFiles, country: OrgUnit | None) -> Iterator[OutlineRow]:
    outlines = Outline.objects.filter(country=country) if country else Outline.objects.none()
    present = {
        (level, code): digest for level, code, digest in outlines.values_list("level", "code", "digest")
    }
    for row in files.outlines:
        if present.get((row.level, row.code)) != digest_of(row.geometry):
            yield row
