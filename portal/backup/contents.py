"""What a database holds: counted when it is copied, compared when it is put back."""

import tomllib
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

# Never copied: a session of the past must not come to life again, nor be stolen with a backup.
SESSIONS = Session._meta.db_table


@dataclass(frozen=True)
class Contents:
    """`files` are what rows name, as (field, name): the field knows in which storage."""

    migrations: list[str]
    rows: dict[str, int]
    files: list[tuple[FileField, str]]


def contents_of(connection: BaseDatabaseWrapper) -> Contents:
    """Reads through `connection` only: within one transaction, all of it is of the same moment."""
    with connection.cursor() as cursor:
        tables = {
            table.name
            for table in connection.introspection.get_table_list(cursor)
            if table.type in ("t", "p")
        }
        return Contents(
            migrations=sorted(".".join(name) for name in MigrationRecorder(connection).applied_migrations()),
            rows=_rows(connection, cursor, tables - {SESSIONS}),
            files=list(_files(connection, cursor, tables)),
        )


def product_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as source:
        return tomllib.load(source)["project"]["version"]


def unknown_migrations(applied: list[str]) -> list[str]:
    """Those of a backup that this code has never heard of, not even as replaced by a later one."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    return sorted(set(applied) - {".".join(name) for name in known})


def needs_migration(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _rows(connection: BaseDatabaseWrapper, cursor, tables: set[str]) -> dict[str, int]:
    counts = {}
    for table in sorted(tables):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        counts[table] = cursor.fetchone()[0]
    return counts


def _files(connection: BaseDatabaseWrapper, cursor, tables: set[str]):
    """Tables or columns that the database does not have yet, because the code is ahead of it, name no files."""
    quote = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        fields = [field for field in model._meta.local_concrete_fields if isinstance(field, FileField)]
        table = model._meta.db_table
        if not fields or table not in tables or model._meta.proxy:
            continue
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        for field in fields:
            if field.column in columns:
                cursor.execute(f"SELECT DISTINCT {quote(field.column)} FROM {quote(table)}")  # noqa: S608
                yield from ((field, name) for (name,) in cursor.fetchall() if name)
