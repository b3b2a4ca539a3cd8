"""An XLSForm's bytes -> a questionnaire as plain data, in the shape of snapshots.py, and what is told about its rows.

bytes -> sheets of text -> is it a form? -> tree -> outline, codes -> content -> content as the portal had it
      xlsform_files   xlsform_refusals  xlsform_tree  xlsform_outline  xlsform_sections     xlsform_extras
"""

import json

from django.utils.translation import gettext as _

from .xlsform_choices import choices_of, is_yes_no, kept_lists, lists_in
from .xlsform_extras import apply_extras, marks_in
from .xlsform_files import Book, UnreadableForm, read_book
from .xlsform_headings import CHOICE_COLUMNS, LANGUAGE_NAMES, SURVEY_COLUMNS, known_rows, languages_in
from .xlsform_kept import filled
from .xlsform_kinds import kind_of, list_of
from .xlsform_lines import KEPT, LOOK, WRONG, Imported, Line
from .xlsform_names import Names
from .xlsform_outline import AS_QUESTION, Outline, leave_out, outline_of
from .xlsform_questions import Form
from .xlsform_refusals import refusals_of
from .xlsform_rest import READ_ELSEWHERE, tell_of_the_rest
from .xlsform_sections import groups_kept, section_of
from .xlsform_settings import (
    settings_kept,
    settings_of,
    texts_without_language,
    title_of,
    unnamed_language,
)
from .xlsform_tree import Node, tree_of

# What a form may say beside its questions: it is kept in the database, row by row.
MOST_KEPT = 2_000_000


def read_xlsform(data: bytes, language: str = "") -> Imported:
    """Never raises, whatever the bytes. `language` (fr or en) is that of texts without one where the form itself does
    not say; left empty, their words decide."""
    try:
        book = read_book(data)
    except UnreadableForm as error:
        return _refused(str(error))
    if errors := refusals_of(book):
        return Imported(errors=errors)
    imported = content_from(book, language)
    apply_extras(imported, book)
    if not any(section["questions"] for section in imported.content["sections"]):
        return _refused(_("The form asks nothing that the portal can ask."))
    if len(json.dumps(imported.content)) > MOST_KEPT:
        return _refused(
            _("The form holds more than the portal can keep. Take out long lists that it does not need.")
        )
    return imported


def _refused(reason: str) -> Imported:
    return Imported(errors=[Line(0, "", "", reason, WRONG)])


def content_from(book: Book, language: str = "") -> Imported:
    """What the XLSForm's own sheets say, of a form that pyxform takes."""
    settings, unnamed_texts = settings_of(book), texts_without_language(book)
    unnamed = unnamed_language(settings, unnamed_texts, language)
    lists = lists_in(book.rows("choices"), unnamed)
    root = tree_of(known_rows(book.rows("survey"), SURVEY_COLUMNS, unnamed))
    leave_out(root, lists)
    outline = outline_of(root, marks_in(book))
    form = Form(_names(root, outline, lists), lists)
    sections = _sections(outline, form)
    tell_of_the_rest(book, outline, form, sections, unnamed)
    kept = filled(
        settings=settings_kept(settings),
        groups=groups_kept(outline, form),
        lists=kept_lists(lists, _used(outline, lists)),
        aside=[
            {"after": after, "within": list(node.within), "rows": node.rows()}
            for after, node in outline.aside
        ],
        sheets={
            name: [row.cells for row in book.rows(name)] for name in book.sheets if name not in READ_ELSEWHERE
        },
    )
    content = title_of(settings, unnamed if unnamed_texts else settings.get("default_language", ""))
    content |= filled(kept_xlsform=kept) | {"sections": sections, "checks": form.checks}
    languages = _languages(book, unnamed if unnamed_texts else "")
    lines = [*_about_languages(languages, unnamed, unnamed_texts, settings), *form.lines]
    return Imported(content, lines, [], languages, unnamed if unnamed_texts else "")


def _names(root: Node, outline: Outline, lists: dict) -> Names:
    def codes_of(node: Node) -> frozenset[str]:
        return frozenset(choice["code"] for choice in choices_of(lists.get(list_of(node.type)[0], [])))

    return Names(root, outline, codes_of)


def _sections(outline: Outline, form: Form) -> list[dict]:
    sections, place = [], 0
    for part in outline.parts:
        sections.append(section_of(part, form, place))
        place += len(part.entries)
    return sections


def _used(outline: Outline, lists: dict) -> dict[str, set[bool]]:
    """The lists of questions asked here, and whether they became yes, no, do not know. A list that a row needs which
    is left out stays whole."""
    used: dict[str, set[bool]] = {}
    for entry in outline.entries:
        name, other = list_of(entry.node.type)
        if entry.taken == AS_QUESTION and name:
            as_yes_no = kind_of(entry.node.type) == "choice" and not other and is_yes_no(lists[name])
            used.setdefault(name, set()).add(as_yes_no)
    for _after, node in outline.aside:
        for question in node.questions():
            used.pop(list_of(question.type)[0], None)
    return used


def _languages(book: Book, unnamed: str) -> list[str]:
    found = [
        *languages_in(book.sheets["survey"].headings, SURVEY_COLUMNS),
        *(languages_in(book.sheets["choices"].headings, CHOICE_COLUMNS) if "choices" in book.sheets else ()),
        *([unnamed] if unnamed else []),
    ]
    return list(dict.fromkeys(found))


def _about_languages(languages: list[str], unnamed: str, texts: list[str], settings: dict) -> list[Line]:
    lines = []
    for language in languages:
        if language not in LANGUAGE_NAMES:
            reason = _("Texts in this language are kept and not shown: the portal speaks French and English.")
            lines.append(Line(0, "survey", language, reason, LOOK))
    if texts and "default_language" not in settings:
        reason = _("Texts whose language the form does not name were taken to be in: %(language)s.")
        words = reason % {"language": LANGUAGE_NAMES.get(unnamed, unnamed)}
        lines.append(Line(0, "survey", "label", words, KEPT))
    return lines
