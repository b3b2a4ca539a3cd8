"""The sheet "settings", and which language texts without one are in."""

from .structure import Questionnaire
from .xlsform_choices import cut
from .xlsform_files import Book, as_heading
from .xlsform_headings import CHOICE_COLUMNS, OURS, SURVEY_COLUMNS, column_of, language_of, sounds_like

SPELLINGS = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}
LONGEST_TITLE = Questionnaire._meta.get_field("title_fr").max_length


def settings_of(book: Book) -> dict[str, str]:
    """The first row alone counts. The language is by its code where the portal speaks it."""
    rows = book.rows("settings")
    found = {
        SPELLINGS.get(as_heading(name), name): text for name, text in (rows[0].cells if rows else {}).items()
    }
    if "default_language" in found:
        found["default_language"] = language_of(found["default_language"])
    return found


def texts_without_language(book: Book) -> list[str]:
    """Of the columns that the portal shows."""
    return [
        text
        for sheet, known in (("survey", SURVEY_COLUMNS), ("choices", CHOICE_COLUMNS))
        for row in book.rows(sheet)
        for heading, text in row.cells.items()
        if (pair := column_of(heading, known))[0] in OURS and not pair[1]
    ]


def unnamed_language(settings: dict[str, str], texts: list[str], asked_for: str) -> str:
    """What the form says, else what the person says, else what the words sound like."""
    return settings.get("default_language") or asked_for or sounds_like(texts)


def title_of(settings: dict[str, str], language: str) -> dict[str, str]:
    title = cut(settings.get("form_title", ""), LONGEST_TITLE)
    return {"title_en" if language == "en" else "title_fr": title} if title else {}


def settings_kept(settings: dict[str, str]) -> dict[str, str]:
    """French is written first anyway."""
    return {
        name: text
        for name, text in settings.items()
        if (name, text) != ("default_language", "fr")
        and not (name == "form_title" and len(text) <= LONGEST_TITLE)
    }
