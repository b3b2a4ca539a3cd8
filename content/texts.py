"""Texts that records keep in two columns, `<name>_fr` and `<name>_en`, edited side by side."""

from django.utils.translation import get_language


class localized:  # noqa: N801  (reads as an attribute: title = localized("title"))
    """`title = localized("title")` reads title_fr or title_en in the reader's language, falling back to the
    other one: a text not yet translated is shown in its language rather than not at all."""

    def __init__(self, name: str):
        self.name = name

    def __get__(self, record, owner=None):
        if record is None:
            return self
        return in_language(record, self.name, get_language() or "fr")


def in_language(record, name: str, language: str) -> str:
    other = "en" if language == "fr" else "fr"
    return getattr(record, f"{name}_{language}", "") or getattr(record, f"{name}_{other}", "")
