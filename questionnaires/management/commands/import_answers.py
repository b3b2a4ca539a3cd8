"""Bring a file of answers into a cycle, also a past one: all of it, or nothing."""

import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import LearningCycle, Step
from questionnaires.actions import save_signed_response
from questionnaires.answer_files import Line, read_answers
from questionnaires.models import Questionnaire


class Command(BaseCommand):
    help = "Import the districts' answers of a cycle from a table: CSV, XLSX or XLS."

    def add_arguments(self, parser):
        parser.add_argument("cycle", help="the cycle's code")
        parser.add_argument("file", type=Path, help="a column “district” and one per question, by its code")
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
        parser.add_argument("--sheet", default="", help="name or number, where a workbook has several")
        parser.add_argument(
            "--replace", action="store_true", help="also where the team has typed something: the file counts"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, save nothing")

    def handle(self, *args, cycle, file, ratio, column, sheet, replace: bool, dry_run: bool, **options):
        questionnaire = self._questionnaire(cycle)
        lines = self._read(questionnaire, file, [*ratio, *column], sheet)
        for line in lines:
            for text in [*line.errors, *(line.notes if dry_run else ())]:
                self.stderr.write(_("Line %(number)s: %(text)s") % {"number": line.number, "text": text})
        if any(line.errors for line in lines):
            raise CommandError(_("Nothing was imported. Correct the lines above and try again."))
        lines = self._without_typed(questionnaire, lines, replace)
        if dry_run:
            said = ngettext(
                "%(count)s district would be imported.", "%(count)s districts would be imported.", len(lines)
            )
        else:
            self._save(questionnaire, lines)
            said = ngettext("%(count)s district imported.", "%(count)s districts imported.", len(lines))
        self.stdout.write(said % {"count": len(lines)})

    def _questionnaire(self, cycle: str) -> Questionnaire:
        try:
            return Questionnaire.objects.select_related("cycle").get(cycle__code=cycle)
        except Questionnaire.DoesNotExist:
            raise CommandError(
                _("No cycle with a questionnaire has the code “%(code)s”.") % {"code": cycle}
            ) from None

    def _read(self, questionnaire: Questionnaire, file: Path, named: list[str], sheet: str) -> list[Line]:
        columns = {}
        for text in named:
            code, _equals, names = text.partition("=")
            columns[code] = tuple(names.split(","))
        try:
            return read_answers(file, questionnaire, columns, sheet)
        except (OSError, ValueError) as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from None

    def _without_typed(self, questionnaire: Questionnaire, lines: list[Line], replace: bool) -> list[Line]:
        """What teams have typed themselves is not gone over by the way."""
        typed = set(questionnaire.responses.typed().values_list("unit_id", flat=True))
        theirs = [line for line in lines if line.unit.pk in typed]
        if not theirs:
            return lines
        told = ngettext(
            "The team of %(count)s district has typed answers already: %(names)s.",
            "The teams of %(count)s districts have typed answers already: %(names)s.",
            len(theirs),
        )
        self.stderr.write(
            told % {"count": len(theirs), "names": ", ".join(line.unit.name for line in theirs)}
        )
        if replace:
            self.stderr.write(
                _("The file takes their place. What was typed stays in the history of each answer.")
            )
            return lines
        self.stderr.write(_("They are left as they are. With --replace the file takes their place."))
        return [line for line in lines if line.unit.pk not in typed]

    @transaction.atomic
    def _save(self, questionnaire: Questionnaire, lines: list[Line]) -> None:
        at = _signed_at(questionnaire.cycle)
        for line in lines:
            save_signed_response(
                questionnaire=questionnaire, unit=line.unit, values=line.values, by=None, at=at
            )


def _signed_at(cycle: LearningCycle) -> datetime.datetime:
    """The file does not say when: noon of the last day on which it can have been, as far as the dates of the
    steps tell, and never later than now."""
    steps = cycle.steps.filter(number__gte=Step.COMPLETION, closes_on__isnull=False).order_by("number")
    now = timezone.now()
    if (step := steps.first()) is None:
        return now
    return min(now, datetime.datetime.combine(step.closes_on, datetime.time(12), tzinfo=datetime.UTC))
