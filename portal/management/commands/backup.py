"""Write the whole portal into one file, while it runs."""

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.backup import BackupError, take_backup
from portal.management.language import operator_language

MISSING_SHOWN = 20


class Command(BaseCommand):
    help = "Copy database, private and public files into one checked file. Secrets (.env) are not inside."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="file to write, or a folder; otherwise DATA_DIR/backups and the time",
        )

    def handle(self, *args, file: Path | None, **options):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped, it still tidies up
        with translation.override(operator_language()):
            try:
                target, manifest = take_backup(file, say=self.stdout.write)
            except BackupError as error:
                raise CommandError(error) from error
            self._say_what_is_missing(manifest.missing)
            self.stdout.write(
                _("%(path)s: %(size)s, rows: %(rows)d, files: %(files)d, checked.")
                % {
                    "path": target,
                    "size": filesizeformat(target.stat().st_size),
                    "rows": sum(manifest.rows.values()),
                    "files": len(manifest.files()),
                }
            )
            self.stdout.write(_("The secrets of .env are not in it: keep them elsewhere."))

    def _say_what_is_missing(self, missing: list[str]) -> None:
        if not missing:
            return
        self.stderr.write(
            ngettext(
                "%(count)d file is named in the database and was not there to be copied:",
                "%(count)d files are named in the database and were not there to be copied:",
                len(missing),
            )
            % {"count": len(missing)}
        )
        for name in missing[:MISSING_SHOWN]:
            self.stderr.write(f"  {name}")
        if len(missing) > MISSING_SHOWN:
            self.stderr.write("  …")
