"""Bring a CSV file of answers into a cycle: all of it, or nothing."""

import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from questionnaires.actions import save_signed_response
from questionnaires.answer_files import Line, read_answers
from questionnaires.models import Questionnaire


class Command(BaseCommand):
    help = "Import the districts' answers of a cycle from a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("cycle", help="the cycle's code")
        parser.add_argument("file", type=Path, help="CSV with a column “district” and one per question code")
        parser.add_argument(
            "--ratio",
            action="append",
            default=[],
            metavar="CODE=NUMERATOR,DENOMINATOR",
            help="the two columns of a question of two numbers",
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="CODE=NAME", help="the column of a question"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, save nothing")

    def handle(self, *args, cycle: str, file: Path, ratio: list, column: list, dry_run: bool, **options):
        lines = self._read(cycle, file, [*ratio, *column])
        for line in lines:
            for text in line.errors:
                self.stderr.write(_("Line %(number)s: %(text)s") % {"number": line.number, "text": text})
        if any(line.errors for line in lines):
            raise CommandError(_("Nothing was imported. Correct the lines above and try again."))
        if not dry_run:
            self._save(lines)
        self.stdout.write(_("%(count)s districts imported.") % {"count": 0 if dry_run else len(lines)})

    def _read(self, cycle: str, file: Path, named: list[str]) -> list[Line]:
        try:
            self.questionnaire = Questionnaire.objects.get(cycle__code=cycle)
            columns = {code: tuple(names.split(",")) for code, names in (n.split("=", 1) for n in named)}
            return read_answers(file, self.questionnaire, columns)
        except Questionnaire.DoesNotExist:
            raise CommandError(
                _("No cycle with a questionnaire has the code “%(code)s”.") % {"code": cycle}
            ) from None
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from None

    @transaction.atomic
    def _save(self, lines: list[Line]) -> None:
        at = self.questionnaire.cycle.steps.get(number=3).closes_on
        for line in lines:
            save_signed_response(
                questionnaire=self.questionnaire, unit=line.unit, values=line.values, by=None, at=_noon(at)
            )


def _noon(day):
    """Imported answers are dated to the step's last day, where it has one: the file does not say when."""
    return day and datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
