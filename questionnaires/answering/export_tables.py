"""What a file consists of, whichever its format: tables with two lines of headings, words and codes, and the rows of
each as they come, district after district, so that no more than some districts are ever held at once."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from districts.models import OrgUnit, User

Cell = str | int | float | bool | datetime.date | datetime.datetime | None
# Districts read and written at a time.
AT_A_TIME = 100


@dataclass(frozen=True)
class Heading:
    words: str
    code: str


@dataclass(frozen=True)
class Table:
    """The first one of a file is what a CSV file has."""

    key: str
    title: str
    headings: tuple[Heading, ...]


@dataclass
class Part:
    """Rows of some districts, by the table that they belong to; `done` districts are written once these are, and
    `units` are those whose answers are among them."""

    done: int
    rows: list[tuple[str, list[Cell]]] = field(default_factory=list)
    units: list[int] = field(default_factory=list)


class Contents(Protocol):
    """`total` districts."""

    tables: list[Table]
    total: int

    def parts(self) -> Iterator[Part]: ...


def table(key: str, title: str, *headings: tuple[str, str]) -> Table:
    return Table(key, title, tuple(Heading(words, code) for words, code in headings))


def district_headings() -> list[tuple[str, str]]:
    return [
        (_("District code"), "district"),
        (_("District"), "district_name"),
        (_("Region"), "region"),
        (_("Country"), "country"),
    ]


def district_cells(unit: OrgUnit) -> list[Cell]:
    return [unit.code, unit.name, unit.parent.name, unit.country.name]


def moment(at: datetime.datetime | None) -> datetime.datetime | None:
    """In UTC and to the second, as spreadsheets know no time zones: two readers must speak of the same moment."""
    return at and at.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)


def name_of(person: User | None) -> str:
    """Never what somebody signs in with."""
    if person is None:
        return ""
    return person.get_full_name() or _("somebody who gave no name")


def in_chunks(items: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(items), AT_A_TIME):
        yield items[start : start + AT_A_TIME]
