"""Bring an XLSForm into a cycle, after saying row by row what cannot be carried."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from cycles.models import LearningCycle
from questionnaires.models import Questionnaire
from questionnaires.structure_actions import Frozen
from questionnaires.xlsform_actions import HasAnswers, create_from_import, replace_with_import
from questionnaires.xlsform_files import MOST_BYTES
from questionnaires.xlsform_in import read_xlsform
from questionnaires.xlsform_lines import Imported, Line

# Told apart from other failures (1): the form itself is at fault.
REFUSED = 2


class Command(BaseCommand):
    help = "Make an XLSForm (.xlsx, .xls, .csv) the questionnaire of a cycle."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--cycle", required=True, help="the cycle's code")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, save nothing")
        parser.add_argument("--replace", action="store_true", help="instead of the questions that are there")
        parser.add_argument(
            "--language",
            choices=["fr", "en"],
            default="",
            help="of texts whose language the form does not name",
        )
        parser.add_argument("--messages", choices=["fr", "en"], help="language of what this command says")

    def handle(self, *args, file: Path, cycle: str, messages: str | None, **options):
        with override(messages or get_language() or "fr"):
            self._import(file, cycle, options)

    def _import(self, file: Path, code: str, options: dict) -> None:
        cycle = LearningCycle.objects.filter(code=code).first()
        if cycle is None:
            raise CommandError(_("No cycle has the code “%(code)s”.") % {"code": code})
        questionnaire = Questionnaire.objects.filter(cycle=cycle).first()
        imported = read_xlsform(_bytes_of(file), options["language"])
        if imported.errors:
            self._tell(imported.errors, self.stderr)
            raise CommandError(_("Nothing was imported. Put these rows right."), returncode=REFUSED)
        self._tell(imported.kept, self.stdout)
        asked = sum(len(section["questions"]) for section in imported.content["sections"])
        if options["dry_run"]:
            said = ngettext("%(n)s question would be imported.", "%(n)s questions would be imported.", asked)
        else:
            self._save(cycle, questionnaire, imported, options["replace"])
            said = ngettext("%(n)s question imported.", "%(n)s questions imported.", asked)
        self.stdout.write(said % {"n": asked})

    def _tell(self, lines: list[Line], where) -> None:
        for line in lines:
            place = f"{line.sheet} {line.row or ''}".strip()
            where.write(" · ".join(part for part in (place, line.what, line.reason) if part))

    def _save(
        self, cycle: LearningCycle, questionnaire: Questionnaire | None, imported: Imported, replace: bool
    ) -> None:
        if questionnaire is None:
            create_from_import(cycle=cycle, content=imported.content, by=None)
            return
        if questionnaire.questions.exists() and not replace:
            raise CommandError(_("The cycle has questions already. With --replace they are replaced."))
        try:
            replace_with_import(
                questionnaire=questionnaire,
                content=imported.content,
                revision=questionnaire.revision,
                by=None,
            )
        except Frozen:
            raise CommandError(_("The questionnaire is open: its questions stay.")) from None
        except HasAnswers:
            raise CommandError(_("Districts have answered already: their questions stay.")) from None


def _bytes_of(file: Path) -> bytes:
    """No more than the limit and one: a larger file is refused whatever follows."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from None
