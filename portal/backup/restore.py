"""Putting a backup back: refuse what does not fit, prepare everything beside its place, swap, bring up to date."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.sweeping import hold

from . import postgresql, sqlite
from .archive import BLOCK, DATABASE, BackupError, Manifest, check_archive, read_members
from .contents import contents_of, needs_migration
from .refusals import nobody_serving, refuse_misfit, refuse_occupied
from .staging import Staging
from .stored_files import folder_of, portal_storages
from .take import ENGINES, told_to_operator

Say = Callable[[str], None]


def restore_backup(file: Path, *, overwrite: bool, say: Say) -> tuple[Manifest, list[Path]]:
    """Put `file` in the place of what is there; returns its manifest and the folders that keep what was there.

    Raises BackupError, with everything as it was, for an archive that is broken, of another engine or of a later
    version, for a portal that runs or (without `overwrite`) is not empty, and for a full disk. What fails after the
    swap says so: migrations on PostgreSQL, and buckets.
    """
    say(_("Checking the backup …"))
    manifest = check_archive(file)
    refuse_misfit(manifest)
    with told_to_operator(settings.DATA_DIR), nobody_serving():
        if not overwrite:
            refuse_occupied(ENGINES[connection.vendor].is_occupied())
        staging = Staging(f"{timezone.now():%Y%m%d-%H%M%S}")
        try:
            _restore(file, manifest, staging, say)
        except BaseException:
            staging.undo()
            raise
        finally:
            staging.clear()
        fill_buckets(file, say)
        _forget_pages(say)
        if waiting := hold():
            say(
                _(
                    "Notices that waited when the backup was made, perhaps sent since: %(count)d, listed in the admin."
                )
                % {"count": waiting}
            )
        return manifest, staging.kept()


def _restore(file: Path, manifest: Manifest, staging: Staging, say: Say) -> None:
    say(_("Unpacking …"))
    places = {name: folder_of(storage) for name, storage in portal_storages().items()}
    folders = {name: staging.prepared(place) for name, place in places.items() if place}
    if connection.vendor == "sqlite":
        database = staging.prepared(sqlite.database_file())
        _unpack(file, folders, database)
        _restore_sqlite(database, manifest, staging, say)
    else:
        folder = staging.folder_beside(settings.DATA_DIR / postgresql.MEMBER)
        _unpack(file, folders, folder / postgresql.MEMBER)
        _restore_postgresql(folder, manifest, staging, say)


def _unpack(file: Path, folders: dict[str, Path], database: Path) -> None:
    for folder in folders.values():
        folder.mkdir()
    for name, source in read_members(file):
        folder, _slash, rest = name.partition("/")
        if folder == DATABASE:
            _write(source, database, 0o600)
        elif folder in folders:
            _write(source, folders[folder] / rest, settings.FILE_UPLOAD_PERMISSIONS)


def _write(source, path: Path, mode: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        shutil.copyfileobj(source, target, BLOCK)
    if mode is not None:
        path.chmod(mode)


def _restore_sqlite(database: Path, manifest: Manifest, staging: Staging, say: Say) -> None:
    """All of it, migrations too, happens before the swap."""
    sqlite.check_database(database)
    with sqlite.opened(database) as copy:
        _compare_rows(copy, manifest)
        older = needs_migration(copy)
    if older:
        _migrate(say, {"DATABASE_URL": f"sqlite:///{quote(str(database))}"})
        sqlite.make_one_file(database)
    say(_("Putting it in place …"))
    connection.close()
    if not sqlite.is_occupied():
        sqlite.database_file().unlink(missing_ok=True)  # not worth keeping
    staging.swap()
    staging.settle()


def _restore_postgresql(folder: Path, manifest: Manifest, staging: Staging, say: Say) -> None:
    """Files first, as their renaming can be undone; a transaction, once committed, cannot."""
    script = postgresql.script_of(folder / postgresql.MEMBER)
    if postgresql.is_occupied():
        say(_("Keeping what is there …"))
        postgresql.keep_database(staging.kept_folder(folder) / postgresql.MEMBER)
    say(_("Putting it in place …"))
    staging.swap()
    postgresql.run_script(script)
    staging.settle()
    _compare_rows(connection, manifest)
    if needs_migration(connection):
        _migrate(say, {})


def _compare_rows(copy: BaseDatabaseWrapper, manifest: Manifest) -> None:
    rows = contents_of(copy).rows
    differing = sorted(
        table for table in rows.keys() | manifest.rows.keys() if rows.get(table) != manifest.rows.get(table)
    )
    if differing:
        raise BackupError(
            _("The database does not hold the rows that the manifest counts: %(tables)s.")
            % {"tables": ", ".join(differing)}
        )


def _migrate(say: Say, environment: dict[str, str]) -> None:
    """In a process of its own, whose only database is the restored one: migrations do not always ask which."""
    say(_("The backup is of an earlier version: bringing it up to date …"))
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--no-input", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(
            _("The backup could not be brought up to this version: %(reason)s")
            % {"reason": done.stderr.strip()}
        )


def fill_buckets(file: Path, say: Say) -> None:
    """Storages without a folder here are written file by file; what else lies in them is named by no row and stays."""
    buckets = {name: storage for name, storage in portal_storages().items() if folder_of(storage) is None}
    if not buckets:
        return
    say(_("Filling the buckets …"))
    for name, source in read_members(file):
        folder, _slash, rest = name.partition("/")
        if storage := buckets.get(folder):
            storage.delete(rest)
            with tempfile.SpooledTemporaryFile(
                max_size=8 * BLOCK
            ) as whole:  # an upload may have to begin anew
                shutil.copyfileobj(source, whole, BLOCK)
                whole.seek(0)
                storage.save(rest, File(whole, name=rest))


def _forget_pages(say: Say) -> None:
    """A cache that cannot be reached does not undo a restore."""
    try:
        cache.clear()
    except Exception as error:
        say(
            _("The cache could not be emptied (%(reason)s): empty it before you start the portal.")
            % {"reason": error}
        )
