"""SQLite: copied while it is written to, checked, and put back as one file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from .archive import BackupError
from .contents import SESSIONS, Contents, contents_of

MEMBER = "portal.sqlite3"
COPY = "backup"
# Beside a database in use; they belong to that file only and must never lie beside another one.
COMPANIONS = ("-wal", "-shm", "-journal")


def copy_database(folder: Path) -> tuple[Path, Contents]:
    """The state of one moment, in `folder`. All pages in one step: a reader that does not let go is given that moment
    whole, while others write; in several steps SQLite would start over after each of their writes."""
    if (place := database_file()) and not place.exists():
        raise BackupError(_("There is no database at %(path)s.") % {"path": place})
    path = folder / MEMBER
    path.touch(mode=0o600)
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA secure_delete=ON")
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [SESSIONS]).fetchone():
            copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608
        copy.commit()
    make_one_file(path)
    with opened(path) as wrapper:
        return path, contents_of(wrapper)


def make_one_file(path: Path) -> None:
    """Take in what lies beside it."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")


def check_database(path: Path) -> None:
    """Raises BackupError where SQLite finds a fault in the file."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            faults = [fault for (fault,) in copy.execute("PRAGMA integrity_check(3)") if fault != "ok"]
    except sqlite3.DatabaseError as error:
        faults = [str(error)]
    if faults:
        raise BackupError(_("SQLite finds the database damaged: %(faults)s.") % {"faults": "; ".join(faults)})


@contextmanager
def opened(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A Django connection to another file than the portal's, without what makes it a database for many. It needs a
    name of its own: what reads migrations goes by the name."""
    wrapper = connection.copy(alias=COPY)
    wrapper.settings_dict["NAME"] = str(path)
    wrapper.settings_dict["OPTIONS"] = {"timeout": 20}
    connections[COPY] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        del connections[COPY]


def database_file() -> Path | None:
    """None for one in memory, as tests have it."""
    name = str(connection.settings_dict["NAME"])
    return None if "memory" in name.split("?")[0] else Path(name).absolute()


def is_occupied() -> bool:
    """An empty file does not count: starting a command makes one. One that cannot be read does."""
    place = database_file()
    if place is None or not place.exists():
        return False
    try:
        with closing(sqlite3.connect(place)) as database:
            return database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    except sqlite3.DatabaseError:
        return True
