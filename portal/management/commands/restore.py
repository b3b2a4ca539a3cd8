"""Put a backup in the place of what is there."""

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from portal.backup import BackupError, restore_backup
from portal.management.language import operator_language


class Command(BaseCommand):
    help = "Restore a file that `backup` wrote. Stop the portal first. Refuses a place that is not empty."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="replace what is there; it is kept in a folder beside"
        )

    def handle(self, *args, file: Path, overwrite: bool, **options):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # stopped, it still takes back what it did
        with translation.override(operator_language()):
            try:
                manifest, kept = restore_backup(file, overwrite=overwrite, say=self.stdout.write)
            except BackupError as error:
                raise CommandError(error) from error
            self.stdout.write(
                _(
                    "Restored: the portal as of %(made)s, rows: %(rows)d, files: %(files)d. Everybody signs in again."
                )
                % {
                    "made": manifest.made,
                    "rows": sum(manifest.rows.values()),
                    "files": len(manifest.files()),
                }
            )
            for folder in kept:
                self.stdout.write(
                    _("What was there before is in %(folder)s. Delete it once all is well.")
                    % {"folder": folder}
                )
