"""What may stand in a context and in a mail's lines, whatever people have typed."""

import re
import unicodedata
from typing import Any

LONGEST_TEXT = 4000
MOST_ENTRIES = 100

# Controls but tab and line feed, halves of pairs that no encoding has, and the marks that turn the direction of
# what follows: in a subject they make an address read backwards.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# Line breaks of all sorts and tabs, but not the no-break spaces of French.
SPACES = re.compile(r"[^\S\u00a0\u202f]+")


class UnfitContext(TypeError):
    """A context is flat: texts, numbers, yes or no, lists of those. Records are read again at sending."""


def clean(text: str) -> str:
    """Several lines; what cannot be sent or stored is left out, what is too long ends in an ellipsis."""
    text = UNPRINTABLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def one_line(text: str, longest: int = 200) -> str:
    """For headers: no line break of any kind, or whoever names a district could add a recipient."""
    line = SPACES.sub(" ", clean(text)).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def fit(context: dict[str, Any] | None) -> dict[str, Any]:
    """The context as it is stored. Raises UnfitContext for what is not flat, or has too many entries."""
    context = context or {}
    if len(context) > MOST_ENTRIES:
        raise UnfitContext(f"{len(context)} entries")
    return {one_line(str(name), 60): _fit_value(value) for name, value in context.items()}


def _fit_value(value: Any) -> Any:
    if isinstance(value, str):
        # A lazy translation would be stored in the sender's language: kinds word things, contexts do not.
        return clean(str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        return value
    if isinstance(value, list | tuple) and len(value) <= MOST_ENTRIES:
        if any(isinstance(item, list | tuple) for item in value):
            raise UnfitContext("a list of lists")
        return [_fit_value(item) for item in value]
    raise UnfitContext(type(value).__name__)
