"""Texts of a record with the language they are in, so that one not yet translated can be marked."""

from dataclasses import dataclass

from content.texts import in_language


@dataclass(frozen=True)
class Words:
    """A text and, where it is not yet in the language of the page, the language that it is in."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


def words_of(record, name: str, language: str) -> Words:
    own = getattr(record, f"{name}_{language}")
    text = own or in_language(record, name, language)
    return Words(text, "" if own or not text else ("en" if language == "fr" else "fr"))
