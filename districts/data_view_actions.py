"""Noting that somebody was shown a district's data by name: an insert a request at most, and one a day for what is
opened again and again."""

import logging
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from analysis.audience import Relation

from .data_views import DataView
from .models import User

DAY = 24 * 60 * 60
COLUMNS = ("unit", "viewer", "what", "about", "seen_as", "day")

log = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class Look:
    """At the data of one district (`unit`, its id) in the cycle whose key is `about`, by somebody who is `seen_as` to
    it."""

    unit: int
    what: str
    about: uuid.UUID
    seen_as: str


def look_at(*, unit: int, what: DataView.What, about: uuid.UUID, relation: Relation) -> Look:
    """Raises ValueError for a look at one's own data: the team needs no telling."""
    return Look(unit, what.value, about, DataView.As(relation.value).value)


def note_looks(*, viewer: User, looks: Collection[Look]) -> None:
    """Write down that `viewer` was shown all this today; what is known already stays as it was first noted.

    Raises nothing: whatever fails here is logged, since the page it is about is finished and nobody's fault.
    """
    if not looks:
        return
    try:
        key = _key_of(viewer, looks)
        if _seen_today(key):
            return
        _insert(viewer, looks)
        cache.set(key, True, DAY)
    except Exception:
        log.exception("It could not be noted who looked at districts' data")


def _key_of(viewer: User, looks: Collection[Look]) -> str:
    """The day is in it, so an entry that outlives its day is asked for by nobody."""
    said = repr([(look.unit, look.what, look.about.hex) for look in sorted(looks)])
    digest = blake2b(said.encode(), digest_size=16).hexdigest()
    return f"looks:{viewer.pk}:{timezone.localdate():%Y%m%d}:{digest}"


def _seen_today(key: str) -> bool:
    """A cache that cannot be reached costs an insert that changes nothing."""
    try:
        return cache.get(key) is not None
    except Exception:
        log.exception("The cache cannot be read")
        return False


def _insert(viewer: User, looks: Collection[Look]) -> None:
    """One statement, so atomic by itself, for 2,000 districts too: on SQLite bulk_create would make thirteen of it."""
    fields = [DataView._meta.get_field(name) for name in COLUMNS]
    day = timezone.localdate()
    values = [
        field.get_db_prep_save(value, connection)
        for look in looks
        for field, value in zip(
            fields, (look.unit, viewer.pk, look.what, look.about, look.seen_as, day), strict=True
        )
    ]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(DataView._meta.db_table)} ({names}) "  # noqa: S608  (names of our own columns)
            f"VALUES {', '.join([row] * len(looks))} ON CONFLICT DO NOTHING",
            values,
        )
