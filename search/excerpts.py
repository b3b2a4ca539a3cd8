"""Where a page speaks of what is looked for, with the words marked."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.pages import BasePage
from content.search_text import WORD, plain, stem

from .page_texts import body_texts

BEFORE, AFTER = 60, 160


@lru_cache(maxsize=50_000)
def stem_of(word: str, language: str) -> str:
    """Of a word as it is written. Remembered, because a page has a thousand words but few different ones."""
    return stem(plain(word), language)


def highlighted(text: str, stems: frozenset[str], language: str) -> SafeString:
    """`text` escaped, with each word that has one of the stems in <mark>."""
    parts, end = [], 0
    for word in WORD.finditer(text):
        if stem_of(word[0], language) in stems:
            parts.append(f'{escape(text[end : word.start()])}<mark class="hit">{escape(word[0])}</mark>')
            end = word.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped above)


def excerpt(page: BasePage, stems: frozenset[str], language: str) -> SafeString | None:
    """From the part of the body that holds most of the words, around the first of them; None if only title or
    summary speak of it."""
    places = [places for text in body_texts(page) if (places := _places(text, stems, language))]
    if not places:
        return None
    text, start, end, _number = max(places, key=lambda place: place[-1])
    return highlighted(_around(text, start, end), stems, language)


def _places(text: str, stems: frozenset[str], language: str) -> tuple[str, int, int, int] | None:
    """The first word found and how many different ones there are."""
    words = [w for w in WORD.finditer(text) if stem_of(w[0], language) in stems]
    if not words:
        return None
    return text, *words[0].span(), len({stem_of(w[0], language) for w in words})


def _around(text: str, start: int, end: int) -> str:
    left = text.find(" ", start - BEFORE, start) + 1 if start > BEFORE else 0
    right = text.rfind(" ", end, end + AFTER) if len(text) > end + AFTER else len(text)
    right = len(text) if right < end else right
    return ("… " if left else "") + text[left:right] + (" …" if right < len(text) else "")
