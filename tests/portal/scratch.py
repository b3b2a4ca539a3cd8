"""A portal of its own in a folder: database, files and the commands that an operator types."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from psycopg.conninfo import make_conninfo

from tests.web_server import ROOT


@dataclass
class Scratch:
    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": "",
            "DEBUG": "1",
        }
        return (
            os.environ
            | mine
            | {"SECRET_KEY": "scratch", "LC_ALL": "C.UTF-8", "PORTAL_URL": "http://127.0.0.1"}
        )

    def start(self, *command: str, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, text=True, **options
        )

    def run(self, *command: str, ok: bool = True) -> str:
        """What it printed; `ok` says whether it has to succeed."""
        process = self.start(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _none = process.communicate(timeout=300)
        assert (process.returncode == 0) == ok, output
        assert "Traceback" not in output, output
        return output

    def do(self, code: str) -> str:
        return self.run("shell", "-v", "0", "-c", code)


@contextmanager
def scratch_portal(folder: Path, *, empty: bool = False):
    """With the tests' tables, all migrations noted as applied; or, `empty`, with no table at all."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        yield _on_sqlite(folder, empty)
        return
    name = f"scratch_{uuid4().hex[:12]}"
    with _migrations_noted():
        _on_server(
            f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {connection.settings_dict['NAME']}")
        )
    try:
        yield Scratch(folder, _url(name))
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _on_sqlite(folder: Path, empty: bool) -> Scratch:
    if not empty:
        with _migrations_noted(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "portal.sqlite3")])
    return Scratch(folder, "sqlite:///" + str(folder / "portal.sqlite3"))


def _on_server(statement: str) -> None:
    """By psql, from outside: a database that others are connected to cannot be copied."""
    connection.close()
    subprocess.run(
        [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--command",
            statement,
            make_conninfo(**_server(), dbname="postgres"),
        ],
        check=True,
        capture_output=True,
    )


def _server() -> dict[str, str]:
    values = connection.settings_dict
    named = {
        "host": values["HOST"],
        "port": values["PORT"],
        "user": values["USER"],
        "password": values["PASSWORD"],
    }
    return {key: str(value) for key, value in named.items() if value}


def _url(name: str) -> str:
    return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + name


@contextmanager
def _migrations_noted():
    """The tests' tables are made without migrations; in a copy they count as made by all of them."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    if recorder.applied_migrations():
        yield
        return
    with override_settings(MIGRATION_MODULES={}):  # which tests switch off
        for app, name in MigrationLoader(None).disk_migrations:
            recorder.record_applied(app, name)
    try:
        yield
    finally:
        recorder.flush()
