"""One way of writing a word for the index and for the query, so that both databases find the same pages.

SQLite's index ignores accents but does not stem, PostgreSQL's stems but keeps accents; given text that is
already stemmed and without accents, they agree.
"""

import html
import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

ALGORITHMS = {"fr": "french", "en": "english"}
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[^\W_]+")
# Words that readers use for the same thing but whose stems differ, from the glossary.
SYNONYMS = {
    "fr": {"redevabilite": "redevable", "ecd": "equipe"},
    "en": {"children": "child", "hdmt": "team", "women": "woman"},
}


@cache
def stemmer(language: str):
    return snowballstemmer.stemmer(ALGORITHMS.get(language, "english"))


def plain(text: str) -> str:
    """Text without tags, entities, accents and ligatures, in lower case."""
    text = html.unescape(TAG.sub(" ", text)).replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def normalise(text: str, language: str) -> str:
    """Stems of the words of `text`, separated by spaces: what is indexed, and what a query becomes."""
    return " ".join(stem(word, language) for word in WORD.findall(plain(text)) if len(word) > 1)


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """`word` as plain() leaves it."""
    return plain(stemmer(language).stemWord(SYNONYMS.get(language, {}).get(word, word)))
