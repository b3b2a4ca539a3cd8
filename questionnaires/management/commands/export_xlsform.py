"""Write a cycle's questionnaire as an XLSForm that KoboToolbox and ODK take."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from questionnaires.models import Questionnaire
from questionnaires.xlsform_admin import export_of


class Command(BaseCommand):
    help = "Write the questionnaire of a cycle as an XLSForm (.xlsx)."

    def add_arguments(self, parser):
        parser.add_argument("cycle", help="the cycle's code")
        parser.add_argument("file", type=Path)
        parser.add_argument("--messages", choices=["fr", "en"], help="language of what this command says")

    def handle(self, *args, cycle: str, file: Path, messages: str | None, **options):
        with override(messages or get_language() or "fr"):
            questionnaire = Questionnaire.objects.select_related("cycle").filter(cycle__code=cycle).first()
            if questionnaire is None or not questionnaire.questions.exists():
                raise CommandError(
                    _("No cycle with a questionnaire has the code “%(code)s”.") % {"code": cycle}
                )
            try:
                file.write_bytes(export_of(questionnaire)[1])
            except OSError as error:
                raise CommandError(_("The file cannot be written: %(error)s") % {"error": error}) from None
            self.stdout.write(_("Written: %(file)s") % {"file": file})
