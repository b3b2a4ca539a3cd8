"""What the columns of an XLSForm are called: many spellings for one column, and one language for several names.

A column is known here as "relevant", "label::fr", "image::Español (es)": its language is fr, en, or what the file calls
one that the portal does not speak. https://xlsform.org/en/ref-table/
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from .xlsform_files import Row, as_heading

# As ODK and Kobo name them, with the code that they go by.
LANGUAGE_NAMES = {"fr": "Français (fr)", "en": "English (en)"}
KNOWN_AS = {
    "fr": {"fr", "fra", "fre", "french", "francais", "frances", "franzosisch"},
    "en": {"en", "eng", "english", "anglais", "ingles", "englisch"},
}
CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)?\s*\)$")
REGION = re.compile(r"^([a-z]{2,3})[-_][a-z]{2,4}$")

SPELLINGS = {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
    "readonly": "read_only", "calculate": "calculation", "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message",
    "requiredmsg": "required_message", "count": "repeat_count", "jr:count": "repeat_count",
}  # fmt: skip
PREFIXES = ("bind", "control", "body", "media")
TRANSLATED = {
    "label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "big-image", "audio",
    "video",
}  # fmt: skip
# Those whose texts the portal shows; without a language they are in the form's own.
OURS = ("label", "hint", "constraint_message")
SURVEY_COLUMNS = {
    "type", "name", "required", "relevant", "constraint", "calculation", "appearance", "default", "read_only",
    "choice_filter", "repeat_count", "parameters", "trigger", "disabled", "autoplay", "rows", *TRANSLATED,
}  # fmt: skip
CHOICE_COLUMNS = {"list_name", "name", "label", "image", "big-image", "audio", "video"}
# The commonest words of each language that the other does not have.
TELLING = {
    "fr": {"le", "la", "les", "des", "du", "une", "est", "et", "dans", "pour", "quel", "quelle", "vous", "avez", "oui",
           "non", "nombre", "par", "sur", "votre", "au", "qui"},
    "en": {"the", "of", "is", "and", "in", "for", "what", "which", "you", "have", "yes", "no", "number", "by", "your",
           "how", "are", "this", "to", "with", "do", "does"},
}  # fmt: skip


def language_of(name: str) -> str:
    """fr, en, or the name as it is."""
    name = " ".join(name.split())
    coded = CODE.search(name)
    word = coded[1].lower() if coded else _folded(name)
    if region := REGION.match(word):
        word = region[1]
    return next((language for language, words in KNOWN_AS.items() if word in words), name)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().strip()


def column_of(heading: str, known: set[str]) -> tuple[str, str]:
    """(column, language); a heading that XLSForm does not know is left as it is: a choice_filter may name it."""
    parts = [part.strip() for part in heading.split("::")]
    if len(parts) == 1 and not heading.startswith("jr:"):
        parts = [part.strip() for part in heading.split(":")]
    while len(parts) > 1 and as_heading(parts[0]) in PREFIXES:
        parts = parts[1:]
    first = as_heading(parts[0])
    column = SPELLINGS.get(first, first)
    if column not in known or len(parts) > 2 or (len(parts) == 2 and column not in TRANSLATED):
        return heading, ""
    return column, language_of(parts[1]) if len(parts) == 2 else ""


def keyed(column: str, language: str) -> str:
    return f"{column}::{language}" if language else column


def known_rows(rows: list[Row], known: set[str], unnamed: str) -> list[Row]:
    """The rows by known column; texts of ours without a language are in `unnamed`."""
    columns: dict[str, str] = {}
    found = []
    for row in rows:
        cells: dict[str, str] = {}
        for heading, text in row.cells.items():
            if heading not in columns:
                column, language = column_of(heading, known)
                columns[heading] = keyed(column, language or (unnamed if column in OURS else ""))
            # A column with its language wins over one without.
            if columns[heading] not in cells or "::" in heading:
                cells[columns[heading]] = text
        found.append(Row(row.number, cells))
    return found


def heading_of(key: str) -> str:
    """As it is written into a file: "label::Français (fr)"."""
    column, _colons, language = key.partition("::")
    if column not in TRANSLATED or not language:
        return key
    return f"{column}::{LANGUAGE_NAMES.get(language, language)}"


def languages_in(headings: Iterable[str], known: set[str]) -> list[str]:
    """Of the texts that the portal shows, in the order of the columns."""
    found = [column_of(heading, known) for heading in headings]
    return list(dict.fromkeys(language for column, language in found if column in OURS and language))


def sounds_like(texts: Iterable[str]) -> str:
    """fr or en, by the commonest words; fr if nothing tells."""
    words = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
    score = {language: sum(words[word] for word in telling) for language, telling in TELLING.items()}
    return "en" if score["en"] > score["fr"] else "fr"
