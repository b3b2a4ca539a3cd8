"""PostgreSQL: by its own tools, from one snapshot, and back in one transaction.

pg_dump and pg_restore know every kind of object and every version of the server; a dump of our own would know the
tables of today. The price is that they must be installed where the command runs (docs/operate.md).
"""

import os
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from .archive import BackupError
from .contents import SESSIONS, Contents, contents_of

MEMBER = "portal.dump"
# A table in use is waited for, not for ever: the portal should have been stopped.
PATIENCE = "10s"
# Everything in the portal's schema, and nothing that an extension made.
EMPTY_SCHEMA = """
DO $$
DECLARE item record;
BEGIN
    FOR item IN
        SELECT c.oid::regclass AS name,
               CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                              ELSE 'TABLE' END AS kind
        FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', item.kind, item.name);
    END LOOP;
END $$;
"""


def copy_database(folder: Path) -> tuple[Path, Contents]:
    """A dump in `folder`. Rows are counted and files listed in the very snapshot that pg_dump reads."""
    path = folder / MEMBER
    path.touch(mode=0o600)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run_connected("pg_dump", *_dump_options(path), f"--snapshot={snapshot}")
        return path, contents_of(connection)


def check_database(path: Path) -> None:
    """Raises BackupError where pg_restore cannot read the dump's list of contents."""
    _run(["pg_restore", "--list", str(path)])


def keep_database(path: Path) -> None:
    """What is there before it is overwritten, sessions included: it may have to come back as it was."""
    _run_connected("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def script_of(dump: Path) -> Path:
    """What fills an empty schema, as a file beside: piped into psql, a dump that breaks off half-way would be committed
    as far as it came."""
    script = dump.with_suffix(".sql")
    script.touch(mode=0o600)
    _run(["pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={script}", str(dump)])
    return script


def run_script(script: Path) -> None:
    """Empty the schema and fill it, or leave all as it was."""
    empty = script.with_name("empty.sql")
    empty.write_text(EMPTY_SCHEMA)
    connection.close()
    _run_connected(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={empty}",
        f"--file={script}",
        environment={"PGOPTIONS": f"-c lock_timeout={PATIENCE} -c client_min_messages=warning"},
    )


def is_occupied() -> bool:
    with connection.cursor() as cursor:
        return bool(connection.introspection.get_table_list(cursor))


def _dump_options(path: Path) -> list[str]:
    """Uncompressed, as the whole file is compressed afterwards."""
    return [
        "--format=custom",
        "--compress=0",
        "--no-owner",
        "--no-privileges",
        f"--exclude-table-data={SESSIONS}",
        f"--file={path}",
    ]


def _run_connected(tool: str, *parameters: str, environment: dict[str, str] | None = None) -> None:
    """With the portal's own host, name and password; the password goes by the environment, where `ps` does not show
    it."""
    command, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, list(parameters))
    _run([tool, *command[1:]], (secrets or {}) | (environment or {}))


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupError(
            _(
                "%(tool)s is not installed here. Install PostgreSQL’s client programs, of the server’s version or "
                "later (Debian: postgresql-client)."
            )
            % {"tool": command[0]}
        ) from error
    if done.returncode:
        raise BackupError(
            _("%(tool)s failed: %(reason)s") % {"tool": command[0], "reason": done.stderr.strip()}
        )
