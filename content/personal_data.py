"""What the portal holds about one person, app by app: each says so in its personal_data.py, by `of(person)`."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.encoding import force_str

from .counting import number_of

AT_A_TIME = 2000


@dataclass(frozen=True)
class Column:
    """`read` names an attribute ("unit.name", whose links may be empty) or takes the record."""

    label: Any
    read: str | Callable[[Any], Any]

    def of(self, record: Any) -> Any:
        value = self.read(record) if callable(self.read) else _attribute(record, self.read)
        value = value() if callable(value) else value
        return value if isinstance(value, bool | int | list | datetime.date | None) else force_str(value)


def _attribute(record: Any, name: str) -> Any:
    try:
        return attrgetter(name)(record)
    except AttributeError:
        if "." in name:  # a link that is empty
            return None
        raise


@dataclass(frozen=True)
class Section:
    """One sort of thing, such as messages. The rows are read when they are asked for, in the reader's language;
    however many there are, they cost one query, and counting them none of its own (see `counted`)."""

    key: str
    title: Any
    records: QuerySet | list
    columns: list[Column]

    def rows(self, most: int | None = None) -> Iterator[dict[str, Any]]:
        labels = [str(column.label) for column in self.columns]
        found = self.records[:most] if most is not None else self.records
        for record in found if isinstance(found, list) else found.iterator(AT_A_TIME):
            yield dict(zip(labels, (column.of(record) for column in self.columns), strict=True))


def section(key: str, title: Any, records: QuerySet | list, *columns: tuple[Any, Any]) -> Section:
    return Section(key, title, records, [Column(label, read) for label, read in columns])


def counted(person, sections: list[Section]) -> dict[str, int]:
    """How many rows each section has, by key: all in one query."""
    tables = {
        f"in_{one.key}": number_of(one.records) for one in sections if not isinstance(one.records, list)
    }
    found = get_user_model().objects.filter(pk=person.pk).values(**tables).get() if tables else {}
    return {
        one.key: len(one.records) if isinstance(one.records, list) else found[f"in_{one.key}"]
        for one in sections
    }
