"""What somebody is writing, and what it is compared with.

Words are compared by their stems in the writer's language. Two that something shares in its title, or three or four
anywhere, say that it may be about the same. What every text here speaks of (a team, a district, health) says nothing.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from content.search_text import normalise, plain, stem

from .asked import little_stems

MOST_WORDS, MOST_LETTERS, MOST_SHOWN = 24, 6000, 4
# How alike something has to be: of a short text and of a longer one, which shares a word or two with anything.
ENOUGH, ENOUGH_OF_MANY, MANY = 3, 4, 8
EVERYDAY = {
    "fr": "district districts sante equipe equipes pays zone zones probleme question service centre faire avoir "
    "etre nous",
    "en": "district districts health team teams country zone zones problem issue service centre make have",
}


@dataclass(frozen=True)
class Draft:
    """What is being written, as stems; the title's come first."""

    stems: tuple[str, ...]
    language: str

    @classmethod
    def of(cls, title: str, text: str, language: str) -> "Draft":
        words = normalise(f"{title} {text}"[:MOST_LETTERS], language).split()
        dull = little_stems(language) | _everyday(language)
        found = dict.fromkeys(word for word in words if word not in dull and len(word) > 2)
        return cls(tuple(found)[:MOST_WORDS], language)

    @property
    def enough(self) -> int:
        """One word alone has to stand in the title."""
        return ENOUGH_OF_MANY if len(self.stems) >= MANY else min(ENOUGH, 2 * len(self.stems))

    def likeness(self, title: str, text: str = "") -> int:
        """Of something in the writer's language: words of its title count twice."""
        mine, head = set(self.stems), _stems(title, self.language)
        return len(mine & head) + len(mine & (head | _stems(text, self.language)))


@dataclass(frozen=True)
class Thing:
    """Something like the draft; `language` is its title's."""

    title: str
    url: str
    meta: str
    language: str


@cache
def _everyday(language: str) -> frozenset[str]:
    return frozenset(stem(plain(word), language) for word in EVERYDAY[language].split())


@lru_cache(maxsize=20_000)
def _stems(text: str, language: str) -> frozenset[str]:
    """Remembered: the same texts are compared again at every pause of a writer's."""
    return frozenset(normalise(text, language).split())
