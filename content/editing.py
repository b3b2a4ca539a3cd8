"""Two people editing one record: neither loses anything, and the later one is told.

A form carries the values it began with (signed, in one hidden field). When it comes back, only what its writer really
changed is written: changes of different fields both survive. Where both changed the same field, the form is shown
again with what was typed and with what the other person saved beside it; saving again then is a decision.

    token = begun(values_of(record, FIELDS))                                  # into the form
    merged = merge(read_begun(token), typed, values_of(record, FIELDS))       # from the form
    if merged.clashes: …show both…
    else: save_if_unchanged(record, merged.changes)
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F

SALT = "content.editing"


class ChangedMeanwhile(Exception):
    """Somebody else saved the record after it was read; `current` is the record as it is now, None if it is gone."""

    def __init__(self, current: models.Model | None = None):
        super().__init__("changed meanwhile")
        self.current = current


@dataclass(frozen=True)
class Merged:
    """`changes`: what to write. `clashes`: by field, what the other person saved there meanwhile."""

    changes: dict[str, Any]
    clashes: dict[str, Any]


class _Encoder(DjangoJSONEncoder):
    """Dates and decimals as texts; 5 is 5 also where the database keeps 5.000000."""

    def default(self, o):
        return f"{o.normalize():f}" if isinstance(o, Decimal) else super().default(o)


class _Serializer:
    def dumps(self, value) -> bytes:
        return json.dumps(value, cls=_Encoder, separators=(",", ":")).encode()

    def loads(self, data: bytes):
        return json.loads(data)


def begun(values: Mapping[str, Any]) -> str:
    """The values a form begins with, for its hidden field."""
    return signing.dumps(dict(values), salt=SALT, serializer=_Serializer, compress=True)


def read_begun(token: str) -> dict[str, Any] | None:
    """None if it is not ours or was changed on the way: then nothing can be said of what the form began with."""
    try:
        return signing.loads(token, salt=SALT, serializer=_Serializer)
    except signing.BadSignature:
        return None


def merge(began: Mapping[str, Any] | None, typed: Mapping[str, Any], current: Mapping[str, Any]) -> Merged:
    """Three versions of the same fields. Without `began` everything that differs from `current` is a clash."""
    changes, clashes = {}, {}
    for name, value in typed.items():
        theirs, mine = _text(current[name]), _text(value)
        if mine == theirs:
            continue
        first = None if began is None or name not in began else _text(began[name])
        if first is not None and mine == first:
            # Left as it was; what the other person wrote stays.
            continue
        changes[name] = value
        if first is None or theirs != first:
            clashes[name] = current[name]
    return Merged(changes, clashes)


def _text(value: Any) -> str:
    """One way to write a value: an empty text and none are the same, and lists and rules compare by content."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, cls=_Encoder, sort_keys=True)
    return json.dumps(value, cls=_Encoder).strip('"')


def save_if_unchanged(record: models.Model, changes: Mapping[str, Any]) -> None:
    """Write `changes` if the record still has the revision it was read with. Raises ChangedMeanwhile."""
    model = type(record)
    found = model._default_manager.filter(pk=record.pk, revision=record.revision)
    if not found.update(**changes, revision=F("revision") + 1):
        raise ChangedMeanwhile(model._default_manager.filter(pk=record.pk).first())
    record.refresh_from_db()


def values_of(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The record's fields by name, foreign keys as their keys."""
    return {name: getattr(record, record._meta.get_field(name).attname) for name in names}
