"""Say which strings of the code have no French, and which French ones are no longer used.

Extracting needs gettext (xgettext); the portal itself does not.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.typography import french

CATALOGUE = Path("fr", "LC_MESSAGES", "django.po")


class Command(BaseCommand):
    help = "Fail if a string a person may see lacks its French translation. --write brings the catalogue up to date."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--write", action="store_true", help="add new strings, drop unused ones, space French"
        )

    def handle(self, *args, write: bool, **options):
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext is not installed (Debian: gettext).")
        catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / CATALOGUE))
        used = self._extract()
        if write:
            self._bring_up_to_date(catalogue, used)
            return
        faults = list(_faults(catalogue, used))
        if faults:
            raise CommandError("\n".join(faults))

    def _extract(self) -> polib.POFile:
        """What the code asks for now, extracted into a folder that is thrown away.

        makemessages prefers a folder `locale` where it runs; so it runs in one that has links to the code.
        """
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "locale" / CATALOGUE).parent.mkdir(parents=True)
            for app in settings.BASE_DIR.glob("*/__init__.py"):
                if app.parent.name != "tests":
                    (Path(folder) / app.parent.name).symlink_to(app.parent)
            subprocess.run(  # noqa: S603
                [
                    sys.executable,
                    str(settings.BASE_DIR / "manage.py"),
                    "makemessages",
                    "--symlinks",
                    "--locale",
                    "fr",
                    "--no-location",
                    "--verbosity",
                    "0",
                ],
                check=True,
                cwd=folder,
            )
            return polib.pofile(str(Path(folder) / "locale" / CATALOGUE))

    def _bring_up_to_date(self, catalogue: polib.POFile, used: polib.POFile) -> None:
        catalogue.merge(used)
        for entry in list(catalogue):
            if entry.obsolete:
                catalogue.remove(entry)
                continue
            if "fuzzy" in entry.flags:
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.msgstr = french(entry.msgstr)
            entry.msgstr_plural = {n: french(text) for n, text in entry.msgstr_plural.items()}
        catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgctxt or ""))
        catalogue.metadata.pop("POT-Creation-Date", None)
        catalogue.save()
        missing = [entry.msgid for entry in catalogue if not entry.translated()]
        self.stdout.write("\n".join(missing) or "complete")


def _faults(catalogue: polib.POFile, used: polib.POFile):
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for entry in used:
        if entry.obsolete:
            continue
        found = known.get((entry.msgctxt, entry.msgid))
        if found is None or not found.translated():
            yield f"no French: {entry.msgid!r}"
    for entry in catalogue:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        if any(french(text) != text for text in texts):
            yield f"plain space or apostrophe in the French of {entry.msgid!r}"
