"""When a restore is refused, before anything is touched."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from .archive import BackupError, Manifest
from .contents import product_version, unknown_migrations
from .stored_files import folder_of, names_in, portal_storages

ENGINE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def refuse_misfit(manifest: Manifest) -> None:
    """Another engine, or a later version than the code that is here."""
    if manifest.engine != connection.vendor:
        raise BackupError(
            _(
                "This backup is of %(theirs)s and this portal uses %(ours)s. A backup goes back only into the kind of "
                "database it came from: set DATABASE_URL accordingly."
            )
            % {"theirs": ENGINE_NAMES.get(manifest.engine, manifest.engine), "ours": connection.display_name}
        )
    ours = product_version()
    if _parts(manifest.version) > _parts(ours):
        raise BackupError(
            _("This backup was made by version %(theirs)s, and this is %(ours)s. Install that version first.")
            % {"theirs": manifest.version, "ours": ours}
        )
    # A later version of the code may well have forgotten changes of an earlier one.
    unknown = unknown_migrations(manifest.migrations)
    if unknown and manifest.version == ours:
        raise BackupError(
            _(
                "The database of this backup has changes that are unknown here: %(unknown)s. Install the code that "
                "made it, or later code, first."
            )
            % {"unknown": ", ".join(unknown)}
        )


def refuse_occupied(database_occupied: bool) -> None:
    """Any table or file counts: what is worth nothing is deleted sooner than what was worth something comes back."""
    occupied = [_("a database")] if database_occupied else []
    for name, storage in portal_storages().items():
        if next(names_in(storage), None):
            occupied.append(_("files in %(folder)s") % {"folder": folder_of(storage) or name})
    if occupied:
        raise BackupError(
            _(
                "This place is not empty: there is %(what)s. Nothing was changed. To replace it, add --overwrite."
            )
            % {"what": ", ".join(occupied)}
        )


@contextmanager
def nobody_serving() -> Iterator[None]:
    """`serve` holds a shared lock on the data folder while it runs. Other machines are not seen."""
    descriptor = os.open(settings.DATA_DIR, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(_("The portal is running. Stop it first.")) from error
        yield
    finally:
        os.close(descriptor)


def _parts(version: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in version.split(".")]
