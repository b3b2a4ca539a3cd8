"""Bring a country's units, the names of its levels and its outlines to what its files say: all, or nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.boundaries import COUNTRIES
from districts.models import OrgUnit
from districts.unit_actions import import_units
from districts.unit_files import read_country
from districts.unit_import import Difference, UnitChange, compare

MOST_LETTERS = 60


class Command(BaseCommand):
    help = (
        "Import countries, regions, districts and outlines; without a file, those that come with the portal."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="TOML file of a country")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, save nothing")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], help="of what is printed"
        )

    def handle(self, *args, files: list[Path], dry_run: bool, language: str | None, **options):
        with translation.override(language or settings.LANGUAGE_CODE):
            differences = [self._difference(file) for file in files or COUNTRIES]
            for difference in differences:
                self._tell(difference)
            if any(difference.problems for difference in differences):
                raise CommandError(_("Nothing was imported. Correct the lines above and try again."))
            if dry_run:
                self.stdout.write(_("Nothing was saved: this was a trial."))
                return
            with transaction.atomic():
                for difference in differences:
                    import_units(difference=difference, by=None)

    def _difference(self, file: Path) -> Difference:
        try:
            return compare(read_country(file))
        except (OSError, ValueError) as error:
            said = {"file": file, "error": error}
            raise CommandError(_("%(file)s cannot be read: %(error)s") % said) from None

    def _tell(self, difference: Difference) -> None:
        for problem in difference.problems:
            said = {"file": problem.file, "number": problem.line, "text": problem.reason}
            where = _("%(file)s, line %(number)s") % said if problem.line else problem.file
            self.stderr.write(_("%(where)s: %(text)s") % (said | {"where": where}))
        self.stdout.write(self._sum(difference))
        for change in difference.units:
            self._tell_change(change)
        for level, words in difference.levels.items():
            self.stdout.write(_("  level %(level)s: %(name)s") % {"level": level, "name": words["plural_fr"]})
        for unit in difference.missing:
            said = {"code": unit.code, "name": unit.name}
            self.stdout.write(_("  not in the file, left as it is: %(code)s %(name)s") % said)

    def _sum(self, difference: Difference) -> str:
        number = len(difference.outlines)
        outlines = ngettext("%(number)s outline", "%(number)s outlines", number) % {"number": number}
        return _(
            "%(country)s: %(new)s new, %(changed)s changed, %(missing)s not in the file; %(outlines)s"
        ) % {
            "country": difference.files.code,
            "new": len(difference.new),
            "changed": len(difference.changed),
            "missing": len(difference.missing),
            "outlines": outlines,
        }

    def _tell_change(self, change: UnitChange) -> None:
        said = {"code": change.row.code, "name": change.row.fields["name_fr"]}
        if change.unit is None:
            self.stdout.write(_("  new: %(code)s %(name)s") % said)
            return
        self.stdout.write(_("  changed: %(code)s %(name)s") % said)
        for name, (old, new) in change.fields.items():
            label = str(OrgUnit._meta.get_field(name).verbose_name)
            self.stdout.write(f"      {label}: {_shown(old)} → {_shown(new)}")


def _shown(value) -> str:
    """Short enough for a line; lists are told by what they hold or, where that is long, by their number."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} ({len(parts)})" for name, parts in value.items())
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
