"""A country's files -> its units, checked line by line; nothing is saved here.

country_descriptions.py reads how they are to be read, outline_files.py the maps.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from .country_descriptions import read_description
from .outline_files import OutlineRow, Problem, read_outlines
from .unit_names import folded
from .units import OrgUnit, is_time_zone

COUNTRY_FIELDS = ("name_fr", "name_en", "time_zone", "district_level")
LEVEL_FIELDS = ("singular_fr", "plural_fr", "singular_en", "plural_en")
DATES = ("valid_from", "valid_to")
# Columns of a district that a file may have or not; what it lacks is left as it is.
OPTIONAL = ("name_en", "uid", "variants", "polygon", *DATES)


@dataclass
class UnitRow:
    """A unit as the files have it. `fields` holds what they say of it, and nothing else."""

    code: str
    level: int
    parent: str
    fields: dict
    line: int = 0


@dataclass
class CountryFiles:
    """All that the files say of a country; units stand below those above them."""

    code: str
    file: str
    levels: dict[int, dict] = field(default_factory=dict)
    units: list[UnitRow] = field(default_factory=list)
    outlines: list[OutlineRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_country(path: Path) -> CountryFiles:
    """Raises OSError, and ValueError with a message for whoever made the files, where they cannot be read at
    all; what is wrong in single lines is in `problems`."""
    said = read_description(path)
    files = CountryFiles(said["country"]["code"], said["units"]["file"])
    files.levels = {level["level"]: {k: level.get(k, "") for k in LEVEL_FIELDS} for level in said["levels"]}
    country = {name: said["country"][name] for name in COUNTRY_FIELDS if name in said["country"]}
    files.units.append(UnitRow(files.code, 1, "", country))
    _read_units(files, path.parent / said["units"]["file"], said["units"])
    for outlines in said["outlines"]:
        _read_map(files, path.parent / outlines["file"], outlines)
    for row in files.units:
        _check(row, files.problems, said["units"]["file"] if row.line else path.name)
    return files


def _read_units(files: CountryFiles, path: Path, said: dict) -> None:
    lines = _lines(path, said, files.problems)
    names = defaultdict(set)
    for _number, row in lines:
        names[row[said["code"]]].add(folded(row[said["name_fr"]]))
    known: dict[str, UnitRow] = {}
    for number, row in lines:
        parent = _units_above(files, known, row, said["above"])
        code = row[said["code"]]
        if len(names[code]) > 1:
            # Several units under one code, as Conakry's communes under that of their prefecture.
            code = f"{code}-{row[said['name_fr']].upper()}"
        unit = UnitRow(said.get("prefix", "") + code, len(said["above"]) + 2, parent, {}, number)
        _add_unit(files, known, unit, row, said, path.name)


def _lines(path: Path, said: dict, problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """The lines that can be used, each with the number at which an editor of texts shows its end."""
    needed = {said["code"], said["name_fr"], *said["above"], *(said[n] for n in OPTIONAL if _column(said, n))}
    needed |= set(said.get("parts", {}).get("columns", {}).values())
    header, rows = _table(path)
    if missing := needed - set(header):
        said_of = {"file": path.name, "names": ", ".join(sorted(missing))}
        raise ValueError(_("%(file)s lacks columns: %(names)s") % said_of)
    usable = []
    for number, row in rows:
        if reason := _unusable(row, (said["code"], said["name_fr"], *said["above"])):
            problems.append(Problem(path.name, number, reason))
        else:
            usable.append((number, {name: text.strip() for name, text in row.items()}))
    return usable


def _table(path: Path) -> tuple[list[str], list[tuple[int, dict]]]:
    """Its columns and its lines; a spreadsheet in French separates them by semicolons."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(",;", key=first.count))
            rows = [(reader.line_num, row) for row in reader]
            return list(reader.fieldnames or ()), rows
    except UnicodeDecodeError:
        raise ValueError(_("%(file)s is not a text in UTF-8.") % {"file": path.name}) from None
    except csv.Error as error:
        raise ValueError(f"{path.name}: {error}") from None


def _column(said: dict, name: str) -> bool:
    """`variants` may be a column or a table of them in the TOML file."""
    return isinstance(said.get(name), str)


def _unusable(row: dict, needed: tuple[str, ...]) -> str | None:
    if None in row or None in row.values():
        return _("It has not as many cells as there are columns.")
    if any("\x00" in text for text in row.values()):
        return _("It holds a sign that belongs into no text.")
    if empty := [name for name in needed if not row[name].strip()]:
        return _("Nothing is written in: %(names)s") % {"names": ", ".join(empty)}
    return None


