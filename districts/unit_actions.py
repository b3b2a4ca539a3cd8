"""Writes about places: each atomic, logged, with who did it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.page_cache import bump

from .boundaries import digest_of
from .models import LevelName, Membership, OrgUnit, Outline, UnitLink, User
from .outline_files import OutlineRow
from .unit_import import Difference

Kind = UnitLink.Kind


class UnitInUse(ValueError):
    """It cannot be archived: people still work there, or units below it are in use."""


class LinkImpossible(ValueError):
    """These units cannot have replaced each other: the message says why."""


@transaction.atomic
def save_unit(*, code: str, level: int, name_fr: str, by: User | None, **fields) -> OrgUnit:
    """Create the unit with this code, or bring the one that exists up to date.

    Raises ValueError if it would not stand one level below its parent, IntegrityError if its DHIS2 identifier is
    another's.
    """
    unit, created = OrgUnit.objects.update_or_create(
        code=code, defaults={"level": level, "name_fr": name_fr, **fields}
    )
    if unit.parent and unit.parent.level != level - 1:
        raise ValueError(f"{code} is of level {level}, {unit.parent.code} above it of {unit.parent.level}")
    log(unit, "wagtail.create" if created else "wagtail.edit", user=by)
    transaction.on_commit(bump)
    return unit


@transaction.atomic
def save_level_name(*, country: OrgUnit, level: int, by: User | None, **words: str) -> LevelName:
    """What units of that level are called there: singular_fr, plural_fr, singular_en, plural_en."""
    name, _created = LevelName.objects.update_or_create(country=country, level=level, defaults=words)
    log(country, "wagtail.edit", user=by, data={"level": level, **words})
    transaction.on_commit(bump)
    return name


@transaction.atomic
def save_outline(*, country: OrgUnit, row: OutlineRow, by: User | None) -> Outline:
    """Create or replace the polygon with that code and level."""
    outline, _created = Outline.objects.update_or_create(
        country=country,
        level=row.level,
        code=row.code,
        defaults={"geometry": row.geometry, "digest": digest_of(row.geometry)},
    )
    transaction.on_commit(bump)
    return outline


@transaction.atomic
def import_units(*, difference: Difference, by: User | None) -> dict[str, OrgUnit]:
    """Bring the database to what the files say; the country's units by code, those of them that were touched.

    Nothing is removed: what the files lack is for a person to archive. Raises ValueError if the files have
    problems.
    """
    if difference.problems:
        raise ValueError(f"{len(difference.problems)} problems in the files of {difference.files.code}")
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code=difference.files.code)}
    for change in difference.units:
        fields = {name: new for name, (_old, new) in change.fields.items()}
        if "parent" in fields:
            fields["parent"] = _by_code(units, fields["parent"])
        name = change.row.fields["name_fr"]
        row = change.row
        units[row.code] = save_unit(code=row.code, level=row.level, by=by, **{"name_fr": name} | fields)
    country = units[difference.files.code]
    for level, words in difference.levels.items():
        save_level_name(country=country, level=level, by=by, **words)
    for outline in difference.outlines:
        save_outline(country=country, row=outline, by=by)
    if difference.outlines:
        log(country, "districts.outlines", user=by, data={"number": len(difference.outlines)})
    return units


def _by_code(units: dict[str, OrgUnit], code: str) -> OrgUnit:
    if code not in units:
        units[code] = OrgUnit.objects.get(code=code)
    return units[code]


@transaction.atomic
def archive_unit(*, unit: OrgUnit, by: User | None) -> OrgUnit:
    """The unit is no longer offered anywhere; cycles that it took part in keep it, later ones are without it.
    Again is no error. Raises UnitInUse."""
    unit = OrgUnit.objects.select_for_update().get(pk=unit.pk)
    if unit.archived_at:
        return unit
    if unit.children.in_use().exists():
        raise UnitInUse(_("Archive the units below it first."))
    if Membership.objects.current().filter(unit=unit).exists():
        raise UnitInUse(
            _("People still have a post there: end those posts first, or give them another place.")
        )
    unit.archived_at = timezone.now()
    unit.valid_to = unit.valid_to or max(timezone.localdate(), unit.valid_from or datetime.date.min)
    unit.save(update_fields=["archived_at", "valid_to"])
    log(unit, "districts.archive_unit", user=by, data={"valid_to": str(unit.valid_to)})
    transaction.on_commit(bump)
    return unit


@transaction.atomic
def restore_unit(*, unit: OrgUnit, by: User | None) -> OrgUnit:
    """Take a unit back from the archive; a last day that came with the archive is taken away again. Raises
    UnitInUse if the unit above is archived itself."""
    unit = OrgUnit.objects.select_for_update().get(pk=unit.pk)
    if not unit.archived_at:
        return unit
    if unit.parent and unit.parent.archived_at:
        raise UnitInUse(_("Take the unit above it back from the archive first."))
    if unit.valid_to == timezone.localdate(unit.archived_at):
        unit.valid_to = None
    unit.archived_at = None
    unit.save(update_fields=["archived_at", "valid_to"])
    log(unit, "districts.restore_unit", user=by)
    transaction.on_commit(bump)
    return unit


@transaction.atomic
def replace_units(
    *, before: list[OrgUnit], after: list[OrgUnit], on: datetime.date, by: User | None
) -> list[UnitLink]:
    """From `on` the units of `after` stand in the place of those of `before`: a merger, a split, or one for one.

    The old ones end the day before and the new ones begin, so that a cycle has those of its time. Raises
    LinkImpossible.
    """
    _check_link(before, after, on)
    kind = Kind.MERGE if len(before) > 1 else Kind.SPLIT if len(after) > 1 else Kind.SUCCESSOR
    eve = on - datetime.timedelta(days=1)
    OrgUnit.objects.filter(pk__in=[u.pk for u in before]).existing(on).update(valid_to=eve)
    OrgUnit.objects.filter(pk__in=[u.pk for u in after], valid_from=None).update(valid_from=on)
    links = [
        UnitLink.objects.update_or_create(before=old, after=new, defaults={"on": on, "kind": kind})[0]
        for old in before
        for new in after
    ]
    for link in links:
        for unit in (link.before, link.after):
            log(
                unit, "districts.replace_unit", user=by, data={"link": str(link), "on": str(on), "kind": kind}
            )
    transaction.on_commit(bump)
    return links


def _check_link(before: list[OrgUnit], after: list[OrgUnit], on: datetime.date) -> None:
    units = [*before, *after]
    if not before or not after or (len(before) > 1 and len(after) > 1):
        raise LinkImpossible(_("Name one unit on one side at least: several cannot replace several."))
    if len({unit.pk for unit in units}) < len(units):
        raise LinkImpossible(_("A unit cannot replace itself."))
    if len({(unit.country, unit.level) for unit in units}) > 1:
        raise LinkImpossible(_("They must be of one country and one level."))
    if any(unit.valid_from and unit.valid_from >= on for unit in before):
        raise LinkImpossible(_("A unit that is to be replaced began only on that day, or later."))
    if any(unit.valid_from and unit.valid_from > on for unit in after):
        raise LinkImpossible(_("A unit that is to take its place begins later than that day."))
    if any(unit.valid_to and unit.valid_to < on for unit in after):
        raise LinkImpossible(_("A unit that is to take its place has ended before that day."))
