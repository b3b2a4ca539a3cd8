"""Taking a backup: database first, then the files that its rows name, then reading all of it again."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from . import postgresql, sqlite
from .archive import DATABASE, ArchiveWriter, BackupError, Manifest, check_archive
from .contents import Contents, product_version
from .stored_files import copy_files, missing_files

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def take_backup(file: Path | None = None, *, say: Callable[[str], None]) -> tuple[Path, Manifest]:
    """Write `file` (or, in a folder or without one, a name with the time) and read it again. `say` is told each stage.

    Until it is whole, it lies under another name in the same folder. Raises BackupError and leaves nothing behind
    where a folder is missing or full, the database cannot be read or what was written is not what was meant.
    """
    target = _target(file)
    with (
        told_to_operator(target.parent),
        tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder,
    ):
        part = Path(folder) / target.name
        say(_("Database …"))
        made = timezone.now().isoformat(timespec="seconds")  # the latest moment of which everything is in it
        database, contents = ENGINES[connection.vendor].copy_database(Path(folder))
        say(_("Files …"))
        manifest = _write(part, database, contents, made)
        say(_("Reading it again …"))
        ENGINES[connection.vendor].check_database(database)
        if check_archive(part) != manifest:
            raise BackupError(_("What was written is not what was meant. Is the disk sound?"))
        _keep(part, target)
    return target, manifest


@contextmanager
def told_to_operator(folder: Path) -> Iterator[None]:
    """What disks and databases refuse, as a sentence. SQLite tells a full disk in its own way."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise BackupError(_no_room(folder)) from error
        place = error.filename or folder
        raise BackupError(
            _("%(path)s cannot be used: %(reason)s.") % {"path": place, "reason": error.strerror or error}
        ) from error
    except (sqlite3.Error, DatabaseError) as error:
        if "full" in str(error):
            raise BackupError(_no_room(folder)) from error
        raise BackupError(_("The database refuses: %(reason)s.") % {"reason": error}) from error


def _no_room(folder: Path) -> str:
    return _("There is no room left in %(folder)s. Nothing was changed.") % {"folder": folder}


def _target(file: Path | None) -> Path:
    if file is None:
        file = settings.DATA_DIR / "backups"
        file.mkdir(mode=0o700, exist_ok=True)
    if file.is_dir():
        file = file / f"district-team-{timezone.now():%Y%m%d-%H%M%S}.tar.gz"
    if not file.parent.is_dir():
        raise BackupError(_("There is no folder %(folder)s. Make it first.") % {"folder": file.parent})
    if file.exists():
        raise BackupError(_("%(path)s exists already and is left alone.") % {"path": file})
    return file.absolute()


def _write(part: Path, database: Path, contents: Contents, made: str) -> Manifest:
    archive = ArchiveWriter(part)
    with database.open("rb") as source:
        archive.add(f"{DATABASE}/{database.name}", source, database.stat().st_size)
    copy_files(archive)
    manifest = Manifest(
        version=product_version(),
        engine=connection.vendor,
        made=made,
        migrations=contents.migrations,
        rows=contents.rows,
        missing=missing_files(contents.files, set(archive.members)),
        members=dict(archive.members),
    )
    archive.finish(manifest)
    return manifest


def _keep(part: Path, target: Path) -> None:
    """On the disk before it has its name: after a power cut the name stands for a whole file or for none."""
    _flush(part)
    part.rename(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
