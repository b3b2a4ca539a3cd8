"""What the tests' databases need to be like one in use."""

from django.db import connection
from django.db.models import QuerySet

# From so many rows on, PostgreSQL's plan for a table that it takes for empty is a bad one.
MANY = 500
_write = QuerySet.bulk_create


def count_what_is_written() -> None:
    """PostgreSQL counts what was written by the thousand by itself, within a minute; tests do not wait that long, and a
    query that would take it a moment takes it an hour."""
    if connection.vendor == "postgresql":
        QuerySet.bulk_create = _bulk_create


def _bulk_create(self, objs, *args, **kwargs):
    written = _write(self, objs, *args, **kwargs)
    if len(written) >= MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(self.model._meta.db_table)}")
    return written
