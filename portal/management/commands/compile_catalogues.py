"""Compile the message catalogues with polib: no gettext is needed on the server."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po."
    requires_system_checks = []

    def handle(self, *args, **options):
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).rglob("*.po"):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
