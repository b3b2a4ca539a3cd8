"""All that must be done before the portal is served, in one process: database, static files, first content.

Static files are collected again only when one of their sources has changed: hashing and compressing the
editors' admin takes longer than all the rest.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring database and static files up to date; with DEMO=1 load the demonstration, once."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="start the demonstration over")

    def handle(self, *args, reset: bool, **options):
        self._say("Database …")
        call_command("migrate", verbosity=0)
        self._collect_static()
        if settings.DEMO:
            call_command("load_demo", reset=reset, stdout=self.stdout)
        else:
            call_command("set_up")

    def _collect_static(self) -> None:
        collected = Path(settings.STATIC_ROOT) / "collected.txt"
        present = _digest_of_sources()
        if settings.DEBUG or (collected.exists() and collected.read_text() == present):
            return
        self._say("Static files, hashed and compressed …")
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(present)

    def _say(self, what: str) -> None:
        self.stdout.write(what)
        self.stdout.flush()


def _digest_of_sources() -> str:
    lines = sorted(_sources())
    return hashlib.sha256(
        "\n".join([*lines, settings.STORAGES["staticfiles"]["BACKEND"]]).encode()
    ).hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            yield f"{getattr(storage, 'prefix', '')}/{path} {file.st_size} {file.st_mtime_ns}"
