"""Telling which unit somebody means by a name, however they spell it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from content.search_text import WORD, plain

from .units import OrgUnit

# Share of letters in common from which a name is worth asking about: Gueckedu for Guéckédou.
CLOSE, MOST_CLOSE = 0.75, 5


@dataclass(frozen=True)
class Found:
    """Units by how their name was met: a code or name of theirs, another spelling, or one that is near."""

    exact: tuple[OrgUnit, ...] = ()
    variant: tuple[OrgUnit, ...] = ()
    close: tuple[OrgUnit, ...] = ()

    @property
    def unit(self) -> OrgUnit | None:
        """The one that is meant beyond doubt: never a merely close one, none where two have the name."""
        sure = self.exact or self.variant
        return sure[0] if len(sure) == 1 else None


def folded(name: str) -> str:
    """Letters and digits only, without accents: case, apostrophes, hyphens and blanks make no other name."""
    return "".join(WORD.findall(plain(name)))


def names_of(unit: OrgUnit) -> list[str]:
    return [name for name in (unit.name_fr, unit.name_en, unit.code, unit.uid) if name]


def find_unit(name: str, among: Iterable[OrgUnit]) -> Found:
    """Which of `among` is called `name`. Choose `among` well: a region may have its capital's name.

    `close` is filled only where nothing else was found, the nearest first.
    """
    wanted, units = folded(name), list(among)
    if not wanted:
        return Found()
    exact = tuple(unit for unit in units if wanted in map(folded, names_of(unit)))
    variant = tuple(unit for unit in units if unit not in exact and wanted in map(folded, unit.variants))
    return Found(exact, variant, () if exact or variant else _close(wanted, units))


def _close(wanted: str, units: list[OrgUnit]) -> tuple[OrgUnit, ...]:
    by_name: dict[str, list[OrgUnit]] = {}
    for unit in units:
        for name in {folded(n) for n in (unit.name_fr, unit.name_en, *unit.variants) if n}:
            by_name.setdefault(name, []).append(unit)
    near = difflib.get_close_matches(wanted, by_name, n=MOST_CLOSE, cutoff=CLOSE)
    found = dict.fromkeys(unit for name in near for unit in by_name[name])
    return tuple(found)[:MOST_CLOSE]


def search_units(text: str, among: Iterable[OrgUnit]) -> list[OrgUnit]:
    """Those with a name, spelling or code that contains `text`; the near ones where there is none."""
    wanted, units = folded(text), list(among)
    if not wanted:
        return []
    met = [u for u in units if any(wanted in folded(name) for name in (*names_of(u), *u.variants))]
    return met or list(_close(wanted, units))
