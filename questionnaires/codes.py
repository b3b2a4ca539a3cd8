"""Codes proposed from texts: short, without accents, not taken."""

from collections.abc import Container

from content.search_text import WORD, plain

LONGEST = 32


def proposed_code(texts: tuple[str, ...], taken: Container[str], otherwise: str) -> str:
    """From the first text that has words, cut between two of them; `otherwise` where none has any in our letters."""
    found = next(filter(None, map(_code_of, texts)), otherwise)
    code, number = found, 1
    while code in taken:
        number += 1
        code = f"{found}_{number}"
    return code


def _code_of(text: str) -> str:
    words = [word for word in WORD.findall(plain(text)) if word.isascii()]
    code = ""
    for word in words:
        longer = f"{code}_{word}" if code else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        code = longer
    return f"q_{code}" if code[:1].isdigit() else code
