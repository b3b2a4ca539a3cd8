"""What a reader asks of the library: nothing that can be typed into the address is an error."""

from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from django.http import QueryDict

from content.search_text import normalise, plain, stem

from .kinds import CODES

LONGEST = 200
BOTH = "both"
# Words that say nothing about what is looked for. All words of a query must be in a page; these need not.
LITTLE_WORDS = {
    "fr": (
        "au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur leurs ma mes "
        "mon nos notre nous on ou par pas pour pourquoi qu que quel quelle quelles quels qui sa sans se ses "
        "son sont sur un une vos votre vous"
    ),
    "en": (
        "about an and are as at be by do does for from has have how in is it its my of on or our that the "
        "their these they this to was we were what when where which who why with you your"
    ),
}


@dataclass(frozen=True)
class Asked:
    q: str = ""
    kind: str = ""
    language: str = "fr"
    page: str = "1"
    # The reader's own language, which an address need not name.
    default_language: str = "fr"

    @classmethod
    def of(cls, query: QueryDict, language: str) -> "Asked":
        def one_of(name: str, known) -> str:
            return query.get(name) if query.get(name) in known else ""

        return cls(
            q=" ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST],
            kind=one_of("kind", CODES),
            language=one_of("language", ("fr", "en", BOTH)) or language,
            page=query.get("page", "1"),
            default_language=language,
        )

    @property
    def languages(self) -> list[str]:
        """The reader's own first."""
        if self.language == BOTH:
            return sorted(("fr", "en"), key=lambda code: code != self.default_language)
        return [self.language]

    @property
    def filtered(self) -> bool:
        return bool(self.address())

    def stems(self, language: str) -> str:
        """The query as the index writes words; empty if there is nothing to look for."""
        words = normalise(self.q, language).split()
        little = little_stems(language)
        return " ".join([word for word in words if word not in little] or words)

    def address(self, **changes: str) -> str:
        """The query string of this question, or of one that differs in `changes`; always of its first page."""
        other = replace(self, **changes)
        named = {"q": other.q, "kind": other.kind}
        if other.language != self.default_language:
            named["language"] = other.language
        return urlencode({name: value for name, value in named.items() if value})


@cache
def little_stems(language: str) -> frozenset[str]:
    return frozenset(stem(plain(word), language) for word in LITTLE_WORDS[language].split())