def _units_above(files: CountryFiles, known: dict, row: dict, columns: list[str]) -> str:
    """Add the region, and what else lies above, where this is the first line to name it; the nearest's code."""
    parent = files.code
    for level, column in enumerate(columns, start=2):
        code = f"{parent}-{row[column].upper()}"
        if code not in known:
            known[code] = UnitRow(code, level, parent, {"name_fr": row[column]})
            files.units.append(known[code])
        parent = code
    return parent


def _add_unit(files: CountryFiles, known: dict, unit: UnitRow, row: dict, said: dict, file: str) -> None:
    """A district, or one more part of the district that an earlier line began."""
    first = known.get(unit.code)
    if first is None:
        unit.fields, reason = _fields(row, said)
        known[unit.code] = first = unit
        files.units.append(unit)
        if reason:
            files.problems.append(Problem(file, unit.line, reason))
    elif "parts" not in said or first.level != unit.level or first.parent != unit.parent:
        reason = _("“%(code)s” stands already in line %(number)s.")
        said_of = {"code": unit.code, "number": first.line}
        files.problems.append(Problem(file, unit.line, reason % said_of))
        return
    if "parts" in said:
        _add_part(first, row, said["parts"], Problem(file, unit.line, ""), files.problems)


def _fields(row: dict, said: dict) -> tuple[dict, str]:
    fields = {"name_fr": row[said["name_fr"]]}
    fields |= {name: row[said[name]] for name in OPTIONAL if _column(said, name)}
    if "uid" in fields:
        fields["uid"] = fields["uid"] or None
    if "variants" in fields:
        fields["variants"] = [text.strip() for text in fields["variants"].split("|") if text.strip()]
    elif fields["name_fr"] in said.get("variants", {}):
        fields["variants"] = said["variants"][fields["name_fr"]]
    if "polygon" in fields:
        fields["polygon"] = said.get("polygons", {}).get(fields["polygon"], fields["polygon"])
    for name in DATES:
        if name in fields:
            text = fields[name]
            try:
                fields[name] = parse_date(text) if text else None
            except ValueError:
                fields[name] = None
            if text and fields[name] is None:
                return fields, _("“%(text)s” is not a date; write it as 2026-03-31.") % {"text": text}
    return fields, ""


def _add_part(unit: UnitRow, row: dict, parts: dict, where: Problem, problems: list[Problem]) -> None:
    """A commune of the district: text as it stands, numbers as numbers."""
    part = {name: row[column] for name, column in parts["columns"].items() if row[column]}
    if "population" in part:
        if not (part["population"].isascii() and part["population"].isdigit()):
            reason = _("“%(text)s” is not a whole number.") % {"text": part["population"]}
            problems.append(Problem(where.file, where.line, reason))
            return
        part["population"] = int(part["population"])
    listed = unit.fields.setdefault("attributes", {}).setdefault(parts["name"], [])
    if part in listed:
        reason = _("It says the same as an earlier line.")
        problems.append(Problem(where.file, where.line, reason))
    else:
        listed.append(part)


def _read_map(files: CountryFiles, path: Path, said: dict) -> None:
    """Outlines of a level; where they have names, the units so called are drawn by them."""
    rows, problems = read_outlines(path, level=said["level"], code=said["code"], name=said.get("name"))
    files.outlines += rows
    files.problems += problems
    by_name = {folded(row.name): row.code for row in rows if row.name}
    for unit in files.units:
        if unit.level == said["level"] and (code := by_name.get(folded(unit.fields["name_fr"]))):
            unit.fields.setdefault("polygon", code)


def _check(row: UnitRow, problems: list[Problem], file: str) -> None:
    """What the columns of the database can hold, in the operator's language."""
    unit = OrgUnit(code=row.code, level=row.level, **row.fields)
    try:
        unit.clean_fields(exclude={"parent"})
    except ValidationError as error:
        texts = [f"{name}: {' '.join(reasons)}" for name, reasons in error.message_dict.items()]
        problems.append(Problem(file, row.line, " ".join(texts)))
    if not is_time_zone(unit.time_zone):
        problems.append(
            Problem(file, row.line, _("There is no such time zone. Write it as in Africa/Conakry."))
        )
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        problems.append(Problem(file, row.line, _("It ends before it begins.")))
