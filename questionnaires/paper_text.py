"""Texts as they can be printed: with the typesetter's own fonts, whatever people typed."""

import unicodedata
from itertools import groupby

from django.utils.translation import pgettext

from content.typography import french

from .translated import Words, words_of

# What the fonts inside typst 0.15 have between them, kept to what a text in French or English may hold: letters of
# Latin (with those of Pular, Susu, Fon and their kin), Greek, Cyrillic and Arabic scripts, figures and signs. A sign
# that no font has would stop the form, since an accessible file must not hold one.
PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x391, 0x3A1), (0x3A3, 0x484), (0x487, 0x4FF), (0x60C, 0x60C),
    (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x64A), (0x660, 0x66D), (0x1D00, 0x1DBF),
    (0x1E00, 0x1F15), (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x2040), (0x2044, 0x2052), (0x2070, 0x2071),
    (0x2074, 0x208E), (0x20A0, 0x20C0), (0x2100, 0x211E), (0x2122, 0x2122), (0x2126, 0x2151), (0x2153, 0x2184),
    (0x2190, 0x23FF), (0x2460, 0x2606), (0x2609, 0x262F), (0x2701, 0x2704), (0x270C, 0x2714), (0x2717, 0x2726),
    (0x2756, 0x2756), (0x2761, 0x277F), (0xA708, 0xA716), (0xFB00, 0xFB06),
)  # fmt: skip
UNPRINTABLE = "\ufffd"
LONGEST_WORD = 30
MAY_BREAK = "\u200b"


def printable(text: str, language: str) -> list[str]:
    """Its lines, with French spaces where it is French. Signs that say nothing (of control, of direction) are left
    out, and each that cannot be printed is one �."""
    typed = french(text) if language == "fr" else text
    lines = [_line(line) for line in unicodedata.normalize("NFC", typed).strip().splitlines()]
    # One empty line parts what several do.
    return [
        line for empty, same in groupby(lines, lambda line: not line) for line in ([""] if empty else same)
    ]


def _line(text: str) -> str:
    known = "".join(map(_sign, text)).strip(" ")
    return " ".join(map(_breakable, known.split(" ")))


def _sign(sign: str) -> str:
    if any(first <= ord(sign) <= last for first, last in PRINTABLE):
        return sign
    if sign == "\t":
        return " "
    # Variation selectors belong to the pictures before them.
    says_nothing = unicodedata.category(sign) in ("Cc", "Cf") or 0xFE00 <= ord(sign) <= 0xFE0F
    return "" if says_nothing else UNPRINTABLE


def _breakable(word: str) -> str:
    """An address of a page, or a word that would otherwise leave the paper."""
    if len(word) <= LONGEST_WORD:
        return word
    return MAY_BREAK.join(word[place : place + LONGEST_WORD] for place in range(0, len(word), LONGEST_WORD))


def plain(text: str, language: str) -> str:
    """On one line."""
    return " ".join(filter(None, printable(text, language)))


def printed(words: Words, language: str) -> dict:
    """As the template takes it. A text in the other language says so behind it."""
    mark = ""
    if words.lang:
        mark = (
            pgettext("after a text on paper", "(in French)")
            if words.lang == "fr"
            else pgettext("after a text on paper", "(in English)")
        )
    return {"lines": printable(words.text, words.lang or language), "lang": words.lang, "mark": mark}


def printed_of(record, name: str, language: str, otherwise: str = "") -> dict:
    """Of a record's text in two columns."""
    return printed(words_of(record, name, language) or Words(otherwise), language)
