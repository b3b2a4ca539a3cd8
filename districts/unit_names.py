"""Telling which unit somebody means by a name, however they spell it."""

import difflib
from collections import defaultdict
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


class UnitNames:
    """The names of some units, ready to be asked for many."""

    def __init__(self, among: Iterable[OrgUnit]):
        self._exact, self._variants = defaultdict(dict), defaultdict(dict)
        self._near = defaultdict(dict)
        for unit in among:
            for name in filter(None, map(folded, names_of(unit))):
                self._exact[name][unit] = True
            for name in filter(None, map(folded, unit.variants)):
                self._variants[name][unit] = True
            for name in (unit.name_fr, unit.name_en, *unit.variants):
                self._near[folded(name)][unit] = True

    def find(self, name: str, near: bool = True) -> Found:
        """`close` is filled only where nothing else was found, the nearest first; not `near`: never, which is quick."""
        wanted = folded(name)
        exact = tuple(self._exact.get(wanted, ()))
        variant = tuple(unit for unit in self._variants.get(wanted, ()) if unit not in exact)
        return Found(exact, variant, () if exact or variant or not near else self.close(wanted))

    def close(self, wanted: str) -> tuple[OrgUnit, ...]:
        """`wanted` as folded() leaves it."""
        near = difflib.get_close_matches(wanted, self._near, n=MOST_CLOSE, cutoff=CLOSE) if wanted else ()
        return tuple(dict.fromkeys(unit for name in near for unit in self._near[name]))[:MOST_CLOSE]


def find_unit(name: str, among: Iterable[OrgUnit]) -> Found:
    """Which of `among` is called `name`. Choose `among` well: a region may have its capital's name."""
    return UnitNames(among).find(name)


def search_units(text: str, among: Iterable[OrgUnit]) -> list[OrgUnit]:
    """Those with a name, spelling or code that contains `text`; the near ones where there is none."""
    wanted, units = folded(text), list(among)
    if not wanted:
        return []
    met = [u for u in units if any(wanted in folded(name) for name in (*names_of(u), *u.variants))]
    return met or list(UnitNames(units).close(wanted))
